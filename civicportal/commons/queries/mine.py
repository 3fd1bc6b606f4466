"""What somebody with an account follows, supports and has asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from civicportal.commons.models import Follow, Item, Question, Support

OF_A_QUESTION = ("number", "text", "state", "asked_at", "answered_at")


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
    """What somebody follows, supports and has asked, the latest first; the same item may be all of it."""

    followed: list[Item]
    supported: list[Item]
    asked: list[Question]


def held_by(person: Any) -> Held:
    """The visible items that somebody with an account follows, supports or has asked about: one query for all."""
    if not person.is_authenticated:
        return Held([], [], [])
    follows, supports = Follow.objects.live().filter(email=person.email), Support.objects.filter(email=person.email)
    asked = Question.objects.filter(email=person.email)
    about = follows.values("item").union(supports.values("item"), asked.values("item"))
    packed = asked.filter(item=OuterRef("pk")).values(row=JSONObject(**{name: name for name in OF_A_QUESTION}))
    rows = Item.objects.filter(pk__in=about).annotate(
        questions_asked=ArraySubquery(packed),
        followed_at=Subquery(follows.filter(item=OuterRef("pk")).values("confirmed_at")[:1]),
        supported_at=Subquery(supports.filter(item=OuterRef("pk")).values("given_at")[:1]),
    )
    items: list[Any] = list(rows.for_cards())
    questions = [_question(item, row) for item in items for row in item.questions_asked]
    return Held(
        followed=_latest_first(items, "followed_at"),
        supported=_latest_first(items, "supported_at"),
        asked=_latest_first(questions, "asked_at"),
    )


def _question(item: Item, row: dict[str, Any]) -> Question:
    """A question about an item from what the database has packed of it."""
    moments = {name: row[name] and datetime.fromisoformat(row[name]) for name in ("asked_at", "answered_at")}
    return Question(item=item, **{**row, **moments})


def _latest_first(items: list[Any], when: str) -> list[Any]:
    """Those that have the moment, the latest first."""
    return sorted(filter(attrgetter(when), items), key=attrgetter(when), reverse=True)
