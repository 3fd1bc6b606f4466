"""All effects of a thing in one query: the database packs goals, indicators and measurements, here they are unpacked.

A public thing's page may ask eight questions in all; with a query for each table this part alone would ask four.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from civicportal.effects.models import EffectGoal, Indicator, Measurement, ValueEntry
from civicportal.kernel.text import LocalizedField, localized

Packed = dict[str, Any]


def _columns(model: type[models.Model], *left_out: str) -> dict[str, str]:
    """The names of a model's columns as JSONObject takes them."""
    return {field.attname: field.attname for field in model._meta.concrete_fields if field.name not in left_out}


def packed_values(item: Any) -> ArraySubquery:
    """The values of an item, the latest first. `item` is its number or an OuterRef to it."""
    rows = ValueEntry.objects.filter(item=item).values(row=JSONObject(**_columns(ValueEntry, "once")))
    return ArraySubquery(rows)


def packed_goals(item: Any) -> ArraySubquery:
    """The goals of an item, each with its indicators, each with its measurements, in their order."""
    measurements = Measurement.objects.filter(indicator=OuterRef("pk")).values(row=JSONObject(**_columns(Measurement)))
    indicators = Indicator.objects.filter(goal=OuterRef("pk")).values(
        row=JSONObject(**_columns(Indicator, "once"), measurements=ArraySubquery(measurements))
    )
    goals = EffectGoal.objects.filter(item=item).values(
        row=JSONObject(**_columns(EffectGoal, "once"), indicators=ArraySubquery(indicators))
    )
    return ArraySubquery(goals)


def goals_from(rows: list[Packed]) -> list[EffectGoal]:
    """The goals with their indicators and measurements at hand, so that `.all()` on them asks nothing."""
    goals = []
    for row in rows:
        indicators = [_indicator(each) for each in row.pop("indicators")]
        goal = _made(EffectGoal, row)
        for indicator in indicators:
            indicator.goal = goal
        _at_hand(goal, "indicators", indicators)
        goals.append(goal)
    return goals


def values_from(rows: list[Packed]) -> list[ValueEntry]:
    return [_made(ValueEntry, row) for row in rows]


def _indicator(row: Packed) -> Indicator:
    measurements = [_made(Measurement, each) for each in row.pop("measurements")]
    indicator = _made(Indicator, row)
    for measurement in measurements:
        measurement.indicator = indicator
    _at_hand(indicator, "measurements", measurements)
    return indicator


def _at_hand(thing: models.Model, name: str, rows: list[Any]) -> None:
    """As prefetch_related leaves a relation."""
    related: Any = getattr(thing, name).all()
    related._result_cache = rows
    related._prefetch_done = True
    thing.__dict__.setdefault("_prefetched_objects_cache", {})[name] = related


def _made[T: models.Model](model: type[T], row: Packed) -> T:
    """A row of the model from what JSON holds of it: numbers, days and words in languages."""
    facts = {name: _read(model, name, value) for name, value in row.items()}
    made = model(**facts)
    made._state.adding, made._state.db = False, "default"
    return made


def _read(model: type[models.Model], name: str, value: Any) -> Any:
    field = next(field for field in model._meta.concrete_fields if field.attname == name)
    if value is None:
        return None
    if isinstance(field, LocalizedField):
        return localized(value)
    if isinstance(field, models.DateField):
        return date.fromisoformat(value)
    if isinstance(field, models.DecimalField):
        return Decimal(str(value)).quantize(Decimal("0.01"))
    return value
