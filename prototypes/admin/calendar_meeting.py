"""Work pages of one meeting: publish, change, move, cancel, who comes, minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.files.actions import store_picture
from civicportal.files.errors import BadFile
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from prototypes.actions import meetings as actions
from prototypes.actions import signups
from prototypes.admin.calendar_plan import READERS, posted
from prototypes.enums.meetings import CALLERS, MEETING_LOOKS, SignUpState
from prototypes.forms.meetings import CancelForm, EditForm, MinutesForm, MoveForm
from prototypes.models import Meeting
from prototypes.queries import meetings_staff as queries
from prototypes.rules.meetings import (
    MEETING_MOVES,
    can_change_date,
    can_lead,
    can_write_minutes,
)


@work_page(*READERS)
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting as it stands, and everything that can be done with it."""
    found = queries.meeting_for_staff(request.user, slug)
    context = {
        "meeting": found,
        "about": list(found.about.all()),
        "waiting": found.sign_ups.waiting().count(),
        "look": MEETING_LOOKS[found.state],
        "public": found.item is not None and found.item.visible,
        "leads": can_lead(request.user, found),
        "publish": MEETING_MOVES.can("publish", request.user, found),
        "change_date": can_change_date(request.user, found),
        "write": can_write_minutes(request.user, found),
    }
    return work.render(request, "prototypes/backoffice/calendar_meeting.html", context, title=str(found.title))


@work_page(*CALLERS)
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Puts a meeting into the calendar."""
    found = queries.meeting_for_staff(request.user, slug)
    try:
        actions.publish(found, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        messages.success(request, _("The meeting is public"))
    return redirect("admin:prototypes_meeting_work", slug=slug)


@work_page(*CALLERS)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting's words and places. Another place or link is told to those who have signed up."""
    found = queries.meeting_for_staff(request.user, slug)
    form = EditForm(posted(request), thing=found, things=queries.choices_about([found.unit]))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(found, by=request.user, facts=form.facts(), about=form.about())  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error("seats" if "seats" in form.changed_data else None, str(refused.why))
        else:
            messages.success(request, _("The meeting is changed"))
            return redirect("admin:prototypes_meeting_work", slug=slug)
    context = {"form": form, "answer": can_lead(request.user, found), "meeting": found}
    return _page(request, "calendar_edit", context, _("Change the meeting"))


def _page(request: HttpRequest, template: str, context: dict[str, Any], title: str) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return work.render(request, f"prototypes/backoffice/{template}.html", context, title=title, status=status)


@work_page(*CALLERS)
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Another time, with the reason; those who have signed up get a letter."""
    found = queries.meeting_for_staff(request.user, slug)
    local = found.starts_at.astimezone(dates.STOCKHOLM)
    first = {
        "day": local.date(),
        "starts": f"{local:%H.%M}",
        "ends": f"{found.ends_at.astimezone(dates.STOCKHOLM):%H.%M}",
    }
    form = MoveForm(posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "reason")}
        try:
            actions.move(found, by=request.user, **facts)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The meeting is moved. Those who have signed up get a letter"))
            return redirect("admin:prototypes_meeting_work", slug=slug)
    context = {"form": form, "answer": can_change_date(request.user, found), "meeting": found}
    return _page(request, "calendar_move", context, _("Move the meeting"))


@work_page(*CALLERS)
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Cancels, with the reason; those who have signed up get a letter."""
    found = queries.meeting_for_staff(request.user, slug)
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(found, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The meeting is cancelled. Those who have signed up get a letter"))
            return redirect("admin:prototypes_meeting_work", slug=slug)
    context = {"form": form, "answer": can_change_date(request.user, found), "meeting": found}
    return _page(request, "calendar_cancel", context, _("Cancel the meeting"))


@work_page(*CALLERS)
def sign_ups(request: HttpRequest, slug: str) -> HttpResponse:
    """Who comes and who waits, to print; whoever the last letter did not reach is marked, and noted when told."""
    found = queries.meeting_for_staff(request.user, slug)
    rows = queries.sign_ups_for_staff(request.user, found)
    if request.method == "POST":
        return _told(request, found, rows)
    context = {
        "meeting": found,
        "seated": [row for row in rows if row.state == SignUpState.SEATED],
        "waiting": [row for row in rows if row.state == SignUpState.WAITING],
        "unreached": [row for row in rows if row.unreached],
        "hidden": queries.hidden_sign_ups(request.user, found),
        "leads": can_lead(request.user, found),
    }
    return work.render(request, "prototypes/backoffice/calendar_sign_ups.html", context, title=_("Who comes"))


def _told(request: HttpRequest, found: Meeting, rows: list[Any]) -> HttpResponse:
    """Notes that somebody has been told."""
    made = next((row for row in rows if row.link_hash == request.POST.get("told")), None)
    if made is None or not can_lead(request.user, found):
        raise Http404
    signups.told_otherwise(made, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Noted"))
    return redirect("admin:prototypes_sign_ups", slug=found.slug)


@work_page(*CALLERS)
def minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """What was said, how many came, a picture: public at once, on the meeting's page and where it belongs."""
    found = queries.meeting_for_staff(request.user, slug)
    first = {"minutes": found.minutes, "attended": found.attended}
    files = request.FILES if request.method == "POST" else None
    form = MinutesForm(posted(request), files, initial=first)
    answer = can_write_minutes(request.user, found)
    if request.method == "POST" and answer and form.is_valid():
        try:
            _write(form, found, request.user)
        except (Refused, BadFile) as problem:
            form.add_error(None, str(problem.why if isinstance(problem, Refused) else problem.message))
        else:
            messages.success(request, _("The minutes are public"))
            return redirect("admin:prototypes_meeting_work", slug=slug)
    context = {"form": form, "answer": answer, "meeting": found}
    return _page(request, "calendar_minutes", context, _("Minutes"))


def _write(form: MinutesForm, found: Meeting, by: Any) -> None:
    data = form.cleaned_data
    upload = data.get("picture")
    images = [store_picture(upload, alt=data["alt"], by=by)] if upload else []
    actions.write_minutes(found, by=by, minutes=data["minutes"], attended=data["attended"], images=images)


work.register(path("kalender/<slug:slug>/", meeting, name="prototypes_meeting_work"))
work.register(path("kalender/<slug:slug>/publicera/", publish, name="prototypes_meeting_publish"))
work.register(path("kalender/<slug:slug>/andra/", edit, name="prototypes_meeting_edit"))
work.register(path("kalender/<slug:slug>/flytta/", move, name="prototypes_meeting_move"))
work.register(path("kalender/<slug:slug>/stall-in/", cancel, name="prototypes_meeting_cancel"))
work.register(path("kalender/<slug:slug>/anmalda/", sign_ups, name="prototypes_sign_ups"))
work.register(path("kalender/<slug:slug>/protokoll/", minutes, name="prototypes_minutes"))
