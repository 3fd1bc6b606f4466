"""Reads of effects: what a public page shows, what the work page needs, what is to be measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from civicportal.commons.models import Item
from civicportal.effects.models import EDITORS, EffectGoal, Indicator, Measurement, ValueEntry
from civicportal.effects.packed import goals_from, packed_goals, packed_values, values_from
from civicportal.effects.shown import ShownGoal, ShownValues, show_goal, show_values
from civicportal.kernel import dates
from civicportal.people.enums import Role

SOON = timedelta(days=14)
"""So long before its day a measurement begins to wait on the start page."""


@dataclass(slots=True)
class Effects:
    """What a thing should change and what it gave."""

    goals: list[ShownGoal]
    values: ShownValues | None


def effects_of(item: Item) -> Effects:
    """Both for an item's page, by one query: effects/goals.html and effects/values.html draw them."""
    row = Item.every.filter(pk=item.pk).values(
        packed_goals=packed_goals(OuterRef("pk")), packed_values=packed_values(OuterRef("pk"))
    )
    found = row.get()
    entries = values_from(found["packed_values"])
    return Effects([show_goal(goal) for goal in goals_from(found["packed_goals"])], _shown(entries))


def goals_of(item: Item) -> list[ShownGoal]:
    """The item's effect goals as effects/goals.html shows them: one query."""
    found = Item.every.filter(pk=item.pk).values_list(packed_goals(OuterRef("pk")), flat=True).get()
    return [show_goal(goal) for goal in goals_from(found)]


def values_of(item: Item) -> ShownValues | None:
    """What came of the item for the individual, the organisation and society; None without entries: one query."""
    return _shown(list(ValueEntry.objects.filter(item=item).for_page()))


def measured(items: QuerySet[Item], most: int) -> list[tuple[Item, list[ShownGoal]]]:
    """The things among some that have goals which were measured, with those goals: one query, at most so many."""
    once = Measurement.objects.filter(indicator__goal__item=OuterRef("pk"))
    rows: Any = (
        items.filter(Exists(once)).annotate(packed=packed_goals(OuterRef("pk"))).defer("text", "keywords", "search")
    )
    found: list[Any] = list(rows.for_page()[:most])
    return [(item, [show_goal(goal) for goal in goals_from(item.packed)]) for item in found]


def _shown(entries: list[ValueEntry]) -> ShownValues | None:
    return show_values(entries) if entries else None


def item_to_measure(person: Any, kind: str, slug: str) -> Item:
    """A visible item whose effects the person may read or enter. Raises Http404 for everybody else."""
    items = Item.objects.filter(kind=kind, slug=slug).select_related("unit")
    if not person.has_role(Role.AUDITOR):
        items = items.filter(unit__in=person.units_as(*EDITORS))
    found: Item | None = items.first()
    if found is None:
        raise Http404
    return found


def goal_to_work_on(person: Any, item: Item, number: int) -> EffectGoal:
    """One goal of an item. Raises Http404."""
    rows = EffectGoal.objects.visible_to(person).filter(item=item).select_related("item")
    return get_object_or_404(rows, pk=number)


def indicator_to_work_on(person: Any, item: Item, number: int) -> Indicator:
    """One indicator of an item, with its goal. Raises Http404."""
    rows = Indicator.objects.visible_to(person).filter(goal__item=item).select_related("goal__item")
    return get_object_or_404(rows, pk=number)


def measurement_to_work_on(person: Any, item: Item, number: int) -> Measurement:
    """One measurement of an item, with its indicator. Raises Http404."""
    rows = Measurement.objects.visible_to(person).filter(indicator__goal__item=item)
    return get_object_or_404(rows.select_related("indicator__goal__item"), pk=number)


def value_to_work_on(person: Any, item: Item, number: int) -> ValueEntry:
    """One value of an item. Raises Http404."""
    rows = ValueEntry.objects.visible_to(person).filter(item=item).select_related("item")
    return get_object_or_404(rows, pk=number)


def to_measure(person: Any, day: date | None = None) -> QuerySet[Indicator]:
    """Indicators in the person's units whose next measurement is due within two weeks or late: one query."""
    rows: QuerySet[Indicator] = Indicator.objects.filter(
        goal__item__visible=True,
        goal__item__unit__in=person.units_as(*EDITORS),
        next_on__lte=(day or dates.today()) + SOON,
    )
    return rows.select_related("goal__item").order_by("next_on", "pk")
