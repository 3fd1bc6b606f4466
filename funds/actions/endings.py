"""What the end of a project sets going: the report's day, the questions some months later."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions.models import Opening
from funds.actions import checkins
from funds.enums.after import ReportState
from funds.enums.applications import ProjectState
from funds.models import Project, Report
from funds.rules.after import ENDED
from funds.terms import terms_of

AFTER_A_STOP = timedelta(days=30)


def ended(project: Project, *, by: Person) -> None:
    """A project has been told finished or stopped. A stopped one reports soon: what was learnt is fresh."""
    if project.state == ProjectState.STOPPED and (report := _waiting(project)):
        set_day(report, min(report.due_on, dates.today() + AFTER_A_STOP), by=by)
    if project.state in ENDED:
        checkins.plan(project)


def follow_the_end(project: Project, *, by: Person | None) -> None:
    """The report's day follows the project's end while the report is not sent; reminders begin anew."""
    report = _waiting(project)
    if report is not None and project.ends_on:
        set_day(report, project.ends_on + timedelta(days=terms_of(project.fund).report_days), by=by)


def _waiting(project: Project) -> Report | None:
    rows = Report.objects.select_for_update(of=("self",)).select_related("project")
    return rows.filter(project=project, state=ReportState.WAITING).first()


def set_day(report: Report, day: date, *, by: Person | None) -> None:
    """Moves the report's day, and the last day of its writing pages with it."""
    report.due_on, report.rung = day, None
    report.save(update_fields=["due_on", "rung"])
    if report.opening_id:
        Opening.objects.filter(pk=report.opening_id).update(closes_at=closing(report))
    record(report, verb="report.day_moved", by=by, facts={"due_on": day.isoformat()})


def closing(report: Report) -> datetime:
    """Past the report's last day; never before it opened."""
    return dates.closing(max(report.due_on, report.project.granted_on))
