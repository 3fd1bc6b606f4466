"""The way into an application: may I, where do I get the link, then the questions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from civicportal.kernel.web import ANYONE, at_most, client_address, open_to
from civicportal.submissions import actions as submissions
from civicportal.submissions.queries import drafts_here
from funds.forms import AddressForm, EligibilityForm
from funds.models import Fund, Round
from funds.queries import public as queries


def _open_round(slug: str) -> tuple[Fund, Round | None]:
    found = queries.fund_in_public(slug)
    return found, queries.clock_of(queries.rounds_of(found)).open


@open_to(ANYONE)
def eligibility(request: HttpRequest, slug: str) -> HttpResponse:
    """May I apply? The fund's own questions, each with a sentence for a no."""
    found, round_ = _open_round(slug)
    if round_ is None:
        return render(
            request, "funds/closed.html", {"fund": found, "clock": queries.clock_of(queries.rounds_of(found))}
        )
    form = EligibilityForm(request.POST if request.method == "POST" else None, fund=found)
    if request.method == "POST" and form.is_valid():
        if refusals := form.refusals():
            return render(request, "funds/not_eligible.html", {"fund": found, "refusals": refusals})
        return redirect("funds:address", slug=slug)
    context = {"fund": found, "round": round_, "form": form, "drafts": drafts_here(request, round_.opening)}
    return render(request, "funds/eligibility.html", context, status=422 if form.errors else 200)


@open_to(ANYONE)
def address(request: HttpRequest, slug: str) -> HttpResponse:
    """Where to mail the link; somebody signed in has said that already."""
    found, round_ = _open_round(slug)
    if round_ is None:
        return redirect("funds:apply", slug=slug)
    known = request.user.email if request.user.is_authenticated else ""
    form = AddressForm(
        {**request.POST.dict(), **({"email": known} if known else {})} if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        at_most(20, 3600, what="start-draft", who=client_address(request))
        draft = submissions.start_draft(
            opening=round_.opening,
            email=form.cleaned_data["email"],
            language=(get_language() or "sv")[:2],
            by=request.user if known else None,
            session=request.session,
            once=form.cleaned_data["once"],
        )
        return redirect("submissions:tasks", token=draft.token)
    context = {"fund": found, "round": round_, "form": form, "known": known}
    return render(request, "funds/address.html", context, status=422 if form.errors else 200)
