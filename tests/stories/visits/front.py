"""The guide from its first question to its ends, and the communicator's and the facilitators' pages about effects."""

from __future__ import annotations

from typing import Any

from civicportal.commons.models import Item
from civicportal.demo.people import BY_KEY
from civicportal.effects.models import EffectGoal, Indicator, Measurement, ValueEntry
from civicportal.people.models import Person
from tests.stories.visits import Visit, send

WITH_FIGURES, WITH_VALUES = "koket-mitt-i", "verktygsbibliotek-i-tvattstugan"


def public() -> list[Visit]:
    """What anybody may read."""
    return [
        Visit(name="guide"),
        Visit(name="guide", query="?med=ide", says="second question"),
        Visit(name="guide", query="?med=ide&vem=boende", says="third question"),
        Visit(name="guide", query="?med=ide&vem=boende&vill=pengar", says="ways"),
        Visit(name="guide", query="?med=annat", says="elsewhere"),
        Visit(name="funds:project", args=(WITH_FIGURES,), says="with goals and figures"),
        Visit(name="funds:project", args=(WITH_VALUES,), says="with values"),
    ]


def work() -> list[Visit]:
    """Where effects are entered, empty and with what is missing, and a result told as news."""
    manager, communicator = _person("fund_manager"), _person("communicator")
    at: tuple[Any, ...] = ("project", WITH_VALUES)
    item = Item.objects.get(kind="project", slug=WITH_VALUES)
    goal = EffectGoal.objects.filter(item=item).order_by("pk")[0]
    indicator = Indicator.objects.filter(goal=goal).order_by("pk")[0]
    measurement = Measurement.objects.filter(indicator=indicator).order_by("pk")[0]
    value = ValueEntry.objects.filter(item=item).order_by("pk")[0]
    return [
        Visit(name="admin:effects_item", args=at, who=manager),
        Visit(name="admin:effects_item", args=at, who=_person("auditor"), says="as the auditor"),
        Visit(name="admin:effects_item", args=("project", "radio-soder"), who=manager, says="with nothing"),
        *_both("admin:effects_new_goal", at, manager),
        *_both("admin:effects_new_value", at, manager),
        *_both("admin:effects_new_indicator", (*at, goal.pk), manager),
        *_both("admin:effects_measure", (*at, indicator.pk), manager),
        Visit(name="admin:effects_correct", args=(*at, "mal", goal.pk), who=manager),
        Visit(name="admin:effects_correct", args=(*at, "indikator", indicator.pk), who=manager),
        Visit(name="admin:effects_correct", args=(*at, "matning", measurement.pk), who=manager),
        Visit(name="admin:effects_correct", args=(*at, "varde", value.pk), who=manager),
        Visit(name="admin:effects_remove", args=(*at, "varde", value.pk), who=manager),
        Visit(name="admin:effects_remove", args=(*at, "mal", goal.pk), who=manager, says="refused"),
        Visit(name="admin:story", args=at, who=communicator),
        Visit(name="admin:story", args=at, who=_person("auditor"), says="as the auditor"),
        *(
            Visit(name="admin:index", who=_person(key), says=key)
            for key in ("facilitator", "editor_vof", "coordinator", "communicator")
        ),
    ]


def _person(key: str) -> Person:
    return Person.objects.get(email=BY_KEY[key].email)


def _both(name: str, args: tuple[Any, ...], who: Person) -> list[Visit]:
    """A form as one comes to it, and when its button was pressed too soon."""
    return [
        Visit(name=name, args=args, who=who),
        Visit(name=name, args=args, who=who, says="not filled in", act=send, status=422),
    ]
