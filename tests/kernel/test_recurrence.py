"""What repeats on the wall clock: days by a rule, the same hour on both sides of a change of the clocks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel import recurrence
from civicportal.kernel.dates import STOCKHOLM
from civicportal.kernel.recurrence import BadRule, days_of, every_month, every_weeks, occasions

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31))
CLOCKS = st.builds(time, hour=st.integers(4, 22), minute=st.integers(0, 59))


@given(first=DAYS, weeks=st.integers(1, 12), length=st.integers(0, 800))
def test_every_so_many_weeks_is_the_same_weekday_so_many_weeks_apart(first: date, weeks: int, length: int) -> None:
    until = first + timedelta(days=length)
    days = days_of(every_weeks(weeks), first, until)
    assert days == [first + timedelta(weeks=weeks * number) for number in range(length // (7 * weeks) + 1)]


@given(first=DAYS, weeks=st.integers(1, 6), clock=CLOCKS)
def test_the_wall_clock_stays_over_every_change(first: date, weeks: int, clock: time) -> None:
    ends = clock.replace(hour=clock.hour + 1)
    found = occasions(every_weeks(weeks), first, first + timedelta(days=400), clock, ends)
    assert {each.starts_at.astimezone(STOCKHOLM).time() for each in found if each.starts_at} == {clock}
    assert {each.ends_at - each.starts_at for each in found if each.starts_at and each.ends_at} == {timedelta(hours=1)}
    assert [each.day for each in found] == [each.starts_at.date() for each in found if each.starts_at]


@given(first=DAYS, weeks=st.integers(1, 6))
def test_what_is_told_of_the_clocks_agrees_with_the_distance_in_hours(first: date, weeks: int) -> None:
    found = occasions(every_weeks(weeks), first, first + timedelta(days=400), time(17, 30), time(19, 30))
    for before, after in pairwise(found):
        assert before.starts_at is not None
        assert after.starts_at is not None
        hours = after.starts_at.timestamp() - before.starts_at.timestamp()
        assert after.clocks_changed == (hours != weeks * 7 * 24 * 3600)


@given(first=DAYS, weeks=st.integers(1, 12))
def test_dateutil_gives_the_same_days(first: date, weeks: int) -> None:
    until = first + timedelta(days=500)
    begin = datetime.combine(first, time(17, 30))
    own = rrule(WEEKLY, interval=weeks, dtstart=begin, until=datetime.combine(until, time(23, 59)))
    assert days_of(every_weeks(weeks), first, until) == [moment.date() for moment in own]


@given(first=DAYS)
def test_once_a_month_is_the_same_weekday_of_the_month(first: date) -> None:
    days = days_of(every_month(first), first, first + timedelta(days=500))
    position = (first.day - 1) // 7
    assert {day.weekday() for day in days} == {first.weekday()}
    if position < 4:
        assert {(day.day - 1) // 7 for day in days} == {position}
        own = rrule(
            MONTHLY, dtstart=datetime.combine(first, time(12)), bysetpos=position + 1, byweekday=first.weekday()
        )
        assert days == [moment.date() for moment, _day in zip(own, days, strict=False)]
    else:
        assert all((day + timedelta(days=7)).month != day.month for day in days)


def test_every_second_month() -> None:
    first = date(2026, 9, 8)
    assert every_month(first, 2) == "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU"
    assert days_of(every_month(first, 2), first, date(2027, 2, 1)) == [first, date(2026, 11, 10), date(2027, 1, 12)]


def test_a_time_that_does_not_exist_that_night_is_said_and_not_guessed() -> None:
    with override("sv"):
        found = occasions(every_weeks(1), date(2027, 3, 21), date(2027, 4, 4), time(2, 30), time(3, 30))
    assert [(each.day, each.problem) for each in found] == [
        (date(2027, 3, 21), ""),
        (date(2027, 3, 28), "Klockan 02.30 finns inte den natten. Välj 03.00"),
        (date(2027, 4, 4), ""),
    ]
    assert found[1].starts_at is None
    assert [each.clocks_changed for each in found] == [False, False, True]


def test_a_time_that_comes_twice_is_said_too() -> None:
    with override("en"):
        found = recurrence.occasion(date(2026, 10, 25), time(2, 30), time(4, 0))
    assert (found.starts_at, found.problem) == (None, "The time 02:30 comes twice that night. Choose 03:00")


@pytest.mark.parametrize(
    "rule",
    ["", "FREQ=NEVER", "FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;UNTIL=20270101", "DTSTART:20270101\nRRULE:FREQ=DAILY"],
)
def test_what_is_no_rule_or_brings_its_own_end_is_refused(rule: str) -> None:
    with pytest.raises(BadRule):
        days_of(rule, date(2026, 1, 1), date(2026, 2, 1))


@pytest.mark.parametrize("make", [lambda: every_weeks(0), lambda: every_month(date(2026, 1, 1), 0)])
def test_no_interval_below_one(make: object) -> None:
    with pytest.raises(BadRule):
        make()  # type: ignore[operator]


def test_no_rule_runs_for_ever() -> None:
    assert len(days_of("FREQ=DAILY", date(2026, 1, 1), date(2036, 1, 1))) == recurrence.MOST
    assert days_of("FREQ=DAILY", date(2026, 1, 2), date(2026, 1, 1)) == []
