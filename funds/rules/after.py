"""Which arrow from where to where after a grant, and who may walk it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine
from civicportal.people.enums import Role
from civicportal.submissions.models import CoWriter
from funds.enums.after import (
    AgreementState,
    ChangeState,
    CheckInState,
    PaymentState,
    PayWhen,
    ReportState,
    UpdateState,
)
from funds.enums.applications import ProjectState
from funds.models import Agreement, ChangeRequest, CheckIn, Payment, Project, ProjectUpdate, Report
from funds.rules.applications import can_handle, can_manage, can_tell_about, sees_who

ENDED = frozenset({ProjectState.FINISHED, ProjectState.STOPPED})


def is_grantee(person: Any, project: Project) -> bool:
    """Whether the project is the person's own: the one who sent the application."""
    return project.application is not None and project.application.submission.person_id == person.pk


def is_with(person: Any, project: Project) -> bool:
    """The grantee, or somebody who wrote the application with them and is still in."""
    if is_grantee(person, project):
        return True
    draft = project.application.submission.draft_id if project.application else None
    return bool(draft and CoWriter.objects.writing().filter(draft=draft, person=person).exists())


def can_look_after(person: Any, project: Project) -> Answer:
    """A fund manager follows a project up unless recused from its application (KL 6:30)."""
    if project.application is not None:
        return can_handle(person, project.application)
    return can_manage(person, project.fund)


def reads_money(person: Any, project: Project) -> bool:
    """Who reads reports and receipts: fund managers, the registrar and the auditor; of the protected not all."""
    if not (
        person.has_role(Role.AUDITOR) or project.fund.unit_id in person.units_as(Role.FUND_MANAGER, Role.REGISTRAR)
    ):
        return False
    return project.application is None or sees_who(person, project.application)


# The agreement


def can_accept(person: Any, agreement: Agreement) -> Answer:
    """The grantee alone binds themselves."""
    if is_grantee(person, agreement.project):
        return YES
    return no(_("Only the person who got the grant can accept the agreement"))


def can_replace(person: Any, agreement: Agreement) -> Answer:
    return can_look_after(person, agreement.project)


AGREEMENT_MOVES = Machine("agreement", AgreementState)
AGREEMENT_MOVES.add("accept", [AgreementState.WAITING], AgreementState.ACCEPTED, can_accept)
AGREEMENT_MOVES.add("replace", [AgreementState.WAITING], AgreementState.REPLACED, can_replace)


# Payments


def is_agreed(project: Project) -> bool:
    """Whether the grantee has accepted: until then nothing is paid."""
    return any(agreement.state == AgreementState.ACCEPTED for agreement in project.agreements.all())


def can_clear(person: Any, payment: Payment) -> Answer:
    """A part may be paid when its condition is met; nothing before the agreement, nothing to what was stopped."""
    project = payment.project
    if not is_agreed(project):
        return no(_("The agreement is not accepted yet, so nothing can be paid"))
    if project.state == ProjectState.STOPPED and payment.pay_when != PayWhen.REPORT:
        return no(_("The project was stopped, so no further part is paid before its report is read"))
    if payment.pay_when == PayWhen.REPORT:
        report = Report.objects.filter(project=project).first()
        if report is None or report.state != ReportState.APPROVED:
            return no(_("This part is paid when the report is approved"))
    return YES if person is None else can_look_after(person, project)


def can_pay(person: Any, payment: Payment) -> Answer:
    return can_look_after(person, payment.project)


PAYMENT_MOVES = Machine("payment", PaymentState)
PAYMENT_MOVES.add("clear", [PaymentState.PLANNED], PaymentState.CLEARED, can_clear)
PAYMENT_MOVES.add("export", [PaymentState.CLEARED], PaymentState.EXPORTED, can_pay)
PAYMENT_MOVES.add("pay", [PaymentState.CLEARED, PaymentState.EXPORTED], PaymentState.PAID, can_pay)
PAYMENT_MOVES.add("drop", [PaymentState.PLANNED, PaymentState.CLEARED], PaymentState.DROPPED, can_pay)


def can_plan(person: Any, project: Project) -> Answer:
    """A plan is changed while no part of it has gone out."""
    if project.payments.exclude(state=PaymentState.PLANNED).exists():
        return no(_("A part of the money is on its way or paid, so the plan can no longer be made anew"))
    return can_look_after(person, project)


# Updates


def can_tell_of_own(person: Any, project: Project) -> Answer:
    """The grantee and those who wrote with them tell about their project while it stands in public."""
    if project.item is None or not project.item.visible:
        return no(_("The project does not stand in public, so nothing can be told about it"))
    if is_with(person, project):
        return YES
    return no(_("Only those who run the project tell about it here"))


def can_release_update(person: Any, update: ProjectUpdate) -> Answer:
    """The setting of the city (person None), or those who tell about the fund's projects."""
    return YES if person is None else can_tell_about(person, update.project)


UPDATE_MOVES = Machine("update", UpdateState)
UPDATE_MOVES.add("release", [UpdateState.WAITING, UpdateState.DECLINED], UpdateState.RELEASED, can_release_update)
UPDATE_MOVES.add("decline", [UpdateState.WAITING], UpdateState.DECLINED, can_release_update)


# Changes of what was agreed


def can_ask_change(person: Any, project: Project) -> Answer:
    """One request at a time, while the project runs and its report is not approved."""
    if not is_grantee(person, project):
        return no(_("Only the person who got the grant can ask for a change"))
    if project.state in ENDED:
        return no(_("The project has ended, so what was agreed can no longer change"))
    if project.changes.filter(state=ChangeState.ASKED).exists():
        return no(_("You have asked for a change already. Wait for the answer, or take it back first"))
    return YES


def can_answer_change(person: Any, change: ChangeRequest) -> Answer:
    return can_look_after(person, change.project)


def can_take_back(person: Any, change: ChangeRequest) -> Answer:
    if change.asked_by_id == person.pk:
        return YES
    return no(_("Only the one who asked can take it back"))


CHANGE_MOVES = Machine("change of a grant", ChangeState)
CHANGE_MOVES.add("approve", [ChangeState.ASKED], ChangeState.APPROVED, can_answer_change)
CHANGE_MOVES.add("decline", [ChangeState.ASKED], ChangeState.DECLINED, can_answer_change)
CHANGE_MOVES.add("withdraw", [ChangeState.ASKED], ChangeState.WITHDRAWN, can_take_back)


# The report


def can_write_report(person: Any, report: Report) -> Answer:
    """The grantee writes it when the agreement is accepted and until it is approved."""
    if not is_grantee(person, report.project):
        return no(_("Only the person who got the grant writes the report"))
    if not is_agreed(report.project):
        return no(_("Accept the agreement first. The report comes when the project is done"))
    if report.state == ReportState.APPROVED:
        return no(_("The report is approved, so it stands as it is"))
    if report.project.fund.report_form_id is None and report.opening_id is None:
        return no(_("The fund has not put up its questions yet. Write to the fund"))
    return YES


def can_send_report(person: Any, report: Report) -> Answer:
    """Sending is asked by the writing pages; here is what belongs to the report."""
    return can_write_report(person, report)


def can_add_receipt(person: Any, report: Report) -> Answer:
    """Receipts are added until the report is sent, and again when it is to be completed."""
    if not (answer := can_write_report(person, report)):
        return answer
    if report.state == ReportState.SENT:
        return no(_("The report is being read. If something is missing, the fund asks for it"))
    return YES


def can_read_report(person: Any, report: Report) -> Answer:
    """Who approves a report or asks for more."""
    return can_look_after(person, report.project)


def can_mark_returned(person: Any, report: Report) -> Answer:
    if report.state != ReportState.APPROVED or not report.to_return:
        return no(_("There is nothing to return"))
    if report.returned_on is not None:
        return no(_("The money is returned already"))
    return can_look_after(person, report.project)


R = ReportState
REPORT_MOVES = Machine("final report", ReportState)
REPORT_MOVES.add("send", [R.WAITING, R.COMPLETION], R.SENT, can_send_report)
REPORT_MOVES.add("ask_more", [R.SENT], R.COMPLETION, can_read_report)
REPORT_MOVES.add("approve", [R.SENT], R.APPROVED, can_read_report)


# Check-ins


def can_publish_check_in(person: Any, check_in: CheckIn) -> Answer:
    return can_tell_about(person, check_in.project)


C = CheckInState
CHECK_IN_MOVES = Machine("check-in", CheckInState)
CHECK_IN_MOVES.add("ask", [C.PLANNED], C.ASKED)
CHECK_IN_MOVES.add("answer", [C.ASKED, C.SILENT], C.ANSWERED)
CHECK_IN_MOVES.add("publish", [C.ANSWERED], C.RELEASED, can_publish_check_in)
CHECK_IN_MOVES.add("keep", [C.ANSWERED], C.KEPT, can_publish_check_in)
CHECK_IN_MOVES.add("silence", [C.ASKED], C.SILENT)
