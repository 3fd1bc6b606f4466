"""Where people met Visionsfonden in the demo: a year of short links, with what began and was sent from each."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta
from typing import Any

from civicportal.commons.models import Item
from civicportal.demo.applications import Told
from civicportal.demo.letters import NAMES
from civicportal.demo.words import localized, texts
from civicportal.kernel import dates
from civicportal.people.models import Person
from funds.models import CameFrom, Fund, Source, SourceDay
from funds.models.outreach import LENGTH, LETTERS

WEEKDAYS = (1.2, 1.1, 1.0, 1.1, 0.9, 0.7, 1.0)
"""How the openings of a week spread over its days."""


def load(fund: Fund, told: dict[str, Told], cast: dict[str, Person]) -> int:
    """Makes the sources with their days and beginnings; returns how many sources there are."""
    dice = random.Random("outreach")  # noqa: S311 - figures, not secrets
    free = sorted(told.values(), key=lambda one: one.reference)
    for data in texts("outreach")["source"]:
        source = _source(fund, data, cast["communicator"], dice)
        SourceDay.objects.bulk_create(_days(source, data["weekly"], dice))
        free = _beginnings(source, data, free, dice)
    return Source.objects.count()


def _source(fund: Fund, data: dict[str, Any], by: Person, dice: random.Random) -> Source:
    today = dates.today()
    until = data.get("until")
    return Source.objects.create(
        fund=fund,
        kind=data["kind"],
        name=localized(data["name"]),
        code="".join(dice.choice(LETTERS) for _number in range(LENGTH)),
        about=_about(data),
        starts_on=today - timedelta(days=data["since"]),
        ends_on=None if until is None else today - timedelta(days=until),
        made_by=by,
        made_at=dates.now() - timedelta(days=data["since"]),
        once=uuid.uuid5(NAMES, f"source:{data['key']}"),
    )


def _about(data: dict[str, Any]) -> Item | None:
    """The meeting or the project that the source belongs to."""
    found: Item | None = None
    if "meeting" in data:
        meetings = Item.objects.filter(kind="meeting", title__sv=data["meeting"], starts_at__gt=dates.now())
        found = meetings.order_by("starts_at").first()
    elif "project" in data:
        found = Item.objects.filter(kind="project", slug=data["project"]).first()
    return found


def _last(source: Source) -> date:
    return min(source.ends_on or dates.today(), dates.today())


def _days(source: Source, weekly: int, dice: random.Random) -> list[SourceDay]:
    """A count for each day on which somebody opened the link."""
    found, day = [], source.starts_on
    while day <= _last(source):
        visits = round(dice.random() * 2 * weekly / 7 * WEEKDAYS[day.weekday()])
        if visits:
            found.append(SourceDay(source=source, day=day, visits=visits))
        day += timedelta(days=1)
    return found


def _beginnings(source: Source, data: dict[str, Any], free: list[Told], dice: random.Random) -> list[Told]:
    """Drafts that began from the source: some sent, some left. Returns the applications that no source has yet."""
    fitting = [one for one in free if one.data.get("outreach") in data["heard"] and _is_within(source, one)]
    mine = fitting[:: data["every"]]
    span = (_last(source) - source.starts_on).days
    CameFrom.objects.bulk_create(
        [
            CameFrom(source=source, draft_id=one.submission.draft_id, application=one.application, on=_begun(one))
            for one in mine
        ]
        + [
            CameFrom(source=source, on=source.starts_on + timedelta(days=dice.randint(0, span)))
            for _number in range(data["begun"])
        ]
    )
    return [one for one in free if one not in mine]


def _begun(one: Told) -> date:
    return dates.day_of(one.sent_at - timedelta(days=4))


def _is_within(source: Source, one: Told) -> bool:
    return source.starts_on <= _begun(one)
