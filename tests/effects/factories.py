"""A public thing with a goal, an indicator and measurements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from civicportal.commons.models import Item
from civicportal.effects import actions
from civicportal.effects.models import EffectGoal, Indicator
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from funds.models import Fund
from tests.funds.factories import make_fund, make_project
from tests.people import Cast


def texts(swedish: str, english: str = "") -> LocalizedText:
    return LocalizedText(sv=swedish, en=english or swedish)


def make_item(cast: Cast) -> Item:
    """A granted project in public, of the cast's unit."""
    fund = Fund.objects.filter(unit=cast.unit).first() or make_fund(cast)
    item: Item = make_project(fund).item
    return item


def make_goal(item: Item, by: Person, swedish: str = "Fler är med", english: str = "More take part") -> EffectGoal:
    return actions.add_goal(item, by=by, title=texts(swedish, english), horizon=date(2027, 12, 31))


def make_indicator(goal: EffectGoal, by: Person, **facts: Any) -> Indicator:
    """Visits in a week: 10 at the start, 30 to reach."""
    own: dict[str, Any] = {
        "name": texts("Besök på en vecka", "Visits in a week"),
        "unit": texts("besök", "visits"),
        "baseline": Decimal(10),
        "baseline_on": date(2026, 1, 12),
        "target": Decimal(30),
        "target_on": date(2027, 12, 31),
        "source": texts("Räknat i dörren", "Counted at the door"),
    }
    return actions.add_indicator(goal, by=by, **{**own, **facts})
