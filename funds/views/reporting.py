"""The final report of one's own project with its receipts, and the question some months after the end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from civicportal.files.errors import BadFile
from civicportal.files.queries import private_answer
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import SIGNED_IN, TOKEN, open_to
from civicportal.people.signed import SignedRequest
from civicportal.submissions.rules.writing import can_change
from civicportal.submissions.views import sent
from funds.actions import checkins, reports
from funds.enums.after import CheckInState, ReportState
from funds.forms.after import CheckInForm, ReceiptForm
from funds.models import Project, Report
from funds.queries import after as queries
from funds.queries.money import figures_of, plan_lines, report_lines
from funds.rules.after import can_add_receipt, can_write_report
from funds.views.after import project_facts


def _own(request: SignedRequest, reference: str) -> tuple[Project, Report]:
    """The project with its report. Raises Http404, also for a project that owes none."""
    found = queries.own_project(request.user, reference)
    report = getattr(found, "report", None)
    if report is None:
        raise Http404
    return found, report


@open_to(SIGNED_IN)
def report(request: SignedRequest, reference: str) -> HttpResponse:
    """Where the report stands: what is needed and when; once it is sent, what was used and what follows."""
    found, own = _own(request, reference)
    if request.method == "POST":
        try:
            draft = reports.begin(own, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused.why))
            return redirect("funds:report", reference=reference)
        return redirect("submissions:tasks", token=draft.token)
    handed_in = own.submission is not None
    context = {
        **project_facts(found),
        "report": own,
        "lines": report_lines(own) if handed_in else plan_lines(found),
        "handed_in": handed_in,
        "figures": figures_of(found),
        "receipts": own.receipts.select_related("file"),
        "may_write": can_write_report(request.user, own),
        "may_add": can_add_receipt(request.user, own),
        "may_change": can_change(request.user, own.submission) if own.submission else None,
    }
    return render(request, "funds/after/report.html", context)


@open_to(SIGNED_IN)
def receipts(request: SignedRequest, reference: str) -> HttpResponse:
    """The receipts so far, and a form for one more."""
    found, own = _own(request, reference)
    answer = can_add_receipt(request.user, own)
    form = ReceiptForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None
    )
    if request.method == "POST" and answer and form.is_valid():
        given = form.cleaned_data
        try:
            reports.add_receipt(own, given["receipt"], what=given["what"], by=request.user, once=given["once"])
        except Refused as refused:
            form.add_error(None, str(refused.why))
        except BadFile as error:
            form.add_error("receipt", error)
        else:
            messages.success(request, _("The receipt is kept. Add the next one, or go back to the report"))
            return redirect("funds:receipts", reference=reference)
    context = {
        **project_facts(found),
        "report": own,
        "receipts": own.receipts.select_related("file"),
        "may_remove": own.state == ReportState.WAITING,
        "form": form,
        "answer": answer,
    }
    return render(request, "funds/after/receipts.html", context, status=422 if form.errors else 200)


@open_to(SIGNED_IN)
def receipt(request: SignedRequest, reference: str, token: UUID) -> HttpResponse:
    """One receipt as a download."""
    return private_answer(queries.own_receipt(request.user, reference, token).file)


@open_to(SIGNED_IN)
def receipt_remove(request: SignedRequest, reference: str, token: UUID) -> HttpResponse:
    """Asks before a receipt is taken out."""
    found = queries.own_receipt(request.user, reference, token)
    if request.method == "POST":
        try:
            reports.remove_receipt(found, by=request.user)
            messages.success(request, _("The receipt is taken out"))
        except Refused as refused:
            messages.error(request, str(refused.why))
        return redirect("funds:receipts", reference=reference)
    context = {**project_facts(found.report.project), "receipt": found}
    return render(request, "funds/after/receipt_remove.html", context)


def _sent(request: SignedRequest, reference: str) -> sent.Sent:
    found, own = _own(request, reference)
    if own.submission is None:
        raise Http404
    return sent.Sent(
        submission=own.submission,
        reference=own.submission.case.reference,
        title=_("Report: %(project)s") % {"project": found.title},
        to=str(found.fund.name),
        url=reverse("funds:report", args=[reference]),
        pdf_url=reverse("funds:report_answers_pdf", args=[reference]),
    )


@open_to(SIGNED_IN)
def report_answers(request: SignedRequest, reference: str) -> HttpResponse:
    """A copy of the report, to read and print."""
    return sent.answers(request, _sent(request, reference))


@open_to(SIGNED_IN)
def report_answers_pdf(request: SignedRequest, reference: str) -> HttpResponse:
    """The same copy as a tagged PDF."""
    return sent.answers_pdf(_sent(request, reference))


@open_to(SIGNED_IN)
def report_change(request: SignedRequest, reference: str) -> HttpResponse:
    """Asks before a report that is to be completed is opened for changes."""
    return sent.change(request, _sent(request, reference))


@never_cache
@open_to(TOKEN)
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter: GET shows the question, POST answers it once."""
    found = queries.check_in_by(token)
    is_open = found.state in {CheckInState.ASKED, CheckInState.SILENT}
    form = CheckInForm(request.POST if request.method == "POST" else None) if is_open else None
    if request.method == "POST" and form is not None and form.is_valid():
        checkins.answer(found, **form.cleaned_data)
        return redirect("funds:check_in", token=token)
    context = {"check_in": found, "project": found.project, "form": form}
    status = 422 if form is not None and form.errors else 200
    return render(request, "funds/after/check_in.html", context, status=status)
