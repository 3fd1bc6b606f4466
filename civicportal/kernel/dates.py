"""Time in Stockholm: the only place that asks what time it is, and how dates are said."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

STOCKHOLM = ZoneInfo("Europe/Stockholm")
GRACE = timedelta(minutes=15)
"""How long after a deadline a submission still counts as in time; published on the rules page."""


class NoSuchTime(ValueError):
    """The wall-clock time does not exist, or exists twice, on the night when the clocks change."""


def now() -> datetime:
    """The present instant, aware, in Stockholm."""
    return timezone.now().astimezone(STOCKHOLM)


def today() -> date:
    return now().date()


def at(day: date, clock: time = time(0, 0)) -> datetime:
    """The instant of a wall-clock time in Stockholm. Raises NoSuchTime with a sentence for the person."""
    moment = datetime.combine(day, clock, tzinfo=STOCKHOLM)
    earlier, later = moment.utcoffset(), moment.replace(fold=1).utcoffset()
    if earlier != later:
        sentence = (
            _("The time %(clock)s does not exist that night. Choose %(other)s")
            if earlier < later  # type: ignore[operator]
            else _("The time %(clock)s comes twice that night. Choose %(other)s")
        )
        raise NoSuchTime(sentence % {"clock": show_clock_of(clock), "other": show_clock_of(time(3, 0))})
    return moment


def closing(day: date, clock: time = time(23, 59)) -> datetime:
    """The first instant that is too late: "kl. 23.59" is open through that minute."""
    return at(day, clock) + timedelta(minutes=1)


def last_minute(closes_at: datetime) -> datetime:
    """The minute that people are told, from the first instant that is too late."""
    return closes_at.astimezone(STOCKHOLM) - timedelta(minutes=1)


def day_of(moment: datetime) -> date:
    """The day on the wall in Stockholm: an hour or two before midnight in UTC it is the next one already."""
    return moment.astimezone(STOCKHOLM).date()


def year_of(moment: datetime) -> int:
    """The year on the wall in Stockholm, which at New Year is not the year in UTC."""
    return moment.astimezone(STOCKHOLM).year


def _local(moment: date | datetime) -> date | datetime:
    return moment.astimezone(STOCKHOLM) if isinstance(moment, datetime) else moment


def show_day(day: date | datetime, *, weekday: bool = False, language: str | None = None) -> str:
    """ "3 november 2026" or "tisdag 3 november 2026"; "Tuesday 3 November 2026"."""
    day = _local(day)
    with override(language or get_language() or "sv"):
        said = f"{day.day} {MONTHS[day.month]} {day.year}"
        return f"{WEEKDAYS[day.weekday()]} {said}" if weekday else said


def show_day_short(day: date | datetime, *, language: str | None = None) -> str:
    """Without the year, with the weekday: "fredag 18 december"."""
    day = _local(day)
    with override(language or get_language() or "sv"):
        return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month]}"


def show_clock_of(clock: time, *, language: str | None = None) -> str:
    """ "18.00" in Swedish, "18:00" in English."""
    dot = ":" if (language or get_language() or "sv").startswith("en") else "."
    return clock.strftime(f"%H{dot}%M")


def show_clock(moment: datetime, *, language: str | None = None) -> str:
    """The wall-clock time in Stockholm of an instant."""
    return show_clock_of(moment.astimezone(STOCKHOLM).time(), language=language)


def show_moment(moment: datetime, *, weekday: bool = True, language: str | None = None) -> str:
    """ "tisdag 3 november 2026 kl. 18.00"; "Tuesday 3 November 2026 at 18:00"."""
    language = language or get_language() or "sv"
    with override(language):
        return gettext("%(day)s at %(clock)s") % {
            "day": show_day(moment, weekday=weekday, language=language),
            "clock": show_clock(moment, language=language),
        }


def show_deadline(closes_at: datetime, *, language: str | None = None) -> str:
    """The last minute that counts, in words; `closes_at` is the first instant that is too late."""
    return show_moment(last_minute(closes_at), language=language)
