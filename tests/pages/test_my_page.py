"""My page with nothing on it, and with much: what waits first, long groups folded, one query for each kind of thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from challenges.actions.times import set_times
from challenges.models import Challenge
from civicportal.cases import actions as cases
from civicportal.commons import actions as commons
from civicportal.commons.contacts import ask_contact
from civicportal.people.models import Person
from civicportal.places import mine
from funds.actions.inquiries import tell
from funds.models import Fund
from prototypes.actions.groups import join
from prototypes.actions.suggestions import suggest
from tests.challenges.factories import Scene, make_challenge, make_proposal, make_scene, open_times, publish
from tests.challenges.factories import write_draft as write_to_challenge
from tests.commons.factories import published
from tests.funds.factories import make_application, make_world, write_draft
from tests.labs.factories import make_stage as make_lab_stage
from tests.labs.factories import make_topic, public_need, raise_idea, raise_need
from tests.pages.factories import make_city
from tests.people import Cast, client_of, make_resident
from tests.prototypes.factories import make_prototype
from tests.prototypes.factories import make_stage as make_prototype_stage
from tests.prototypes.meeting_factories import make_meeting, sign_up

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


def everything(cast: Cast, rows: int) -> Person:
    """Somebody with so many of each kind of own things, and a reply to give in each lab's case."""
    person = cast.resident
    world, scene, stage, lab = make_world(cast), make_scene(), make_prototype_stage(), make_lab_stage()
    Fund.objects.update(contact_series="IN", contact_days=10)
    world.fund.refresh_from_db()
    topic = make_topic(lab)
    for number in range(rows):
        cache.clear()  # Nobody starts so many drafts in an hour.
        make_application(world, person, title=f"Idé {number}")
        make_proposal(scene, person, title=f"Förslag {number}")
        write_draft(world, person, title=f"Utkast {number}")
        write_to_challenge(publish(make_answered(scene, number), scene.editor), person)
        tell(world.fund, by=person, words="Bänkar i solen.", language="sv", once=uuid4())
        for raised in (raise_need(lab, person=person), raise_idea(topic, person=person)):
            cases.say(raised.case, text="Var då?", by=lab.facilitator, once=uuid4())
        wish = {"title": f"Testa {number}", "wish": "Med grannar", "origin": None, "language": "sv"}
        suggest(stage.network, by=person, once=uuid4(), **wish)
        prototype = make_prototype(stage.network, stage.coordinator)
        join(prototype.groups.get(), name="Rut", email=person.email, language="sv", by=person)
        sign_up(make_meeting(), email=person.email)
        need = public_need(lab).item
        commons.support(need, email=person.email, language="sv", person=person, confirmed=True)
        commons.ask(need, text="När?", language="sv", email=person.email, person=person)
        ask_contact(prototype.item, by=person, words="Får jag vara med?", once=uuid4(), language="sv")
    follow(person, rows)
    return person


def make_answered(scene: Scene, number: int) -> Challenge:
    """A challenge more to write to, so that each draft has an opening of its own."""
    challenge = make_challenge(scene.unit, title=f"Utmaning {number}", district=scene.district)
    set_times(challenge, open_times(), by=scene.editor)
    return challenge


ELSEWHERE = {"coaching", "completions", "pitches", "projects"}
"""Groups that stand empty here; tests of coaching, completing, pitching and granted projects fill them."""


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_for_each_kind_of_thing_however_many_there_are(
    cast: Cast, rows: int, django_assert_num_queries: Any
) -> None:
    """Session and person; what waits, drafts, the kinds of own things; what one follows, supports and asks at once.

    Every group has its lines, whatever kind of thing they are.
    """
    person = everything(cast, rows)
    client = client_of(person)
    client.get("/om/")
    with django_assert_num_queries(15):
        html = client.get("/mitt/").content.decode()
    drawn = {group.group.key: len(group.rows) for group in mine.shown(person)}
    assert drawn == {
        key: rows * (2 if key in {"waits", "drafts", "raised"} else 1) for key in mine.groups if key not in ELSEWHERE
    }
    assert html.count(ROW) == sum(drawn.values())
