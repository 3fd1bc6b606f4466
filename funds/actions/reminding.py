"""The ladder of reminders before and after a report's day. Run as often as one likes: each rung is climbed once."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from civicportal.kernel import dates
from civicportal.records.actions import record
from funds.enums.after import AgreementState, ReportState
from funds.models import Report
from funds.notices import after as notices

RUNGS = (-30, -7, 0, 14, 30)
"""Days from the report's day. At the last one it also stands in the staff's queue of what is late."""
COVERAGE = 60
"""So many days past the day the ladder still covers, for a clock that stood still; after that people take over."""
UNSENT = (ReportState.WAITING, ReportState.COMPLETION)


def rung_on(due_on: date, today: date) -> int | None:
    """The rung that stands on a day: the latest that has come, or None before the first and past the window.

    Rungs that were missed are not made up for: nobody gets three letters at once.
    """
    passed = (today - due_on).days
    if passed > COVERAGE:
        return None
    return max((rung for rung in RUNGS if rung <= passed), default=None)


def remind_of_reports(today: date | None = None) -> int:
    """Writes the letters of the rungs that have come since the last run. Returns how many were written."""
    day = today or dates.today()
    first, last = day - timedelta(days=COVERAGE), day - timedelta(days=RUNGS[0])
    due = Report.objects.filter(
        state__in=UNSENT,
        due_on__range=(first, last),
        project__agreements__state=AgreementState.ACCEPTED,
    )
    waiting = [
        pk
        for pk, due_on, rung in due.values_list("pk", "due_on", "rung").order_by("pk")
        if (now := rung_on(due_on, day)) is not None and (rung is None or rung < now)
    ]
    return sum(_remind(pk, day) for pk in waiting[:500])


@transaction.atomic
def _remind(pk: int, day: date) -> int:
    rows = Report.objects.select_for_update(of=("self",), skip_locked=True)
    fresh = rows.filter(pk=pk, state__in=UNSENT).first()
    rung = rung_on(fresh.due_on, day) if fresh is not None else None
    if fresh is None or rung is None or (fresh.rung is not None and fresh.rung >= rung):
        return 0
    fresh.rung = rung
    fresh.save(update_fields=["rung"])
    record(fresh, verb="report.reminded", by=None, facts={"rung": rung})
    return 1 if notices.report_reminder(fresh, rung) else 0
