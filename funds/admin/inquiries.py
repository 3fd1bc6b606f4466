"""Work pages of ideas told in two sentences, and reminders of the managers' support."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.cases.queries import conversation
from civicportal.cases.rules import can_speak
from civicportal.cases.talking import staff_says
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.people.enums import Role
from civicportal.people.signed import SignedRequest
from civicportal.submissions.actions.endorsing import remind_endorser
from civicportal.submissions.endorsing import standing_of
from funds.actions import inquiries
from funds.forms.inquiries import PrepareForm
from funds.queries import inquiries as queries
from funds.queries import staff
from funds.rules.applications import can_prepare_draft

ANSWERERS = (Role.NETWORK_COORDINATOR, Role.FUND_MANAGER)
READERS = (*ANSWERERS, Role.REGISTRAR, Role.AUDITOR)


@work_page(*READERS)
def inquiry_list(request: HttpRequest) -> HttpResponse:
    """Ideas told in two sentences, those that wait for an answer first."""
    page = page_of(queries.inquiries_for_staff(request.user), request.GET.get("page"), 50)
    return work.render(request, "funds/backoffice/inquiries.html", {"page": page}, title=_("Ideas in two sentences"))


@work_page(*READERS)
def inquiry(request: SignedRequest, reference: str) -> HttpResponse:
    """One of them: the conversation, the answer, and what may be made of it."""
    found = queries.inquiry_for_staff(request.user, reference)
    may_speak = can_speak(request.user, found.case)
    form, sent = staff_says(request, found.case)
    if sent:
        return redirect("admin:funds_inquiry", reference=reference)
    context = {
        "inquiry": found,
        "case": found.case,
        "said": conversation(found.case),
        "form": form if may_speak else None,
        "refused": "" if may_speak else may_speak.why,
        "may_prepare": can_prepare_draft(request.user, found),
        "round": queries.open_round_of(found.fund),
    }
    return work.render(
        request, "funds/backoffice/inquiry.html", context, title=found.case.title, status=422 if form.errors else 200
    )


@work_page(*ANSWERERS)
def prepare(request: SignedRequest, reference: str) -> HttpResponse:
    """Makes a draft of what was told; it is the person's own from that moment."""
    found = queries.inquiry_for_staff(request.user, reference)
    form = PrepareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            inquiries.prepare(found, title=form.cleaned_data["title"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The draft is made, and a letter with the way to it is on its way"))
            return redirect("admin:funds_inquiry", reference=reference)
    context = {
        "inquiry": found,
        "words": queries.first_words(found.case),
        "form": form,
        "answer": can_prepare_draft(request.user, found),
    }
    return work.render(
        request,
        "funds/backoffice/prepare.html",
        context,
        title=_("Make a draft of the idea"),
        status=422 if form.errors else 200,
    )


@work_page(*ANSWERERS)
@require_POST
def remind(request: SignedRequest, reference: str) -> HttpResponse:
    """Mails the manager the request for support once more."""
    found = staff.application_for_staff(request.user, reference)
    standing = standing_of(found.submission)
    try:
        if standing is not None:
            remind_endorser(standing, by=request.user)
            messages.success(request, _("A reminder is on its way"))
    except Refused as refused:
        messages.error(request, str(refused.why))
    return redirect("admin:funds_application", reference=reference)


work.register(
    path("tva-meningar/", inquiry_list, name="funds_inquiries"),
    menu=gettext_lazy("Ideas in two sentences"),
    position=27,
)
work.register(path("tva-meningar/<str:reference>/", inquiry, name="funds_inquiry"))
work.register(path("tva-meningar/<str:reference>/utkast/", prepare, name="funds_prepare"))
work.register(path("ansokan/<str:reference>/paminn-chef/", remind, name="funds_remind"))
