"""What somebody with an account follows, supports and has asked."""

from __future__ import annotations

from typing import Any

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


def supported_by(person: Any) -> list[Item]:
    """The visible items that somebody with an account supports, the latest first: one query."""
    if not person.is_authenticated:
        return []
    given = Support.objects.filter(email=person.email)
    return list(Item.objects.filter(supports__in=given).for_cards().order_by("-supports__given_at"))


def questions_by(person: Any) -> list[Question]:
    """The questions that somebody with an account has asked, the latest first: one query."""
    if not person.is_authenticated:
        return []
    rows = Question.objects.filter(email=person.email, item__visible=True).select_related("item")
    return list(rows.order_by("-asked_at").for_page())
