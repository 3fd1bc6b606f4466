"""Who may ask for a coach, who helps whom, and who books, moves and cancels which time."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.cases.rules import can_lead
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine
from civicportal.people.enums import Role
from funds.enums.coaching import BookingState
from funds.models import Booking, Coaching, CoachTime, Fund
from funds.rules.applications import can_apply

MOST_BOOKED = 3
"""So many coming times somebody may have booked at one fund, so that there are some left for others."""

TAKEN = _("Somebody else has just booked this time. Choose another")
GONE = _("This time is no longer offered. Choose another")
ANOTHER_WAY = _("Your identity is protected, so nobody here sees who you are. Call or write to us, and we find a way")

BOOKING_MOVES = Machine("booking", BookingState)


def can_change_booking(person: Any, booking: Booking) -> Answer:
    """The one who booked, and the coach. Nobody (None) is whoever holds the signed link of the letter."""
    if booking.time.has_begun():
        return no(_("The time has already begun"))
    if person is None or person.pk in {booking.coaching.case.person_id, booking.time.coach_id}:
        return YES
    return can_run_times(person, booking.time.fund)


BOOKING_MOVES.add("cancel", [BookingState.BOOKED], BookingState.CANCELLED, can_change_booking)


def offers_coaching(fund: Fund) -> bool:
    """A fund with words about its coaching has coaches."""
    return bool(fund.coaching)


def can_ask(person: Any, fund: Fund) -> Answer:
    """Whom the fund is for; somebody with protected identity is told the other way in."""
    if not offers_coaching(fund):
        return no(_("This fund has no coaches"))
    if person.protected:
        return no(ANOTHER_WAY)
    return can_apply(person, fund)


def can_book(person: Any, time: CoachTime) -> Answer:
    """A published time that is still to come; not one's own, and not too many at once."""
    if time.withdrawn_at is not None or time.has_begun():
        return no(GONE)
    if time.coach_id == person.pk:
        return no(_("This is your own time"))
    coming = Booking.objects.coming().filter(coaching__case__person=person, time__fund=time.fund_id)
    if coming.count() >= MOST_BOOKED:
        return no(_("You have booked several times already. Cancel one first"))
    return can_ask(person, time.fund)


def can_publish(person: Any, fund: Fund) -> Answer:
    """Coaches publish times of their own, in the funds of their unit that have coaches."""
    if not offers_coaching(fund):
        return no(_("This fund has no coaches"))
    if fund.unit_id in person.units_as(Role.COACH):
        return YES
    return no(_("Only a coach of %(fund)s can do this") % {"fund": fund.name})


def can_run_times(person: Any, fund: Fund) -> Answer:
    """A fund manager cancels for a coach who is ill."""
    if fund.unit_id in person.units_as(Role.FUND_MANAGER):
        return YES
    return no(_("Only the coach and the fund manager can do this"))


def can_withdraw_time(person: Any, time: CoachTime) -> Answer:
    """The coach takes a time back that nobody has booked."""
    answer = YES if time.coach_id == person.pk else can_run_times(person, time.fund)
    if answer and time.bookings.standing().exists() and not time.has_begun():
        return no(_("Somebody has booked this time. Cancel the booking first"))
    return answer


def can_move_to(booking: Booking, time: CoachTime) -> Answer:
    """To another free time of the same coach: another coach is another booking."""
    if time.coach_id != booking.time.coach_id or time.fund_id != booking.time.fund_id:
        return no(_("Choose a time with the same coach"))
    if time.withdrawn_at is not None or time.has_begun():
        return no(GONE)
    return YES


def can_coach(person: Any, coaching: Coaching) -> Answer:
    """The coach who has taken it, as long as the conversation is open."""
    if coaching.case.closed_at is not None:
        return no(_("The coaching is ended"))
    if coaching.case.handler_id != person.pk:
        return no(_("Take the request first, then you are the coach"))
    return can_lead(person, coaching.case)


def can_hand_over(person: Any, coaching: Coaching) -> Answer:
    """The coach hands on what they have; a fund manager does it for somebody who is away."""
    if coaching.case.closed_at is not None:
        return no(_("The coaching is ended"))
    if coaching.case.handler_id is None:
        return no(_("Nobody has taken the request yet"))
    if coaching.case.handler_id == person.pk:
        return can_lead(person, coaching.case)
    return can_run_times(person, coaching.fund) and can_lead(person, coaching.case)
