"""The red thread: lineage both ways, never sideways, one query."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from civicportal.commons import actions, queries
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.thread import Knot
from civicportal.kernel import dates
from civicportal.kernel.dates import STOCKHOLM
from tests.commons.factories import make_project, published

pytestmark = pytest.mark.django_db


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, 12, tzinfo=STOCKHOLM)


def told(knots: list[Knot]) -> list[str]:
    return [str(knot.title) for knot in knots]


def link(source: Item, target: Item, kind: str) -> None:
    actions.link(source, target, kind, by=None)


def test_steps_are_told_in_order_with_dates_sums_and_who() -> None:
    item = published()
    actions.add_step(item, by=None, title="Provas nu", at=day(2025, 6))
    actions.add_step(
        item,
        by=None,
        title="Beviljad",
        at=day(2025, 3),
        kind=Step.Kind.DECISION,
        amount=75_000_00,
        by_function="Styrgruppen",
    )
    actions.add_step(item, by=None, title="Slutredovisning", at=dates.now() + timedelta(days=40))
    knots = queries.thread(item)
    assert told(knots) == ["Beviljad", "Provas nu", "Slutredovisning"]
    assert [knot.state for knot in knots] == ["past", "now", "next"]
    assert (knots[0].amount, str(knots[0].by), knots[0].when) == (75_000_00, "Styrgruppen", "1 mars 2025")
    assert [knot.url for knot in knots] == ["", "", ""]


def test_the_walk_goes_back_and_forward_and_not_sideways() -> None:
    need, idea, sibling, test = (published(name, granted_on=date(2020 + n, 1, 1)) for n, name in enumerate("ABCD"))
    link(idea, need, Link.Kind.GREW_FROM)
    link(sibling, need, Link.Kind.GREW_FROM)
    link(test, idea, Link.Kind.TESTS)
    actions.add_step(idea, by=None, title="Beviljad", at=day(2021, 5))
    assert told(queries.thread(idea)) == ["Granted project: A", "Beviljad", "Granted project: D"] or told(
        queries.thread(idea)
    ) == [
        "Beviljat projekt: A",
        "Beviljad",
        "Beviljat projekt: D",
    ]
    assert {knot.item_id for knot in queries.thread(need)} == {need.pk, idea.pk, sibling.pk, test.pk} - {need.pk}


def test_what_funds_it_is_told_and_no_walk_goes_on_from_there() -> None:
    fund, one, other = published("Fonden"), published("Ett"), published("Ett till")
    link(one, fund, Link.Kind.FUNDED_BY)
    link(other, fund, Link.Kind.FUNDED_BY)
    actions.add_step(fund, by=None, title="Fonden öppnade")
    knots = queries.thread(one)
    assert [knot.item_id for knot in knots] == [fund.pk]
    assert knots[0].url == fund.get_absolute_url()
    assert queries.thread(fund)[0].item_id == fund.pk


def test_a_ring_of_links_ends_and_similar_things_are_no_story() -> None:
    one, two, three, alike = (published(name) for name in ("Ett", "Två", "Tre", "Liknande"))
    link(one, two, Link.Kind.GREW_FROM)
    link(two, three, Link.Kind.GREW_FROM)
    link(three, one, Link.Kind.GREW_FROM)
    link(one, alike, Link.Kind.SIMILAR)
    assert {knot.item_id for knot in queries.thread(one)} == {two.pk, three.pk}


def test_hidden_things_are_neither_told_nor_walked_through() -> None:
    first, last = published("Ett"), published("Tre")
    middle = make_project("Två")
    hidden = actions.publish(middle, by=None)
    link(hidden, first, Link.Kind.GREW_FROM)
    link(last, hidden, Link.Kind.GREW_FROM)
    actions.add_step(hidden, by=None, title="Hemlig")
    assert {knot.item_id for knot in queries.thread(last)} == {first.pk, hidden.pk}
    actions.hide(middle, by=None, reason="withdrawn")
    assert queries.thread(last) == []


def test_another_things_first_step_carries_its_name_and_leads_to_it() -> None:
    need, idea = published("Tvättstugan står tom"), published("Verktygsbibliotek")
    link(idea, need, Link.Kind.GREW_FROM)
    actions.add_step(need, by=None, title="Togs upp på en promenad", at=day(2024))
    actions.add_step(need, by=None, title="Fler sa samma sak", at=day(2024, 2))
    knots = queries.thread(idea)
    assert str(knots[0].title).endswith(": Tvättstugan står tom")
    assert [str(knots[0].words), knots[0].url] == ["Togs upp på en promenad", need.get_absolute_url()]
    assert [str(knots[1].title), knots[1].url] == ["Fler sa samma sak", ""]


def test_words_are_escaped_and_marked_with_their_language() -> None:
    item = published()
    actions.add_step(item, by=None, title="<b>Provas</b>")
    from django.utils.translation import override

    with override("en"):
        assert str(queries.thread(item)[0].title) == '<span lang="sv">&lt;b&gt;Provas&lt;/b&gt;</span>'


@pytest.mark.parametrize("length", [1, 12])
def test_one_query_however_long_the_thread(length: int, django_assert_num_queries: Any) -> None:
    items = [published(f"Led {number}") for number in range(length + 1)]
    for earlier, later in pairwise(items):
        link(later, earlier, Link.Kind.GREW_FROM)
        actions.add_step(later, by=None, title="Steg")
    with django_assert_num_queries(1):
        assert len(queries.thread(items[0])) == length


def test_what_several_things_say_the_same_day_is_told_once() -> None:
    topic, *needs = (published(name, granted_on=date(2020 + n, 1, 1)) for n, name in enumerate("TABC"))
    for each in needs:
        link(topic, each, Link.Kind.GREW_FROM)
        actions.add_step(each, by=None, title="Framfört", at=day(2023))
        actions.add_step(each, by=None, title="Samlat i ämnet", at=day(2024))
    assert told(queries.thread(topic)).count("Samlat i ämnet") == 1
    assert told(queries.thread(needs[0])).count("Samlat i ämnet") == 1
