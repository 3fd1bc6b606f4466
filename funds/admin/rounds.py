"""Work pages of a round: its table against the money, and the one moment when everybody hears."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.cases.models import Decision
from civicportal.kernel.answers import Refused
from civicportal.people.enums import Role
from civicportal.people.guards import fresh_sign_in
from funds.actions import decisions
from funds.models import Reserve, Round
from funds.queries import staff as queries
from funds.queries.room import day_to_release, reserve_list
from funds.rules.applications import can_release
from funds.table import SORTS, table_of

READERS = (Role.FUND_MANAGER, Role.DECISION_MAKER, Role.AUDITOR)


@work_page(*READERS)
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds of the person's funds, newest first, with their counts."""
    rounds = queries.rounds_for_staff(request.user)
    return work.render(request, "funds/backoffice/rounds.html", {"rounds": rounds}, title=_("Rounds"))


@work_page(*READERS)
def round_table(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """The ranked table with the line where the money ends."""
    found = queries.round_for_staff(request.user, fund, slug)
    sort = request.GET.get("sort") if request.GET.get("sort") in SORTS else "mean"
    table = table_of(found, request.user, sort)
    day = day_to_release(request, found)
    context = {
        "round": found,
        "table": table,
        "sort": sort,
        "hidden": queries.hidden_from(found, request.user),
        "may_release": can_release(request.user, found, day),
        "day": day,
        "keep": f"?dag={day.isoformat()}" if day else "",
        "decides": bool(request.user.units_as(Role.DECISION_MAKER) & {found.fund.unit_id}),
    }
    return work.render(request, "funds/backoffice/round.html", context, title=str(found))


@work_page(Role.FUND_MANAGER, Role.DECISION_MAKER)
@fresh_sign_in
def release(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """Lists every decision in words before anything is told to anybody; the button releases all at one moment."""
    found = queries.round_for_staff(request.user, fund, slug)
    day = day_to_release(request, found)
    if request.method == "POST":
        try:
            count = decisions.release(found, by=request.user, day=day)
        except Refused as refused:
            messages.error(request, str(refused.why))
        else:
            said = ngettext(
                "%(count)d decision is released. The letters are on their way",
                "%(count)d decisions are released. The letters are on their way",
                count,
            )
            messages.success(request, said % {"count": count})
        return redirect("admin:funds_round", fund=fund, slug=slug)
    held = (
        Decision.objects.in_force()
        .filter(case__submission__application__round=found, released_at__isnull=True)
        .filter(case__submission__application__in=queries.applications_of(found, request.user).values("pk"))
        .select_related("case__submission__application", "delegation", "decided_by")
        .order_by("outcome", "case__reference")
    )
    held = held.filter(case__submission__application__decision_on=day) if day else held
    context = {
        "round": found,
        "held": held,
        "answer": can_release(request.user, found, day),
        "day": day,
        "reserves": _told_now(found, request, day),
        "hidden": queries.hidden_from(found, request.user, day),
    }
    return work.render(request, "funds/backoffice/release.html", context, title=_("Release the decisions"))


def _told_now(round_: Round, request: HttpRequest, day: date | None) -> QuerySet[Reserve]:
    """Who hears of a place on the reserve list with this release."""
    rows = reserve_list(round_, request.user).filter(told_at__isnull=True)
    return rows.filter(application__decision_on=day) if day else rows


work.register(path("fonder/", round_list, name="funds_rounds"), menu=gettext_lazy("Rounds"), position=20)
work.register(path("fonder/<slug:fund>/<slug:slug>/", round_table, name="funds_round"))
work.register(path("fonder/<slug:fund>/<slug:slug>/slapp/", release, name="funds_release"))
