"""The log is append-only, and an act and its trace stand or fall together."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from civicportal.records.actions import next_reference, record
from civicportal.records.models import Entry
from tests.people import Cast


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE records_entry SET verb = 'x'", "DELETE FROM records_entry", "TRUNCATE records_entry"]
)
def test_the_database_refuses_to_change_the_log(cast: Cast, statement: str) -> None:
    record(cast.unit, verb="tests.done", by=cast.fund_manager, facts={"from": 1})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    entry = Entry.objects.get(verb="tests.done")
    assert (entry.actor, entry.subject_kind, entry.subject_id) == (
        cast.fund_manager,
        "people.organisation",
        cast.unit.pk,
    )


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_or_numbered_outside_a_transaction(transactional_db: Any) -> None:
    with pytest.raises(RuntimeError):
        record(None, verb="tests.done", by=None)
    with pytest.raises(RuntimeError):
        next_reference("VF")


@pytest.mark.django_db
def test_each_year_begins_a_series_by_the_clock_in_stockholm() -> None:
    with time_machine.travel("2026-12-31T22:59:00+00:00", tick=False):
        assert [next_reference("VF"), next_reference("VF"), next_reference("IF")] == [
            "VF-2026-0001",
            "VF-2026-0002",
            "IF-2026-0001",
        ]
    with time_machine.travel("2026-12-31T23:01:00+00:00", tick=False):
        assert next_reference("VF") == "VF-2027-0001"
