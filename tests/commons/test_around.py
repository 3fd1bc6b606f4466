"""What stands around a public thing, in a fixed number of queries; what it can be carried on to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from civicportal.commons import actions, offers, queries, upcoming
from civicportal.commons.models import Item, Link
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from tests.commons.factories import make_project, published
from tests.people import make_fund_manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_from_the_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """What features offer and what lies ahead is theirs to test."""
    monkeypatch.setattr(offers, "offers", {})
    monkeypatch.setattr(upcoming, "sources", {})


def answered(item: Item, manager: Person, text: str) -> None:
    question = actions.ask(item, text=text, language="sv", email="rut@example.org")
    actions.answer(question, by=manager, words="Ja.", function=LocalizedText(sv="Fondkontoret"))


@pytest.mark.parametrize("number", [1, 3])
def test_two_queries_however_much_there_is(number: int, django_assert_num_queries: Any) -> None:
    item = published()
    manager = make_fund_manager(item.unit)
    for each in range(number):
        answered(item, manager, f"Fråga {each}?")
        actions.add_step(item, by=None, title=f"Steg {each}")
        actions.link(item, published(f"Liknande {each}"), Link.Kind.SIMILAR, by=manager, reason="Samma stadsdel")
        actions.link(item, published(f"Före {each}"), Link.Kind.GREW_FROM, by=None)
    with django_assert_num_queries(2):
        around = queries.around(item)
        [question.answered_by_function for question in around.questions]
    assert [len(part) for part in (around.questions, around.knots, around.similar)] == [number, 2 * number, number]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_project_with_all_of_it_asks_eight(
    number: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    item = published()
    manager = make_fund_manager(item.unit)
    for each in range(number):
        answered(item, manager, f"Fråga {each}?")
    with django_assert_max_num_queries(8):
        assert client.get(item.get_absolute_url()).status_code == 200


def test_staffs_reason_stands_by_what_it_links() -> None:
    item, alike, before = published("Ett"), published("Två"), published("Tre")
    manager = make_fund_manager(item.unit)
    actions.accept(item, alike, Link.Kind.SIMILAR, by=manager, reason=LocalizedText(sv="Båda lånar ut verktyg"))
    actions.accept(item, before, Link.Kind.GREW_FROM, by=manager, reason=LocalizedText(sv="Samma grannar"))
    around = queries.around(item)
    assert [(str(each.title), str(each.reason), each.url) for each in around.similar] == [
        ("Beviljat projekt: Två", "Båda lånar ut verktyg", alike.get_absolute_url())
    ]
    assert [str(knot.reason) for knot in around.knots] == ["Samma grannar"]
    assert [str(each.title) for each in queries.around(alike).similar] == ["Beviljat projekt: Ett"]


def test_what_lies_ahead_is_told_nearest_first() -> None:
    item, now = published(), dates.now()
    later, sooner = (upcoming.Upcoming(f"Om {days}", "/", now + timedelta(days=days)) for days in (9, 2))
    upcoming.register("tests", lambda found: [later, sooner] if found == item else [])
    assert [each.label for each in queries.around(item).upcoming] == ["Om 2", "Om 9"]
    with pytest.raises(ValueError, match="twice"):
        upcoming.register("tests", lambda found: [])


def test_offers_stand_for_their_kinds_while_they_are_open_and_carry_where_one_comes_from() -> None:
    item = published("Ett", slug="ett")
    own: dict[str, Any] = {"from_kinds": frozenset({"project"}), "label": "Sök pengar"}
    offers.register(offers.Offer(key="b", url_name="search", position=2, **own))
    offers.register(offers.Offer(key="a", url=lambda found: "/ansok/?x=1", position=1, **own))
    offers.register(offers.Offer(key="shut", url_name="search", open=lambda found: False, **own))
    offers.register(offers.Offer(key="nothing", url=lambda found: "", **own))
    offers.register(offers.Offer(key="others", url_name="search", **{**own, "from_kinds": frozenset({"need"})}))
    assert [offer.url for offer in offers.offers_for(item)] == [
        "/ansok/?x=1&fran=project/ett",
        "/sok/?fran=project/ett",
    ]


def test_the_origin_is_a_visible_thing_or_none() -> None:
    project = make_project("Ett", slug="ett")
    item = actions.publish(project, by=None)
    asked = RequestFactory()
    assert offers.origin(asked.get("/", {"fran": "project/ett"})) == item
    assert offers.origin(asked.post("/", {"fran": offers.named(item)})) == item
    for wrong in ("", "project", "project/", "project/annat", "need/ett", "x" * 300 + "/ett"):
        assert offers.origin(asked.get("/", {"fran": wrong})) is None
    actions.hide(project, by=None, reason="withdrawn")
    assert offers.origin(asked.get("/", {"fran": "project/ett"})) is None


def test_an_offer_without_target_is_refused() -> None:
    with pytest.raises(ValueError, match="leads nowhere"):
        offers.register(offers.Offer(key="x", from_kinds=frozenset(), label="X"))
