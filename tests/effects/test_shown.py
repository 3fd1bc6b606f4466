"""Each indicator is told as a chart, a table and one true sentence; the ledger of values likewise."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from civicportal.effects import actions, queries
from civicportal.effects.enums import Direction, Level
from civicportal.effects.models import Indicator, Measurement
from civicportal.effects.shown import MOST_BARS, ShownIndicator, share_of_way
from tests.effects.factories import make_goal, make_indicator, make_item, texts
from tests.people import Cast

pytestmark = pytest.mark.django_db


def shown(indicator: Indicator) -> ShownIndicator:
    (goal,) = queries.goals_of(indicator.goal.item)
    return goal.indicators[0]


def indicator_of(cast: Cast, **facts: Any) -> Indicator:
    return make_indicator(make_goal(make_item(cast), cast.fund_manager), cast.fund_manager, **facts)


START, DAY = date(2026, 1, 12), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("direction", "value", "sentence"),
    [
        (
            Direction.UP,
            "20",
            "Det har gått åt rätt håll, från 10\u00a0besök den 12 januari 2026 till 20\u00a0besök den 1 juni 2026. "
            "Målet är 30\u00a0besök senast 31 december 2027. Hittills är 50\u00a0% av vägen gjord.",
        ),
        (
            Direction.UP,
            "8",
            "Det har gått åt fel håll, från 10\u00a0besök den 12 januari 2026 till 8\u00a0besök den 1 juni 2026. "
            "Målet är 30\u00a0besök senast 31 december 2027.",
        ),
        (
            Direction.DOWN,
            "8",
            "Det har gått åt rätt håll, från 10\u00a0besök den 12 januari 2026 till 8\u00a0besök den 1 juni 2026. "
            "Målet, 30\u00a0besök senast 31 december 2027, är nått.",
        ),
        (
            Direction.UP,
            "10",
            "Det är oförändrat: 10\u00a0besök, både 12 januari 2026 och 1 juni 2026. "
            "Målet är 30\u00a0besök senast 31 december 2027.",
        ),
    ],
)
def test_the_sentence_says_what_the_bars_show(cast: Cast, direction: str, value: str, sentence: str) -> None:
    indicator = indicator_of(cast, direction=direction)
    actions.measure(indicator, by=cast.fund_manager, on=DAY, value=Decimal(value))
    assert shown(indicator).sentence == sentence


def test_before_anything_is_measured(cast: Cast) -> None:
    nothing = {"baseline": None, "baseline_on": None, "target": None, "target_on": None}
    indicator = indicator_of(cast, next_on=date(2027, 3, 1), **nothing)
    told = shown(indicator)
    assert (told.sentence, told.next_words, told.bars) == (
        "Inga siffror än.",
        "Vi mäter första gången måndag 1 mars 2027.",
        [],
    )


def test_the_bars_are_start_figures_and_goal(cast: Cast) -> None:
    indicator = indicator_of(cast)
    actions.measure(indicator, by=cast.fund_manager, on=DAY, value=Decimal(20))
    told = shown(indicator)
    assert [(bar.label, bar.words, bar.series) for bar in told.bars] == [
        ("Start, 12 januari 2026", "10\u00a0besök", 4),
        ("1 juni 2026", "20\u00a0besök", 1),
        ("Mål, 31 december 2027", "30\u00a0besök", 2),
    ]
    assert (told.highest, told.finding) == (Decimal(30), "Besök på en vecka: från 10 till 20\u00a0besök")


def test_many_measurements_fold_away(cast: Cast) -> None:
    indicator = indicator_of(cast)
    for number in range(MOST_BARS + 2):
        actions.measure(indicator, by=cast.fund_manager, on=START + timedelta(days=30 * number), value=Decimal(number))
    told = shown(indicator)
    assert (len(told.bars), [bar.words for bar in told.earlier]) == (MOST_BARS + 2, ["0\u00a0besök", "1\u00a0besök"])


def test_what_too_few_answered_is_shown_to_nobody(cast: Cast) -> None:
    indicator = indicator_of(cast)
    actions.measure(indicator, by=cast.fund_manager, on=DAY, value=Decimal(777), answers=4)
    told = shown(indicator)
    page = render_to_string("effects/goals.html", {"goals": queries.goals_of(indicator.goal.item)})
    assert (told.sentence.split(".")[0], "777" in page, "för få för att visas" in page) == (
        "För få har svarat för att en siffra ska visas",
        False,
        True,
    )


@pytest.mark.parametrize(("value", "share"), [("10", 0), ("20", 50), ("29.99", 99), ("40", 100), ("5", 0)])
def test_the_share_of_the_way(value: str, share: int) -> None:
    indicator = Indicator(baseline=Decimal(10), target=Decimal(30))
    assert share_of_way(indicator, Decimal(value)) == share


def test_the_ledger_of_values(cast: Cast) -> None:
    item = make_item(cast)
    for level, amount in ((Level.INDIVIDUAL, None), (Level.INDIVIDUAL, 50_000_00), (Level.SOCIETY, 25_000_00)):
        actions.add_value(item, by=cast.fund_manager, level=level, words=texts("Det blev bättre"), amount=amount)
    values = queries.values_of(item)
    assert values is not None
    assert (values.finding, values.sentence) == (
        "3 värden antecknade hittills",
        "2 för individen, 0 för organisationer, 1 för samhället. "
        "De som går att säga i pengar är värda 75\u00a0000\u00a0kr.",
    )
    assert [(bar.label, bar.words) for bar in values.bars] == [
        ("För individen", "2 · 50\u00a0000\u00a0kr"),
        ("För organisationen", "0"),
        ("För samhället", "1 · 25\u00a0000\u00a0kr"),
    ]


def test_one_query_tells_what_two_tell(cast: Cast) -> None:
    indicator = indicator_of(cast)
    item, by = indicator.goal.item, cast.fund_manager
    actions.measure(indicator, by=by, on=DAY, value=Decimal("12.50"), note=texts("En vecka"), answers=40)
    actions.add_value(item, by=by, level=Level.SOCIETY, words=texts("Det märks"), on=DAY, amount=5_000_00)
    effects = queries.effects_of(item)
    facts = {"goals": effects.goals, "values": effects.values}
    apart = {"goals": queries.goals_of(item), "values": queries.values_of(item)}
    for name in ("goals", "values"):
        template = f"effects/{name}.html"
        assert render_to_string(template, facts) == render_to_string(template, apart)
    kept = Measurement.objects.get()
    packed = effects.goals[0].indicators[0].indicator.measurements.all()[0]
    names = [field.attname for field in Measurement._meta.concrete_fields]
    assert [getattr(packed, name) for name in names] == [getattr(kept, name) for name in names]


def test_nothing_is_drawn_of_nothing(cast: Cast) -> None:
    item = make_item(cast)
    drawn = [
        render_to_string("effects/goals.html", {"goals": queries.goals_of(item)}),
        render_to_string("effects/values.html", {"values": queries.values_of(item)}),
    ]
    assert [words.strip() for words in drawn] == ["", ""]


def test_in_english(cast: Cast) -> None:
    indicator = indicator_of(cast)
    actions.measure(indicator, by=cast.fund_manager, on=DAY, value=Decimal(20))
    with override("en"):
        told = shown(indicator)
    assert told.sentence == (
        "It has gone the right way, from 10\u00a0visits on 12 January 2026 to 20\u00a0visits on 1 June 2026. "
        "The goal is 30\u00a0visits by 31 December 2027; 50 % of the way is done."
    )


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(cast: Cast, django_assert_num_queries: Any, number: int) -> None:
    item = make_item(cast)
    for goal in [make_goal(item, cast.fund_manager) for _ in range(number)]:
        for _each in range(number):
            indicator = make_indicator(goal, cast.fund_manager)
            actions.measure(indicator, by=cast.fund_manager, value=Decimal(12), note=texts("En vanlig vecka"))
        actions.add_value(item, by=cast.fund_manager, level=Level.SOCIETY, words=texts("Det märks"))
    with django_assert_num_queries(1):
        effects = queries.effects_of(item)
        facts = {"goals": effects.goals, "values": effects.values}
        render_to_string("effects/goals.html", facts)
        render_to_string("effects/values.html", facts)
