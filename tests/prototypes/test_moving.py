"""Another address: places at meetings, numbers on waiting lists and working groups go along with it."""

from __future__ import annotations

import pytest
from django.test import Client

from civicportal.people.actions import change_email
from civicportal.people.models import Person
from civicportal.records.models import Entry
from prototypes.actions import groups, signups
from prototypes.models import GroupMember, Meeting, SignUp
from prototypes.notices.meetings import own_path
from tests.people import make_resident
from tests.prototypes.factories import make_stage
from tests.prototypes.meeting_factories import make_meeting, sign_up
from tests.stories.actors import newest_letter

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = "rut@example.org", "rut.ny@example.org", "bo@example.org"


@pytest.fixture
def rut() -> Person:
    return make_resident("Rut Resident", email=OLD)


def move(person: Person) -> None:
    change_email(person, email=NEW, by=person)


def states(meeting: Meeting) -> dict[str, str]:
    return dict(SignUp.objects.filter(meeting=meeting).values_list("email", "state"))


def test_a_place_goes_along_with_its_page_and_its_letters(rut: Person) -> None:
    mine, as_guest = make_meeting(), make_meeting()
    sign_up(mine, OLD, person=rut)
    sign_up(as_guest, OLD)
    sign_up(mine, OTHER)
    before = own_path(SignUp.objects.get(meeting=mine, email=OLD))
    move(rut)
    assert states(mine) == {NEW: "seated", OTHER: "seated"}
    assert set(SignUp.objects.filter(person=rut).values_list("email", "meeting")) == {
        (NEW, mine.pk),
        (NEW, as_guest.pk),
    }
    now = own_path(SignUp.objects.get(meeting=mine, email=NEW))
    assert [Client().get(path).status_code for path in (before, now)] == [404, 200]
    assert Entry.objects.get(verb="sign_up.moved").facts == {"sign_ups": 2}


def test_the_next_letter_about_the_place_goes_to_the_new_address(rut: Person) -> None:
    meeting = make_meeting(seats=1)
    first = sign_up(meeting, OTHER)
    sign_up(meeting, OLD, person=rut)
    move(rut)
    signups.give_up(first)
    assert newest_letter("prototypes.promoted").email == NEW
    assert states(meeting) == {OTHER: "given_up", NEW: "seated"}


def test_two_places_become_one_and_the_other_goes_to_the_first_who_waits(rut: Person) -> None:
    meeting = make_meeting(seats=2)
    sign_up(meeting, OLD, person=rut)
    sign_up(meeting, NEW)
    sign_up(meeting, OTHER)
    move(rut)
    assert states(meeting) == {NEW: "seated", OTHER: "seated"}
    assert Meeting.objects.get(pk=meeting.pk).taken == 2
    assert newest_letter("prototypes.promoted").email == OTHER


@pytest.mark.parametrize(("first", "second"), [(OLD, NEW), (NEW, OLD)])
def test_a_place_stays_before_a_number_on_the_waiting_list(rut: Person, first: str, second: str) -> None:
    meeting = make_meeting(seats=1)
    sign_up(meeting, first)
    sign_up(meeting, second)
    move(rut)
    assert states(meeting) == {NEW: "seated"}
    assert Meeting.objects.get(pk=meeting.pk).taken == 1


def test_a_working_group_is_joined_once_with_both_addresses(rut: Person) -> None:
    stage = make_stage()
    group = stage.group
    groups.join(group, name="Rut", email=OLD, language="sv", by=rut)
    groups.join(group, name="Bo", email=OTHER, language="sv", by=None)
    move(rut)
    assert set(GroupMember.objects.now().values_list("email", flat=True)) == {NEW, OTHER}
    assert GroupMember.objects.get(email=NEW).person == rut

    groups.join(group, name="Rut", email=OLD, language="sv", by=None)
    change_email(rut, email=OLD, by=rut)
    assert sorted(GroupMember.objects.now().values_list("email", flat=True)) == [OTHER, OLD]
