"""What comes after a grant, told to the kernel: the report's opening, letters, queues, my page, the setup section."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from civicportal.backoffice import queues
from civicportal.cases import kinds as cases
from civicportal.kernel.answers import Answer, no
from civicportal.kernel.money import show
from civicportal.people.enums import Role
from civicportal.places import mine
from civicportal.submissions import kinds
from civicportal.submissions.models import Opening, Submission
from funds import own_data_after
from funds.actions import reports
from funds.aid import euro
from funds.enums.after import ReportState
from funds.models import GrantTerms, Report
from funds.notices import after as notices_after
from funds.queries import after_desk
from funds.queries import mine as own
from funds.rules.after import can_write_report

TELLERS = (Role.FUND_MANAGER, Role.COMMUNICATOR)

Found = dict[str, list[after_desk.Waits]]
"""What waits after a grant, by queue."""


def register_after() -> None:
    """Called once, when the app is ready."""
    notices_after.register_letters()
    own_data_after.register_own_data()
    _register_writing()
    _register_queues()
    projects = gettext_lazy("Your projects")
    mine.register(mine.Group(key="projects", label=projects, rows=my_rows, source=own.sent_by, position=15))


def _register_writing() -> None:
    kinds.register(
        kinds.OpeningKind(
            key=reports.KIND,
            submitted=reports.submitted,
            changed=reports.changed,
            about=about,
            status_url=lambda submission: report_url(report_of(submission.opening)),
            preview=preview,
            facts=facts,
            may_write=lambda person, opening: can_write_report(person, report_of(opening)),
            may_change=may_change,
            may_withdraw=lambda person, submission: no(_("A report is not taken back. Write to the fund")),
            named=((Report, "project__fund__name"),),
        )
    )
    cases.register(
        cases.CaseKind(
            key=reports.KIND,
            label=gettext_lazy("Final report"),
            talk_path=lambda case: report_url(Report.objects.get(submission__case=case)),
            work_path=lambda case: reverse(
                "admin:funds_report",
                args=[Report.objects.select_related("project").get(submission__case=case).project.slug],
            ),
        )
    )


def report_of(opening: Opening) -> Report:
    """The report that an opening is for."""
    rows = Report.objects.select_related("project__fund", "project__application__submission__case")
    return rows.get(opening=opening)


def report_url(report: Report) -> str:
    """The grantee's own page of the report."""
    application = report.project.application
    return reverse("funds:report", args=[application.case.reference]) if application else reverse("my_page")


def about(opening: Opening) -> kinds.Context:
    """What the writing pages say about whom one writes to."""
    report = report_of(opening)
    fund = report.project.fund
    name = _("%(fund)s, final report") % {"fund": fund.name}
    return kinds.Context(name=name, url=report_url(report), email=fund.email, phone=fund.phone)


def preview(answers: dict[str, Any], opening: Opening) -> dict[str, Any]:
    """What will stand in public of a report: the project's card with the report in short."""
    project = report_of(opening).project
    return {"kind": "project", "title": str(project.title), "summary": answers.get("summary", "")}


def facts(submission: Submission, blind: bool) -> list[tuple[str, str]]:
    """What stands above a report in lists."""
    project = report_of(submission.opening).project
    return [(_("Project"), str(project.title)), (_("Granted"), show(project.granted))]


def may_change(person: Any, submission: Submission) -> Answer:
    """What was sent is changed when the fund has asked for more."""
    report = report_of(submission.opening)
    if report.state != ReportState.COMPLETION:
        return no(_("The report is being read. If something is missing, the fund asks for it"))
    return can_write_report(person, report)


def my_rows(sent: own.Sent) -> list[mine.Row]:
    """One's granted projects with what waits for one."""
    return [_my_row(application) for application in sent.granted]


def _my_row(application: Any) -> mine.Row:
    project = application.project
    report: Report | None = getattr(project, "report", None)
    status, look, due = str(project.get_state_display()), "ok", None
    if application.accept_by is not None:
        status, look, due = _("Accept the agreement"), "warn", application.accept_by
    elif report is not None and report.state == ReportState.COMPLETION:
        status, look, due = _("Complete the report"), "warn", report.due_on
    elif report is not None and report.state == ReportState.WAITING:
        status, look, due = _("Report when it is done"), "info", report.due_on
    return mine.Row(
        label=str(project.title),
        url=reverse("funds:after", args=[application.case.reference]),
        note=f"{application.case.reference} · {project.fund.name}",
        status=status,
        look=look,
        until=due,
    )


def _register_queues() -> None:
    """What waits for whom on the start page of the backoffice."""
    one = Role.FUND_MANAGER
    for key, label, roles, waiting in (
        ("agreements", gettext_lazy("Agreements that wait for a yes"), (one,), agreements_waiting),
        ("payments", gettext_lazy("Payments to make"), (one,), payments_waiting),
        ("reports", gettext_lazy("Reports to read"), (one,), reports_waiting),
        ("reports_late", gettext_lazy("Reports that are a month late"), (one,), reports_late),
        ("changes", gettext_lazy("Changes of what was agreed"), (one,), changes_waiting),
        ("updates", gettext_lazy("Told by projects, to release"), TELLERS, updates_waiting),
        ("check_ins", gettext_lazy("Answers after the end, to read"), TELLERS, check_ins_waiting),
        ("aid", gettext_lazy("Small aid to register"), (one,), aid_waiting),
    ):
        queues.register(queues.Queue(f"funds.{key}", label, roles, waiting, source=after_desk.waiting_after))


def _of_project(found: Found, key: str, name: str, verb: str, *, numbered: bool = False) -> list[queues.Waiting]:
    """Each thing of a queue, led to the page of its project or, where it is `numbered`, to its own."""
    return [
        queues.Waiting(
            label=str(one.title),
            url=reverse(f"admin:{name}", args=[one.slug, one.number] if numbered else [one.slug]),
            verb=verb,
            due=one.due,
            note=str(one.fund),
        )
        for one in found.get(key, [])
    ]


def agreements_waiting(found: Found) -> list[queues.Waiting]:
    return _of_project(found, "agreements", "funds_after", _("Call"))


def payments_waiting(found: Found) -> list[queues.Waiting]:
    """One line for each fund: its parts go out in one file."""
    sums: dict[int, list[after_desk.Waits]] = {}
    for one in found.get("payments", []):
        sums.setdefault(one.fund_id, []).append(one)
    return [
        queues.Waiting(
            label=_("%(sum)s to pay") % {"sum": show(sum(one.sum for one in parts))},
            url=reverse("admin:funds_payments"),
            verb=_("Pay"),
            note=str(parts[0].fund),
        )
        for parts in sums.values()
    ]


def reports_waiting(found: Found) -> list[queues.Waiting]:
    return _of_project(found, "reports", "funds_report", _("Read"))


def reports_late(found: Found) -> list[queues.Waiting]:
    return _of_project(found, "reports_late", "funds_after", _("Call"))


def changes_waiting(found: Found) -> list[queues.Waiting]:
    return _of_project(found, "changes", "funds_change", _("Answer"), numbered=True)


def updates_waiting(found: Found) -> list[queues.Waiting]:
    return _of_project(found, "updates", "funds_update", _("Read"), numbered=True)


def check_ins_waiting(found: Found) -> list[queues.Waiting]:
    return _of_project(found, "check_ins", "funds_check_in", _("Read"), numbered=True)


def aid_waiting(found: Found) -> list[queues.Waiting]:
    """Awards that the central register does not know, with the last of 20 working days."""
    return [
        queues.Waiting(
            label=f"{one.title}, {euro(one.sum, 'sv')}",
            url=reverse("admin:funds_aid_register"),
            verb=pgettext("small aid", "Register"),
            due=one.due,
            note=str(one.fund),
        )
        for one in found.get("aid", [])
    ]


def terms_done(fund: Any) -> bool:
    """For the fund's configuration page: whether its terms after a grant are its own."""
    return GrantTerms.objects.filter(fund=fund).exists()
