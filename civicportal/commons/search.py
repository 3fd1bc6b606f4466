"""Search in what is public: in Swedish as people write it, with compounds, endings, synonyms and small slips.

A word is found by any of four ways: the Swedish word stem; the beginning of the word without its ending (the stemmer
misses stöd and stödet); the middle of a longer word in names (innovationsstöd by stöd); and likeness to a name (a slip
of the pen). Letters keep their dots and rings: far does not find får.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from civicportal.commons.models import Item, Synonym
from civicportal.kernel.text import one_line
from civicportal.kernel.web import by_revision

MOST_WORDS = 8
MOST_LETTERS = 200
INSIDE_FROM = 3
"""The index of threes cannot help with shorter words, and they are inside of everything."""
MOST_HITS = 1000
"""So many of the newest are ranked and counted: a search costs the same however much there is to find."""
LIKENESS_FROM = 5
"""Shorter words are too like each other: stöd and stör share half of their letters in threes."""

ENDINGS = (
    "ningarna", "ningars", "ningar", "ningen", "arnas", "ornas", "ernas", "anden", "arna", "orna", "erna", "ande",
    "ades", "ens", "ets", "ans", "ars", "ors", "ers", "et", "en", "an", "ar", "or", "er", "na", "ad", "at", "de", "te",
    "a", "e", "n", "t", "s",
)  # fmt: skip
LEAST_STEM = 4
_WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """The words that are asked for: composed characters, lower case, no signs, none twice, at most eight."""
    found = _WORD.findall(one_line(text)[:MOST_LETTERS].lower())
    return list(dict.fromkeys(found))[:MOST_WORDS]


def beginning_of(word: str) -> str:
    """The word without its Swedish ending, at least four letters long: "stödet" gives "stöd", "hus" stays "hus"."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
            return word[: -len(ending)]
    return word


def _synonyms(words: Iterable[str]) -> dict[str, list[str]]:
    """For each word the words that staff have said mean the same, its base form counted in: one query a revision."""
    words = tuple(words)
    return by_revision(("synonyms", words), lambda: _groups_with(words))


def _groups_with(words: tuple[str, ...]) -> dict[str, list[str]]:
    forms = {form for word in words for form in (word, beginning_of(word))}
    groups = [
        set(group) for group in Synonym.objects.filter(words__overlap=list(forms)).values_list("words", flat=True)
    ]
    return {
        word: sorted({other for group in groups if {word, beginning_of(word)} & group for other in group} - {word})
        for word in words
    }


def _prefix(word: str, config: str) -> SearchQuery:
    """Every word that begins so. The word has letters, digits, hyphens and slashes only, and is quoted all the same."""
    quoted = beginning_of(word).replace("'", "")
    return SearchQuery(f"'{quoted}':*", search_type="raw", config=config)


def _vectors(word: str) -> SearchQuery:
    whole = SearchQuery(word, config="swedish") | SearchQuery(word, config="simple")
    return whole if len(word) == 1 else whole | _prefix(word, "swedish") | _prefix(word, "simple")


def _finds(word: str) -> Q:
    """Whether one way finds the word."""
    condition = Q(search=_vectors(word))
    if len(word) >= INSIDE_FROM:
        condition |= Q(lowered__contains=word)
    if len(word) >= LIKENESS_FROM:
        condition |= Q(TrigramWordSimilar(F("lowered"), Value(word)))
    return condition


def search_in(items: QuerySet[Item], text: str) -> QuerySet[Item]:
    """The items of a list in which every word is found, the best first. Without a word the list stays as it is.

    Of more than MOST_HITS the newest are told.
    """
    words = words_of(text)
    if not words:
        return items
    alike = _synonyms(words)
    found = items.alias(lowered=Lower("keywords"))
    for word in words:
        condition = _finds(word)
        for other in alike[word]:
            condition |= _finds(other)
        found = found.filter(condition)
    # The sum keeps the database from walking all items backwards until it has met enough hits.
    newest = found.order_by((F("pk") + Value(0)).desc()).values("pk")[:MOST_HITS]
    items = items.filter(pk__in=newest).alias(lowered=Lower("keywords"))
    whole = " ".join(words)
    exact = reduce(or_, (SearchQuery(word, config=config) for word in words for config in ("swedish", "simple")))
    rank = SearchRank(F("search"), exact) * Value(2.0) + TrigramWordSimilarity(whole, F("lowered"))
    named = Case(When(lowered__contains=whole, then=Value(1.0)), default=Value(0.0), output_field=FloatField())
    return items.annotate(rank=rank + named).order_by("-rank", F("happened_on").desc(nulls_last=True), "-id")


def search(text: str, kinds: Iterable[str] | None = None) -> QuerySet[Item]:
    """All visible items that the words find, best first; of some kinds only when `kinds` names them."""
    if not words_of(text):
        return Item.objects.none()
    items = Item.objects.for_cards()
    return search_in(items.of_kind(*kinds) if kinds else items, text)


def nearest(text: str, number: int = 3) -> list[Item]:
    """When nothing is found: the items whose names are most like what was written, for "did you mean"."""
    words = words_of(text)
    if not words:
        return []
    folded = _without_marks(" ".join(words))
    likeness = TrigramWordSimilarity(folded, _folded("keywords"))
    rows = Item.objects.for_cards().annotate(likeness=likeness).filter(likeness__gte=0.45).order_by("-likeness", "-id")
    return list(rows[:number])


MARKS = ("åäöéèüáàøæ", "aaoeeuaaoa")


def _without_marks(text: str) -> str:
    return text.translate(str.maketrans(*MARKS))


def _folded(name: str):  # type: ignore[no-untyped-def]
    from django.db.models import Func, TextField

    return Func(Lower(name), Value(MARKS[0]), Value(MARKS[1]), function="translate", output_field=TextField())
