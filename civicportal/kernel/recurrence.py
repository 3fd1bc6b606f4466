"""What repeats on the wall clock: every third week at 17.30 is 17.30 on both sides of a change of the clocks.

A rule is the value of an RRULE (RFC 5545) without an end; the end is a day of its own. Rules are worked out on plain
days, and each day then gets its instant in Stockholm. So nothing jumps by an hour in March and October, and a
time that does not exist that night, or exists twice, is told as such and never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from civicportal.kernel import dates

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST = 200
"""No rule gives more days than this: whoever plans for longer begins a new series."""


class BadRule(ValueError):
    """The rule is none that this portal can follow: what is wrong is in English, for the log."""


def every_weeks(interval: int) -> str:
    """The rule of what comes back on the same weekday every so many weeks. Raises BadRule below 1."""
    if interval < 1:
        raise BadRule(f"every {interval} weeks")
    return f"FREQ=WEEKLY;INTERVAL={interval}" if interval > 1 else "FREQ=WEEKLY"


def every_month(first: date, months: int = 1) -> str:
    """The rule of what comes back on the same weekday of the month as `first`: its second Tuesday, its last Friday.

    A fifth weekday is the last one, because most months have no fifth. Raises BadRule below one month.
    """
    if months < 1:
        raise BadRule(f"every {months} months")
    position = (first.day - 1) // 7 + 1
    which = -1 if position == 5 else position
    interval = f";INTERVAL={months}" if months > 1 else ""
    return f"FREQ=MONTHLY{interval};BYDAY={which}{DAYS[first.weekday()]}"


def days_of(rule: str, first: date, until: date) -> list[date]:
    """The days of a rule from `first`, which is always one of them, to `until` inclusive, at most MOST.

    Raises BadRule for what is no rule, and for a rule that brings an end or a start of its own.
    """
    if any(part in rule.upper() for part in ("UNTIL", "COUNT", "DTSTART", "\n")):
        raise BadRule(rule)
    try:
        found = rrulestr(rule, dtstart=datetime.combine(first, time(12)))
    except (ValueError, KeyError, TypeError) as error:
        raise BadRule(rule) from error
    later = (moment.date() for moment in found if moment.date() > first)
    days = [first]
    for day in islice(later, MOST - 1):
        if day > until:
            break
        days.append(day)
    return days if first <= until else []


@dataclass(frozen=True, slots=True)
class Occasion:
    """One day of a rule with its instants; `problem` says in words why it has none.

    `clocks_changed` tells that the clocks were set between the occasion before and this one: the time on the wall is
    the same, the distance in hours is not.
    """

    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    problem: str = ""
    clocks_changed: bool = False


def occasion(day: date, starts: time, ends: time) -> Occasion:
    """The occasion on a day; one that begins or ends at a time that night does not have, or has twice, has none."""
    try:
        return Occasion(day, dates.at(day, starts), dates.at(day, ends))
    except dates.NoSuchTime as error:
        return Occasion(day, None, None, problem=str(error))


def occasions(rule: str, first: date, until: date, starts: time, ends: time) -> list[Occasion]:
    """The occasions of a rule between two wall-clock times of the same day. Raises BadRule, see `days_of`."""
    found: list[Occasion] = []
    before: timedelta | None = None
    for day in days_of(rule, first, until):
        now = occasion(day, starts, ends)
        if now.starts_at is not None:
            offset = now.starts_at.utcoffset()
            if before is not None and offset != before:
                now = Occasion(day, now.starts_at, now.ends_at, clocks_changed=True)
            before = offset
        found.append(now)
    return found
