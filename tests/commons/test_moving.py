"""Another address: what somebody follows, supports and has asked goes along, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from civicportal.commons import actions
from civicportal.commons.kinds import kinds
from civicportal.commons.models import Follow, Item, Question, Support
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.actions import change_email
from civicportal.people.models import Person
from civicportal.records.models import Entry
from tests.commons.factories import published
from tests.pages.factories import make_city
from tests.people import make_resident

pytestmark = pytest.mark.django_db
OLD, NEW = "rut@example.org", "rut.ny@example.org"


@pytest.fixture(autouse=True)
def projects_can_be_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds, "project", replace(kinds["project"], can_support=True))


@pytest.fixture
def rut() -> Person:
    return make_resident("Rut Resident", email=OLD)


@pytest.fixture
def item() -> Item:
    return published({"sv": "Verktygsbibliotek", "en": "Tool library"})


def follow(item: Item, email: str = OLD, *, confirmed: bool = True) -> Follow:
    return actions.follow(item, email=email, language="sv", confirmed=confirmed)


def support(item: Item, email: str = OLD, person: Person | None = None) -> Support | None:
    return actions.support(item, email=email, language="sv", person=person, confirmed=True)


def move(person: Person) -> None:
    change_email(person, email=NEW, by=person)


def followers(item: Item) -> list[tuple[str, bool]]:
    rows = Follow.objects.filter(item=item).order_by("email")
    return [(one.email, one.confirmed_at is not None and one.ended_at is None) for one in rows]


def test_follows_supports_and_questions_go_along(rut: Person, item: Item) -> None:
    make_city()
    other = published("Låneskåp")
    for one in (item, other):
        follow(one)
        support(one, person=rut)
    actions.ask(item, text="När öppnar ni?", language="sv", email=OLD, person=rut)
    move(rut)
    assert [followers(one) for one in (item, other)] == [[(NEW, True)]] * 2
    assert set(Support.objects.values_list("email", "person")) == {(NEW, rut.pk)}
    assert [Item.every.get(pk=one.pk).supporters for one in (item, other)] == [1, 1]
    assert Question.objects.get().email == NEW
    entry = Entry.objects.get(verb="commons.voices_moved")
    assert entry.facts == {"follows": 2, "supports": 2, "questions": 1}


def test_the_next_letter_goes_to_the_new_address(
    rut: Person, item: Item, django_capture_on_commit_callbacks: Any
) -> None:
    follow(item)
    move(rut)
    Message.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        actions.add_step(item, by=None, title=item.title)
    assert {letter.email for letter in Message.objects.all()} == {NEW}


def test_nobody_elses_moves(rut: Person, item: Item) -> None:
    follow(item, "bo@example.org")
    support(item, "bo@example.org", make_resident("Bo", email="bo@example.org"))
    move(rut)
    assert followers(item) == [("bo@example.org", True)]
    assert Support.objects.get().email == "bo@example.org"
    assert not Entry.objects.filter(verb="commons.voices_moved").exists()


@pytest.mark.parametrize("new_is_live", [True, False])
@pytest.mark.parametrize("old_is_live", [True, False])
def test_two_follows_of_one_thing_become_one(rut: Person, item: Item, old_is_live: bool, new_is_live: bool) -> None:
    for email, live in ((OLD, old_is_live), (NEW, new_is_live)):
        made = follow(item, email)
        if not live:
            actions.end_follow(actions.token_of(made))
    move(rut)
    assert followers(item) == [(NEW, old_is_live or new_is_live)]


def test_two_supports_of_one_thing_are_one(rut: Person, item: Item) -> None:
    support(item, OLD, rut)
    support(item, NEW)
    assert Item.every.get(pk=item.pk).supporters == 2
    move(rut)
    assert (Item.every.get(pk=item.pk).supporters, Support.objects.count()) == (1, 1)


def test_what_nobody_confirmed_stays_where_it_was_asked_for(rut: Person, item: Item) -> None:
    follow(item, confirmed=False)
    move(rut)
    assert followers(item) == [(OLD, False)]


def test_an_address_that_is_taken_moves_nothing(rut: Person, item: Item) -> None:
    make_resident("Bo", email=NEW)
    follow(item)
    with pytest.raises(Refused):
        move(rut)
    assert followers(item) == [(OLD, True)]
