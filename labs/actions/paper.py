"""Needs that came on paper, on a walk or in a workshop, typed in by a facilitator: one a line, all at once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from civicportal.kernel.answers import insist
from civicportal.kernel.text import in_swedish_order, one_line
from civicportal.people.models import Person
from civicportal.places.models import District
from civicportal.records.actions import record
from labs.actions.answering import put_in_public
from labs.actions.raising import open_raised
from labs.enums import RaisedState
from labs.models import Lab, Need
from labs.models.raised import MOST_TITLE
from labs.rules import can_run

MOST_LINES = 200
"""Needs at one time: a workshop's worth of notes."""


@dataclass(frozen=True)
class Line:
    """One line as it will be saved, and what is wrong with it or stands in its way."""

    text: str
    too_long: bool = False
    twice: bool = False
    known: bool = False

    @property
    def counts(self) -> bool:
        """Whether it becomes a need."""
        return not (self.twice or self.known)


def lines_of(lab: Lab, text: str) -> list[Line]:
    """What was typed, line by line: list marks and empty lines gone, doubles and needs that the lab has marked."""
    typed = [one_line(line).lstrip("-•*·– ").strip() for line in text.splitlines()]
    known = {in_swedish_order(title) for title in Need.objects.filter(lab=lab).values_list("title", flat=True)}
    found: list[Line] = []
    seen: set[str] = set()
    for line in (line for line in typed if line):
        key = in_swedish_order(line)
        found.append(Line(line, too_long=len(line) > MOST_TITLE, twice=key in seen, known=key in known))
        seen.add(key)
    return found


@transaction.atomic
def enter_many(
    lab: Lab,
    *,
    text: str,
    district: District | None,
    source: str,
    told_on: date,
    language: str,
    public: bool,
    once: UUID,
    by: Person,
) -> list[Need]:
    """Makes a need of each line that counts, each with its own reference and answer-by day.

    `public` says that they were read and go public at once. `once` is the form's number: sent twice, the needs are
    there once. Raises Refused for others than the lab's facilitators.
    """
    insist(can_run(by, lab))
    earlier = Need.objects.filter(lab=lab, once__in=[uuid.uuid5(once, str(n)) for n in range(MOST_LINES)])
    if made := list(earlier.order_by("pk")):
        return made
    for number, line in enumerate(line for line in lines_of(lab, text)[:MOST_LINES] if line.counts):
        need = Need(
            lab=lab, title=line.text, district=district, source=source, told_on=told_on, language=language,
            once=uuid.uuid5(once, str(number)), state=RaisedState.PUBLIC if public else RaisedState.RECEIVED,
        )  # fmt: skip
        saved: Need = open_raised(need, by=by)  # type: ignore[assignment]
        made.append(saved)
        if public:
            put_in_public(saved, by=by)
    record(lab, verb="lab.needs_entered", by=by, facts={"count": len(made), "source": source})
    return made
