"""The work page: whose it is, and that each form does what it says without JavaScript."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from civicportal.backoffice.queues import desk_of
from civicportal.effects import actions
from civicportal.effects.enums import Level
from civicportal.effects.models import EffectGoal, Indicator, Measurement, ValueEntry
from civicportal.kernel import dates
from tests.effects.factories import make_goal, make_indicator, make_item, texts
from tests.people import Cast, client_of, make_fund_manager

pytestmark = pytest.mark.django_db
HERE = "admin:effects_item"


def three(name: str, day: date | None) -> dict[str, Any]:
    """A date as its three boxes send it."""
    parts = (day.day, day.month, day.year) if day else ("", "", "")
    return {f"{name}_{number}": part for number, part in enumerate(parts)}


def both(name: str, words: str) -> dict[str, str]:
    return {f"{name}_sv": words, f"{name}_en": ""}


def test_every_fact_is_entered_by_its_form(cast: Cast) -> None:
    item, client = make_item(cast), client_of(cast.fund_manager)
    at, start, end = [item.kind, item.slug], date(2026, 1, 12), date(2027, 12, 31)

    def send(name: str, args: list[Any], **data: Any) -> int:
        return client.post(reverse(f"admin:effects_{name}", args=[*at, *args]), {"once": uuid4(), **data}).status_code

    assert send("new_goal", [], **both("title", "Fler är med"), **both("about", "Alla"), **three("horizon", end)) == 302
    goal = EffectGoal.objects.get()
    facts = {"direction": "up", "baseline": "10", "target": "1 250,5"}
    words = {**both("name", "Besök"), **both("unit", "besök"), **both("source", "Räknat i dörren")}
    days = {**three("baseline_on", start), **three("target_on", end), **three("next_on", None)}
    assert send("new_indicator", [goal.pk], **facts, **words, **days) == 302
    indicator = Indicator.objects.get()
    measured = {
        **both("note", "En vecka"),
        **both("by_function", "Fonden"),
        **three("on", start),
        **three("next_on", end),
    }
    assert send("measure", [indicator.pk], value="12", answers="40", tell="on", **measured) == 302
    worth = {**both("words", "Tid sparad"), **three("on", start)}
    assert send("new_value", [], level="organisation", amount="5 000", **worth) == 302
    indicator.refresh_from_db()
    assert (goal.title.texts, goal.horizon) == ({"sv": "Fler är med"}, end)
    assert (indicator.target, indicator.baseline_on, indicator.next_on) == (Decimal("1250.50"), start, end)
    assert Measurement.objects.values_list("value", "answers").get() == (Decimal(12), 40)
    assert ValueEntry.objects.values_list("level", "amount").get() == ("organisation", 5_000_00)
    page = client.get(reverse(HERE, args=at)).content.decode()
    assert [words in page for words in ("Fler är med", "Räknat i dörren", "Tid sparad")] == [True, True, True]


def test_a_form_comes_back_filled_with_what_is_wrong(cast: Cast) -> None:
    item = make_item(cast)
    goal = make_goal(item, cast.fund_manager)
    url = reverse("admin:effects_new_indicator", args=[item.kind, item.slug, goal.pk])
    answer = client_of(cast.fund_manager).post(
        url, {"once": uuid4(), **both("name", "Besök"), **both("unit", "besök"), "direction": "up", "baseline": "10"}
    )
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"baseline_on": ["Skriv dagen för siffran vid starten"]},
    )


def test_a_refusal_of_the_action_stands_in_the_form(cast: Cast) -> None:
    item = make_item(cast)
    indicator = make_indicator(make_goal(item, cast.fund_manager), cast.fund_manager)
    actions.measure(indicator, by=cast.fund_manager, value=Decimal(1))
    answer = client_of(cast.fund_manager).post(
        reverse("admin:effects_measure", args=[item.kind, item.slug, indicator.pk]),
        {"value": "2", **three("on", dates.today()), **three("next_on", None)},
    )
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        422,
        ["Det finns redan en mätning för den dagen. Rätta den i stället."],
    )


def test_an_entry_is_corrected_and_taken_away(cast: Cast) -> None:
    item, client = make_item(cast), client_of(cast.fund_manager)
    goal = make_goal(item, cast.fund_manager)
    at = [item.kind, item.slug, "mal", goal.pk]
    page = client.get(reverse("admin:effects_correct", args=at))
    assert page.context["form"]["title"].initial == goal.title
    sent = {**both("title", "Ännu fler är med"), **both("about", ""), **three("horizon", None)}
    assert client.post(reverse("admin:effects_correct", args=at), sent).status_code == 302
    goal.refresh_from_db()
    assert (str(goal.title), goal.horizon) == ("Ännu fler är med", None)
    assert client.get(reverse("admin:effects_remove", args=at)).status_code == 200
    assert EffectGoal.objects.count() == 1
    client.post(reverse("admin:effects_remove", args=at))
    assert EffectGoal.objects.count() == 0


def test_others_do_not_find_it(cast: Cast) -> None:
    item, other = make_item(cast), make_item(cast)
    goal, stranger = make_goal(item, cast.fund_manager), make_fund_manager(cast.other_unit)
    pages = [
        reverse(HERE, args=[item.kind, item.slug]),
        reverse("admin:effects_new_goal", args=[item.kind, item.slug]),
        reverse("admin:effects_correct", args=[item.kind, item.slug, "mal", goal.pk]),
    ]
    assert [client_of(stranger).get(page).status_code for page in pages] == [404, 404, 404]
    assert [client_of(cast.auditor).get(page).status_code for page in pages] == [200, 404, 404]
    manager = client_of(cast.fund_manager)
    mixed = [
        reverse("admin:effects_correct", args=[other.kind, other.slug, "mal", goal.pk]),
        reverse("admin:effects_correct", args=[item.kind, item.slug, "annat", goal.pk]),
    ]
    assert [manager.get(page).status_code for page in mixed] == [404, 404]


def test_a_measurement_waits_on_the_start_page(cast: Cast) -> None:
    goal = make_goal(make_item(cast), cast.fund_manager)
    today = dates.today()
    for days in (-3, 5, 40):
        make_indicator(goal, cast.fund_manager, name=texts(f"Om {days} dagar"), next_on=today + timedelta(days=days))
    rows = [row for row in desk_of(cast.fund_manager).rows if row.queue.key == "effects.measure"]
    assert [(str(row.waiting.label), row.days_late) for row in rows] == [("Om -3 dagar", 3), ("Om 5 dagar", 0)]
    strangers = desk_of(make_fund_manager(cast.other_unit)).rows
    assert [row for row in strangers if row.queue.key == "effects.measure"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_work_page_asks_the_same_however_much_is_entered(
    cast: Cast, django_assert_num_queries: Any, number: int
) -> None:
    item = make_item(cast)
    for goal in [make_goal(item, cast.fund_manager) for _ in range(number)]:
        actions.measure(make_indicator(goal, cast.fund_manager), by=cast.fund_manager, value=Decimal(12))
        actions.add_value(item, by=cast.fund_manager, level=Level.SOCIETY, words=texts("Det märks"))
    client = client_of(cast.fund_manager)
    client.get(reverse("admin:index"))
    with django_assert_num_queries(4):
        client.get(reverse(HERE, args=[item.kind, item.slug]))
