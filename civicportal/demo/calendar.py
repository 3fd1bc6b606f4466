"""When things happen in the demo: everything counts from today, so that it is as fresh next year as now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from civicportal.kernel import dates

MONDAY, FRIDAY, SUNDAY = 0, 4, 6
BASIS_DAYS = 38
"""From deadline to decision: five to six weeks."""


def back_to(weekday: int, day: date) -> date:
    """The last such weekday on or before a day."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def on_to(weekday: int, day: date) -> date:
    """The first such weekday on or after a day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def morning(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant on a day in Stockholm, at an hour that exists on every night of the year."""
    return dates.at(day, time(hour, minute))


@dataclass(frozen=True)
class Times:
    """One round in time. `released` is None until everybody has heard."""

    opens: date
    closes: date
    answer_by: date
    released: datetime | None = None

    @property
    def opens_at(self) -> datetime:
        return morning(self.opens, 8)

    @property
    def closes_at(self) -> datetime:
        return dates.closing(self.closes)


def closed(today: date) -> Times:
    """Released about five months ago."""
    closes = back_to(SUNDAY, today - timedelta(days=200))
    answer_by = on_to(FRIDAY, closes + timedelta(days=BASIS_DAYS))
    return Times(closes - timedelta(days=42), closes, answer_by, morning(answer_by - timedelta(days=2), 10))


def deciding(today: date) -> Times:
    """Closed three weeks ago; the reading is under way, some of it decided."""
    closes = back_to(SUNDAY, today - timedelta(days=19))
    answer_by = on_to(FRIDAY, closes + timedelta(days=BASIS_DAYS))
    return Times(closes - timedelta(days=42), closes, answer_by)


def open_now(today: date) -> Times:
    """Opened three weeks ago, closes in three weeks."""
    closes = on_to(SUNDAY, today + timedelta(days=20))
    return Times(today - timedelta(days=21), closes, on_to(FRIDAY, closes + timedelta(days=BASIS_DAYS)))
