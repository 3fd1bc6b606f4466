"""One page for the letters that somebody gets: each follow with its stop, and what else can be left out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from civicportal.commons import actions
from civicportal.commons.models import Follow
from civicportal.notices.actions import choose_letters
from civicportal.notices.letters import letters
from civicportal.notices.models import Message, Preference
from civicportal.people.models import Person
from civicportal.places import mine
from tests.commons.factories import published
from tests.people import make_resident

pytestmark = pytest.mark.django_db
PAGE = "/mitt/brev/"


@pytest.fixture
def rut(client: Client) -> Person:
    person = make_resident()
    client.force_login(person)
    return person


def live() -> list[tuple[str, str]]:
    return sorted(Follow.objects.live().values_list("item__slug", "email"))


def test_one_thing_or_all_is_stopped_and_nobody_elses(client: Client, rut: Person) -> None:
    items = [published(f"Sak {number}", slug=f"sak-{number}") for number in range(3)]
    for item in items:
        for email in (rut.email, "annan@example.org"):
            actions.follow(item, email=email, language="sv", confirmed=True)
    others = [(f"sak-{number}", "annan@example.org") for number in range(3)]
    assert client.get(PAGE).content.decode().count('name="stop"') == 3
    client.post(PAGE, {"stop": "project/sak-0"})
    client.post(PAGE, {"stop": "project/finns-inte"})
    assert live() == sorted([*others, ("sak-1", rut.email), ("sak-2", rut.email)])
    client.post(PAGE, {"all": "1"})
    assert live() == others
    actions.add_step(items[0], by=None, title="Steg")
    assert list(Message.objects.values_list("email", flat=True)) == ["annan@example.org"]


def test_letters_that_can_be_left_out_are_chosen(client: Client, rut: Person) -> None:
    optional = [letter.kind for letter in letters.values() if letter.can_be_left_out]
    assert ("review.assigned" in optional, "commons.step" in optional, "funds.receipt" in optional) == (
        True, False, False
    )  # fmt: skip
    client.post(PAGE, {"wanted": [kind for kind in optional if kind != "review.assigned"]})
    refused = Preference.objects.filter(person=rut, wanted=False)
    assert list(refused.values_list("kind", flat=True)) == ["review.assigned"]
    choose_letters(rut, wanted=optional)
    assert refused.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_as_for_one(
    number: int, client: Client, rut: Person, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        actions.follow(published(f"Sak {each}"), email=rut.email, language="sv", confirmed=True)
    client.get(PAGE)
    with django_assert_num_queries(4):
        assert client.get(PAGE).status_code == 200


def test_the_link_in_a_letter_stops_everything_to_that_address(client: Client) -> None:
    for number in range(2):
        actions.follow(published(f"Sak {number}"), email="rut@example.org", language="sv", confirmed=True)
    token = actions.token_of(Follow.objects.all()[0])
    assert client.post(f"/bevaka/sluta/{token}/", {"all": "1"}).status_code == 200
    assert live() == []


def test_my_page_shows_what_i_asked_and_support(rut: Person) -> None:
    item = published("Sak")
    actions.ask(item, text="När då?", language="sv", email=rut.email, person=rut)
    rows = {shown.group.key: [(row.label, row.status) for row in shown.rows] for shown in mine.shown(rut)}
    assert rows["questions"] == [("När då?", "Väntar på att läsas")]
    assert "supported" not in rows
