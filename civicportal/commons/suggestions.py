"""Which public things may belong together, and why: for staff to accept or to dismiss. Nothing is linked by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Dismissal, Item, Link, Theme
from civicportal.commons.search import beginning_of, words_of
from civicportal.commons.words import in_all_languages
from civicportal.kernel.text import LocalizedText
from civicportal.places.queries import the_city

MOST_WORDS = 10
LEAST_LETTERS = 5
"""Shorter words say little about what a thing is about."""
MOST_SHARED = 3
_SAID_EVERYWHERE = """
andra bättre behov behöver bland borde deras detta eller efter finns första genom gemensam genomföra göra helst hela
hitta hjälp idéer innan inom invånare också kommun kommer kunna kring mellan minst mycket människor några olika personer
plats projekt prova samma sedan själva skulle staden stadens stort tillsammans under utan varandra varje vilka vilken
about could other people project should their there these those where which would
"""
SAYS_NOTHING = frozenset(_SAID_EVERYWHERE.split())
"""Words that half of everything holds."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing that may belong with another, and the reason in each language."""

    item: Item
    reason: LocalizedText


def says_nothing() -> frozenset[str]:
    """The beginnings of words that are no reason, the city's own name among them: everything is about the city."""
    return frozenset(beginning_of(word) for word in (*SAYS_NOTHING, *words_of(the_city().name)))


def telling_words(item: Item, nothing: frozenset[str]) -> dict[str, str]:
    """The words that say what a thing is about: each by its beginning, as it stands in the text."""
    said = f"{item.title.said('sv').text} {item.summary.said('sv').text}"
    telling = {beginning_of(word): word for word in said_words(said) if len(word) >= LEAST_LETTERS}
    return {beginning: word for beginning, word in telling.items() if beginning not in nothing}


def said_words(text: str) -> list[str]:
    """All words of a text in lower case, none twice, in the portal's own cut."""
    found: list[str] = []
    for part in text.split():
        found += [word for word in words_of(part) if word not in found]
    return found


def suggestions_for(item: Item, most: int = 6) -> list[Suggestion]:
    """The visible things most like an item that are neither linked with it nor dismissed, each with its reasons.

    Two queries and one for what is left out. A thing with nothing in common but a likeness of letters is not proposed.
    """
    nothing = says_nothing()
    words = telling_words(item, nothing)
    asked = [SearchQuery(f"'{each}':*", search_type="raw", config="simple") for each in list(words)[:MOST_WORDS]]
    shared = reduce(or_, asked) if asked else None
    alike = Q(pk__in=[])
    if shared is not None:
        alike |= Q(search=shared)
    if item.theme_id:
        alike |= Q(theme=item.theme_id)
    rows = Item.objects.filter(alike).exclude(pk__in=[item.pk, *_left_out(item)]).select_related("district", "theme")
    rows = rows.alias(lowered=Lower("keywords")).annotate(
        closeness=(SearchRank(F("search"), shared) if shared is not None else Value(0.0))
        + TrigramWordSimilarity(item.title.said("sv").text.lower(), F("lowered"))
    )
    found = []
    for other in rows.order_by("-closeness", "-pk")[: most * 4]:
        if reason := reason_for(item, other, nothing):
            found.append((_weight(item, other), Suggestion(other, reason)))
    found.sort(key=lambda each: -each[0])
    return [each for _heavy, each in found[:most]]


def _left_out(item: Item) -> set[int]:
    linked = Link.objects.filter(Q(source=item) | Q(target=item)).values_list("source", "target")
    dismissed = Dismissal.objects.filter(Q(one=item) | Q(other=item)).values_list("one", "other")
    return {pk for pair in linked.union(dismissed) for pk in pair}


def _share_a_challenge(item: Item, other: Item) -> bool:
    """The same city-wide challenge is a reason. A vision area is too wide to be one: a fifth of all is in each."""
    return (
        item.theme_id is not None
        and item.theme_id == other.theme_id
        and other.theme is not None
        and other.theme.kind == Theme.Kind.CHALLENGE
    )


def _weight(item: Item, other: Item) -> float:
    """How much two things have in common, beyond the likeness of their letters."""
    same_place = item.district_id is not None and item.district_id == other.district_id
    return float(other.closeness) + 0.4 * same_place + 0.4 * _share_a_challenge(item, other)  # type: ignore[attr-defined]


def reason_for(item: Item, other: Item, nothing: frozenset[str] | None = None) -> LocalizedText:
    """Why two things may belong together, in each language; empty when nothing but chance speaks for it."""
    nothing = says_nothing() if nothing is None else nothing
    words, theirs = telling_words(item, nothing), telling_words(other, nothing)
    place = {beginning_of(word) for word in words_of(other.district.name if other.district else "")}
    shared = [word for start, word in words.items() if start in theirs and start not in place][:MOST_SHARED]
    parts = []
    if shared:
        parts.append(in_all_languages(_("Both are about: %(words)s"), words=", ".join(shared)))
    if _share_a_challenge(item, other) and other.theme is not None:
        parts.append(in_all_languages(_("The same theme: %(name)s"), name=other.theme.name))
    if not parts:
        return LocalizedText()
    if item.district_id and item.district_id == other.district_id and other.district is not None:
        parts.append(in_all_languages(_("The same district: %(name)s"), name=other.district.name))
    return LocalizedText({code: ". ".join(part.said(code).text for part in parts) for code in parts[0].texts})
