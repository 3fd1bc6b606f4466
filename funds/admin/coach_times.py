"""Work pages of the coaches' times: publish, look through, withdraw, move and cancel what is booked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.people.enums import Role
from civicportal.people.signed import SignedRequest
from funds.actions import coach_times as actions
from funds.admin.coaching import COACHES
from funds.forms.coaching import CancelBookingForm, MoveForm, PublishForm
from funds.queries import coach_times as queries
from funds.rules.coaching import can_withdraw_time

MOST_TOLD = 5


@work_page(*COACHES)
def time_list(request: SignedRequest) -> HttpResponse:
    """The coming times, with who has booked them."""
    page = page_of(queries.times_for_staff(request.user), request.GET.get("page"), 50)
    context = {"page": page, "is_coach": bool(request.user.units_as(Role.COACH))}
    return work.render(request, "funds/backoffice/coach_times.html", context, title=_("Times with a coach"))


@work_page(Role.COACH)
def publish(request: SignedRequest) -> HttpResponse:
    """Offers times: one day or repeating. What could not be made is told."""
    funds = queries.funds_to_publish_in(request.user)
    form = PublishForm(request.POST if request.method == "POST" else None, funds=funds)
    if request.method == "POST" and form.is_valid():
        try:
            told = actions.publish(form.cleaned_data["fund"], by=request.user, **form.facts())
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            _tell(request, told)
            return redirect("admin:funds_coach_times")
    context = {"form": form, "button": _("Publish"), "answer": True}
    return work.render(
        request, "funds/backoffice/coaching_form.html", context, title=_("Publish times"),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _tell(request: SignedRequest, told: actions.Published) -> None:
    count = len(told.made)
    words = ngettext("%(count)d time is published", "%(count)d times are published", count)
    messages.success(request, words % {"count": count})
    if told.overlapping:
        days = ", ".join(dates.show_moment(moment, weekday=False) for moment in told.overlapping[:MOST_TOLD])
        messages.warning(request, _("Left out, because you have other times then: %(days)s") % {"days": days})
    for sentence in dict.fromkeys(told.problems):
        messages.warning(request, sentence)


@work_page(*COACHES)
def time(request: SignedRequest, token: UUID) -> HttpResponse:
    """One time: who has booked it, and what one can do with it."""
    found = queries.time_for_staff(request.user, token)
    standing = found.standing[0] if found.standing else None
    context = {"time": found, "booking": standing, "may_withdraw": can_withdraw_time(request.user, found)}
    return work.render(request, "funds/backoffice/coach_time.html", context, title=dates.show_moment(found.starts_at))


@work_page(*COACHES)
@require_POST
def withdraw(request: SignedRequest, token: UUID) -> HttpResponse:
    """Takes a time back, or with "series" all that are free of those that were published with it."""
    found = queries.time_for_staff(request.user, token)
    rows = [found]
    if request.POST.get("which") == "series":
        same = queries.times_for_staff(request.user).filter(series=found.series, coach=found.coach_id)
        rows = [row for row in same if not row.standing]
    try:
        count = actions.withdraw(rows, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
        return redirect("admin:funds_coach_time", token=token)
    words = ngettext("%(count)d time is taken back", "%(count)d times are taken back", count)
    messages.success(request, words % {"count": count})
    return redirect("admin:funds_coach_times")


@work_page(*COACHES)
def cancel(request: SignedRequest, token: UUID) -> HttpResponse:
    """The coach cannot come: why, and then the person gets a letter."""
    found = queries.time_for_staff(request.user, token)
    form = CancelBookingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and found.standing and form.is_valid():
        try:
            actions.cancel(found.standing[0], by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Cancelled. The person gets a letter. The time is free again"))
            return redirect("admin:funds_coach_time", token=token)
    context = {"form": form, "button": _("Cancel the booking"), "answer": bool(found.standing), "time": found}
    return work.render(
        request, "funds/backoffice/coaching_form.html", context, title=_("Cancel the booking"),
        status=422 if form.errors else 200,
    )  # fmt: skip


@work_page(*COACHES)
def move(request: SignedRequest, token: UUID) -> HttpResponse:
    """The coach moves a booking to another of the own free times."""
    found = queries.time_for_staff(request.user, token)
    others = queries.others_of(found.standing[0]) if found.standing else []
    form = MoveForm(request.POST if request.method == "POST" else None, times=others)
    if request.method == "POST" and found.standing and form.is_valid():
        try:
            moved = actions.move(found.standing[0], to=form.times[form.cleaned_data["to"]], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Moved. The person gets a letter"))
            return redirect("admin:funds_coach_time", token=moved.time.token)
    context = {"form": form, "button": _("Move the booking"), "answer": bool(others), "time": found}
    return work.render(
        request, "funds/backoffice/coaching_form.html", context, title=_("Move the booking"),
        status=422 if form.errors else 200,
    )  # fmt: skip


work.register(path("coachtider/", time_list, name="funds_coach_times"))
work.register(path("coachtider/publicera/", publish, name="funds_coach_publish"))
work.register(path("coachtider/<uuid:token>/", time, name="funds_coach_time"))
work.register(path("coachtider/<uuid:token>/ta-tillbaka/", withdraw, name="funds_coach_withdraw"))
work.register(path("coachtider/<uuid:token>/avboka/", cancel, name="funds_coach_cancel"))
work.register(path("coachtider/<uuid:token>/flytta/", move, name="funds_coach_move"))
