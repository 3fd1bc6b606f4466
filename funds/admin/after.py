"""Work pages of a project after the grant: agreement, plan, what it tells, changes, its report."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.files.queries import private_answer
from civicportal.kernel import pdf
from civicportal.kernel.answers import Answer, Refused
from civicportal.kernel.money import show
from civicportal.people.enums import Role
from civicportal.people.signed import SignedRequest
from civicportal.submissions.queries import latest_version, shown_answers
from funds.actions import agreements, changes, checkins, payments, reports, updates
from funds.enums.after import LOOKS_AFTER, AgreementState, UpdateState
from funds.forms.after import (
    AnswerChangeForm,
    ApproveForm,
    DayForm,
    LevelForm,
    MissingForm,
    PayeeForm,
    PlanForms,
    ReasonForm,
)
from funds.models import ChangeRequest, CheckIn, Payment, ProjectUpdate
from funds.notices import after as notices
from funds.queries import after as queries
from funds.queries.money import figures_of, plan_lines, report_lines
from funds.rules.after import (
    AGREEMENT_MOVES,
    CHANGE_MOVES,
    CHECK_IN_MOVES,
    PAYMENT_MOVES,
    REPORT_MOVES,
    UPDATE_MOVES,
    can_look_after,
    can_mark_returned,
    can_plan,
    reads_money,
)

TELLERS = (Role.FUND_MANAGER, Role.COMMUNICATOR)
READERS = (*TELLERS, Role.DECISION_MAKER, Role.REGISTRAR, Role.AUDITOR)
MONEY = (Role.FUND_MANAGER, Role.REGISTRAR, Role.AUDITOR)
DAYS = ("starts_on", "ends_on")


def _page(request: SignedRequest, name: str, context: dict[str, Any], title: str, form: Any = None) -> HttpResponse:
    template = f"funds/backoffice/after/{name}.html"
    status = 422 if form is not None and form.errors else 200
    return work.render(request, template, {"looks": LOOKS_AFTER, **context}, title=title, status=status)


@work_page(*READERS)
def after(request: SignedRequest, slug: str) -> HttpResponse:
    """Everything about one project after its grant, with what one may do next."""
    found = queries.project_with_plan(request.user, slug)
    agreement, report = queries.agreement_of(found), getattr(found, "report", None)
    parts = list(found.payments.all())
    money = reads_money(request.user, found)
    context = {
        "project": found,
        "figures": figures_of(found),
        "agreement": agreement,
        "payments": _with_answers(request.user, parts),
        "payee": next((part.payee_number for part in parts if part.payee_number and money), ""),
        "updates": found.updates.order_by("-number"),
        "changes": found.changes.order_by("-number"),
        "report": report,
        "check_ins": found.check_ins.all(),
        "may_plan": can_plan(request.user, found),
        "may_handle": can_look_after(request.user, found),
        "may_replace": agreement is not None and AGREEMENT_MOVES.can("replace", request.user, agreement),
        "reads_money": money,
        "sees_project": work.may_open(request.user, reverse("admin:funds_project", args=[slug])),
        "sees_updates": work.may_open(request.user, reverse("admin:funds_update", args=[slug, 1])),
        "waits": agreement is not None and agreement.state == AgreementState.WAITING,
    }
    return _page(request, "after", context, str(found.title))


def _with_answers(person: Any, parts: list[Payment]) -> list[tuple[Payment, Answer]]:
    """Each part with whether it may be paid: asked once for all that wait for the same."""
    kinds = {(part.state, part.pay_when): part for part in parts}
    answers = {kind: PAYMENT_MOVES.can("clear", person, part) for kind, part in kinds.items()}
    return [(part, answers[part.state, part.pay_when]) for part in parts]


@work_page(*MONEY)
def agreement(request: SignedRequest, slug: str) -> HttpResponse:
    """The agreement as PDF, as the grantee has it."""
    found = queries.project_after(request.user, slug)
    made = queries.agreement_of(found)
    if made is None or not reads_money(request.user, found):
        return redirect("admin:funds_after", slug=slug)
    return pdf.answer("funds/after/agreement.typ", notices.agreement_facts(made), f"{slug}-avtal.pdf")


@work_page(Role.FUND_MANAGER)
@require_POST
def agreement_anew(request: SignedRequest, slug: str) -> HttpResponse:
    """Makes the agreement again from the fund's text and the plan of now."""
    found = queries.project_after(request.user, slug)
    try:
        agreements.make_anew(found, by=request.user)
        messages.success(request, _("There is a new agreement, and the letter is on its way"))
    except Refused as refused:
        messages.error(request, str(refused.why))
    return redirect("admin:funds_after", slug=slug)


@work_page(Role.FUND_MANAGER)
def plan(request: SignedRequest, slug: str) -> HttpResponse:
    """The parts of the money; together they are the grant."""
    found = queries.project_after(request.user, slug)
    answer = can_plan(request.user, found)
    rows = PlanForms(found, request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and rows.is_valid():
        try:
            payments.plan(found, rows.wanted(), by=request.user)
        except Refused as refused:
            problem = str(refused.why)
        else:
            messages.success(request, _("The plan is kept"))
            return redirect("admin:funds_after", slug=slug)
    errors = [{"target": "", "sentence": problem}] if problem else []
    context = {"project": found, "forms": rows.forms, "answer": answer, "errors": errors}
    template = "funds/backoffice/after/plan.html"
    wrong = problem or any(form.errors for form in rows.forms)
    return work.render(request, template, context, title=_("Payment plan"), status=422 if wrong else 200)


@work_page(Role.FUND_MANAGER)
@require_POST
def clear(request: SignedRequest, slug: str, number: int) -> HttpResponse:
    """The condition of a part is met."""
    found = queries.project_after(request.user, slug)
    part = get_object_or_404(found.payments, position=number)
    try:
        payments.clear(part, by=request.user)
        messages.success(request, _("%(sum)s can be paid now") % {"sum": show(part.amount)})
    except Refused as refused:
        messages.error(request, str(refused.why))
    return redirect("admin:funds_after", slug=slug)


@work_page(Role.FUND_MANAGER)
def payee(request: SignedRequest, slug: str) -> HttpResponse:
    """The number by which the economy system knows who is paid."""
    found = queries.project_after(request.user, slug)
    form = PayeeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            payments.set_payee(found, form.cleaned_data["payee_number"], by=request.user)
        except Refused as refused:
            form.add_error("payee_number", str(refused.why))
        else:
            messages.success(request, _("The number is kept"))
            return redirect("admin:funds_after", slug=slug)
    context = {
        "project": found,
        "form": form,
        "answer": can_look_after(request.user, found),
        "agreement": queries.agreement_of(found),
    }
    return _page(request, "payee", context, _("Who is paid"), form)


@work_page(*TELLERS)
def update(request: SignedRequest, slug: str, number: int) -> HttpResponse:
    """What a project tells, to release or not."""
    found = queries.project_after(request.user, slug)
    told = get_object_or_404(ProjectUpdate.objects.select_related("picture", "step"), project=found, number=number)
    declines = request.method == "POST" and "decline" in request.POST
    form = ReasonForm(request.POST if declines else None)
    if request.method == "POST" and (not declines or form.is_valid()):
        try:
            if declines:
                updates.decline(told, by=request.user, reason=form.cleaned_data["reason"])
                messages.success(request, _("The one who wrote it gets a letter with the reason"))
            else:
                updates.release(told, by=request.user)
                messages.success(request, _("It is public. Followers get a letter"))
            return redirect("admin:funds_after", slug=slug)
        except Refused as refused:
            form.add_error(None, str(refused.why)) if declines else messages.error(request, str(refused.why))
    context = {
        "project": found,
        "update": told,
        "form": form,
        "answer": UPDATE_MOVES.can("release", request.user, told),
        "may_decline": told.state == UpdateState.WAITING,
    }
    return _page(request, "update", context, told.title, form)


@work_page(*TELLERS)
def update_picture(request: SignedRequest, slug: str, number: int) -> HttpResponse:
    """The picture of an update that is not public yet."""
    found = queries.project_after(request.user, slug)
    told = get_object_or_404(ProjectUpdate, project=found, number=number, picture__isnull=False)
    return private_answer(told.picture)


@work_page(*MONEY)
def change(request: SignedRequest, slug: str, number: int) -> HttpResponse:
    """A request to change what was agreed: what stands, what is asked, the answer with its reason."""
    found = queries.project_after(request.user, slug)
    asked = get_object_or_404(ChangeRequest.objects.select_related("asked_by"), project=found, number=number)
    asked.project = found
    form = AnswerChangeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            changes.answer(asked, by=request.user, yes=given["yes"] == "yes", words=given["words"])
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Answered. The letter is on its way"))
            return redirect("admin:funds_after", slug=slug)
    context = {
        "project": found,
        "change": asked,
        "before": {name: asked.before.get(name) and date.fromisoformat(asked.before[name]) for name in DAYS},
        "lines": plan_lines(found),
        "form": form,
        "answer": CHANGE_MOVES.can("approve", request.user, asked),
    }
    return _page(request, "change", context, _("Change of what was agreed"), form)


@work_page(*MONEY)
def report(request: SignedRequest, slug: str) -> HttpResponse:
    """The final report: what was planned and used, receipts, answers; approve it or ask for more."""
    found = queries.report_for_staff(request.user, slug)
    asks, gives = "missing" in request.POST, "on_0" in request.POST
    missing = MissingForm(request.POST if asks else None)
    approval = ApproveForm(request.POST if request.method == "POST" and not asks and not gives else None)
    returned = DayForm(request.POST if gives else None)
    form = missing if asks else returned if gives else approval
    if request.method == "POST" and form.is_valid():
        try:
            if asks:
                reports.ask_more(found, by=request.user, **form.cleaned_data)
                messages.success(request, _("The report is sent back. The letter is on its way"))
            elif gives:
                reports.mark_returned(found, by=request.user, on=form.cleaned_data["on"])
                messages.success(request, _("Noted: the money has come back"))
            else:
                reports.approve(found, by=request.user, words=form.cleaned_data["words"])
                messages.success(request, _("Approved. The matter is closed, and the letter is on its way"))
            return redirect("admin:funds_report", slug=slug)
        except Refused as refused:
            form.add_error(None, str(refused.why))
    title = _("Report: %(project)s") % {"project": found.project.title}
    return _page(request, "report", _report_facts(request, found, form, missing, approval, returned), title, form)


def _report_facts(request: SignedRequest, found: Any, form: Any, missing: Any, approval: Any, returned: Any) -> Any:
    version = latest_version(found.submission)
    lines = report_lines(found)
    return {
        "project": found.project,
        "report": found,
        "lines": lines,
        "planned": sum(line.planned for line in lines),
        "used": sum(line.used or 0 for line in lines),
        "figures": figures_of(found.project),
        "receipts": found.receipts.select_related("file"),
        "steps": shown_answers(version),
        "version": version,
        "form": form,
        "missing": missing,
        "approval": approval,
        "returned": returned,
        "answer": REPORT_MOVES.can("approve", request.user, found),
        "may_return": can_mark_returned(request.user, found),
    }


@work_page(*MONEY)
def receipt(request: SignedRequest, slug: str, token: UUID) -> HttpResponse:
    """One receipt as a download."""
    return private_answer(queries.receipt_for_staff(request.user, slug, token).file)


@work_page(*TELLERS)
def check_in(request: SignedRequest, slug: str, months: int) -> HttpResponse:
    """What was answered some months after the end: public or only read."""
    found = queries.project_after(request.user, slug)
    asked = get_object_or_404(CheckIn, project=found, months=months)
    form = LevelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if "keep" in request.POST:
                checkins.keep(asked, by=request.user)
            else:
                checkins.publish(asked, by=request.user, level=form.cleaned_data["level"])
            return redirect("admin:funds_after", slug=slug)
        except Refused as refused:
            form.add_error(None, str(refused.why))
    answer = CHECK_IN_MOVES.can("publish", request.user, asked)
    context = {"project": found, "check_in": asked, "form": form, "answer": answer}
    return _page(request, "check_in", context, _("After the end"), form)


work.register(path("efter/<slug:slug>/", after, name="funds_after"))
work.register(path("efter/<slug:slug>/avtal.pdf", agreement, name="funds_agreement"))
work.register(path("efter/<slug:slug>/nytt-avtal/", agreement_anew, name="funds_agreement_anew"))
work.register(path("efter/<slug:slug>/plan/", plan, name="funds_plan"))
work.register(path("efter/<slug:slug>/mottagare/", payee, name="funds_payee"))
work.register(path("efter/<slug:slug>/del/<int:number>/", clear, name="funds_clear"))
work.register(path("efter/<slug:slug>/berattat/<int:number>/", update, name="funds_update"))
work.register(path("efter/<slug:slug>/berattat/<int:number>/bild/", update_picture, name="funds_update_picture"))
work.register(path("efter/<slug:slug>/andring/<int:number>/", change, name="funds_change"))
work.register(path("efter/<slug:slug>/redovisning/", report, name="funds_report"))
work.register(path("efter/<slug:slug>/kvitto/<uuid:token>/", receipt, name="funds_receipt"))
work.register(path("efter/<slug:slug>/sedan/<int:months>/", check_in, name="funds_check_in"))
