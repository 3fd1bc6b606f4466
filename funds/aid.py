"""De minimis aid in figures: what three answers say, sums in euro, the rolling three years, working days.

Commission Regulation (EU) 2023/2831: at most EUR 300,000 to one undertaking over any period of three years (article
3(2)), whatever its legal form; the aid is granted on the day when the right to it arises (article 3(3)); it is entered
in the central register within 20 working days of that (article 6(1)).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from funds.enums.after import AidClass, YesNoUnsure

CEILING_CENTS = 300_000 * 100
REGISTERED_WITHIN = 20
"""Working days."""
SATURDAY = 5


def class_of(*, private: str, sells: str, benefits: str) -> str:
    """What the applicant is by three answers (values of YesNoUnsure). "Not sure" counts on the careful side.

    A private person outside any business is none; whoever sells nothing on a market is none; whoever sells, but keeps
    the money strictly apart from that, is none in this matter. All others are undertakings.
    """
    if private == YesNoUnsure.YES:
        return AidClass.PERSON
    if YesNoUnsure.NO in {sells, benefits}:
        return AidClass.NO_MARKET
    return AidClass.UNDERTAKING


def cents_of(ore: int, rate: Decimal) -> int:
    """Öre as euro cents at `rate` kronor for one euro, rounded half up. Raises ValueError for a rate of nothing."""
    if rate <= 0:
        raise ValueError("a rate is more than nothing")
    return int((Decimal(ore) / rate).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def euro(cents: int, language: str) -> str:
    """ "12 345,67 euro" in Swedish, "EUR 12,345.67" in English."""
    whole, rest = divmod(cents, 100)
    if language == "en":
        return f"EUR\u00a0{whole:,}.{rest:02d}"
    return f"{whole:,}".replace(",", "\u00a0") + f",{rest:02d}\u00a0euro"


def window_start(day: date) -> date:
    """The first day of the three years that end with `day`."""
    return day - relativedelta(years=3) + timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Neither Saturday nor Sunday nor a public holiday in Sweden (lag 1989:253)."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def _holidays(year: int) -> frozenset[date]:
    """The Swedish holidays that can fall on a weekday."""
    sunday = easter(year)
    fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)]
    movable = [-2, 1, 39]  # Good Friday, Easter Monday, Ascension Day
    return frozenset(
        [*(date(year, month, day) for month, day in fixed), *(sunday + timedelta(days=days) for days in movable)]
    )


def working_days_after(day: date, number: int) -> date:
    """The last of `number` working days after a day, which does not count itself."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
