"""Work pages of what several people do about one application: completing it, and support that waits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused
from civicportal.people.enums import Role
from civicportal.people.signed import SignedRequest
from civicportal.submissions.actions.endorsing import ask_endorsement, close_endorsement
from civicportal.submissions.endorsing import all_standing, can_ask_endorsement, can_close_endorsement
from civicportal.submissions.enums import ENDORSEMENT_LOOKS, EndorsementKind
from civicportal.submissions.forms.endorsing import AskForm, CloseForm
from civicportal.submissions.models import Endorsement
from civicportal.submissions.views.completing import completion_page
from funds.admin.applications import OF_THE_NETWORK
from funds.queries import staff
from funds.rules.applications import can_handle, sees_who


@work_page(*OF_THE_NETWORK)
def completion(request: SignedRequest, reference: str) -> HttpResponse:
    """What was asked for, what came of it, and the form to ask for more."""
    found = staff.application_for_staff(request.user, reference)
    return completion_page(
        request,
        found.submission,
        done=reverse("admin:funds_application", args=[reference]),
        title=_("Completing"),
        blind=not sees_who(request.user, found),
        with_sensitive=bool(can_handle(request.user, found)),
    )


@work_page(Role.NETWORK_COORDINATOR, Role.FUND_MANAGER)
def support(request: SignedRequest, reference: str) -> HttpResponse:
    """What waits for an answer: ask somebody else, or note that nobody answers."""
    found = staff.application_for_staff(request.user, reference)
    here = redirect("admin:funds_support", reference=reference)
    rows = all_standing(found.submission)
    one = next((row for row in rows if row.kind == request.POST.get("kind")), None)
    ask, close = AskForm(by_staff=True), CloseForm()
    if request.method == "POST" and one is not None:
        do = request.POST.get("do", "")
        signatory = one.kind == EndorsementKind.SIGNATORY
        ask = AskForm(request.POST if do == "ask" else None, by_staff=True, signatory=signatory)
        close = CloseForm(request.POST if do == "close" else None)
        form: Any = ask if do == "ask" else close
        if form.is_valid():
            try:
                _do(do, one, form.cleaned_data, request)
            except Refused as refused:
                form.add_error(None, str(refused.why))
            else:
                return here
    context = {
        "application": found,
        "case": found.case,
        "rows": [
            {
                "endorsement": row,
                "look": ENDORSEMENT_LOOKS[row.state],
                "may_ask": can_ask_endorsement(request.user, found.submission),
                "may_close": can_close_endorsement(request.user, row),
                "ask": ask if one is None or row.kind == one.kind else AskForm(by_staff=True),
                "close": close if one is None or row.kind == one.kind else CloseForm(),
            }
            for row in rows
        ],
        "form": ask if ask.errors else close,
    }
    status = 422 if ask.errors or close.errors else 200
    return work.render(request, "funds/backoffice/support.html", context, title=_("Support that waits"), status=status)


def _do(do: str, one: Endorsement, data: dict[str, Any], request: SignedRequest) -> None:
    if do == "ask":
        ask_endorsement(one.submission, email=data["email"], by=request.user, kind=one.kind)
        messages.success(request, _("The request to %(email)s is on its way") % {"email": data["email"]})
        return
    close_endorsement(one, words=data["words"], by=request.user)
    messages.success(request, _("Noted, and the applicant gets a letter"))


work.register(path("ansokan/<str:reference>/komplettering/", completion, name="funds_completion"))
work.register(path("ansokan/<str:reference>/stod/", support, name="funds_support"))
