"""A fund with coaches: times published, somebody who asks, a draft that is shown."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.submissions.actions import sharing
from civicportal.submissions.models import Draft, Share
from funds.actions import coach_times
from funds.actions import coaching as actions
from funds.models import Booking, Coaching, CoachTime
from tests.funds.factories import World, make_world, texts, write_draft
from tests.people import Cast, make_coach, make_resident

LINK = "https://video.example.org/rum-1"


@dataclass
class Coached:
    """The fund's world with two coaches and somebody who wants one."""

    world: World
    coach: Person
    other: Person
    person: Person

    @property
    def fund(self) -> Any:
        return self.world.fund


def make_coached(cast: Cast) -> Coached:
    world = make_world(cast)
    world.fund.coaching = texts("Prata med en coach.", "Talk with a coach.")
    world.fund.save()
    return Coached(world, cast.coach, make_coach(cast.unit, "Olle Andersson"), make_resident("Ida Person"))


def in_days(days: int) -> date:
    return dates.today() + timedelta(days=days)


def publish(it: Coached, *, day: date | None = None, by: Person | None = None, **facts: Any) -> list[CoachTime]:
    """Times from 13 to 14 in a week, one talk, on site, unless told otherwise."""
    said = {
        "first": day or in_days(7), "until": None, "weeks": 1, "starts": time(13), "ends": time(14), "minutes": 0,
        "where": "on_site", "place": "Stadsbiblioteket, rum 2", "video_link": "", "series": uuid.uuid4(), **facts,
    }  # fmt: skip
    return coach_times.publish(it.fund, by=by or it.coach, **said).made


def ask(it: Coached, person: Person | None = None, *, language: str = "sv", about: Any = None) -> Coaching:
    person = person or it.person
    return actions.ask(it.fund, by=person, words="Hur börjar jag?", language=language, once=uuid.uuid4(), about=about)


def taken(it: Coached, person: Person | None = None, **facts: Any) -> Coaching:
    return actions.take(ask(it, person, **facts), by=it.coach)


def book(it: Coached, slot: CoachTime, person: Person | None = None, *, language: str = "sv") -> Booking:
    by = person or it.person
    return coach_times.book(slot, by=by, words="Om budgeten", language=language, once=uuid.uuid4())


def shared(it: Coached, **answers: Any) -> tuple[Draft, Share]:
    """A written draft that the coach sees."""
    draft = write_draft(it.world, it.person, **answers)
    share = sharing.share(draft, with_whom=it.coach, by=it.person)
    draft.refresh_from_db()
    return draft, share
