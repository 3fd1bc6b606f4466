"""Effects are entered by those who look after a thing, once, and can be corrected."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from civicportal.commons import actions as commons
from civicportal.commons.models import Step
from civicportal.effects import actions
from civicportal.effects.enums import Level
from civicportal.effects.models import EffectGoal, Indicator, Measurement, ValueEntry
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.records.models import Entry
from tests.effects.factories import make_goal, make_indicator, make_item, texts
from tests.people import Cast, make_fund_manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(cast: Cast) -> Indicator:
    return make_indicator(make_goal(make_item(cast), cast.fund_manager), cast.fund_manager)


def test_a_form_sent_twice_makes_one_row(cast: Cast) -> None:
    item, by, once = make_item(cast), cast.fund_manager, uuid4()
    goals = [actions.add_goal(item, by=by, title="Mer gemenskap", once=once) for _ in range(2)]
    indicators = [actions.add_indicator(goals[0], by=by, name="Möten", unit="möten", once=once) for _ in range(2)]
    values = [
        actions.add_value(item, by=by, level=Level.SOCIETY, words="En ny lokal", once=once, tell=True) for _ in range(2)
    ]
    assert [len({one.pk for one in rows}) for rows in (goals, indicators, values)] == [1, 1, 1]
    assert Step.objects.filter(item=item).count() == 1


def test_a_day_is_measured_once(cast: Cast, indicator: Indicator) -> None:
    by, day = cast.fund_manager, date(2026, 3, 2)
    first = actions.measure(indicator, by=by, on=day, value=Decimal(12))
    assert actions.measure(indicator, by=by, on=day, value=Decimal(12)) == first
    with pytest.raises(Refused):
        actions.measure(indicator, by=by, on=day, value=Decimal(13))
    with pytest.raises(Refused):
        actions.measure(indicator, by=by, on=dates.today() + timedelta(days=1), value=Decimal(13))
    assert list(Measurement.objects.values_list("on", "value")) == [(day, Decimal(12))]


def test_measuring_says_when_the_next_is(cast: Cast, indicator: Indicator) -> None:
    actions.measure(indicator, by=cast.fund_manager, value=Decimal(12), next_on=date(2027, 3, 1))
    indicator.refresh_from_db()
    assert indicator.next_on == date(2027, 3, 1)


def test_a_measurement_is_told_in_the_thread_and_to_followers(cast: Cast, indicator: Indicator) -> None:
    item = indicator.goal.item
    commons.follow(item, email="foljer@example.org", language="sv", confirmed=True)
    made = actions.measure(indicator, by=cast.fund_manager, value=Decimal("12.5"), tell=True)
    step = Step.objects.get(item=item)
    assert (step.kind, step.title.texts) == (
        Step.Kind.RESULT,
        {"sv": "Mätt: Besök på en vecka, 12,5\u00a0besök", "en": "Measured: Visits in a week, 12.5\u00a0visits"},
    )
    assert Message.objects.filter(email="foljer@example.org").count() == 1
    actions.change(made, by=cast.fund_manager, value=Decimal(14))
    assert Step.objects.get(item=item).title.texts["sv"] == "Mätt: Besök på en vecka, 14\u00a0besök"
    actions.remove(made, by=cast.fund_manager)
    assert (Step.objects.filter(item=item).count(), Measurement.objects.count()) == (0, 0)


def test_a_figure_of_too_few_is_never_told(cast: Cast, indicator: Indicator) -> None:
    actions.measure(indicator, by=cast.fund_manager, value=Decimal(4), answers=4, tell=True)
    assert Step.objects.get().title.texts["sv"] == ("Mätt: Besök på en vecka. För få svarade för att siffran ska visas")


def test_a_value_is_told_with_its_worth(cast: Cast) -> None:
    item = make_item(cast)
    entry = actions.add_value(
        item,
        by=cast.fund_manager,
        level=Level.ORGANISATION,
        words=texts("Två timmar sparade"),
        amount=90_000,
        tell=True,
    )
    step = Step.objects.get(item=item)
    assert (str(step.title), str(step.words), step.amount) == (
        "Ett värde antecknat: För organisationen",
        "Två timmar sparade",
        90_000,
    )
    actions.remove(entry, by=cast.fund_manager)
    assert (ValueEntry.objects.count(), Step.objects.count()) == (0, 0)


def test_what_was_measured_is_not_taken_away(cast: Cast, indicator: Indicator) -> None:
    by = cast.fund_manager
    made = actions.measure(indicator, by=by, value=Decimal(12))
    for thing in (indicator, indicator.goal):
        with pytest.raises(Refused):
            actions.remove(thing, by=by)
    actions.remove(made, by=by)
    actions.remove(indicator.goal, by=by)
    assert (EffectGoal.objects.count(), Indicator.objects.count()) == (0, 0)


def test_only_those_who_look_after_it(cast: Cast, indicator: Indicator) -> None:
    item, stranger = indicator.goal.item, make_fund_manager(cast.other_unit)
    attempts: list[Any] = [
        lambda by: actions.add_goal(item, by=by, title="Nej"),
        lambda by: actions.add_indicator(indicator.goal, by=by, name="Nej", unit="nej"),
        lambda by: actions.measure(indicator, by=by, value=Decimal(1)),
        lambda by: actions.add_value(item, by=by, level=Level.SOCIETY, words="Nej"),
        lambda by: actions.change(indicator, by=by, target=Decimal(1)),
        lambda by: actions.remove(indicator, by=by),
    ]
    for person in (stranger, cast.resident, cast.coach, cast.auditor, None):
        for attempt in attempts:
            with pytest.raises(Refused):
                attempt(person)
    assert (Measurement.objects.count(), ValueEntry.objects.count(), EffectGoal.objects.count()) == (0, 0, 1)


def test_a_hidden_thing_takes_no_effects(cast: Cast, indicator: Indicator) -> None:
    project = indicator.goal.item
    type(project).every.filter(pk=project.pk).update(visible=False, title={}, summary={}, keywords="", text="")
    with pytest.raises(Refused):
        actions.measure(indicator, by=cast.fund_manager, value=Decimal(1))


def test_a_correction_keeps_days_apart(cast: Cast, indicator: Indicator) -> None:
    by = cast.fund_manager
    actions.measure(indicator, by=by, on=date(2026, 3, 2), value=Decimal(12))
    second = actions.measure(indicator, by=by, on=date(2026, 4, 2), value=Decimal(13))
    with pytest.raises(Refused):
        actions.change(second, by=by, on=date(2026, 3, 2))
    actions.change(second, by=by, on=date(2026, 4, 3))
    assert list(Measurement.objects.values_list("on", flat=True)) == [date(2026, 3, 2), date(2026, 4, 3)]


def test_the_log_holds_numbers_and_names_of_fields(cast: Cast, indicator: Indicator) -> None:
    actions.change(indicator, by=cast.fund_manager, name=texts("Något annat"), target=Decimal(40))
    entry = Entry.objects.filter(verb="effects.changed").get()
    assert (entry.facts, entry.unit_id) == ({"indicator": indicator.pk, "fields": ["name", "target"]}, cast.unit.pk)


@pytest.mark.parametrize(
    "facts", [{"baseline": Decimal(1)}, {"target": Decimal(1)}, {"baseline_on": date(2026, 1, 1)}], ids=str
)
def test_a_figure_has_its_day(cast: Cast, facts: dict[str, Any]) -> None:
    goal = make_goal(make_item(cast), cast.fund_manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.create(goal=goal, name=texts("Möten"), unit=texts("möten"), **facts)
