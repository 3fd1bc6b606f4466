"""Search in what is public: in Swedish as people write it, with compounds, endings, synonyms and small slips.

A word is found by any of three ways: the Swedish word stem; the beginning of the word without its ending (the stemmer
misses stöd and stödet); and the middle of a longer word in names (innovationsstöd by stöd). What none of them finds is
taken for a slip of the pen, and names that are like it are found. Letters keep their dots and rings: far does not find
får.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Lower

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


def _prefix(word: str) -> SearchQuery:
    """Every word that begins so. The word has letters, digits, hyphens and slashes only, and is quoted all the same."""
    quoted = beginning_of(word).replace("'", "")
    return SearchQuery(f"'{quoted}':*", search_type="raw", config="simple")


def _vectors(word: str) -> SearchQuery:
    """Its Swedish stem, or whatever begins as it does; one letter is only itself."""
    stem = SearchQuery(word, config="swedish")
    return stem | SearchQuery(word, config="simple") if len(word) == 1 else stem | _prefix(word)


def _says(words: Iterable[str]) -> Q:
    """Whether any of some words stands there as it is written: its stem, its beginning, or inside of a name."""
    words = list(words)
    condition = Q(search=reduce(or_, map(_vectors, words)))
    for word in words:
        if len(word) >= INSIDE_FROM:
            condition |= Q(lowered__contains=word)
    return condition


def _is_like(word: str) -> Q:
    """Whether a name is like the word: for slips of the pen."""
    return Q(TrigramWordSimilar(F("lowered"), Value(word)))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the words of a search: what staff have said means the same, and how many items say each."""

    alike: dict[str, list[str]]
    frequency: dict[str, int]
    """At most MOST_HITS and one more."""

    def is_slip(self, word: str) -> bool:
        """Nothing says the word, and nobody has said what it means."""
        return not self.frequency[word] and not self.alike[word] and len(word) >= LIKENESS_FROM

    def is_rare(self, words: Iterable[str]) -> bool:
        """Whether one of the words narrows the search to few items."""
        return any(self.frequency[word] <= MOST_HITS for word in words)


def known(words: tuple[str, ...]) -> Known:
    """What is known of some words: one query a revision. A word's base form has its synonyms too."""
    return by_revision(("search.known", words), lambda: _read_of(words))


def _read_of(words: tuple[str, ...]) -> Known:
    forms = {form for word in words for form in (word, beginning_of(word))}
    nothing = Cast(Value("{}"), Synonym._meta.get_field("words"))
    groups = Synonym.objects.filter(words__overlap=list(forms)).order_by().values_list("words", Value(-1))
    said = Item.objects.alias(lowered=Lower("keywords")).order_by((F("pk") + Value(0)).desc())
    each = [
        said.filter(_says([word])).values_list(nothing, Value(place))[: MOST_HITS + 1]
        for place, word in enumerate(words)
    ]
    rows = list(groups.union(*each, all=True))
    counts = Counter(place for _group, place in rows)
    synonyms = [set(group) for group, place in rows if place < 0]
    alike = {
        word: sorted({other for group in synonyms if {word, beginning_of(word)} & group for other in group} - {word})
        for word in words
    }
    return Known(alike, {word: counts[place] for place, word in enumerate(words)})


def search_in(items: QuerySet[Item], text: str) -> QuerySet[Item]:
    """The items of a list in which every word is found, the best first. Without a word the list stays as it is.

    A word that nothing says may be a slip: then names that are like it are found. Of more than MOST_HITS the newest
    are told.
    """
    words = words_of(text)
    if not words:
        return items
    told, found = known(tuple(words)), items.alias(lowered=Lower("keywords"))
    for word in words:
        found = found.filter(_is_like(word) if told.is_slip(word) else _says([word, *told.alike[word]]))
    rare = told.is_rare(words)
    # Where hits are rare, the sum keeps the database from walking all items backwards until it has met enough.
    newest = found.order_by((F("pk") + Value(0)).desc() if rare else "-pk").values("pk")[:MOST_HITS]
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
