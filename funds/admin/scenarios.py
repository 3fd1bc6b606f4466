"""Work pages of the room's what-ifs: try out, compare two, make proposals of one."""

from __future__ import annotations

import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused
from funds.actions import scenarios as actions
from funds.admin.room import READERS, frame, grid_page
from funds.forms.room import GridForm, ScenarioForm
from funds.models import Round, Scenario
from funds.queries import room as queries
from funds.rules.room import ROOM, can_edit_scenario


@work_page(*READERS)
def scenario_list(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """One's own and the shared what-ifs, and a new one."""
    round_ = queries.room_of_person(request.user, fund, slug)
    form = ScenarioForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_scenario(round_, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            return redirect("admin:funds_room_scenario", fund=fund, slug=slug, pk=made.pk)
    context = frame(request, round_, form=form, scenarios=queries.scenarios_of(round_, request.user))
    status = 422 if form.errors else 200
    return work.render(request, "funds/backoffice/room_scenarios.html", context, title=_("What-ifs"), status=status)


def _tried(request: HttpRequest, round_: Round, scenario: Scenario) -> queries.Room:
    """The room as the what-if would have it, in the order of the scores."""
    found = queries.room_of(round_, request.user, day=queries.day_of(request, round_))
    lines = queries.tried_out([copy.copy(line) for line in found.lines], scenario)
    return queries.against_money(lines, found.ceiling, hidden=found.hidden, areas=found.areas)


@work_page(*READERS)
def scenario(request: HttpRequest, fund: str, slug: str, pk: int) -> HttpResponse:
    """One what-if: outcome and sum per application. It changes nothing outside itself."""
    round_ = queries.room_of_person(request.user, fund, slug)
    found = queries.scenario_of(round_, request.user, pk)
    room = _tried(request, round_, found)
    page = grid_page(request, room.lines)
    form = GridForm(request.POST if request.method == "POST" else None, lines=list(page))
    overtaken = None
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            saved = actions.try_out(
                found,
                by=request.user,
                version=int(version) if version.isdecimal() else -1,
                entered=form.entered(),
                shared="shared" in request.POST,
            )
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            if isinstance(saved, Scenario):
                messages.success(request, _("Saved in the what-if. The proposals are as they were"))
                return redirect(request.get_full_path())
            overtaken = found = saved.scenario
    context = frame(
        request,
        round_,
        scenario=found,
        room=room,
        page=page,
        form=form,
        boxes=form.rows(),
        clashes={},
        overtaken=overtaken,
        may_edit=can_edit_scenario(request.user, found),
        others=[one for one in queries.scenarios_of(round_, request.user) if one.pk != found.pk],
    )
    status = 409 if overtaken else (422 if form.errors else 200)
    return work.render(request, "funds/backoffice/room_scenario.html", context, title=found.name, status=status)


@work_page(*ROOM)
def use(request: HttpRequest, fund: str, slug: str, pk: int) -> HttpResponse:
    """Asks, and then makes the what-if the room's proposals. Still nothing is decided."""
    round_ = queries.room_of_person(request.user, fund, slug)
    found = queries.scenario_of(round_, request.user, pk)
    day = queries.day_of(request, round_)
    if request.method == "POST":
        try:
            count = actions.make_proposals(found, by=request.user, day=day)
        except Refused as refused:
            messages.error(request, str(refused.why))
            return redirect("admin:funds_room_scenario", fund=fund, slug=slug, pk=pk)
        said = ngettext(
            "%(n)d proposal is changed. Nothing is decided", "%(n)d proposals are changed. Nothing is decided", count
        )
        messages.success(request, said % {"n": count})
        return redirect("admin:funds_room", fund=fund, slug=slug)
    context = frame(request, round_, scenario=found, room=_tried(request, round_, found))
    context["answer"] = can_edit_scenario(request.user, found)
    return work.render(request, "funds/backoffice/room_use.html", context, title=_("Make proposals of it"))


@work_page(*READERS)
def compare(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """Two what-ifs beside each other, or one beside the proposals; what differs is marked in words."""
    round_ = queries.room_of_person(request.user, fund, slug)
    scenarios = list(queries.scenarios_of(round_, request.user))
    base = queries.room_of(round_, request.user, day=queries.day_of(request, round_))
    sides = [_side(request, base, scenarios, key) for key in ("a", "b")]
    rows = [
        {
            "line": one,
            "left": left,
            "right": right,
            "differs": (left.proposed, left.amount) != (right.proposed, right.amount),
        }
        for one, left, right in zip(base.lines, sides[0][1].lines, sides[1][1].lines, strict=True)
    ]
    context = frame(
        request,
        round_,
        scenarios=scenarios,
        sides=sides,
        rows=rows,
        differing=sum(1 for row in rows if row["differs"]),
        choices=[("a", _("First")), ("b", _("Second"))],
    )
    return work.render(request, "funds/backoffice/room_compare.html", context, title=_("Compare two"))


def _side(
    request: HttpRequest, base: queries.Room, scenarios: list[Scenario], key: str
) -> tuple[Scenario | None, queries.Room]:
    """The what-if that the address names, or the proposals."""
    chosen = request.GET.get(key, "")
    found = next((one for one in scenarios if str(one.pk) == chosen), None)
    lines = [copy.copy(line) for line in base.lines]
    lines = queries.tried_out(lines, found) if found else lines
    return found, queries.against_money(lines, base.ceiling, hidden=base.hidden, areas=base.areas)


ROOM_PATH = "fonder/<slug:fund>/<slug:slug>/beslutsrum"
work.register(path(f"{ROOM_PATH}/tank-om/", scenario_list, name="funds_room_scenarios"))
work.register(path(f"{ROOM_PATH}/tank-om/<int:pk>/", scenario, name="funds_room_scenario"))
work.register(path(f"{ROOM_PATH}/tank-om/<int:pk>/anvand/", use, name="funds_room_use"))
work.register(path(f"{ROOM_PATH}/jamfor/", compare, name="funds_room_compare"))
