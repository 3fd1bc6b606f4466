"""Working groups: joining by account or by mail, leaving, what coordinators see, and that names are nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from civicportal.commons.actions import add_step
from civicportal.commons.models import Step
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from civicportal.people import own_data
from civicportal.people.enums import OrganisationKind, Role
from prototypes.actions import groups as actions
from prototypes.enums.prototypes import PrototypeState
from prototypes.models import GroupMember, Prototype
from prototypes.queries.staff import prototypes_for_staff
from tests.people import client_of, make_auditor, make_communicator, make_resident, make_unit, make_with_role
from tests.prototypes.factories import Stage, make_stage
from tests.stories.actors import mailed_path

pytestmark = pytest.mark.django_db
HEDDA = "hedda@example.org"


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def path(stage: Stage) -> str:
    return str(stage.group.get_absolute_url())


def join(stage: Stage, email: str = HEDDA, by: Any = None, name: str = "Hedda Hall") -> GroupMember:
    return actions.join(stage.group, name=name, email=email, language="sv", by=by)


def letter(kind: str) -> Message:
    return Message.objects.filter(kind=kind).latest("pk")


def confirm(client: Client, kind: str = "commons.proof") -> str:
    """Opens the newest letter's link, presses its button, and gives where that led."""
    where = mailed_path(Message.objects.latest("pk"), "/bekrafta/")
    assert client.get(where).status_code == 200
    answer = client.post(where, follow=True)
    assert answer.status_code == 200
    return str(answer.request["PATH_INFO"])


# Joining


def test_somebody_without_account_joins_by_a_letter(client: Client, stage: Stage, path: str) -> None:
    sent = client.post(path, {"name": "Hedda Hall", "email": "Hedda@Example.org"})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{path}tack/")
    assert GroupMember.objects.count() == 0
    assert confirm(client) == f"{path}tack/"
    place = GroupMember.objects.get()
    assert (place.name, place.email, place.person, place.group) == ("Hedda Hall", HEDDA, None, stage.group)
    told = letter("prototypes.joined")
    assert (told.email, told.reply_to) == (HEDDA, "processledare@example.org")
    assert mailed_path(told, f"{path}lamna/")


def test_the_link_pressed_twice_is_one_place(client: Client, stage: Stage, path: str) -> None:
    client.post(path, {"name": "Hedda Hall", "email": HEDDA})
    where = mailed_path(Message.objects.latest("pk"), "/bekrafta/")
    for _each in range(2):
        client.post(where)
    assert GroupMember.objects.count() == 1


def test_somebody_signed_in_joins_at_once(stage: Stage, path: str) -> None:
    person = make_resident()
    client = client_of(person)
    page = client.get(path).content.decode()
    assert f'value="{person.email}"' in page
    sent = client.post(path, {"name": person.name, "email": person.email})
    assert sent.headers["Location"] == f"{path}tack/?bekraftad=1"
    assert GroupMember.objects.get().person == person
    assert "Du är med i gruppen" in client.get(path).content.decode()


def test_another_address_than_ones_own_is_proved(stage: Stage, path: str) -> None:
    client = client_of(make_resident())
    client.post(path, {"name": "Annan", "email": "annan@example.org"})
    assert GroupMember.objects.count() == 0


def test_an_address_with_an_account_is_that_persons_place(stage: Stage) -> None:
    person = make_resident(email=HEDDA)
    assert join(stage).person == person


def test_joining_twice_is_once_and_the_database_agrees(stage: Stage) -> None:
    assert join(stage) == join(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMember.objects.create(group=stage.group, name="X", email=HEDDA)
    assert Message.objects.filter(kind="prototypes.joined").count() == 1


@pytest.mark.parametrize("state", [PrototypeState.PAUSED, PrototypeState.ENDED])
def test_nobody_joins_what_rests(client: Client, stage: Stage, path: str, state: str) -> None:
    Prototype.objects.update(state=state)
    page = client.get(path).content.decode()
    assert "Ingen arbetar med prototypen nu" in page
    assert 'name="email"' not in page
    assert client.post(path, {"name": "H", "email": HEDDA}).status_code == 422
    with pytest.raises(Refused):
        join(stage)


def test_a_group_may_say_that_it_is_full(client: Client, stage: Stage, path: str) -> None:
    stage.prototype.groups.update(takes_members=False)
    assert "Gruppen tar inte emot nya just nu" in client.get(path).content.decode()


def test_a_group_that_closed_meanwhile_says_why_at_the_letters_button(client: Client, stage: Stage, path: str) -> None:
    client.post(path, {"name": "Hedda Hall", "email": HEDDA})
    stage.prototype.groups.update(takes_members=False)
    answer = client.post(mailed_path(Message.objects.latest("pk"), "/bekrafta/"))
    assert "Gruppen tar inte emot nya just nu" in answer.content.decode()
    assert GroupMember.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Skriv ditt namn"),
        ("email", "", "Skriv din e-postadress"),
        ("email", "hedda", "Skriv hela adressen, till exempel namn@example.org"),
        ("website", "http://spam.example", "Lämna det här fältet tomt"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    client: Client, path: str, field: str, value: str, sentence: str
) -> None:
    typed = {"name": "Hedda Hall", "email": HEDDA, field: value}
    answer = client.post(path, typed)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (422, True)
    assert Message.objects.count() == 0


def test_an_address_is_not_flooded_with_letters(client: Client, path: str) -> None:
    codes = [client.post(path, {"name": "Hedda", "email": HEDDA}).status_code for _each in range(4)]
    assert codes == [302, 302, 302, 429]


# Leaving


def test_leaving_by_a_letter(client: Client, stage: Stage, path: str) -> None:
    join(stage)
    sent = client.post(f"{path}lamna/", {"email": HEDDA})
    assert sent.headers["Location"] == f"{path}lamnad/"
    assert GroupMember.objects.now().count() == 1
    assert confirm(client) == f"{path}lamnad/"
    assert GroupMember.objects.now().count() == 0
    assert letter("prototypes.left").email == HEDDA


def test_nobody_learns_who_is_in_the_group(client: Client, stage: Stage, path: str) -> None:
    join(stage)
    before = Message.objects.count()
    stranger = client.post(f"{path}lamna/", {"email": "ingen@example.org"})
    assert (stranger.headers["Location"], Message.objects.count()) == (f"{path}lamnad/", before)


def test_leaving_when_signed_in_and_coming_back(stage: Stage, path: str) -> None:
    person = make_resident()
    join(stage, person.email, by=person)
    client = client_of(person)
    assert client.post(f"{path}lamna/").headers["Location"] == f"{path}lamnad/?bekraftad=1"
    join(stage, person.email, by=person)
    assert (GroupMember.objects.count(), GroupMember.objects.now().count()) == (2, 1)


# Those who coordinate


def members_path(stage: Stage) -> str:
    return f"/backoffice/prototyper/{stage.prototype.slug}/grupper/"


def test_the_work_list_counts_each_once_however_much_is_told(stage: Stage) -> None:
    join(stage)
    join(stage, "b@example.org")
    for words in ("Ett", "Två", "Tre"):
        add_step(stage.prototype.item, kind=Step.Kind.UPDATE, title=LocalizedText(sv=words), by=stage.coordinator)
    [row] = prototypes_for_staff(stage.coordinator)
    assert row.in_groups == 2


def test_coordinators_read_names_and_nobody_else_does(stage: Stage) -> None:
    join(stage)
    other = make_with_role(Role.NETWORK_COORDINATOR, make_unit("Andra", OrganisationKind.NETWORK))
    page = client_of(stage.coordinator).get(members_path(stage)).content.decode()
    assert "Hedda Hall" in page
    assert HEDDA in page
    assert client_of(other).get(members_path(stage)).status_code == 404
    assert client_of(make_communicator(stage.unit)).get(members_path(stage)).status_code == 404
    assert client_of(make_resident()).get(members_path(stage)).status_code == 404
    assert client_of(make_auditor()).get(members_path(stage)).status_code == 200


def test_a_protected_identity_is_not_named(stage: Stage) -> None:
    join(stage, by=make_resident("Hedda Hall", email=HEDDA, protected=True))
    page = client_of(stage.coordinator).get(members_path(stage)).content.decode()
    assert "Skyddade personuppgifter" in page
    assert "Hedda" not in page
    assert HEDDA not in page


def test_a_coordinator_takes_somebody_out_and_they_hear(stage: Stage) -> None:
    place = join(stage)
    address = f"{members_path(stage)}{place.pk}/ta-bort/"
    assert client_of(make_auditor()).post(address).status_code == 404
    assert client_of(stage.coordinator).post(address).status_code == 302
    assert client_of(stage.coordinator).post(address).status_code == 404
    assert GroupMember.objects.now().count() == 0
    assert letter("prototypes.left").email == HEDDA
    with pytest.raises(Refused):
        actions.take_out(place, by=make_communicator(stage.unit))


# My page and my data


def test_my_page_lists_my_groups(stage: Stage) -> None:
    person = make_resident()
    join(stage, person.email, by=person)
    page = client_of(person).get("/mitt/").content.decode()
    assert "Dina arbetsgrupper" in page
    assert "Mötesplatsen" in page


def test_own_data_is_shown_and_erased(stage: Stage) -> None:
    person = make_resident()
    join(stage, person.email, by=person)
    (row,) = own_data.parts["working_groups"].export(person)
    assert (row["group"], row["prototype"], row["left"]) == ("Mötesplatsen", "Mötas", None)
    erase = own_data.parts["working_groups"].erase
    assert erase is not None
    erase(person)
    assert GroupMember.objects.count() == 0
