"""What follows a grant, as the grantee, the staff and the public read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404

from civicportal.cases.models import Recusal
from civicportal.cases.rules import seen_by
from civicportal.kernel import dates
from civicportal.kernel.web import token_hash
from civicportal.people.enums import Role
from civicportal.submissions.models import CoWriter
from funds.enums.after import (
    HANDED_IN,
    AgreementState,
    ChangeState,
    CheckInState,
    PaymentState,
    ReportState,
    UpdateState,
)
from funds.models import (
    Agreement,
    ChangeRequest,
    CheckIn,
    Fund,
    Payment,
    PaymentBatch,
    Project,
    ProjectUpdate,
    Receipt,
    Report,
)
from funds.rules.after import reads_money

ESCALATED_AFTER = timedelta(days=30)
ITS_OWN = (
    "fund__unit",
    "fund__report_form",
    "item",
    "application__submission__case",
    "application__submission__person",
    "application__round__fund",
)

# The grantee


def my_project(person: Any, reference: str) -> Project:
    """The project of the person's own application, or of one that they wrote with its owner. Raises Http404."""
    wrote = CoWriter.objects.writing().filter(draft=OuterRef("application__submission__draft"), person=person)
    rows = Project.objects.select_related(*ITS_OWN, "report__submission__case", "report__opening")
    mine = Q(application__submission__person=person) | Q(Exists(wrote))
    return get_object_or_404(rows.filter(mine), application__submission__case__reference=reference)


def own_project(person: Any, reference: str) -> Project:
    """As my_project, of the one alone whose grant it is: agreement, money, changes, report. Raises Http404."""
    found = my_project(person, reference)
    if found.application is None or found.application.submission.person_id != person.pk:
        raise Http404
    return found


def agreement_of(project: Project) -> Agreement | None:
    """The agreement in force."""
    return next((one for one in project.agreements.all() if one.state != AgreementState.REPLACED), None)


def own_receipt(person: Any, reference: str, token: UUID) -> Receipt:
    """A receipt of one's own report. Raises Http404."""
    project = own_project(person, reference)
    rows = Receipt.objects.select_related("file", "report__project__fund", "report__project__application")
    return get_object_or_404(rows, report__project=project, file__token=token)


def check_in_by(token: str) -> CheckIn:
    """The question that a mailed link asks. Raises Http404."""
    rows = CheckIn.objects.select_related("project__fund", "project__item").exclude(state=CheckInState.PLANNED)
    return get_object_or_404(rows, link_hash=token_hash(token))


# The staff


def projects_after(person: Any) -> QuerySet[Project]:
    """The projects that one may follow up: of one's funds, none that one has stepped aside from, not one's own."""
    recused = Recusal.objects.in_force().filter(person=person).values("case")
    rows = Project.objects.visible_to(person)
    return rows.exclude(application__submission__case__in=recused).exclude(application__submission__person=person)


def project_after(person: Any, slug: str) -> Project:
    """One project to follow up. Raises Http404."""
    along = CoWriter.objects.writing().filter(draft=OuterRef("application__submission__draft"), person=person)
    rows = projects_after(person).select_related(*ITS_OWN, "report__submission__case")
    found: Any = get_object_or_404(rows.annotate(writes_it=Exists(along)), slug=slug)
    if found.application is not None and not found.writes_it:
        seen_by(person, found.application.case)
    return found


def project_with_plan(person: Any, slug: str) -> Project:
    """The same with its agreements and payments at hand, for the rules of its page: three queries. Raises Http404."""
    found = project_after(person, slug)
    prefetch_related_objects([found], "agreements", Prefetch("payments", Payment.objects.select_related("batch")))
    return found


def managed(person: Any) -> QuerySet[Project]:
    """Those that one follows up oneself, as a fund manager."""
    return projects_after(person).filter(fund__unit__in=person.units_as(Role.FUND_MANAGER))


def report_for_staff(person: Any, slug: str) -> Report:
    """A report that was handed in, for those who read money. Raises Http404, also before it was sent."""
    project = project_after(person, slug)
    if not reads_money(person, project):
        raise Http404
    return get_object_or_404(Report.objects.select_related("submission__case"), project=project, state__in=HANDED_IN)


def receipt_for_staff(person: Any, slug: str, token: UUID) -> Receipt:
    """A receipt of a report that was handed in. Raises Http404."""
    report = report_for_staff(person, slug)
    return get_object_or_404(report.receipts.select_related("file"), file__token=token)


def agreements_waiting(person: Any) -> QuerySet[Agreement]:
    """Agreements that nobody has accepted, past their day: somebody should call."""
    return Agreement.objects.filter(
        project__in=managed(person), state=AgreementState.WAITING, accept_by__lte=dates.today() + timedelta(days=7)
    )


def to_pay(person: Any) -> QuerySet[Payment]:
    """Parts that may be paid and are not handed over."""
    rows = Payment.objects.filter(project__in=managed(person), state=PaymentState.CLEARED)
    return (
        rows.select_related("project__fund", "project__application__submission__case")
        .order_by("due_on", "pk")
        .for_page()
    )


def on_the_way(person: Any) -> QuerySet[Payment]:
    """Parts that were handed over and are not marked as paid."""
    rows = Payment.objects.filter(project__in=managed(person), state=PaymentState.EXPORTED)
    return rows.select_related("project__fund", "batch").order_by("batch", "pk").for_page()


def batches(person: Any) -> QuerySet[PaymentBatch]:
    """The files that were handed over, newest first."""
    rows = PaymentBatch.objects.filter(fund__in=funds_of(person)).select_related("fund", "made_by")
    return rows.annotate(sum=Sum("payments__amount")).order_by("-pk")


def batch(person: Any, number: str) -> PaymentBatch:
    """One file. Raises Http404."""
    return get_object_or_404(batches(person), number=number)


def funds_of(person: Any) -> QuerySet[Fund]:
    """The funds that one manages."""
    return Fund.objects.filter(unit__in=person.units_as(Role.FUND_MANAGER)).order_by("pk")


def reports_to_read(person: Any) -> QuerySet[Report]:
    """Reports that were handed in."""
    return Report.objects.filter(project__in=managed(person), state=ReportState.SENT)


def reports_late(person: Any) -> QuerySet[Report]:
    """Reports a month past their day: letters have done what they can."""
    return Report.objects.filter(
        project__in=managed(person),
        state__in=[ReportState.WAITING, ReportState.COMPLETION],
        due_on__lte=dates.today() - ESCALATED_AFTER,
        project__agreements__state=AgreementState.ACCEPTED,
    )


def changes_to_answer(person: Any) -> QuerySet[ChangeRequest]:
    """Requests that wait for an answer."""
    return ChangeRequest.objects.filter(project__in=managed(person), state=ChangeState.ASKED)


def told_by_projects(person: Any) -> QuerySet[ProjectUpdate]:
    """Updates that wait to be read, for fund managers and communicators."""
    units = person.units_as(Role.FUND_MANAGER, Role.COMMUNICATOR)
    projects = projects_after(person).filter(fund__unit__in=units)
    return ProjectUpdate.objects.filter(project__in=projects, state=UpdateState.WAITING)


def answers_to_read(person: Any) -> QuerySet[CheckIn]:
    """Answers from after the end that wait to be read."""
    units = person.units_as(Role.FUND_MANAGER, Role.COMMUNICATOR)
    projects = projects_after(person).filter(fund__unit__in=units)
    return CheckIn.objects.filter(project__in=projects, state=CheckInState.ANSWERED)


# In public


def told_after(project: Project) -> list[CheckIn]:
    """What is known of the time after the end, in public: released answers, and that nothing was answered."""
    states = [CheckInState.RELEASED, CheckInState.SILENT]
    return list(
        project.check_ins.filter(state__in=states).only("project", "months", "state", "going").order_by("months")
    )
