"""Free times with a coach, booking one, and one's own booked time behind the link of a letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civicportal.commons import proofs
from civicportal.kernel import ical
from civicportal.kernel.answers import YES, Answer, Refused, no
from civicportal.kernel.web import ANYONE, TOKEN, at_most, client_address, open_to, reading_page
from funds.actions import coach_times as actions
from funds.forms.coaching import AskForm, MoveForm
from funds.models import Booking, CoachTime
from funds.notices import coaching as notices_coaching
from funds.proving import coaching as proving_coaching
from funds.queries import coach_times as queries
from funds.queries import coaching
from funds.rules.coaching import ANOTHER_WAY, TAKEN, can_book, can_change_booking

HOUR = 3600


@open_to(ANYONE)
@reading_page
def times(request: HttpRequest, slug: str) -> HttpResponse:
    """All free times, day by day; `?dag=2026-11-24` is one day, with the way to the days beside it."""
    fund = queries.coaching_fund(slug)
    days = queries.free_days(fund)
    view = queries.day_view(days, request.GET.get("dag", ""))
    shown = [view.chosen] if view.chosen else days
    context = {"fund": fund, "days": days, "shown": shown, "view": view}
    return render(request, "funds/coach_times.html", context)


@never_cache
@open_to(ANYONE)
def book(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """One time: what one wants to talk about, and a button. Without account the address is confirmed first."""
    fund = queries.coaching_fund(slug)
    time, known = queries.time_to_book(fund, token), request.user.is_authenticated
    answer = _may(request, time)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        fund=fund,
        known=known,
        things=coaching.things_of(request.user, fund) if known else ((), (), ()),
        initial={"about": request.GET.get("om", "")},
    )
    if request.method == "POST" and form.is_valid() and (answer or known):
        at_most(10, HOUR, what="funds.booking", who=client_address(request))
        if answered := _booked(request, time, form):
            return answered
    context = {"fund": fund, "time": time, "form": form, "answer": answer}
    if known and request.user.protected:
        return render(request, "funds/coach_no.html", {"fund": fund, "why": ANOTHER_WAY})
    status = 422 if form.errors else 200 if answer else 403
    return render(request, "funds/coach_book.html", context, status=status)


def _may(request: HttpRequest, time: CoachTime) -> Answer:
    answer = can_book(request.user, time) if request.user.is_authenticated else YES
    return no(TAKEN) if answer and not queries.is_free(time) else answer


def _booked(request: HttpRequest, time: CoachTime, form: AskForm) -> HttpResponse | None:
    said, language = form.cleaned_data, (get_language() or "sv")[:2]
    if not request.user.is_authenticated:
        at_most(3, HOUR, what="funds.booking-to", who=said["email"])
        payload = {"words": said["words"], "once": str(said["once"])}
        proofs.ask(proving_coaching.BOOK, email=said["email"], language=language, about=time, payload=payload)
        return render(request, "funds/coach_confirm.html", {"fund": time.fund, "email": said["email"], "time": time})
    try:
        made = actions.book(
            time, by=request.user, words=said["words"], language=language, once=said["once"], about=form.thing()
        )
    except Refused as refused:
        form.add_error(None, str(refused.why))
        return None
    return redirect(notices_coaching.own_path(made))


def _context(booking: Booking, token: str, answer: Answer) -> dict[str, Any]:
    time = booking.time
    return {"booking": booking, "time": time, "fund": time.fund, "token": token, "answer": answer}


@require_safe
@never_cache
@open_to(TOKEN)
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """One's own booked time: when, where, the link to the video meeting, and how to move or cancel it."""
    found = queries.booking_of(token)
    return render(request, "funds/booking.html", _context(found, token, can_change_booking(None, found)))


@require_safe
@never_cache
@open_to(TOKEN)
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The booked time as a file for one's calendar."""
    found = queries.booking_of(token)
    url = f"{settings.SITE_URL}{notices_coaching.own_path(actions.note_link(found))}"
    event = notices_coaching.event_of(found, url=url, other=found.time.coach.name)
    content = ical.calendar([event], language=(get_language() or "sv")[:2])
    answer = HttpResponse(content, content_type=ical.CONTENT_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="coach.ics"'
    return answer


@never_cache
@open_to(TOKEN)
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Another of the coach's free times. Opening the page changes nothing, pressing the button does."""
    found = queries.booking_of(token)
    answer = can_change_booking(None, found)
    form = MoveForm(request.POST if request.method == "POST" else None, times=queries.others_of(found))
    if request.method == "POST" and answer and found.stands and form.is_valid():
        try:
            actions.move(found, to=form.times[form.cleaned_data["to"]], by=None)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            return redirect("funds:booking", token=token)
    context = {**_context(found, token, answer), "form": form, "times": bool(form.times)}
    return render(request, "funds/booking_move.html", context, status=422 if form.errors else 200)


@never_cache
@open_to(TOKEN)
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Asks, and then cancels; the time is free for somebody else."""
    found = queries.booking_of(token)
    answer = can_change_booking(None, found)
    if request.method == "POST" and answer:
        actions.cancel(found, by=None)
        return redirect("funds:booking", token=token)
    return render(request, "funds/booking_cancel.html", _context(found, token, answer))
