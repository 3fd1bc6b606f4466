"""Public things that are like a free text, such as an idea in two sentences: proposed, never decided.

A thing is like a text when several of the text's telling words stand in it. Words are compared by their Swedish
stem; small words, and those that every text has, do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, IntegerField, Q, Value, When

from civicportal.commons.models import Item
from civicportal.kernel.text import nfc

PARTNER = "partner"
MOST_WORDS = 14
LEAST_LETTERS = 4
LEAST_HITS = 2
_WORD = re.compile(r"[^\W\d_]{4,}")
EMPTY = frozenset(
    [
        "alla",
        "andra",
        "bara",
        "bättre",
        "börja",
        "detta",
        "dessa",
        "eller",
        "emot",
        "finns",
        "fler",
        "från",
        "följa",
        "första",
        "gärna",
        "göra",
        "gått",
        "hade",
        "hela",
        "helst",
        "heller",
        "hitta",
        "idag",
        "idén",
        "idéer",
        "ingen",
        "inget",
        "inte",
        "kanske",
        "komma",
        "kunna",
        "kring",
        "litet",
        "låta",
        "länge",
        "många",
        "mest",
        "mellan",
        "mycket",
        "måste",
        "något",
        "någon",
        "några",
        "nästan",
        "också",
        "olika",
        "prova",
        "redan",
        "samma",
        "sedan",
        "sina",
        "sitt",
        "själv",
        "skulle",
        "staden",
        "tillsammans",
        "tror",
        "under",
        "upp",
        "utan",
        "vara",
        "varje",
        "vara",
        "vilja",
        "vill",
        "ville",
        "vore",
        "över",
        "även",
        "about",
        "also",
        "could",
        "every",
        "from",
        "have",
        "idea",
        "into",
        "just",
        "like",
        "many",
        "more",
        "much",
        "people",
        "something",
        "such",
        "that",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "want",
        "with",
        "would",
        "helsingborg",
    ]
)
"""Words that tell nothing of what an idea is about."""


def telling_words(text: str) -> list[str]:
    """The text's telling words, longest first, none twice, at most fourteen."""
    found = dict.fromkeys(word for word in _WORD.findall(nfc(text).lower()[:4000]) if word not in EMPTY)
    return sorted(found, key=len, reverse=True)[:MOST_WORDS]


def alike(
    text: str, *, kinds: Iterable[str] = (), without: Iterable[str] = (), most: int = 4, least: int = LEAST_HITS
) -> list[Item]:
    """Visible items like a text, the most alike first: one query, none where the text says too little.

    `kinds` are the only kinds looked among, `without` those left out. `least` is how many of the words must be met.
    """
    words = telling_words(text)
    if len(words) < least:
        return []
    queries = [SearchQuery(word, config="swedish") for word in words]
    hits = [
        Case(When(Q(search=query), then=Value(1)), default=Value(0), output_field=IntegerField()) for query in queries
    ]
    rows = Item.objects.for_cards().select_related("unit").filter(search=reduce(or_, queries)).exclude(kind__in=without)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    rows = rows.annotate(hits=reduce(add, hits), rank=SearchRank(F("search"), reduce(or_, queries)))
    return list(rows.filter(hits__gte=least).order_by("-hits", "-rank", "-pk")[:most])


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed to somebody who writes: similar things, and partners who know the subject."""

    items: list[Item]
    partners: list[Item]


def proposed_for(text: str) -> Proposed:
    """Similar public things and research partners for a text: two queries."""
    return Proposed(
        items=alike(text, without=("fund", PARTNER, "meeting")), partners=alike(text, kinds=(PARTNER,), most=3, least=1)
    )
