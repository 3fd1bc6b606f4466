"""The coach's desk, and the work page of one coaching."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.cases import actions as cases
from civicportal.cases.queries import conversation
from civicportal.cases.rules import can_close, can_speak, can_take
from civicportal.cases.talking import staff_says
from civicportal.kernel.answers import Refused
from civicportal.people.enums import Role
from civicportal.people.signed import SignedRequest
from civicportal.submissions.queries import opened_title
from civicportal.submissions.sharing import shared_with
from funds.actions import coaching as actions
from funds.forms.coaching import HandOverForm, NoteForm, ReadyForm
from funds.models import Coaching
from funds.queries import coaching as facts
from funds.queries import coaching_staff as queries
from funds.ready import list_of, points_of
from funds.rules.coaching import can_coach, can_hand_over

COACHES = (Role.COACH, Role.FUND_MANAGER)
READERS = (*COACHES, Role.AUDITOR)


def shared_rows(person: Any) -> list[dict[str, Any]]:
    """The drafts that are shown to the person, with their titles and how many comments wait."""
    return [{"share": share, "title": opened_title(share.sealed)} for share in shared_with(person)]


@work_page(*COACHES)
def desk(request: SignedRequest) -> HttpResponse:
    """Today's times, requests to take, one's coachings with their lists, drafts that are shared, projects to follow."""
    person = request.user
    coming = list(queries.coming_bookings(person))
    own = list(queries.mine(person))
    context = {
        "today": queries.booked_today(coming),
        "coming": coming[:20],
        "requests": list(queries.to_take(person)[:50]),
        "own": [{"coaching": one, "points": len(points_of(one.fund))} for one in own],
        "shared": shared_rows(person),
        "projects": list(facts.projects_to_follow(person)[:20]),
        "is_coach": bool(person.units_as(Role.COACH)),
    }
    return work.render(request, "funds/backoffice/coaching.html", context, title=_("Coaching"))


@work_page(*READERS)
def figures(request: HttpRequest) -> HttpResponse:
    """Coached and not coached applications by what became of them."""
    context = {"outcomes": queries.outcomes(request.user)}
    title = _("Coached and not coached")
    return work.render(request, "funds/backoffice/coaching_figures.html", context, title=title)


@work_page(*READERS)
def case(request: SignedRequest, reference: str) -> HttpResponse:
    """One coaching: the conversation, notes, the ready list, booked times, who goes on."""
    found = queries.coaching_for_staff(request.user, reference)
    form, sent = staff_says(request, found.case)
    if sent:
        return redirect("admin:funds_coaching_case", reference=reference)
    context = {"form": form, **_case(request, found)}
    return work.render(
        request, "funds/backoffice/coaching_case.html", context, title=_title(found), status=422 if form.errors else 200
    )


def _title(coaching: Coaching) -> str:
    return _("Coaching of %(name)s") % {"name": coaching.case.person}


def _case(request: SignedRequest, found: Coaching) -> dict[str, Any]:
    person, points = request.user, list_of(found)
    may_speak = can_speak(person, found.case)
    return {
        "coaching": found,
        "case": found.case,
        "said": conversation(found.case),
        "may_speak": may_speak,
        "may_take": can_take(person, found.case),
        "may_coach": can_coach(person, found),
        "may_hand_over": can_hand_over(person, found),
        "may_close": can_close(person, found.case),
        "notes": list(queries.notes_for(person, found)),
        "bookings": list(queries.bookings_of(found)),
        "shared": [row for row in shared_rows(person) if row["share"].draft.person_id == found.case.person_id],
        "points": points,
        "ready": sum(point.both for point in points),
        "turns": list(found.turns.select_related("coach").for_page()),
    }


@work_page(Role.COACH)
@require_POST
def take(request: SignedRequest, reference: str) -> HttpResponse:
    """The coach takes a request."""
    found = queries.coaching_for_staff(request.user, reference)
    try:
        actions.take(found, by=request.user)
        messages.success(request, _("You are the coach now. The person gets a letter"))
    except Refused as refused:
        messages.error(request, str(refused.why))
    return redirect("admin:funds_coaching_case", reference=reference)


@work_page(Role.COACH)
def note(request: SignedRequest, reference: str) -> HttpResponse:
    """Writes a note, private or shared."""
    found = queries.coaching_for_staff(request.user, reference)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_note(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The note is kept"))
            return redirect("admin:funds_coaching_case", reference=reference)
    context = {"coaching": found, "case": found.case, "form": form, "answer": can_coach(request.user, found)}
    return work.render(
        request, "funds/backoffice/coaching_form.html", {**context, "button": _("Keep the note")},
        title=_("Write a note"), status=422 if form.errors else 200,
    )  # fmt: skip


@work_page(Role.COACH)
def ready(request: SignedRequest, reference: str) -> HttpResponse:
    """The coach's ticks on the "ready to send" list."""
    found = queries.coaching_for_staff(request.user, reference)
    points = list_of(found)
    form = ReadyForm(
        request.POST if request.method == "POST" else None,
        fund=found.fund,
        initial={"points": [point.key for point in points if point.coach_at]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.tick(found, points=set(form.cleaned_data["points"]), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Your ticks are kept"))
            return redirect("admin:funds_coaching_case", reference=reference)
    context = {
        "coaching": found,
        "case": found.case,
        "form": form,
        "points": points,
        "answer": can_coach(request.user, found),
        "button": _("Keep my ticks"),
    }
    return work.render(
        request, "funds/backoffice/coaching_form.html", context, title=_("Ready to send?"),
        status=422 if form.errors else 200,
    )  # fmt: skip


@work_page(*COACHES)
def hand_over(request: SignedRequest, reference: str) -> HttpResponse:
    """Another coach goes on."""
    found = queries.coaching_for_staff(request.user, reference)
    form = HandOverForm(request.POST if request.method == "POST" else None, coaches=queries.other_coaches(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_over(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Handed over. Both get a letter"))
            return redirect("admin:funds_coaching_case", reference=reference)
    context = {
        "coaching": found,
        "case": found.case,
        "form": form,
        "answer": can_hand_over(request.user, found),
        "button": _("Hand over"),
    }
    return work.render(
        request, "funds/backoffice/coaching_form.html", context, title=_("Hand over to another coach"),
        status=422 if form.errors else 200,
    )  # fmt: skip


@work_page(*COACHES)
@require_POST
def close(request: SignedRequest, reference: str) -> HttpResponse:
    """The coaching is ended; the person can ask again at any time."""
    found = queries.coaching_for_staff(request.user, reference)
    try:
        cases.close(found.case, by=request.user)
        messages.success(request, _("The coaching is ended. The person can ask again at any time"))
    except Refused as refused:
        messages.error(request, str(refused.why))
    return redirect("admin:funds_coaching_case", reference=reference)


work.register(path("coachning/", desk, name="funds_coaching"), menu=gettext_lazy("Coaching"), position=23)
work.register(path("coachning/utfall/", figures, name="funds_coaching_figures"))
work.register(path("coachning/<str:reference>/", case, name="funds_coaching_case"))
work.register(path("coachning/<str:reference>/ta/", take, name="funds_coaching_take"))
work.register(path("coachning/<str:reference>/anteckna/", note, name="funds_coaching_note"))
work.register(path("coachning/<str:reference>/klar/", ready, name="funds_coaching_ready"))
work.register(path("coachning/<str:reference>/lamna-over/", hand_over, name="funds_coaching_hand_over"))
work.register(path("coachning/<str:reference>/avsluta/", close, name="funds_coaching_close"))
