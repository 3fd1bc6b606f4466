"""Time in Stockholm: deadlines at the minute, nights when the clocks change, dates in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel import dates

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31))


@given(DAYS)
def test_a_deadline_is_open_through_its_last_minute(day: date) -> None:
    closes_at = dates.closing(day)
    last = dates.at(day, time(23, 59))
    assert last + timedelta(seconds=59) < closes_at
    assert closes_at - last == timedelta(minutes=1)
    assert dates.last_minute(closes_at) == last


@given(DAYS)
def test_wall_clock_time_stays_over_both_changes(day: date) -> None:
    assert dates.at(day, time(17, 0)).astimezone(dates.STOCKHOLM).time() == time(17, 0)


def test_a_time_that_does_not_exist_gets_a_sentence() -> None:
    with override("sv"), pytest.raises(dates.NoSuchTime) as missing:
        dates.at(date(2027, 3, 28), time(2, 30))
    assert str(missing.value) == "Klockan 02.30 finns inte den natten. Välj 03.00"


def test_a_time_that_comes_twice_gets_a_sentence() -> None:
    with override("sv"), pytest.raises(dates.NoSuchTime) as twice:
        dates.at(date(2026, 10, 25), time(2, 30))
    assert str(twice.value) == "Klockan 02.30 kommer två gånger den natten. Välj 03.00"
    assert dates.at(date(2026, 10, 25), time(3, 0)).utcoffset() == timedelta(hours=1)


def test_the_year_is_the_one_on_the_wall() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert dates.year_of(new_year) == 2027
    assert dates.day_of(new_year) == date(2027, 1, 1)
    with time_machine.travel(new_year, tick=False):
        assert dates.today() == date(2027, 1, 1)


def test_dates_in_house_form() -> None:
    moment = dates.at(date(2026, 11, 3), time(18, 0))
    assert dates.show_moment(moment, language="sv") == "tisdag 3 november 2026 kl. 18.00"
    assert dates.show_moment(moment, language="en") == "Tuesday 3 November 2026 at 18:00"
    assert dates.show_day(moment, language="sv") == "3 november 2026"
    assert dates.show_day_short(date(2026, 12, 18), language="sv") == "fredag 18 december"
    assert dates.show_deadline(dates.closing(date(2026, 11, 15)), language="sv") == "söndag 15 november 2026 kl. 23.59"
    assert dates.show_clock(datetime(2026, 7, 1, 12, 0, tzinfo=UTC), language="sv") == "14.00"
