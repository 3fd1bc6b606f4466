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
from funds.enums.after import AgreementState, ReportState
from funds.models import GrantTerms, Project, Report
from funds.notices import after as notices_after
from funds.queries import after as queries
from funds.queries import aid
from funds.rules.after import can_write_report

MANAGER = (Role.FUND_MANAGER,)
TELLERS = (Role.FUND_MANAGER, Role.COMMUNICATOR)


def register_after() -> None:
    """Called once, when the app is ready."""
    notices_after.register_letters()
    own_data_after.register_own_data()
    _register_writing()
    _register_queues()
    mine.register(mine.Group(key="projects", label=gettext_lazy("Your projects"), rows=my_rows, position=15))


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


def my_rows(person: Any) -> list[mine.Row]:
    """One's granted projects with what waits for one."""
    return [_my_row(project) for project in queries.my_projects(person)]


def _my_row(project: Any) -> mine.Row:
    report: Report | None = getattr(project, "report", None)
    waiting = next((one for one in project.standing if one.state == AgreementState.WAITING), None)
    status, look, due = str(project.get_state_display()), "ok", None
    if waiting is not None:
        status, look, due = _("Accept the agreement"), "warn", waiting.accept_by
    elif report is not None and report.state == ReportState.COMPLETION:
        status, look, due = _("Complete the report"), "warn", report.due_on
    elif report is not None and report.state == ReportState.WAITING:
        status, look, due = _("Report when it is done"), "info", report.due_on
    return mine.Row(
        label=str(project.title),
        url=reverse("funds:after", args=[project.application.case.reference]),
        note=f"{project.application.case.reference} · {project.fund.name}",
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
        queues.register(queues.Queue(f"funds.{key}", label, roles, waiting))


def _waiting(thing: Any, name: str, verb: str, *args: Any, due: Any = None) -> queues.Waiting:
    project: Project = thing.project
    return queues.Waiting(
        label=str(project.title),
        url=reverse(f"admin:{name}", args=[project.slug, *args]),
        verb=verb,
        due=due,
        note=str(project.fund.name),
    )


def agreements_waiting(person: Any) -> list[queues.Waiting]:
    rows = queries.agreements_waiting(person)
    return [_waiting(row, "funds_after", _("Call"), due=row.accept_by) for row in rows]


def payments_waiting(person: Any) -> list[queues.Waiting]:
    """One line for each fund: its parts go out in one file."""
    sums: dict[int, list[Any]] = {}
    for payment in queries.to_pay(person):
        sums.setdefault(payment.project.fund_id, []).append(payment)
    return [
        queues.Waiting(
            label=_("%(sum)s to pay") % {"sum": show(sum(payment.amount for payment in found))},
            url=reverse("admin:funds_payments"),
            verb=_("Pay"),
            note=str(found[0].project.fund.name),
        )
        for found in sums.values()
    ]


def reports_waiting(person: Any) -> list[queues.Waiting]:
    rows = queries.reports_to_read(person)
    return [
        _waiting(row, "funds_report", _("Read"), due=row.submission.case.answer_by if row.submission else None)
        for row in rows
    ]


def reports_late(person: Any) -> list[queues.Waiting]:
    rows = queries.reports_late(person)
    return [_waiting(row, "funds_after", _("Call"), due=row.due_on) for row in rows]


def changes_waiting(person: Any) -> list[queues.Waiting]:
    rows = queries.changes_to_answer(person)
    return [_waiting(row, "funds_change", _("Answer"), row.number) for row in rows]


def updates_waiting(person: Any) -> list[queues.Waiting]:
    return [_waiting(row, "funds_update", _("Read"), row.number) for row in queries.told_by_projects(person)]


def check_ins_waiting(person: Any) -> list[queues.Waiting]:
    return [_waiting(row, "funds_check_in", _("Read"), row.months) for row in queries.answers_to_read(person)]


def aid_waiting(person: Any) -> list[queues.Waiting]:
    """Awards that the central register does not know, with the last of 20 working days."""
    return [
        queues.Waiting(
            label=f"{row.name}, {euro(row.cents, 'sv')}",
            url=reverse("admin:funds_aid_register"),
            verb=pgettext("small aid", "Register"),
            due=row.tell_by,
            note=str(row.declaration.application.round.fund.name),
        )
        for row in aid.to_register(person)
        if row.declaration.application.round.fund.unit_id in person.units_as(*MANAGER)
    ]


def terms_done(fund: Any) -> bool:
    """For the fund's configuration page: whether its terms after a grant are its own."""
    return GrantTerms.objects.filter(fund=fund).exists()
