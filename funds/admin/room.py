"""Work pages of the decision room: the table against the money, proposals, and the delegate's confirming one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.cases.rules import delegation_of
from civicportal.kernel.answers import Refused
from civicportal.kernel.columns import Column, heading
from civicportal.kernel.columns import rows as rows_of
from civicportal.kernel.money import show
from civicportal.people.enums import Role
from civicportal.people.guards import fresh_sign_in
from civicportal.review import redacting
from civicportal.review.queries import reviews_shown
from civicportal.submissions.queries import latest_version
from funds.actions import room as actions
from funds.forms.room import GridForm, ProposalForm
from funds.models import Application, Round
from funds.queries import room as queries
from funds.queries import staff
from funds.registrations.applications import facts_of
from funds.rules.applications import APPLICATION_MOVES, asks_of_interest, can_propose, can_release, sees_who
from funds.rules.room import ROOM, ready_to_confirm, works_in_room
from funds.shares import shares_of

READERS = (*ROOM, Role.AUDITOR)
ROWS_AT_ONCE = 100
"""Rows of a form on one page: Django takes at most a thousand boxes."""


def columns() -> list[Column]:
    """The table's columns; after place and title in the order of `Line.values`."""
    figures = (_("Mean"), _("Median"), _("Spread"), _("Reviews"), _("Applied for"))
    return [
        Column(_("Place"), css="n"),
        Column(_("Application"), heading=True),
        Column(_("District")),
        *(Column(label, css="n") for label in figures),
        Column(_("Proposal"), css="n proposal"),
        Column(_("Running"), css="n"),
    ]


def rows(found: queries.Room, columns: list[Column]) -> tuple[SafeString, SafeString]:
    """The table's rows, those that the money reaches and those that it does not."""
    # Turned into an address once, not for each row of a thousand.
    anyones = reverse("admin:funds_pending", args=["REFERENCE"])
    late, language = _("late"), get_language()
    lines = []
    for line in found.lines:
        address = anyones.replace("REFERENCE", line.reference)
        title = heading(address, line.title, note=late if line.late else "", under=found.who(line))
        lines.append((line.look, (line.place, title, *line.values(language))))
    cut = len(lines) if found.cut is None else found.cut
    return rows_of(columns, lines[:cut]), rows_of(columns, lines[cut:])


def frame(request: HttpRequest, round_: Round, **more: Any) -> dict[str, Any]:
    """What every page of the room has: the round, its decision date, whether one works in it."""
    day = queries.day_of(request, round_)
    return {
        "round": round_,
        "day": day,
        "days": sorted(round_.decision_dates),
        "keep": f"?dag={day.isoformat()}" if day else "",
        "keep_query": f"dag={day.isoformat()}" if day else "",
        "root": reverse("admin:index"),
        "works": works_in_room(request.user, round_),
        **more,
    }


@work_page(*READERS)
def room(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """The ranked table against the money that is left. It is advice: nothing here decides."""
    round_ = queries.room_of_person(request.user, fund, slug)
    order = request.GET.get("ordning", "")
    order = order if order in queries.ORDERS else "ranking"
    day = queries.day_of(request, round_)
    found = queries.room_of(round_, request.user, order=order, day=day)
    context = frame(
        request,
        round_,
        room=found,
        columns=(heads := columns()),
        rows=rows(found, heads),
        order=order,
        waiting=queries.to_confirm(round_, request.user, day) if request.user.has_role(Role.DECISION_MAKER) else [],
        may_release=can_release(request.user, round_, day),
    )
    return work.render(
        request, "funds/backoffice/room.html", context, title=_("Decision room, %(round)s") % {"round": round_.name}
    )


def grid_page(request: HttpRequest, lines: list[queries.Line]) -> Page[queries.Line]:
    """The rows that one form shows."""
    return Paginator(lines, ROWS_AT_ONCE).get_page(request.GET.get("page"))


@work_page(*READERS)
def outcomes(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """Outcome and sum for all at once: proposals, which nobody is told of."""
    round_ = queries.room_of_person(request.user, fund, slug)
    found = queries.room_of(round_, request.user, day=queries.day_of(request, round_))
    page = grid_page(request, found.lines)
    form = GridForm(request.POST if request.method == "POST" else None, lines=list(page))
    clashes: dict[int, actions.Clash] = {}
    if request.method == "POST" and form.is_valid():
        clashes, refused = _save_rows(request, form)
        if not clashes and not refused:
            messages.success(request, _("The proposals are saved. Nothing is decided yet"))
            return redirect(request.get_full_path())
        for words in refused:
            form.add_error(None, words)
        form = _again(form, clashes, list(page))
    context = frame(request, round_, room=found, page=page, form=form, boxes=form.rows(), clashes=clashes)
    status = 409 if clashes else (422 if form.errors else 200)
    return work.render(
        request, "funds/backoffice/room_outcomes.html", context, title=_("Propose outcomes"), status=status
    )


def _save_rows(request: HttpRequest, form: GridForm) -> tuple[dict[int, actions.Clash], list[str]]:
    """Saves each row that was changed on this page; what somebody else has changed meanwhile comes back."""
    clashes, refused, versions = {}, [], form.versions()
    rows = Application.objects.select_related("round__fund", "submission").in_bulk(list(form.entered()))
    for pk, (outcome, amount) in form.entered().items():
        if not {f"outcome_{pk}", f"amount_{pk}"} & set(form.changed_data):
            continue
        said = {"outcome": outcome, "amount": amount}
        try:
            saved = actions.propose(rows[pk], by=request.user, version=versions[pk], said=said)
        except Refused as no:
            refused.append(f"{rows[pk].title}: {no.why}")
            continue
        if isinstance(saved, actions.Clash):
            clashes[pk] = saved
    return clashes, refused


def _again(form: GridForm, clashes: dict[int, actions.Clash], lines: list[queries.Line]) -> GridForm:
    """The same form with what was typed, built on what is saved now, so that saving again is done knowingly."""
    typed = form.data.copy()
    for line in form.lines:
        clash = clashes.get(line.pk)
        if clash is not None:
            typed[f"version_{line.pk}"] = str(clash.saved.version)
            line.version, line.proposed, line.amount = clash.saved.version, clash.saved.outcome, clash.saved.amount
    again = GridForm(typed, lines=lines)
    again.is_valid()
    for error in form.non_field_errors():
        again.add_error(None, error)
    return again


@work_page(*READERS)
def shares(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """How the money would fall, of the proposals or of one what-if. What stands on few is not shown."""
    round_ = queries.room_of_person(request.user, fund, slug)
    found = queries.room_of(round_, request.user, day=queries.day_of(request, round_))
    chosen = request.GET.get("tankom", "")
    scenario = queries.scenario_of(round_, request.user, int(chosen)) if chosen.isdecimal() else None
    lines = queries.tried_out(found.lines, scenario) if scenario else found.lines
    context = frame(
        request,
        round_,
        room=found,
        scenario=scenario,
        scenarios=queries.scenarios_of(round_, request.user),
        tables=shares_of(lines, round_, found.areas),
    )
    return work.render(request, "funds/backoffice/room_shares.html", context, title=_("How the money would fall"))


@work_page(*READERS)
def reserves(request: HttpRequest, fund: str, slug: str) -> HttpResponse:
    """Who is next when money comes back."""
    round_ = queries.room_of_person(request.user, fund, slug)
    left = min(round_.left, round_.fund_year.left)
    context = frame(request, round_, places=queries.reserve_list(round_, request.user), left=left)
    return work.render(request, "funds/backoffice/room_reserves.html", context, title=_("Reserve list"))


@work_page(*READERS)
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that is proposed for one application; several may write in it, and nobody overwrites unseen."""
    found = queries.application_in_room(request.user, reference)
    pending, answer = actions.proposal_of(found), can_propose(request.user, found)
    posted = request.POST if request.method == "POST" else None
    form = ProposalForm(posted, application=found, pending=pending)
    clash: actions.Clash | None = None
    if posted is not None and form.is_valid():
        try:
            version, on_top = form.cleaned_data["version"], "on_top" in posted
            saved = actions.propose(found, by=request.user, version=version, said=form.said(), on_top=on_top)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            if not isinstance(saved, actions.Clash):
                messages.success(request, _("Saved. Nothing is decided, and nobody is told"))
                return redirect("admin:funds_pending", reference=reference)
            clash = saved
    context = {
        "application": found,
        "pending": pending,
        "form": form,
        "answer": answer,
        "ready": ready_to_confirm(found, pending),
        "clash": _both(clash, form) if clash else None,
        **_beside(request, found),
    }
    status = 409 if clash else (422 if form.errors else 200)
    return work.render(request, "funds/backoffice/room_proposal.html", context, title=_("Proposal"), status=status)


def _both(clash: actions.Clash, form: ProposalForm) -> dict[str, Any]:
    """What differs, in words: yours and theirs, field by field."""
    theirs = {**{name: getattr(clash.saved, name) for name in actions.FIELDS}}
    pairs = []
    for name in clash.differs:
        label = form.fields[name].label if name in form.fields else _("Reason per criterion")
        pairs.append((label, _in_words(form, name, clash.yours[name]), _in_words(form, name, theirs[name])))
    return {"pairs": pairs, "by": clash.saved.edited_by, "at": clash.saved.edited_at, "version": clash.saved.version}


def _in_words(form: ProposalForm, name: str, value: Any) -> str:
    if name == "amount":
        return show(value) if value is not None else ""
    if name == "by_criterion":
        names = {str(one.pk): str(one.name) for one in form.criteria}
        return "\n".join(f"{names.get(key, key)}: {words}" for key, words in value.items())
    choices = {str(key): str(label) for key, label in _flat(getattr(form.fields.get(name), "choices", ()))}
    return choices.get(str(value), str(value or ""))


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for key, label in choices:
        pairs += label if isinstance(label, list) else [(key, label)]
    return pairs


def _beside(request: HttpRequest, found: Application) -> dict[str, Any]:
    """What one reads beside the proposal: facts, what reviewers said, the application itself."""
    blind = not sees_who(request.user, found)
    return {
        "facts": [{"label": label, "value": value} for label, value in facts_of(found, blind)],
        "reviews": reviews_shown(request.user, found.submission),
        "steps": redacting.answers(latest_version(found.submission), blind=blind, with_sensitive=False),
    }


@work_page(Role.DECISION_MAKER)
@fresh_sign_in
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """One application with the whole text of its decision; the delegate confirms it and goes on to the next."""
    found = queries.application_in_room(request.user, reference)
    pending = actions.proposal_of(found)
    if request.method != "POST" and asks_of_interest(request.user, found):
        return redirect("admin:funds_interest", reference=reference)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            actions.confirm(found, by=request.user, version=int(version) if version.isdecimal() else -1)
        except Refused as refused:
            messages.error(request, str(refused.why))
            return redirect("admin:funds_confirm", reference=reference)
        messages.success(
            request, _("Confirmed: %(title)s. It is held until the round is released") % {"title": found.title}
        )
        left = queries.to_confirm(found.round, request.user, found.decision_on)
        if left:
            return redirect("admin:funds_confirm", reference=left[0])
        return redirect(_room_of(found))
    left = queries.to_confirm(found.round, request.user, found.decision_on)
    context = {
        "application": found,
        "pending": pending,
        "answer": _may_confirm(request, found, pending),
        "criteria": actions.criteria_words(found, pending),
        "next_path": actions.next_path(found, pending),
        "delegation": delegation_of(request.user, found.case, pending.amount if pending.is_award else None),
        "left": show(min(found.round.left, found.round.fund_year.left) + staff.reserved(staff.decision_of(found))),
        "place": left.index(reference) + 1 if reference in left else 0,
        "others": [one for one in left if one != reference],
        "number": len(left),
        "next_reference": _after(left, reference),
        **_beside(request, found),
    }
    return work.render(request, "funds/backoffice/room_confirm.html", context, title=_("Confirm the decision"))


def _room_of(found: Application) -> str:
    """The address of the room that an application lies in, on its own decision date."""
    room = reverse("admin:funds_room", args=[found.round.fund.slug, found.round.slug])
    return f"{room}?dag={found.decision_on.isoformat()}" if found.decision_on else room


def _after(left: list[str], reference: str) -> str:
    """The one that comes after this one in the row, from the end back to the first."""
    others = [one for one in left if one != reference]
    later = left[left.index(reference) + 1 :] if reference in left else others
    return (later or others or [""])[0]


def _may_confirm(request: HttpRequest, found: Application, pending: Any) -> Any:
    if pending.confirmed_at is not None:
        return can_propose(request.user, found) & ready_to_confirm(found, pending)
    return APPLICATION_MOVES.can("decide", request.user, found) & ready_to_confirm(found, pending)


work.register(path("fonder/<slug:fund>/<slug:slug>/beslutsrum/", room, name="funds_room"))
work.register(path("fonder/<slug:fund>/<slug:slug>/beslutsrum/forslag/", outcomes, name="funds_room_outcomes"))
work.register(path("fonder/<slug:fund>/<slug:slug>/beslutsrum/fordelning/", shares, name="funds_room_shares"))
work.register(path("fonder/<slug:fund>/<slug:slug>/beslutsrum/reserver/", reserves, name="funds_room_reserves"))
work.register(path("ansokan/<str:reference>/forslag/", proposal, name="funds_pending"))
work.register(path("ansokan/<str:reference>/bekrafta/", confirm, name="funds_confirm"))
