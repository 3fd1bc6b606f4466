"""What follows a grant: one's own pages, the question after the end, the work pages of money, reports, small aid."""

from __future__ import annotations

from typing import Any

from funds.actions import checkins
from funds.models import AidAward, ChangeRequest, CheckIn, Fund, Payment, Project, ProjectUpdate, Receipt, Report
from tests.stories.visits import Visit, send
from tests.stories.visits.work import staff

NOT_PAGES = {
    "funds:agreement_pdf": "a PDF of a page that is visited",
    "funds:report_answers_pdf": "a PDF of a page that is visited",
    "funds:receipt": "a file that the grantee uploaded",
    "admin:funds_agreement": "a PDF of a page that is visited",
    "admin:funds_batch": "a table file of a page that is visited",
    "admin:funds_aid_csv": "a table file of a page that is visited",
    "admin:funds_receipt": "a file that the grantee uploaded",
    "admin:funds_update_picture": "a file that the grantee uploaded",
    "admin:funds_agreement_anew": "takes a button of a page that is visited and leads on",
    "admin:funds_clear": "takes a button of a page that is visited and leads on",
    "admin:funds_export": "takes a button of a page that is visited and leads on",
}


def visits() -> list[Visit]:
    """Every page of this piece, in the states that tell something."""
    return [*own(), *following(), *money()]


def in_state(state: str) -> Project:
    rows = Project.objects.filter(application__isnull=False, report__state=state, agreements__state="accepted")
    return rows.select_related("application__submission__case", "application__submission__person").order_by("pk")[0]


def place(project: Project) -> tuple[str, Any]:
    """The reference of a project's application, and whose it is."""
    assert project.application is not None
    return project.application.case.reference, project.application.submission.person


def own() -> list[Visit]:
    """What those who run a project see."""
    waiting = Project.objects.filter(agreements__state="waiting").order_by("pk")[0]
    found: list[Visit] = []
    for project, says in (
        (waiting, "agreement waits"), (in_state("waiting"), "runs"), (in_state("approved"), "closed"),
    ):  # fmt: skip
        reference, who = place(project)
        found += [
            Visit(name=f"funds:{name}", args=(reference,), who=who, says=says)
            for name in ("after", "agreement", "report")
        ]
    reference, who = place(waiting)
    found.append(Visit(name="funds:agreement", args=(reference,), who=who, says="errors", act=send, status=422))
    reference, who = place(in_state("sent"))
    found += [Visit(name=f"funds:{name}", args=(reference,), who=who) for name in ("report", "report_answers")]
    found.append(Visit(name="funds:report_change", args=(reference,), who=who, status=403))
    receipt = Receipt.objects.filter(report__project__application__submission__case__reference=reference)[0]
    found.append(Visit(name="funds:receipt_remove", args=(reference, receipt.file.token), who=who))
    asked = ChangeRequest.objects.filter(state="asked").select_related("project")[0]
    reference, who = place(asked.project)
    found.append(Visit(name="funds:change_back", args=(reference,), who=who))
    reference, who = place(in_state("waiting"))
    for name in ("update", "receipts"):
        found += [
            Visit(name=f"funds:{name}", args=(reference,), who=who),
            Visit(name=f"funds:{name}", args=(reference,), who=who, says="errors", act=send, status=422),
        ]
    free = Project.objects.filter(agreements__state="waiting").order_by("pk")[0]
    reference, who = place(free)
    found.append(Visit(name="funds:change", args=(reference,), who=who))
    answered = CheckIn.objects.filter(link_hash__isnull=False).order_by("pk")[0]
    return [*found, Visit(name="funds:check_in", args=(checkins.token_of(answered),))]


def following() -> list[Visit]:
    """Staff follow projects up."""
    manager, found = staff("fund_manager"), []
    for state in ("waiting", "sent", "approved"):
        slug = in_state(state).slug
        found.append(Visit(name="admin:funds_after", args=(slug,), who=manager, says=state))
        if state != "waiting":
            found.append(Visit(name="admin:funds_report", args=(slug,), who=manager, says=state))
    sent = Report.objects.filter(state="sent").select_related("project")[0].project.slug
    waiting = Project.objects.filter(agreements__state="waiting").order_by("pk")[0].slug
    told = ProjectUpdate.objects.filter(state="waiting").select_related("project")[0]
    asked = ChangeRequest.objects.filter(state="asked").select_related("project")[0]
    answered = CheckIn.objects.filter(state="answered").select_related("project")[0]
    return [
        *found,
        Visit(name="admin:funds_report", args=(sent,), who=staff("auditor")),
        Visit(name="admin:funds_plan", args=(waiting,), who=manager),
        Visit(name="admin:funds_payee", args=(waiting,), who=manager),
        Visit(name="admin:funds_payee", args=(waiting,), who=manager, says="errors", act=send, status=422),
        Visit(name="admin:funds_update", args=(told.project.slug, told.number), who=staff("communicator")),
        Visit(name="admin:funds_change", args=(asked.project.slug, asked.number), who=manager),
        Visit(name="admin:funds_check_in", args=(answered.project.slug, answered.months), who=manager),
    ]


def money() -> list[Visit]:
    """Payments, the terms, small aid."""
    manager, fund = staff("fund_manager"), Fund.objects.get(slug="visionsfonden")
    part = Payment.objects.filter(state="exported").select_related("project")[0]
    award = AidAward.objects.select_related("declaration__application__submission__case").order_by("pk")[0]
    reference = award.declaration.application.case.reference
    return [
        Visit(name="admin:funds_payments", who=manager),
        Visit(name="admin:funds_paid_list", args=(fund.slug,), who=manager),
        Visit(name="admin:funds_paid_list", args=(fund.slug,), who=manager, says="errors", act=send, status=422),
        Visit(name="admin:funds_paid", args=(part.project.slug, part.position), who=manager),
        Visit(name="admin:funds_after_setup", args=(fund.slug,), who=manager),
        Visit(name="admin:funds_aid", args=(reference,), who=manager),
        Visit(name="admin:funds_aid_register", who=manager),
        Visit(name="admin:funds_aid_registered", args=(reference,), who=manager),
    ]
