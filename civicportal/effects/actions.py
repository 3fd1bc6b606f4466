"""What is done with effects: goals, indicators, measurements, values are entered, corrected and taken away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Step
from civicportal.commons.words import CONTENT_LANGUAGES, in_all_languages
from civicportal.effects import figures
from civicportal.effects.enums import Direction, Level
from civicportal.effects.models import EffectGoal, Indicator, Measurement, ValueEntry
from civicportal.effects.rules import can_enter, can_remove, item_of
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.text import LocalizedText
from civicportal.kernel.web import public_words_changed
from civicportal.records.actions import record

Words = LocalizedText | str
Entered = EffectGoal | Indicator | Measurement | ValueEntry


def _lock(item: Item) -> Item:
    """Entries for one item stand in line."""
    locked: Item = Item.every.select_for_update(of=("self",)).get(pk=item.pk)
    return locked


def _done(item: Item, verb: str, by: Any, thing: Entered) -> None:
    """The trace hangs on the item, so that its unit may read it."""
    facts = {str(thing._meta.model_name): thing.pk}
    record(item, verb=f"effects.{verb}", by=by, facts=facts)
    public_words_changed()


@transaction.atomic
def add_goal(
    item: Item, *, by: Any, title: Words, about: Words = "", horizon: date | None = None, once: UUID | None = None
) -> EffectGoal:
    """Says what should be different, and by which day. `once` makes a form sent twice one goal. Raises Refused."""
    locked = _lock(item)
    insist(can_enter(by, locked))
    facts = {"title": in_all_languages(title), "about": in_all_languages(about), "horizon": horizon, "once": once}
    if once and (made := EffectGoal.objects.filter(once=once).first()):
        return made
    goal: EffectGoal = EffectGoal.objects.create(item=locked, **facts)
    _done(locked, "goal_added", by, goal)
    return goal


@transaction.atomic
def add_indicator(
    goal: EffectGoal,
    *,
    by: Any,
    name: Words,
    unit: Words,
    direction: str = Direction.UP,
    baseline: Decimal | None = None,
    baseline_on: date | None = None,
    target: Decimal | None = None,
    target_on: date | None = None,
    source: Words = "",
    next_on: date | None = None,
    once: UUID | None = None,
) -> Indicator:
    """Says what is counted, in which unit, from where and to where.

    A baseline and a target each need their day: the database refuses one without the other. Raises Refused.
    """
    locked = _lock(goal.item)
    insist(can_enter(by, locked))
    if once and (made := Indicator.objects.filter(once=once).first()):
        return made
    indicator: Indicator = Indicator.objects.create(
        goal=goal,
        name=in_all_languages(name),
        unit=in_all_languages(unit),
        direction=direction,
        baseline=baseline,
        baseline_on=baseline_on,
        target=target,
        target_on=target_on,
        source=in_all_languages(source),
        next_on=next_on,
        once=once,
    )
    _done(locked, "indicator_added", by, indicator)
    return indicator


@transaction.atomic
def measure(
    indicator: Indicator,
    *,
    by: Any,
    value: Decimal,
    on: date | None = None,
    answers: int | None = None,
    note: Words = "",
    by_function: Words = "",
    next_on: date | None = None,
    tell: bool = False,
) -> Measurement:
    """Notes what an indicator is on a day (today when left out), once a day, and when it is measured next.

    `tell` makes it a result in the item's public history, with a letter to its followers; a figure that too few
    people have answered for is never named there. The same figure for the same day is the same measurement; another
    one raises Refused, as does a day that has not come.
    """
    locked = _lock(indicator.goal.item)
    insist(can_enter(by, locked))
    day = on or dates.today()
    if day > dates.today():
        raise Refused(no(_("That day has not come yet. Write the day it was measured.")))
    if earlier := Measurement.objects.filter(indicator=indicator, on=day).first():
        if earlier.value == value:
            return earlier
        raise Refused(no(_("There is a measurement of that day already. Correct that one instead.")))
    made: Measurement = Measurement.objects.create(
        indicator=indicator,
        on=day,
        value=value,
        answers=answers,
        note=in_all_languages(note),
        by_function=in_all_languages(by_function),
    )
    Indicator.objects.filter(pk=indicator.pk).update(next_on=next_on)
    _done(locked, "measured", by, made)
    if tell:
        _tell(locked, made, by)
    return made


def _title_of(measurement: Measurement) -> LocalizedText:
    """What the step of a measurement says, in each language."""
    indicator = measurement.indicator
    if measurement.too_few:
        return in_all_languages(
            _("Measured: %(name)s. Too few answered for the figure to be shown"), name=indicator.name
        )
    value = LocalizedText(
        {language: figures.show(measurement.value, indicator.unit, language) for language in CONTENT_LANGUAGES}
    )
    return in_all_languages(_("Measured: %(name)s, %(value)s"), name=indicator.name, value=value)


def _step_key(thing: Measurement | ValueEntry) -> str:
    return f"effects.{thing._meta.model_name}:{thing.pk}"


def _tell(item: Item, measurement: Measurement, by: Any) -> None:
    commons.add_step(
        item,
        by=by,
        kind=Step.Kind.RESULT,
        title=_title_of(measurement),
        words=measurement.note,
        by_function=measurement.by_function,
        once=_step_key(measurement),
    )


@transaction.atomic
def add_value(
    item: Item,
    *,
    by: Any,
    level: str,
    words: Words,
    on: date | None = None,
    amount: int | None = None,
    once: UUID | None = None,
    tell: bool = False,
) -> ValueEntry:
    """Notes a value that came of working together; `amount` is in öre, where it can be said in money.

    `tell` makes it a result in the item's public history, with a letter to its followers. Raises Refused.
    """
    locked = _lock(item)
    insist(can_enter(by, locked))
    if once and (made := ValueEntry.objects.filter(once=once).first()):
        return made
    entry: ValueEntry = ValueEntry.objects.create(
        item=locked, level=level, words=in_all_languages(words), on=on or dates.today(), amount=amount, once=once
    )
    _done(locked, "value_added", by, entry)
    if tell:
        commons.add_step(
            locked,
            by=by,
            kind=Step.Kind.RESULT,
            title=_value_title(entry),
            words=entry.words,
            amount=amount,
            once=_step_key(entry),
        )
    return entry


def _value_title(entry: ValueEntry) -> LocalizedText:
    return in_all_languages(_("A value noted: %(level)s"), level=in_all_languages(Level(entry.level).label))


@transaction.atomic
def change(thing: Entered, *, by: Any, **facts: Any) -> Entered:
    """Corrects an entry: `facts` are its fields by name. A step that told of it says the corrected words.

    Raises Refused when the person does not look after the item, or when another measurement has the day.
    """
    locked = _lock(item_of(thing))
    insist(can_enter(by, locked))
    changed = sorted(name for name, value in facts.items() if getattr(thing, name) != value)
    if isinstance(thing, Measurement) and "on" in changed and _day_is_taken(thing, facts["on"]):
        raise Refused(no(_("There is a measurement of that day already. Correct that one instead.")))
    for name in changed:
        setattr(thing, name, facts[name])
    thing.save(update_fields=changed)
    record(locked, verb="effects.changed", by=by, facts={str(thing._meta.model_name): thing.pk, "fields": changed})
    _correct_step(thing)
    public_words_changed()
    return thing


def _day_is_taken(measurement: Measurement, day: date) -> bool:
    others = Measurement.objects.filter(indicator=measurement.indicator_id, on=day).exclude(pk=measurement.pk)
    return bool(others.exists())


def _correct_step(thing: Entered) -> None:
    """What the public history says of a measurement or a value follows the entry."""
    if isinstance(thing, Measurement):
        words = {"title": _title_of(thing), "words": thing.note, "by_function": thing.by_function}
        Step.objects.filter(once=_step_key(thing)).update(**words)
    elif isinstance(thing, ValueEntry):
        told = {"title": _value_title(thing), "words": thing.words, "amount": thing.amount}
        Step.objects.filter(once=_step_key(thing)).update(**told)


@transaction.atomic
def remove(thing: Entered, *, by: Any) -> None:
    """Takes away what was entered by mistake, with the step that told of it. Raises Refused for what was measured."""
    locked = _lock(item_of(thing))
    insist(can_remove(by, thing))
    if isinstance(thing, (Measurement, ValueEntry)):
        Step.objects.filter(once=_step_key(thing)).delete()
    _done(locked, "removed", by, thing)
    thing.delete()
