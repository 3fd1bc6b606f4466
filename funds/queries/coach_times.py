"""Coaches' times: those that are free, one's own booking by its link, and the coach's list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from civicportal.kernel import dates
from civicportal.kernel.web import token_hash
from civicportal.people.enums import Role
from funds.models import Booking, CoachTime, Fund
from funds.queries.public import fund_in_public
from funds.rules.coaching import offers_coaching

AHEAD = timedelta(days=92)
MOST_SHOWN = 300


def coaching_fund(slug: str) -> Fund:
    """A public fund that has coaches. Raises Http404."""
    found = fund_in_public(slug)
    if not offers_coaching(found):
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """One coach's times of a day at one place; without the coach's name where it is protected."""

    coach: str
    whereabouts: str
    times: list[Any]


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its times."""

    day: date
    times: list[Any]

    @property
    def places(self) -> list[Place]:
        """The times by coach and place, in the order in which each first has one."""
        found: dict[tuple[int, str], Place] = {}
        for time in self.times:
            name = "" if time.coach.protected else time.coach.name
            found.setdefault((time.coach_id, time.whereabouts), Place(name, time.whereabouts, [])).times.append(time)
        return list(found.values())


def by_day(times: Iterable[Any]) -> list[Day]:
    """Times in order, day by day in Stockholm."""
    return [Day(day, list(each)) for day, each in groupby(times, key=lambda time: dates.day_of(time.starts_at))]


def free_days(fund: Fund) -> list[Day]:
    """The free times of a fund in the coming three months, day by day: one query."""
    rows = CoachTime.objects.free().filter(fund=fund, starts_at__lt=dates.now() + AHEAD, coach__is_active=True)
    return by_day(rows.select_related("coach").order_by("starts_at", "pk")[:MOST_SHOWN].for_page())


@dataclass(frozen=True, slots=True)
class DayView:
    """One chosen day among those with free times; the days before and after it."""

    chosen: Day | None
    before: date | None
    after: date | None


def day_view(days: list[Day], said: str) -> DayView:
    """The day that an address names; a word that is no day, or a day without times, names none."""
    try:
        wanted = date.fromisoformat(said)
    except ValueError:
        return DayView(None, None, None)
    known = [each.day for each in days]
    chosen = next((each for each in days if each.day == wanted), Day(wanted, []))
    before = max((day for day in known if day < wanted), default=None)
    return DayView(chosen, before, min((day for day in known if day > wanted), default=None))


def time_to_book(fund: Fund, token: UUID) -> CoachTime:
    """A published time, free or not: whoever comes too late is told so. Raises Http404 for what is none."""
    found = CoachTime.objects.published().filter(fund=fund, token=token).select_related("coach", "fund").first()
    if found is None:
        raise Http404
    return found


def is_free(time: CoachTime) -> bool:
    return CoachTime.objects.free().filter(pk=time.pk).exists()


def booking_of(token: str) -> Booking:
    """The booking whose link this is. Raises Http404 for a link that is none."""
    rows = Booking.objects.select_related("time__fund__item", "time__coach", "coaching__case__person", "coaching__fund")
    found: Booking | None = rows.filter(link_hash=token_hash(token)).first()
    if found is None:
        raise Http404
    return found


def others_of(booking: Booking) -> list[CoachTime]:
    """The free times to which a booking can be moved."""
    rows = CoachTime.objects.free().filter(coach=booking.time.coach_id, fund=booking.time.fund_id)
    return list(rows.order_by("starts_at")[:60].for_page())


def funds_to_publish_in(person: Any) -> QuerySet[Fund]:
    """The funds with coaches in the units where the person is one."""
    rows = Fund.objects.filter(unit__in=person.units_as(Role.COACH))
    return rows.filter(pk__in=[fund.pk for fund in rows if offers_coaching(fund)]).order_by("pk")


def times_for_staff(person: Any) -> QuerySet[CoachTime]:
    """The coming times of the coach, or for a fund manager of the unit's coaches, with who has booked them."""
    booked = Booking.objects.standing().select_related("coaching__case__person")
    rows = CoachTime.objects.published().filter(ends_at__gt=dates.now())
    if not person.units_as(Role.FUND_MANAGER):
        rows = rows.filter(coach=person)
    else:
        rows = rows.filter(fund__unit__in=person.units_as(Role.FUND_MANAGER, Role.COACH))
    prefetch = Prefetch("bookings", queryset=booked, to_attr="standing")
    ordered: Any = rows.select_related("coach", "fund").prefetch_related(prefetch)
    found: QuerySet[CoachTime] = ordered.order_by("starts_at", "pk").for_page()
    return found


def time_for_staff(person: Any, token: UUID) -> CoachTime:
    """One of them. Raises Http404 for what one may not see."""
    found: CoachTime | None = times_for_staff(person).filter(token=token).first()
    if found is None:
        raise Http404
    return found
