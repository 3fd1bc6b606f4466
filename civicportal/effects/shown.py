"""How effects are told: each indicator as a chart with its table and one sentence in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civicportal.effects import figures
from civicportal.effects.enums import Direction, Level
from civicportal.effects.models import EffectGoal, Indicator, Measurement, ValueEntry
from civicportal.kernel import dates, money
from civicportal.kernel.templatetags.portal import paragraphs, said

MOST_BARS = 6
"""So many of the latest measurements stand in a chart; earlier ones fold away below it."""
FIRST_VALUES = 4
"""So many values of each kind stand open; the others fold away below them."""


@dataclass(slots=True)
class Bar:
    """One row of a chart; ui/chart.html says "too few to show" where `value` is None."""

    label: str
    value: Decimal | None
    words: str
    series: int = 1


@dataclass(slots=True)
class ShownIndicator:
    """One indicator: `finding` heads its chart, `sentence` says it in words, `next_words` promises the next figure."""

    indicator: Indicator
    name: SafeString | str
    finding: str
    sentence: str
    bars: list[Bar]
    highest: Decimal
    earlier: list[Bar]
    source: SafeString | str
    next_words: str
    notes: list[Measurement]


@dataclass(slots=True)
class ShownGoal:
    """One goal with its indicators."""

    goal: EffectGoal
    title: SafeString | str
    about: SafeString | str
    horizon: date | None
    indicators: list[ShownIndicator]


@dataclass(slots=True)
class ShownLevel:
    """The values for the individual, the organisation or society."""

    key: str
    label: str
    entries: list[ValueEntry]
    amount: int

    @property
    def first(self) -> list[ValueEntry]:
        return self.entries[:FIRST_VALUES]

    @property
    def rest(self) -> list[ValueEntry]:
        return self.entries[FIRST_VALUES:]


@dataclass(slots=True)
class ShownValues:
    """The ledger of values: a chart of how many for whom, one sentence, and the entries themselves."""

    sentence: str
    finding: str
    bars: list[Bar]
    highest: int
    levels: list[ShownLevel] = field(default_factory=list)


def show_goal(goal: EffectGoal) -> ShownGoal:
    """A goal that was read with its indicators and their measurements."""
    return ShownGoal(
        goal=goal,
        title=said(goal.title),
        about=paragraphs(goal.about) if goal.about else "",
        horizon=goal.horizon,
        indicators=[show_indicator(indicator) for indicator in goal.indicators.all()],
    )


def show_indicator(indicator: Indicator) -> ShownIndicator:
    """An indicator that was read with its measurements, the oldest first."""
    measured: list[Measurement] = list(indicator.measurements.all())
    bars = [_bar(indicator, one) for one in measured]
    shown = _start(indicator) + bars[-MOST_BARS:] + _target(indicator)
    latest = next((one for one in reversed(measured) if not one.too_few), None)
    return ShownIndicator(
        indicator=indicator,
        name=said(indicator.name),
        finding=_finding(indicator, latest),
        sentence=_sentence(indicator, latest, bool(measured)),
        bars=shown,
        highest=max((bar.value for bar in shown if bar.value is not None), default=Decimal(0)),
        earlier=bars[:-MOST_BARS],
        source=said(indicator.source),
        next_words=_next_words(indicator, bool(measured)),
        notes=[one for one in reversed(measured) if one.note],
    )


def _bar(indicator: Indicator, measurement: Measurement) -> Bar:
    if measurement.too_few:
        return Bar(dates.show_day(measurement.on), None, "")
    words = figures.show(measurement.value, indicator.unit)
    return Bar(dates.show_day(measurement.on), measurement.value, words)


def _start(indicator: Indicator) -> list[Bar]:
    if indicator.baseline is None or indicator.baseline_on is None:
        return []
    label = _("Start, %(day)s") % {"day": dates.show_day(indicator.baseline_on)}
    return [Bar(label, indicator.baseline, figures.show(indicator.baseline, indicator.unit), 4)]


def _target(indicator: Indicator) -> list[Bar]:
    if indicator.target is None or indicator.target_on is None:
        return []
    label = _("Goal, %(day)s") % {"day": dates.show_day(indicator.target_on)}
    return [Bar(label, indicator.target, figures.show(indicator.target, indicator.unit), 2)]


def _finding(indicator: Indicator, latest: Measurement | None) -> str:
    """The chart's heading: the indicator, and from where to where it has come."""
    name = str(indicator.name)
    if latest is None:
        return name
    now = figures.show(latest.value, indicator.unit)
    if indicator.baseline is None:
        return _("%(name)s: %(now)s") % {"name": name, "now": now}
    start = figures.digits(indicator.baseline)
    return _("%(name)s: from %(start)s to %(now)s") % {"name": name, "start": start, "now": now}


def _sentence(indicator: Indicator, latest: Measurement | None, measured: bool) -> str:
    """What the chart shows, for whoever reads words rather than bars."""
    parts = [_since_start(indicator, latest) if latest else _before_the_first(indicator, measured)]
    if indicator.target is not None and indicator.target_on is not None:
        parts.append(_towards_target(indicator, latest))
    return " ".join(part for part in parts if part)


def _before_the_first(indicator: Indicator, measured: bool) -> str:
    if measured:
        return _("Too few have answered for a figure to be shown.")
    if indicator.baseline is None or indicator.baseline_on is None:
        return _("No figures yet.")
    start = figures.show(indicator.baseline, indicator.unit)
    words = {"start": start, "day": dates.show_day(indicator.baseline_on)}
    return _("At the start, %(day)s, it was %(start)s. It has not been measured since.") % words


def _since_start(indicator: Indicator, latest: Measurement) -> str:
    now, day = figures.show(latest.value, indicator.unit), dates.show_day(latest.on)
    if indicator.baseline is None or indicator.baseline_on is None:
        return _("On %(day)s it was %(now)s.") % {"day": day, "now": now}
    words = {
        "start": figures.show(indicator.baseline, indicator.unit),
        "first": dates.show_day(indicator.baseline_on),
        "now": now,
        "day": day,
    }
    change = latest.value - indicator.baseline
    if not change:
        return _("It is unchanged: %(now)s, on %(first)s as on %(day)s.") % words
    if (change > 0) == (indicator.direction == Direction.UP):
        return _("It has gone the right way, from %(start)s on %(first)s to %(now)s on %(day)s.") % words
    return _("It has gone the wrong way, from %(start)s on %(first)s to %(now)s on %(day)s.") % words


def _towards_target(indicator: Indicator, latest: Measurement | None) -> str:
    target = figures.show(indicator.target, indicator.unit)
    words: dict[str, Any] = {"target": target, "day": dates.show_day(indicator.target_on)}
    if latest is not None and is_reached(indicator, latest.value):
        return _("The goal, %(target)s by %(day)s, is reached.") % words
    share = share_of_way(indicator, latest.value) if latest else None
    if share:
        return _("The goal is %(target)s by %(day)s; %(share)d %% of the way is done.") % {**words, "share": share}
    return _("The goal is %(target)s by %(day)s.") % words


def is_reached(indicator: Indicator, value: Decimal) -> bool:
    """Whether a figure is at the target or beyond it, in the indicator's own direction."""
    if indicator.target is None:
        return False
    return value >= indicator.target if indicator.direction == Direction.UP else value <= indicator.target


def share_of_way(indicator: Indicator, value: Decimal) -> int | None:
    """Whole percent of the way from baseline to target, rounded down, 0 to 100; None where there is no way."""
    if indicator.baseline is None or indicator.target is None or indicator.baseline == indicator.target:
        return None
    share = 100 * (value - indicator.baseline) / (indicator.target - indicator.baseline)
    return max(0, min(100, int(share)))


def _next_words(indicator: Indicator, measured: bool) -> str:
    if indicator.next_on is None:
        return ""
    words = {"day": dates.show_day(indicator.next_on, weekday=True)}
    return (_("We measure next on %(day)s.") if measured else _("We measure for the first time on %(day)s.")) % words


def show_values(entries: list[ValueEntry]) -> ShownValues:
    """The ledger of values of one item: all three levels are named, also one that nothing has come of yet."""
    found: dict[str, list[ValueEntry]] = {}
    for entry in entries:
        found.setdefault(entry.level, []).append(entry)
    levels = [
        ShownLevel(key, str(label), found.get(key, []), sum(entry.amount or 0 for entry in found.get(key, [])))
        for key, label in Level.choices
    ]
    count = len(entries)
    bars = [
        Bar(level.label, Decimal(len(level.entries)), _with_worth(len(level.entries), level.amount)) for level in levels
    ]
    return ShownValues(
        sentence=_values_sentence(levels),
        finding=ngettext("%(n)d value noted so far", "%(n)d values noted so far", count) % {"n": count},
        bars=bars,
        highest=max(len(level.entries) for level in levels),
        levels=levels,
    )


def _with_worth(count: int, amount: int) -> str:
    return f"{count} · {money.show(amount)}" if amount else str(count)


def _values_sentence(levels: list[ShownLevel]) -> str:
    person, organisation, society = levels
    words = {"person": len(person.entries), "organisation": len(organisation.entries), "society": len(society.entries)}
    told = _("%(person)d for the individual, %(organisation)d for organisations, %(society)d for society.") % words
    amount = sum(level.amount for level in levels)
    if amount:
        told += " " + _("Those that can be said in money come to %(amount)s.") % {"amount": money.show(amount)}
    return told
