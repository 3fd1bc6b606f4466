"""Tables as files: asked for in the backoffice, written by the worker row by row, fetched by whoever asked.

The file is written to disk as the rows come, so it takes the same memory for ten rows as for ten thousand. A worker
that dies leaves a lease behind; when that has run out another one begins from the first row.
"""

from __future__ import annotations

import csv
import gc
import hashlib
import logging
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from civicportal.files.exports import Table, kinds
from civicportal.files.models import Export
from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.sheets import neutral
from civicportal.people.models import Person
from civicportal.records.actions import record

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
TRIES = 3
STRIDE = 200
"""After how many rows the progress is told and the lease made longer."""


@transaction.atomic
def ask(kind: str, asked: dict[str, str], *, by: Person, language: str, once: UUID) -> Export:
    """Asks for a table as a file; the second of two equal requests gives the first's. Raises Refused and KeyError."""
    insist(kinds[kind].may(by))
    facts = {"kind": kind, "asked": asked, "person": by, "language": language}
    export, made = Export.objects.get_or_create(once=once, person=by, defaults=facts)
    if made:
        record(export, verb="files.export_asked", by=by, facts={"kind": kind, **asked})
        transaction.on_commit(lambda: _wake(export.pk))
    return export


def _wake(pk: int) -> None:
    from civicportal.files.tasks import write_export

    try:
        write_export.delay(pk)
    except Exception as error:  # the sweep finds the row
        logger.warning("The worker could not be woken (%s)", type(error).__name__)


def write(pk: int) -> bool:
    """Writes one export if nobody else does; returns whether it is ready now."""
    export = _taken(pk)
    if export is None:
        return False
    try:
        with override(export.language):
            _write(export)
    except Exception:
        logger.exception("Export %s failed", export.pk)
        _failed(export)
        return False
    return True


@transaction.atomic
def _taken(pk: int) -> Export | None:
    export = Export.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    now = dates.now()
    if export is None or not export.is_going_on:
        return None
    if export.state == Export.State.RUNNING and export.lease_until and export.lease_until > now:
        return None
    export.state, export.done, export.attempts = Export.State.RUNNING, 0, export.attempts + 1
    export.lease_until = now + LEASE
    export.save(update_fields=["state", "done", "attempts", "lease_until"])
    return export


def _failed(export: Export) -> None:
    """Another try later, or the end: the page says so and nobody waits in vain."""
    again = export.attempts < TRIES
    state = Export.State.RUNNING if again else Export.State.FAILED
    Export.objects.filter(pk=export.pk).update(
        state=state, lease_until=dates.now() + LEASE / 4, ended_at=None if again else dates.now()
    )


def _write(export: Export) -> None:
    kind, person = kinds[export.kind], Person.objects.get(pk=export.person_id)
    insist(kind.may(person))
    table = kind.table(person, export.asked)
    Export.objects.filter(pk=export.pk).update(total=table.total, hidden=table.hidden)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as page:
            count = _rows(export, table, page)
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            content.seek(0)
            name = default_storage.save(f"uttag/{export.token.hex}-{export.attempts}", File(content))
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(
            state=Export.State.DONE, total=count, done=count, path=name, sha256=digest, ended_at=dates.now()
        )
        record(export, verb="files.exported", by=person, facts={"kind": export.kind, "rows": count, "sha256": digest})


def _rows(export: Export, table: Table, page: IO[str]) -> int:
    """Writes head, rows and the sum of rows; tells how far it is now and then. Returns how many rows there were."""
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(str(cell)) for cell in table.head])
    count = 0
    # Rows that know each other both ways are let go by the collector alone, which waits longer the more there is.
    # What stood before is left out of its looking, so that it takes a moment.
    gc.freeze()
    try:
        for count, row in enumerate(table.rows, start=1):
            writer.writerow([neutral(cell) for cell in row])
            if count % STRIDE == 0:
                _tell(export, count)
                gc.collect()
    finally:
        gc.unfreeze()
    writer.writerow([])
    writer.writerows([[sentence] for sentence in sums(count, table.hidden)])
    return count


def sums(count: int, hidden: int) -> Iterator[str]:
    """What stands below the table, so that whoever reads it alone knows whether it is whole."""
    yield ngettext("%(n)d row", "%(n)d rows", count) % {"n": count}
    if hidden:
        yield _("%(n)d more are not shown to you: you have stepped aside from them") % {"n": hidden}


def _tell(export: Export, count: int) -> None:
    total = max(count, Export.objects.values_list("total", flat=True).get(pk=export.pk))
    Export.objects.filter(pk=export.pk).update(done=count, total=total, lease_until=dates.now() + LEASE)


def take_away_old() -> int:
    """Takes the files away that are kept no longer; returns how many. The rows and the log stay."""
    gone = 0
    for export in Export.objects.old().only("pk", "path"):
        if export.path:
            default_storage.delete(export.path)
        gone += Export.objects.filter(pk=export.pk).update(state=Export.State.GONE, path="")
    return gone


def export_of(person: Any, token: UUID) -> Export:
    """One's own export. Raises Export.DoesNotExist for anybody else's."""
    return Export.objects.of(person).get(token=token)
