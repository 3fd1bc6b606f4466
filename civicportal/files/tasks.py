"""What the worker does with pictures and with tables as files."""

from __future__ import annotations

from celery import shared_task

from civicportal.files import actions, exporting, queries
from civicportal.files.models import Export


@shared_task(name="files.make_sizes")
def make_sizes(pk: int | None = None) -> int:
    """Makes the sizes of one picture, or without a number of every picture that was left waiting. Returns how many."""
    numbers = queries.waiting_pictures() if pk is None else [pk]
    for number in numbers:
        actions.make_sizes(number)
    return len(numbers)


@shared_task(name="files.write_export")
def write_export(pk: int) -> bool:
    """Writes one table that somebody waits for."""
    return exporting.write(pk)


@shared_task(name="files.sweep_exports")
def sweep_exports() -> int:
    """Writes what was left by a worker that died, and takes old files away. Returns how many were written."""
    exporting.take_away_old()
    return sum(exporting.write(pk) for pk in Export.objects.left().order_by("pk").values_list("pk", flat=True)[:5])
