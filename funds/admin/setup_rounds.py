"""Rounds in a fund's configuration: made, changed, copied."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused, no
from funds.actions import setup as actions
from funds.admin.setup import WRITERS
from funds.forms.setup_rounds import RoundForm, initial_of
from funds.models import Fund, Round
from funds.queries import setup as queries
from funds.rules.setup import facts_of


@work_page(*WRITERS)
def new_round(request: HttpRequest, fund: str) -> HttpResponse:
    """A round on new days, like the fund's newest one or like the one that the address names."""
    found = queries.fund_to_set_up(request.user, fund)
    source = _source(request, found)
    form = RoundForm(request.POST if request.method == "POST" else None, fund=found, initial=_initial(found, source))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_round(found, form.facts(), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The round is made: %(round)s") % {"round": made.name})
            return redirect("admin:funds_setup", fund=fund)
    answer = None if found.years.exists() else no(_("Write the budget of a year first"))
    return _page(request, found, form, title=_("A new round"), button=_("Make the round"), answer=answer)


def _source(request: HttpRequest, fund: Fund) -> Round | None:
    if named := request.GET.get("som"):
        return queries.round_to_set_up(request.user, fund.slug, named)
    return queries.newest_round(fund)


def _initial(fund: Fund, source: Round | None) -> dict[str, Any]:
    if source is not None:
        return initial_of(facts_of(source), new=True)
    return {"lowest": fund.lowest, "highest": fund.highest, "endorsement": fund.endorsement}


@work_page(*WRITERS)
def change_round(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """What is set of a round. What was promised to those who have applied stands."""
    found = queries.round_to_set_up(request.user, fund, slug)
    data = request.POST if request.method == "POST" else None
    form = RoundForm(data, fund=found.fund, initial=initial_of(facts_of(found)))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_round(found, form.facts(), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Saved"))
            return redirect("admin:funds_setup", fund=fund)
    lead = []
    if found.applications.exists():
        lead.append(
            _("Applications have come on these terms. You can close later, and change the name and the budget.")
        )
    return _page(request, found.fund, form, title=str(found), button=_("Save"), lead=lead)


def _page(
    request: HttpRequest, fund: Fund, form: RoundForm, *, title: str, button: str, answer: Any = None, lead: Any = ()
) -> HttpResponse:
    context = {
        "form": form,
        "groups": form.shown_groups(),
        "lead": lead,
        "answer": answer,
        "back_url": reverse("admin:funds_setup", args=[fund.slug]),
        "back_label": _("Set up %(fund)s") % {"fund": fund.name},
        "button": button,
    }
    return work.render(request, "backoffice/form.html", context, title=title, status=422 if form.errors else 200)


work.register(path("fondinstallningar/<slug:fund>/omgangar/ny/", new_round, name="funds_new_round"))
work.register(path("fondinstallningar/<slug:fund>/omgangar/<slug:slug>/", change_round, name="funds_change_round"))
