"""My page with nothing on it, and with much: what waits first, long groups folded, one query for each kind of thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from civicportal.cases import actions as cases
from civicportal.commons import actions as commons
from civicportal.people.models import Person
from civicportal.places import mine
from tests.commons.factories import published
from tests.funds.factories import make_application, make_world
from tests.pages.factories import make_city
from tests.people import Cast, client_of, make_resident

pytestmark = pytest.mark.django_db
ROW = '<li class="task">'


def follow(person: Person, number: int) -> None:
    for each in range(number):
        commons.follow(published(f"Sak {each}"), email=person.email, language="sv", confirmed=True)


def test_somebody_new_is_led_to_the_guide(client: Client) -> None:
    make_city()
    html = client_of(make_resident()).get("/mitt/").content.decode()
    assert (ROW in html, 'class="button" href="/vagvisare/"' in html, "mine-jump" in html) == (False, True, False)


def test_a_long_group_folds_after_five(client: Client) -> None:
    make_city()
    person = make_resident()
    follow(person, 8)
    html = client_of(person).get("/mitt/").content.decode()
    before, after = html.split('<details class="mine-rest">')
    assert (before.count(ROW), after.count(ROW), "Visa 3 till" in after) == (5, 3, True)
    assert "/vagvisare/" not in html


def test_one_more_than_five_does_not_fold() -> None:
    group = mine.Group("x", "", lambda person: [])
    for number, shape in ((5, (5, 0)), (6, (6, 0)), (7, (5, 2))):
        shown = mine.ShownGroup(group, [mine.Row(str(each), "/") for each in range(number)])
        assert (len(shown.first), len(shown.rest)) == shape


def test_what_waits_for_the_person_stands_first(cast: Cast) -> None:
    world = make_world(cast)
    application = make_application(world, cast.resident)
    html = client_of(cast.resident).get("/mitt/").content.decode()
    assert 'id="group-waits"' not in html
    cases.say(application.case, text="Kan du berätta mer?", by=cast.fund_manager, once=uuid4())
    html = client_of(cast.resident).get("/mitt/").content.decode()
    assert re.findall(r'<h2 id="group-(\w+)"', html)[0] == "waits"
    cases.say(application.case, text="Ja, gärna.", by=cast.resident, once=uuid4())
    assert 'id="group-waits"' not in client_of(cast.resident).get("/mitt/").content.decode()


@pytest.fixture
def five_groups() -> Iterator[None]:
    """Only five groups, each with one line."""
    kept = dict(mine.groups)
    mine.groups.clear()
    for number in range(5):
        key = f"g{number}"
        mine.register(mine.Group(key, f"Grupp {number}", lambda person: [mine.Row("En rad", "/")], position=number))
    yield
    mine.groups.clear()
    mine.groups.update(kept)


@pytest.mark.usefixtures("five_groups")
def test_many_groups_have_a_list_to_jump_by() -> None:
    make_city()
    html = client_of(make_resident()).get("/mitt/").content.decode()
    assert re.findall(r'<a href="#(group-g\d)">', html) == [f"group-g{number}" for number in range(5)]


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_for_each_kind_of_thing_however_many_there_are(
    cast: Cast, rows: int, django_assert_num_queries: Any
) -> None:
    """Session, person, roles, and one for each of the fourteen registered kinds of own things."""
    world = make_world(cast)
    for number in range(rows):
        make_application(world, cast.resident, title=f"Idé {number}")
    follow(cast.resident, rows)
    client = client_of(cast.resident)
    client.get("/om/")
    with django_assert_num_queries(17):
        assert client.get("/mitt/").status_code == 200
