"""My page lists the drafts that one is writing, and only to oneself."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from civicportal.submissions import actions as submissions
from civicportal.submissions.registrations import my_drafts
from tests.funds.factories import World, write_draft
from tests.people import make_resident, sign_in

pytestmark = pytest.mark.django_db


def test_a_draft_stands_on_my_page_with_its_title_and_the_way_back(client: Client, world: World) -> None:
    person = make_resident()
    draft = write_draft(world, person, title="Lånecyklar i hamnen")
    sign_in(client, person)
    page = client.get("/mitt/").content.decode()
    assert "Lånecyklar i hamnen" in page
    assert "Utkast, bara du ser det" in page
    assert f"/utkast/{draft.token}/" in page
    sign_in(client, make_resident())
    assert "Lånecyklar" not in client.get("/mitt/").content.decode()


def test_a_draft_without_a_title_is_called_by_where_it_goes(world: World) -> None:
    person = make_resident()
    submissions.start_draft(opening=world.round.opening, email=person.email, language="sv", by=person)
    assert [row.label for row in my_drafts(person)] == ["Utkast till Visionsfonden"]


def test_a_sent_draft_is_no_draft_any_more(world: World) -> None:
    person = make_resident()
    submissions.send(write_draft(world, person), by=person)
    assert my_drafts(person) == []


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_drafts(world: World, number: int, django_assert_num_queries: Any) -> None:
    person = make_resident()
    for n in range(number):
        write_draft(world, person, title=f"Idé {n}")
    with django_assert_num_queries(1):
        assert len(my_drafts(person)) == number
