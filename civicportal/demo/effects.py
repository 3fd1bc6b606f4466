"""Effects in the demo: what things should change, how it went, and what working together gave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from civicportal.commons.models import Item
from civicportal.commons.words import in_all_languages
from civicportal.demo.fund import KRONA
from civicportal.demo.words import texts
from civicportal.effects.models import EffectGoal, Indicator, Measurement, ValueEntry
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText


def load() -> None:
    """Goals with measurements for two granted projects, and the values of one."""
    for data in texts("effects")["project"]:
        item = Item.objects.get(kind="project", slug=data["slug"])
        load_for(item, data, by_function="Visionsfonden")


def load_for(item: Item, data: dict[str, Any], *, start: date | None = None, by_function: str = "") -> None:
    """The goals and values of one item, as civicportal/demo/texts/effects.toml writes them.

    Each day in `data` is a number of days after `start`, the day the item is told by when left out; what would be
    measured or noted later than today is left out. Texts are [Swedish, English] or Swedish alone.
    """
    first = start or item.happened_on or dates.today() - timedelta(days=365)
    function = in_all_languages(by_function)
    for goal in data.get("goal", ()):
        _load_goal(item, goal, first, function)
    ValueEntry.objects.bulk_create(
        ValueEntry(
            item=item,
            level=level,
            words=_words(words),
            on=first + timedelta(days=day),
            amount=amount * KRONA if amount else None,
        )
        for level, day, words, amount in (_four(entry) for entry in data.get("values", ()))
        if _has_come(first, day)
    )


def _load_goal(item: Item, data: dict[str, Any], first: date, function: LocalizedText) -> None:
    goal = EffectGoal.objects.create(
        item=item,
        title=_words(data["title"]),
        about=_words(data.get("about", "")),
        horizon=_day(first, data.get("horizon")),
    )
    for each in data.get("indicator", ()):
        indicator = Indicator.objects.create(goal=goal, **_indicator(each, first))
        Measurement.objects.bulk_create(_measurements(indicator, each.get("measured", ()), first, function))


def _indicator(data: dict[str, Any], first: date) -> dict[str, Any]:
    """The indicator's columns; `baseline` and `target` are [day, figure]."""
    facts: dict[str, Any] = {
        "name": _words(data["name"]),
        "unit": _words(data["unit"]),
        "direction": data.get("direction", "up"),
        "source": _words(data.get("source", "")),
        "next_on": dates.today() + timedelta(days=data["next"]) if "next" in data else None,
    }
    for name in ("baseline", "target"):
        if name in data:
            day, figure = data[name]
            facts |= {f"{name}_on": _day(first, day), name: Decimal(str(figure))}
    return facts


def _measurements(
    indicator: Indicator, rows: Iterable[list[Any]], first: date, function: LocalizedText
) -> Iterable[Measurement]:
    """Each row is [day, figure], [day, figure, note] or [day, figure, note, how many answered]."""
    for day, figure, *more in rows:
        if _has_come(first, day):
            yield Measurement(
                indicator=indicator,
                on=first + timedelta(days=day),
                value=Decimal(str(figure)),
                note=_words(more[0]) if more else LocalizedText(),
                answers=more[1] if len(more) > 1 else None,
                by_function=function,
            )


def _has_come(first: date, day: int) -> bool:
    return first + timedelta(days=day) <= dates.today()


def _day(first: date, days: int | None) -> date | None:
    return None if days is None else first + timedelta(days=days)


def _four(entry: list[Any]) -> tuple[str, int, Any, int]:
    """[level, day, words] or [level, day, words, kronor]."""
    level, day, words, *amount = entry
    return level, day, words, amount[0] if amount else 0


def _words(value: str | list[str]) -> LocalizedText:
    pair = [value] if isinstance(value, str) else value
    return LocalizedText(dict(zip(("sv", "en"), pair, strict=False)))
