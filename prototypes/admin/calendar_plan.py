"""Work pages where meetings are called: the unit's list, one meeting, a series with all its dates before it is made."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.kernel.recurrence import Occasion, occasions
from civicportal.people.enums import Role
from civicportal.people.models import Organisation
from prototypes.actions import meetings as actions
from prototypes.enums.meetings import CALLERS
from prototypes.forms.meetings import DateForm, EditForm, MeetingForm, SeriesForm
from prototypes.queries import meetings_staff as queries
from prototypes.rules.meetings import can_call, can_lead

READERS = (*CALLERS, Role.AUDITOR, Role.ADMINISTRATOR)


def posted(request: HttpRequest) -> Any:
    """What a form was sent with, or None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def _units(request: HttpRequest) -> list[Organisation]:
    return list(Organisation.objects.filter(pk__in=request.user.units_as(*CALLERS)).order_by("name"))  # type: ignore[union-attr]


@work_page(*READERS)
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings of the person's units, to come or past, with places and waiting lists."""
    past = request.GET.get("tidigare") == "1"
    page = page_of(queries.meetings_for_staff(request.user, past=past), request.GET.get("page"), 50)
    context = {
        "page": page,
        "past": past,
        "series": queries.every_series(request.user),
        "calls": bool(request.user.units_as(*CALLERS)),  # type: ignore[union-attr]
    }
    return work.render(request, "prototypes/backoffice/calendar.html", context, title=_("Calendar"))


@work_page(*CALLERS)
def call(request: HttpRequest) -> HttpResponse:
    """One meeting, written and kept; it is published from its own page."""
    units = _units(request)
    form = MeetingForm(posted(request), units=units, things=queries.choices_about(units))
    if request.method == "POST" and form.is_valid():
        when = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "once")}
        try:
            made = actions.call_meeting(by=request.user, facts=form.facts(), about=form.about(), **when)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The meeting is kept. Read it through and publish it"))
            return redirect("admin:prototypes_meeting_work", slug=made.slug)
    return work.render(
        request,
        "prototypes/backoffice/calendar_call.html",
        {"form": form},
        title=_("Call a meeting"),
        status=422 if form.errors else 200,
    )


@work_page(*CALLERS)
def plan(request: HttpRequest) -> HttpResponse:
    """A series: first every date is shown, with what the clocks do; then it is made, without those left out."""
    units = _units(request)
    form = SeriesForm(posted(request), units=units, things=queries.choices_about(units))
    shown: list[Occasion] = []
    without = {day for each in request.POST.getlist("without") if (day := _day(each))}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        shown = occasions(form.rule, data["day"], data["until"], data["starts"], data["ends"])
        left = [each for each in shown if each.starts_at and each.day not in without]
        if "plan" in request.POST and left:
            return _planned(request, form, without)
        if "plan" in request.POST:
            form.add_error(None, _("No date is left. Take fewer away"))
    rows = [{"occasion": each, "iso": each.day.isoformat(), "left_out": each.day in without} for each in shown]
    context = {"form": form, "rows": rows}
    return work.render(
        request,
        "prototypes/backoffice/calendar_plan.html",
        context,
        title=_("Plan a series of meetings"),
        status=422 if form.errors else 200,
    )


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _planned(request: HttpRequest, form: SeriesForm, without: set[date]) -> HttpResponse:
    data = form.cleaned_data
    made = actions.plan_series(
        by=request.user,  # type: ignore[arg-type]
        facts=form.facts(),
        about=form.about(),
        rule=form.rule,
        first=data["day"],
        until=data["until"],
        starts=data["starts"],
        ends=data["ends"],
        without=without,
        once=data["once"],
    )
    messages.success(request, _("The series is kept. Read it through and publish its dates"))
    return redirect("admin:prototypes_series_work", slug=made.slug)


@work_page(*READERS)
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """One series: every date with its state, and what one can do with them."""
    found = queries.series_for_staff(request.user, slug)
    rows = list(queries.dates_of(found))
    context = {
        "series": found,
        "rows": rows,
        "drafts": sum(1 for each in rows if each.state == "draft"),
        "answer": can_lead(request.user, found),
    }
    return work.render(request, "prototypes/backoffice/calendar_series.html", context, title=str(found.title))


@work_page(*CALLERS)
@require_POST
def publish_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Publishes every date of a series at once."""
    found = queries.series_for_staff(request.user, slug)
    try:
        count = actions.publish_series(found, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        said = ngettext("%(count)d meeting is public", "%(count)d meetings are public", count)
        messages.success(request, said % {"count": count})
    return redirect("admin:prototypes_series_work", slug=slug)


@work_page(*CALLERS)
def edit_series(request: HttpRequest, slug: str) -> HttpResponse:
    """A series' words; its dates to come that say the same follow."""
    found = queries.series_for_staff(request.user, slug)
    form = EditForm(posted(request), thing=found, things=queries.choices_about([found.unit]))
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.edit_series(found, by=request.user, facts=form.facts(), about=form.about())  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            said = ngettext("Kept. %(count)d date follows", "Kept. %(count)d dates follow", count)
            messages.success(request, said % {"count": count})
            return redirect("admin:prototypes_series_work", slug=slug)
    return work.render(
        request,
        "prototypes/backoffice/calendar_edit.html",
        {"form": form, "answer": can_lead(request.user, found), "series": found},
        title=_("Change the series"),
        status=422 if form.errors else 200,
    )


@work_page(*CALLERS)
def add_date(request: HttpRequest, slug: str) -> HttpResponse:
    """One more date beside the series' rule."""
    found = queries.series_for_staff(request.user, slug)
    first = {"starts": f"{found.starts:%H.%M}", "ends": f"{found.ends:%H.%M}", "once": uuid.uuid4()}
    form = DateForm(posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        when = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "once")}
        try:
            actions.add_date(found, by=request.user, **when)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The date is added"))
            return redirect("admin:prototypes_series_work", slug=slug)
    return work.render(
        request,
        "prototypes/backoffice/calendar_date.html",
        {"form": form, "answer": can_call(request.user, found.unit_id), "series": found},
        title=_("Add a date"),
        status=422 if form.errors else 200,
    )


work.register(path("kalender/", meeting_list, name="prototypes_calendar"), menu=gettext_lazy("Calendar"), position=60)
work.register(path("kalender/nytt/", call, name="prototypes_call"))
work.register(path("kalender/serie/ny/", plan, name="prototypes_plan"))
work.register(path("kalender/serie/<slug:slug>/", series, name="prototypes_series_work"))
work.register(path("kalender/serie/<slug:slug>/publicera/", publish_series, name="prototypes_series_publish"))
work.register(path("kalender/serie/<slug:slug>/andra/", edit_series, name="prototypes_series_edit"))
work.register(path("kalender/serie/<slug:slug>/datum/", add_date, name="prototypes_add_date"))
