"""Telling of an idea in two sentences, with or without account, and the conversation that follows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from civicportal.cases import talking
from civicportal.commons import proofs
from civicportal.commons.likeness import proposed_for
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import ANYONE, SIGNED_IN, TOKEN, at_most, client_address, open_to
from civicportal.people.signed import SignedRequest
from funds.actions import inquiries
from funds.forms.inquiries import TellForm
from funds.models import Fund, Inquiry
from funds.proving import applications as proving
from funds.queries import inquiries as queries
from funds.queries import public
from funds.rules.applications import can_apply


def _fund(slug: str) -> Fund:
    found = public.fund_in_public(slug)
    if not found.contact_series:
        raise Http404
    return found


@open_to(ANYONE)
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """One box. Somebody signed in is heard at once; others confirm their address first."""
    found, known = _fund(slug), request.user.is_authenticated
    if known and not (answer := can_apply(request.user, found)):
        return not_for_you(request, found, answer.why)
    form = TellForm(request.POST if request.method == "POST" else None, fund=found, known=known)
    if request.method == "POST" and form.is_valid():
        at_most(10, 3600, what="funds.tell", who=client_address(request))
        said, language = form.cleaned_data, (get_language() or "sv")[:2]
        if known:
            try:
                made = inquiries.tell(found, by=request.user, words=said["words"], language=language, once=said["once"])
            except Refused as refused:
                form.add_error(None, str(refused.why))
            else:
                return redirect("funds:told", receipt=proving.RECEIPTS.of(made))
        else:
            at_most(3, 3600, what="funds.tell-to", who=said["email"])
            payload = {"words": said["words"], "once": str(said["once"])}
            proofs.ask(proving.KEY, email=said["email"], language=language, about=found, payload=payload)
            context = {"fund": found, "email": said["email"], "proposed": proposed_for(said["words"])}
            return render(request, "funds/tell_confirm.html", context)
    context = {"fund": found, "form": form, "units": list(found.audience_units.all())}
    return render(request, "funds/tell.html", context, status=422 if form.errors else 200)


def not_for_you(request: HttpRequest, fund: Fund, why: Any) -> HttpResponse:
    """For whom the fund is, and where else to go."""
    others = [other for other in public.funds_in_public() if not other.is_for_employees and other.pk != fund.pk]
    return render(request, "funds/not_for_you.html", {"fund": fund, "why": why, "others": others}, status=403)


@never_cache
@open_to(TOKEN)
def told(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt: number, promised day, and who else thinks of something like it. It never shows what was written."""
    rows = Inquiry.objects.select_related("case", "fund")
    found = get_object_or_404(rows, pk=proving.RECEIPTS.pk_in(receipt))
    context = {"inquiry": found, "fund": found.fund, "proposed": proposed_for(queries.first_words(found.case))}
    return render(request, "funds/told.html", context)


@open_to(SIGNED_IN)
def inquiry(request: SignedRequest, reference: str) -> HttpResponse:
    """The conversation about what was told; what either writes reaches the other as a letter."""
    found = queries.my_inquiry(request.user, reference)
    facts = {
        "inquiry": found,
        "fund": found.fund,
        "draft": queries.draft_from(found, request.user),
        "proposed": proposed_for(queries.first_words(found.case)),
    }
    return talking.talk(request, found.case, done=found.get_absolute_url(), facts=facts, template="funds/inquiry.html")
