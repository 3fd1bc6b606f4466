"""The cast: somebody for each role, and the table that the first start prints."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from civicportal.demo import city, people
from civicportal.people.enums import Role
from civicportal.people.models import Person


def test_every_role_has_somebody():
    held = {role for character in people.CAST for role, _unit in character.roles}
    assert held == set(Role)


def test_the_table_has_a_row_per_person_and_the_one_secret():
    rows = people.table()
    assert [(name, email) for name, email, _does in rows] == [(one.name, one.email) for one in people.CAST]
    assert [name for name, _email, does in rows if people.TOTP_SECRET in does] == ["Sixten Rosengård"]


@pytest.mark.django_db
def test_they_can_sign_in_by_code_and_hold_their_roles_today():
    cast = people.load(city.load().units)
    confirmed = EmailAddress.objects.filter(verified=True, primary=True).values_list("email", flat=True)
    assert set(confirmed) == {one.email for one in people.CAST}
    for character in people.CAST:
        person = Person.objects.get(pk=cast[character.key].pk)
        assert {role for role, _unit in person.roles_held} == {role for role, _unit in character.roles}
        assert not person.has_usable_password()
