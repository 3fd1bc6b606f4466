"""The way into an application: is it for me, may I, where do I get the link, then the questions."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from civicportal.commons import offers
from civicportal.commons.models import Item
from civicportal.kernel.web import ANYONE, open_to
from civicportal.submissions.queries import drafts_here
from civicportal.submissions.views.beginning import begin, typed_address
from funds import arriving
from funds.actions import outreach
from funds.forms.applications import AddressForm, EligibilityForm
from funds.models import Fund, Round
from funds.queries import public as queries
from funds.rules.applications import can_apply, names_of
from funds.views.inquiries import not_for_you


def _open_round(slug: str) -> tuple[Fund, Round | None]:
    found = queries.fund_in_public(slug)
    return found, queries.clock_of(queries.rounds_of(found)).open


def _with_origin(name: str, slug: str, origin: Item | None, code: str) -> str:
    """An address of the way in that goes on carrying what the application grows from and which source led here."""
    address = reverse(name, args=[slug])
    carried = [urlencode({offers.FROM: offers.named(origin)}, safe="/")] if origin else []
    carried += [arriving.query(code)] if code else []
    return f"{address}?{'&'.join(carried)}" if carried else address


@open_to(ANYONE)
def eligibility(request: HttpRequest, slug: str) -> HttpResponse:
    """May I apply? For whom the fund is, then its own questions, each with a sentence for a no."""
    found, round_ = _open_round(slug)
    if request.user.is_authenticated and not (answer := can_apply(request.user, found)):
        return not_for_you(request, found, answer.why)
    if round_ is None:
        return render(
            request, "funds/closed.html", {"fund": found, "clock": queries.clock_of(queries.rounds_of(found))}
        )
    origin = offers.origin(request)
    form = EligibilityForm(request.POST if request.method == "POST" else None, fund=found)
    if request.method == "POST" and form.is_valid():
        if refusals := form.refusals():
            return render(request, "funds/not_eligible.html", {"fund": found, "refusals": refusals})
        return redirect(_with_origin("funds:address", slug, origin, arriving.carried(request)))
    context = {
        "fund": found,
        "round": round_,
        "form": form,
        "drafts": drafts_here(request, round_.opening),
        "origin": origin,
        "for_whom": names_of(unit.name for unit in found.audience_units.all()) if found.is_for_employees else "",
    }
    return render(request, "funds/eligibility.html", context, status=422 if form.errors else 200)


@open_to(ANYONE)
def address(request: HttpRequest, slug: str) -> HttpResponse:
    """Where to mail the link; somebody signed in has said that already."""
    found, round_ = _open_round(slug)
    origin = offers.origin(request)
    if round_ is None:
        return redirect("funds:apply", slug=slug)
    if request.user.is_authenticated and not (answer := can_apply(request.user, found)):
        return not_for_you(request, found, answer.why)
    known = request.user.email if request.user.is_authenticated else ""
    form = AddressForm(typed_address(request), fund=found, known=bool(known))
    if request.method == "POST" and form.is_valid():
        draft = begin(request, round_.opening, form.cleaned_data, origin=origin)
        outreach.began(draft, arriving.carried(request), found)
        return redirect("submissions:tasks", token=draft.token)
    context = {"fund": found, "round": round_, "form": form, "known": known, "origin": origin}
    return render(request, "funds/address.html", context, status=422 if form.errors else 200)
