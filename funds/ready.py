"""The "ready to send" list: points that the writer and the coach tick, each for themselves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from funds.models import Coaching, Fund

DEFAULT: dict[str, str | Promise] = {
    "one-sentence": _("Somebody who knows nothing of the idea understands it after the first sentence"),
    "for-whom": _("It says who it is for, and how you know that they want it"),
    "new": _("It says what is new about it here"),
    "budget": _("Every line of the budget says what it is for, and the sum is right"),
    "time": _("It can begin and end within the time that the fund allows"),
    "who-does": _("It says who does what"),
    "after": _("It says how you will know whether it worked"),
}
"""What a fund asks for that has written no points of its own."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point with who has ticked it, and when."""

    key: str
    words: str | Promise
    writer_at: datetime | None = None
    coach_at: datetime | None = None

    @property
    def both(self) -> bool:
        return self.writer_at is not None and self.coach_at is not None


def points_of(fund: Fund) -> dict[str, str | Promise]:
    """The fund's points by key, in the page's language. A point that is written anew is another point."""
    swedish = [line.strip() for line in fund.ready_points.said("sv").text.splitlines() if line.strip()]
    if not swedish:
        return dict(DEFAULT)
    here = [line.strip() for line in fund.ready_points.said((get_language() or "sv")[:2]).text.splitlines()]
    here = [line for line in here if line]
    words = here if len(here) == len(swedish) else swedish
    return {key_of(line): said for line, said in zip(swedish, words, strict=True)}


def key_of(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:16]


def list_of(coaching: Coaching) -> list[Point]:
    """The whole list of a coaching: one query."""
    ticked = {row.point: row for row in coaching.ready.all()}
    return [
        Point(
            key,
            words,
            ticked[key].writer_at if key in ticked else None,
            ticked[key].coach_at if key in ticked else None,
        )
        for key, words in points_of(coaching.fund).items()
    ]
