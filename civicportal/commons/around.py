"""What stands around a public thing on its page: thread, ways on, voices, what lies ahead."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item, Question
from civicportal.commons.offers import ShownOffer, offers_for
from civicportal.commons.thread import Beside, Knot, story
from civicportal.commons.upcoming import Upcoming, ahead_of

MOST_QUESTIONS = 100
"""As many as a page shows; whoever writes more about one thing should be met instead."""


@dataclass(frozen=True, slots=True)
class Around:
    """As templates/commons/around.html draws it."""

    knots: list[Knot]
    similar: list[Beside]
    offers: list[ShownOffer]
    upcoming: list[Upcoming]
    questions: list[Question]
    supporters: int
    can_support: bool
    can_ask: bool
    follow_url: str
    support_url: str
    ask_url: str
    report_url: str
    share_url: str
    contact_url: str


def around(item: Item) -> Around:
    """Everything around a visible item: two queries, and one for each registered source of what lies ahead."""
    told = story(item)
    kind = kinds[item.kind]
    at = [item.kind, item.slug]
    return Around(
        knots=told.knots,
        similar=told.beside,
        offers=offers_for(item),
        upcoming=ahead_of(item),
        questions=questions_of(item) if kind.can_ask else [],
        supporters=item.supporters,
        can_support=kind.can_support,
        can_ask=kind.can_ask,
        follow_url=reverse("commons:follow", args=at),
        support_url=reverse("commons:support", args=at) if kind.can_support else "",
        ask_url=reverse("commons:ask", args=at) if kind.can_ask else "",
        report_url=reverse("commons:report", args=at),
        share_url=reverse("commons:share", args=at),
        contact_url=reverse("commons:contact", args=at) if item.unit and item.unit.email else "",
    )


def questions_of(item: Item) -> list[Question]:
    """The item's public questions with their answers, oldest first: one query."""
    rows = Question.objects.filter(item=item).public().order_by("number").defer("email").for_page()
    return list(rows[:MOST_QUESTIONS])
