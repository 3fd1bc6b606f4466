"""What somebody with an account follows, supports and has asked."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, Subquery

from civicportal.commons.models import Follow, Item, Question, Support


def followed_by(person: Any) -> list[Item]:
    """The visible items that somebody with an account follows, the latest followed first: one query."""
    if not person.is_authenticated:
        return []
    live = Follow.objects.live().filter(email=person.email)
    return list(Item.objects.filter(followers__in=live).for_cards().order_by("-followers__confirmed_at"))


def supports(item: Item, email: str) -> bool:
    """Whether an address supports an item; False without an address."""
    return bool(email) and Support.objects.filter(item=item, email=email).exists()


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody follows and what they support, the latest first; the same item may be both."""

    followed: list[Item]
    supported: list[Item]


def held_by(person: Any) -> Held:
    """The visible items that somebody with an account follows or supports: one query for both."""
    if not person.is_authenticated:
        return Held([], [])
    follows, supports = Follow.objects.live().filter(email=person.email), Support.objects.filter(email=person.email)
    rows = Item.objects.filter(pk__in=follows.values("item").union(supports.values("item"))).annotate(
        followed_at=Subquery(follows.filter(item=OuterRef("pk")).values("confirmed_at")[:1]),
        supported_at=Subquery(supports.filter(item=OuterRef("pk")).values("given_at")[:1]),
    )
    items: list[Any] = list(rows.for_cards())
    return Held(followed=_latest_first(items, "followed_at"), supported=_latest_first(items, "supported_at"))


def _latest_first(items: list[Any], when: str) -> list[Any]:
    """Those that have the moment, the latest first."""
    return sorted(filter(attrgetter(when), items), key=attrgetter(when), reverse=True)


def questions_by(person: Any) -> list[Question]:
    """The questions that somebody with an account has asked, the latest first: one query."""
    if not person.is_authenticated:
        return []
    rows = Question.objects.filter(email=person.email, item__visible=True).select_related("item")
    return list(rows.order_by("-asked_at").for_page())
