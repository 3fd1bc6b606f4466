"""Who may enter effects, and what may be taken away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Item
from civicportal.effects.models import EDITORS, EffectGoal, Indicator, Measurement, ValueEntry
from civicportal.kernel.answers import YES, Answer, no


def can_enter(person: Any, item: Item) -> Answer:
    """Somebody who looks after the things of the item's unit, while the thing stands in public."""
    if not item.visible:
        return no(_("Publish it first. Effects are shown on its public page."))
    if person is None or item.unit_id not in person.units_as(*EDITORS):
        return no(_("Those who look after this enter its effects."))
    return YES


def can_remove(person: Any, thing: EffectGoal | Indicator | Measurement | ValueEntry) -> Answer:
    """What was entered by mistake. A goal or an indicator with measurements stays: its history is public."""
    answer = can_enter(person, item_of(thing))
    if not answer:
        return answer
    if isinstance(thing, EffectGoal) and Measurement.objects.filter(indicator__goal=thing).exists():
        return no(_("The goal has been measured. Take the measurements away first if they are wrong."))
    if isinstance(thing, Indicator) and thing.measurements.exists():
        return no(_("The indicator has been measured. Take the measurements away first if they are wrong."))
    return YES


def item_of(thing: EffectGoal | Indicator | Measurement | ValueEntry) -> Item:
    """The public thing that an entry hangs on."""
    if isinstance(thing, Measurement):
        return thing.indicator.goal.item
    if isinstance(thing, Indicator):
        return thing.goal.item
    return thing.item
