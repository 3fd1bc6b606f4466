"""Writing to the log and giving out reference numbers."""

from __future__ import annotations

from typing import Any

from django.db import connection, models

from civicportal.kernel import dates
from civicportal.records.models import Entry


def record(thing: models.Model | None, *, verb: str, by: Any, facts: dict[str, Any] | None = None) -> Entry:
    """Writes one log entry in the caller's transaction.

    `thing` is what was acted on, `by` the person or None for the clock, `facts` ids, states, field names and
    hashes, never people's texts. Raises RuntimeError outside a transaction: an act and its trace stand or fall
    together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs inside an action's transaction")
    return Entry.objects.create(
        actor=by if getattr(by, "pk", None) else None,
        verb=verb,
        subject_kind=thing._meta.label_lower if thing is not None else "",
        subject_id=thing.pk if thing is not None else None,
        unit_id=getattr(thing, "unit_id", None),
        facts=facts or {},
    )


def next_reference(prefix: str) -> str:
    """The next reference of a series, such as VF-2026-0042: without gaps, by the year in Stockholm.

    The series' row stays locked until the caller's transaction ends, so call it last before the commit. A
    transaction that fails gives its number back. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("next_reference() belongs inside an action's transaction")
    year = dates.today().year
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_series (prefix, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (prefix, year) DO UPDATE SET last = records_series.last + 1 RETURNING last",
            [prefix, year],
        )
        number = cursor.fetchone()[0]
    return f"{prefix}-{year}-{number:04d}"
