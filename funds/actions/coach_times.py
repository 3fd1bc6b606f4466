"""Coaches' times: published, withdrawn, booked, moved, cancelled, reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from civicportal.cases import actions as cases
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.recurrence import every_weeks, occasions
from civicportal.kernel.rows import held
from civicportal.kernel.text import one_line
from civicportal.kernel.web import public_words_changed, token_hash
from civicportal.people.models import Person
from civicportal.records.actions import record
from funds.actions.coaching import About, begin, seat
from funds.models import Booking, CoachTime, Fund
from funds.notices import coaching as notices
from funds.rules.coaching import BOOKING_MOVES, TAKEN, can_book, can_move_to, can_publish, can_withdraw_time

REMINDED_BEFORE = timedelta(days=1)
MOST_AT_ONCE = 300
"""So many times are published in one go at the most."""


@dataclass(slots=True)
class Published:
    """What became of it: the times made, those that overlap others of the coach, and why some have no time at all."""

    made: list[CoachTime] = field(default_factory=list)
    overlapping: list[datetime] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def slots(starts: time, ends: time, minutes: int) -> list[tuple[time, time]]:
    """A span of the wall clock cut into talks of so many minutes; what is left over at the end is left out."""
    begin_, length = _minute(starts), minutes or _minute(ends) - _minute(starts)
    found: list[tuple[time, time]] = []
    while length > 0 and begin_ + length <= _minute(ends):
        found.append((_clock(begin_), _clock(begin_ + length)))
        begin_ += length
    return found


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@transaction.atomic
def publish(
    fund: Fund, *, by: Person, first: date, until: date | None, weeks: int, starts: time, ends: time, minutes: int,
    where: str, place: str, video_link: str, series: UUID,
) -> Published:  # fmt: skip
    """Offers times: on one day, or every so many `weeks` until a day; `minutes` long each, 0 for the whole span.

    The times are those of the clock on the wall, on both sides of a change of the clocks. What overlaps another of
    the coach's times is left out and told; `series` is the form's number: published twice is published once.
    Raises Refused when nothing could be made, or when somebody else than a coach of the fund asks.
    """
    insist(can_publish(by, fund))
    # Two who insert what overlaps wait for one another inside the exclusion constraint, so each coach publishes alone.
    Person.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=by.pk)
    if known := list(CoachTime.objects.filter(series=series, coach=by)):
        return Published(known)
    told = Published()
    for begin_, end in slots(starts, ends, minutes):
        for one in occasions(every_weeks(weeks), first, until or first, begin_, end):
            if one.starts_at is None or one.ends_at is None:
                told.problems.append(one.problem)
            elif one.starts_at > dates.now() and len(told.made) < MOST_AT_ONCE:
                row = CoachTime(
                    fund=fund, coach=by, starts_at=one.starts_at, ends_at=one.ends_at, where=where,
                    place=one_line(place), video_link=video_link, series=series,
                )  # fmt: skip
                _insert(row, told)
    if not told.made:
        raise Refused(no(_why_nothing(told)))
    record(fund, verb="coach_times.published", by=by, facts={"times": [row.pk for row in told.made]})
    public_words_changed()
    return told


def _insert(row: CoachTime, told: Published) -> None:
    """The database says whether it overlaps, also what somebody publishes at this same instant."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        told.overlapping.append(row.starts_at)
    else:
        told.made.append(row)


def _why_nothing(told: Published) -> str:
    if told.overlapping:
        return str(_("You already have other times then. Choose times that do not overlap"))
    return next(iter(told.problems), str(_("No time is left to publish. Choose a later day or a longer span")))


@transaction.atomic
def withdraw(times: Sequence[CoachTime], *, by: Person) -> int:
    """Takes times back that nobody has booked. Returns how many. Raises Refused, and then none is taken back."""
    fresh = CoachTime.objects.select_for_update(of=("self",)).select_related("fund").order_by("pk")
    rows = list(fresh.filter(pk__in=[row.pk for row in times], withdrawn_at=None))
    for row in rows:
        insist(can_withdraw_time(by, row))
        row.withdrawn_at = dates.now()
        row.save(update_fields=["withdrawn_at"])
        record(row, verb="coach_time.withdrawn", by=by)
    public_words_changed()
    return len(rows)


def _locked_times(*ids: int) -> dict[int, CoachTime]:
    """Fresh rows, held in one order so that two who move to each other's times do not wait for one another."""
    rows = CoachTime.objects.select_for_update(of=("self",)).select_related("fund__unit", "coach").order_by("pk")
    return {row.pk: row for row in rows.filter(pk__in=ids)}


def _insist_free(row: CoachTime) -> None:
    if row.bookings.standing().exists():
        raise Refused(no(TAKEN))


@transaction.atomic
def book(offered: CoachTime, *, by: Person, words: str, language: str, once: UUID, about: About = None) -> Booking:
    """Books a time; it belongs to the person's coaching, which the time's coach takes if nobody has.

    Of two who press at the same instant one gets it, and the other is told. Both they and the coach get a letter
    with the entry for the calendar. `once` is the form's number. Raises Refused.
    """
    if known := Booking.objects.filter(once=once, coaching__case__person=by).first():
        return known
    person = Person.objects.select_for_update().get(pk=by.pk)
    row = _locked_times(offered.pk)[offered.pk]
    insist(can_book(person, row))
    _insist_free(row)
    coaching, _new = begin(row.fund, by=person, words=words, language=language, once=once, about=about)
    if coaching.case.handler_id is None:
        coaching.case = cases.take(coaching.case, by=row.coach)
        seat(coaching, row.coach, by=person)
    cases.answered(coaching.case, by=None)
    made = Booking(time=row, coaching=coaching, once=once)
    made.link_hash = token_hash(notices.token_of(made))
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(no(TAKEN)) from error
    record(made, verb="booking.made", by=person, facts={"time": row.pk, "coaching": coaching.pk})
    notices.booked(made)
    public_words_changed()
    return made


def note_link(booking: Booking) -> Booking:
    """Notes the secret of the person's page about a booking anew where the portal's key has changed since.

    Only the links in older letters stop working then: the next letter and page carry one that opens.
    """
    known = token_hash(notices.token_of(booking))
    if booking.link_hash != known:
        booking.link_hash = known
        Booking.objects.filter(pk=booking.pk).update(link_hash=known)
    return booking


def _locked_booking(booking: Booking) -> Booking:
    rows = Booking.objects.select_related("time__fund__unit", "time__coach", "coaching__case__person", "coaching__fund")
    fresh: Booking = held(rows, booking.pk)
    return note_link(fresh)


@transaction.atomic
def move(booking: Booking, *, to: CoachTime, by: Person | None) -> Booking:
    """Moves a booking to another free time of the same coach; the calendars' entry moves with it.

    `by` is None for whoever holds the letter's link. Raises Refused.
    """
    times = _locked_times(booking.time_id, to.pk)
    fresh, row = _locked_booking(booking), times[to.pk]
    insist(BOOKING_MOVES.can("cancel", by, fresh))
    if fresh.time_id == row.pk:
        return fresh
    insist(can_move_to(fresh, row))
    _insist_free(row)
    before, fresh.time = fresh.time, row
    fresh.sequence, fresh.changed_at, fresh.reminded_at = fresh.sequence + 1, dates.now(), None
    try:
        with transaction.atomic():
            fresh.save(update_fields=["time", "sequence", "changed_at", "reminded_at"])
    except IntegrityError as error:
        raise Refused(no(TAKEN)) from error
    record(fresh, verb="booking.moved", by=by, facts={"from": before.pk, "to": row.pk})
    notices.moved(fresh, before)
    public_words_changed()
    return fresh


@transaction.atomic
def cancel(booking: Booking, *, by: Person | None, reason: str = "") -> Booking:
    """Cancels a booking; the time is free again, and both lose it from their calendars. Twice is once.

    `by` is None for whoever holds the letter's link. A coach writes why. Raises Refused.
    """
    fresh = _locked_booking(booking)
    if not fresh.stands:
        return fresh
    by_coach = by is not None and by.pk != fresh.coaching.case.person_id
    if by_coach and not one_line(reason):
        raise Refused(no(_("Write why, so that the person understands")))
    walk(BOOKING_MOVES, "cancel", fresh, by=by)
    fresh.sequence, fresh.changed_at = fresh.sequence + 1, dates.now()
    fresh.cancelled_by_coach, fresh.reason = by_coach, one_line(reason)[:300]
    fresh.save(update_fields=["sequence", "changed_at", "cancelled_by_coach", "reason"])
    notices.cancelled(fresh)
    public_words_changed()
    return fresh


def remind(moment: datetime | None = None) -> int:
    """A letter a day before each booked time, once; none about what was booked later than that. Returns how many."""
    moment = moment or dates.now()
    due = Booking.objects.standing().filter(
        reminded_at=None, time__starts_at__gt=moment, time__starts_at__lte=moment + REMINDED_BEFORE
    )
    return sum(_remind(pk, moment) for pk in due.values_list("pk", flat=True)[:500])


@transaction.atomic
def _remind(pk: int, moment: datetime) -> bool:
    rows = Booking.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("time__fund__unit", "time__coach", "coaching__case__person", "coaching__fund")
    found = rows.filter(pk=pk, reminded_at=None, state="booked").first()
    if found is None:
        return False
    found.reminded_at = moment
    found.save(update_fields=["reminded_at"])
    if found.changed_at > found.time.starts_at - REMINDED_BEFORE:
        return False
    record(found, verb="booking.reminded", by=None)
    notices.reminder(note_link(found))
    return True
