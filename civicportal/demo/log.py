"""The log entries of what the demo tells, gathered while rows are made and written oldest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from civicportal.people.models import Person
from civicportal.records.models import Entry


class Log:
    """Entries on their way: the log cannot be changed afterwards, so its order is settled before."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, at: datetime, by: Person | None, verb: str, thing: models.Model, **facts: Any) -> None:
        """Notes one act as records.actions.record would, at the time the story says."""
        self.entries.append(
            Entry(
                at=at,
                actor=by,
                verb=verb,
                subject_kind=thing._meta.label_lower,
                subject_id=thing.pk,
                unit_id=getattr(thing, "unit_id", None),
                facts=facts,
            )
        )

    def move(
        self, at: datetime, by: Person | None, verb: str, thing: models.Model, before: str, after: str, **facts: Any
    ) -> None:
        """Notes one step of a state machine as kernel.moves.walk would."""
        self.add(at, by, verb, thing, **{"from": str(before), "to": str(after), **facts})

    def write(self) -> None:
        """Writes all entries, oldest first."""
        self.entries.sort(key=lambda entry: entry.at)
        Entry.objects.bulk_create(self.entries, batch_size=500)
        self.entries = []
