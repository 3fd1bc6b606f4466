"""Roles: who gives them, what they open, who counts as an employee."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people import actions, rules
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Membership, Person
from civicportal.people.permissions import granted_to, group_name
from civicportal.people.queries import employees_of, people_with_role
from civicportal.records.models import Entry
from tests.people import (
    client_of,
    give,
    make_administrator,
    make_auditor,
    make_coach,
    make_fund_manager,
    make_registrar,
    make_resident,
    make_reviewer,
    make_unit,
)

pytestmark = pytest.mark.django_db

ADD = "/backoffice/people/membership/add/"


def test_each_role_has_a_group_with_exactly_its_rights():
    names = {name for group in Group.objects.all() for name in [group.name]}
    assert names == {group_name(role) for role in Role.values}
    held = {
        f"{right.content_type.app_label}.{right.codename}"
        for right in Group.objects.get(name="role:auditor").permissions.all()
    }
    assert "people.view_person" in held
    assert held <= granted_to(Role.AUDITOR)
    assert not [name for name in held if ".view_" not in name]


def test_rights_follow_the_roles_of_today():
    person = make_administrator()
    assert person.has_perm("people.change_membership")
    Membership.objects.filter(person=person).update(ends_on=dates.today() - timedelta(days=1))
    assert not Person.objects.get(pk=person.pk).has_perm("people.change_membership")
    assert not make_resident().has_perm("people.view_person")


def test_a_role_is_given_in_the_backoffice_with_a_letter_and_a_trace():
    administrator, person, unit = make_administrator(), make_resident(), make_unit()
    start = dates.today()
    said = {"person": person.pk, "role": Role.COACH, "unit": unit.pk, "starts_on": str(start), "ends_on": ""}
    answer = client_of(administrator).post(ADD, said)
    assert answer.status_code == 302
    held = Membership.objects.get(person=person)
    assert (held.role, held.unit, held.starts_on, held.ends_on) == (Role.COACH, unit, start, None)
    entry = Entry.objects.get(verb="role.given")
    assert (entry.actor, entry.unit_id, entry.facts["person"], entry.facts["role"]) == (
        administrator,
        unit.pk,
        person.pk,
        "coach",
    )
    letter = Message.objects.get(person=person)
    assert (letter.kind, letter.subject) == ("people.role_given", "Du har fått en roll: Coach")


def test_giving_a_role_asks_again_who_it_is():
    administrator = make_administrator()
    answer = client_of(administrator, age=400).get(ADD)
    assert answer.url.startswith("/konto/sakerhet/reauthenticate/")


@pytest.mark.parametrize("maker", [make_fund_manager, make_registrar, make_auditor, make_reviewer])
def test_nobody_but_an_administrator_gives_roles(maker):
    person, somebody = maker(), make_resident()
    assert client_of(person).get(ADD).status_code in {403, 404}
    with pytest.raises(Refused, match=r"administratör|administrator"):
        actions.give_role(somebody, role=Role.COACH, unit=make_unit(), by=person)
    assert not Membership.objects.filter(person=somebody).exists()


def test_nobody_gives_themselves_a_role():
    administrator = make_administrator()
    said = {
        "person": administrator.pk,
        "role": Role.DECISION_MAKER,
        "unit": make_unit().pk,
        "starts_on": str(dates.today()),
    }
    page = client_of(administrator).post(ADD, said)
    assert "Ingen ger sig själv en roll" in page.content.decode()
    assert Membership.objects.filter(person=administrator).count() == 1


def test_roles_are_held_in_the_citys_own_units_only():
    company = make_unit("Bolaget AB", OrganisationKind.COMPANY)
    answer = rules.can_give_role(make_administrator(), person=make_resident(), unit=company)
    assert not answer
    assert "units" in str(answer.why) or "enheter" in str(answer.why)


def test_a_role_that_ends_at_once_is_gone_in_open_sessions_too():
    administrator, manager = make_administrator(), make_fund_manager()
    client = client_of(manager)
    assert client.get("/backoffice/").status_code == 200
    actions.end_role(Membership.objects.get(person=manager), by=administrator)
    assert client.get("/backoffice/").status_code == 302
    assert Entry.objects.filter(verb="role.ended").exists()


def test_the_last_administrator_stays():
    administrator = make_administrator()
    with pytest.raises(Refused):
        actions.end_role(Membership.objects.get(person=administrator), by=administrator)
    second = make_administrator()
    actions.end_role(Membership.objects.get(person=administrator), by=second)
    assert not Person.objects.get(pk=administrator.pk).has_role(Role.ADMINISTRATOR)


def test_the_same_role_from_the_same_day_is_one_row():
    administrator, person = make_administrator(), make_resident()
    for _ in range(2):
        actions.give_role(person, role=Role.COACH, unit=make_unit(), by=administrator)
    assert Membership.objects.filter(person=person).count() == 1
    assert Message.objects.filter(person=person).count() == 1


def test_people_with_a_role_are_the_active_ones_of_the_unit_today():
    unit, other, today = make_unit(), make_unit("Kultur", OrganisationKind.DEPARTMENT), dates.today()
    here = make_coach(unit, "Bea")
    make_coach(other)
    make_reviewer(unit)
    make_coach(unit, is_active=False)
    give(make_resident(), Role.COACH, unit, ends_on=today - timedelta(days=1))
    first = make_coach(unit, "Ana")
    assert list(people_with_role(Role.COACH, unit)) == [first, here]


@pytest.mark.parametrize(
    ("email", "employee"),
    [
        ("a@kultur.example.org", True),
        ("a@sub.kultur.example.org", True),
        ("a@evilkultur.example.org", False),
        ("a@kultur.example.org.evil.example", False),
        ("a@example.org", False),
    ],
)
def test_an_employee_has_a_confirmed_address_in_the_domains(email, employee):
    unit = make_unit("Kultur", OrganisationKind.DEPARTMENT, domains=["kultur.example.org"])
    person = make_resident(email=email)
    assert rules.is_employee_of(person, unit) is employee
    assert (person in employees_of(unit)) is employee
    unconfirmed = Person.objects.create_user(f"x{email}")
    assert rules.is_employee_of(unconfirmed, unit) is False


def test_a_role_makes_an_employee_whatever_the_address():
    unit = make_unit("Kultur", OrganisationKind.DEPARTMENT)
    assert rules.is_employee_of(make_reviewer(unit, email="a@elsewhere.example"), unit)


# Protected people


def test_a_protected_person_is_hidden_from_all_but_the_registrar():
    hidden = make_resident("Hemlig Person", protected=True)
    seen = {}
    for maker in (make_administrator, make_auditor, make_registrar):
        viewer = maker()
        client = client_of(viewer)
        answers = [
            hidden.name in client.get("/backoffice/people/person/?q=Hemlig").content.decode(),
            client.get(f"/backoffice/people/person/{hidden.pk}/change/").status_code,
            client.get(f"/backoffice/people/person/{hidden.pk}/history/").status_code,
        ]
        seen[maker.__name__] = answers
    assert seen == {
        "make_administrator": [False, 404, 404],
        "make_auditor": [False, 404, 404],
        "make_registrar": [True, 200, 200],
    }
    assert Entry.objects.filter(verb="person.looked_at", subject_id=hidden.pk).count() == 1


def test_the_autocomplete_of_roles_does_not_name_protected_people():
    make_resident("Hemlig Person", protected=True)
    make_resident("Hemma Person")
    answer = client_of(make_administrator()).get(
        "/backoffice/autocomplete/",
        {"term": "Hem", "app_label": "people", "model_name": "membership", "field_name": "person"},
    )
    assert [row["text"] for row in answer.json()["results"]] == ["Hemma Person"]


def test_only_the_registrar_says_who_is_protected():
    person = make_resident()
    with pytest.raises(Refused):
        actions.set_protected(person, protected=True, by=make_administrator())
    client = client_of(make_registrar())
    client.post(
        f"/backoffice/people/person/{person.pk}/change/",
        {**_rows_of(client, person), "name": person.name, "protected": "on"},
    )
    person.refresh_from_db()
    assert person.protected is True
    assert Entry.objects.filter(verb="person.protected", subject_id=person.pk).exists()


def _rows_of(client, person) -> dict[str, str]:
    return {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


def test_an_administrator_adds_a_person_ahead_of_their_first_sign_in():
    client = client_of(make_administrator())
    client.post("/backoffice/people/person/add/", {"email": "New@Example.org", "name": "Nya Namnet"})
    person = Person.objects.get(email="new@example.org")
    assert (person.name, person.confirmed_at) == ("Nya Namnet", None)
    page = client.post("/backoffice/people/person/add/", {"email": "new@example.org", "name": ""})
    assert page.status_code == 200
    assert Person.objects.filter(email="new@example.org").count() == 1


def test_a_fund_manager_sees_no_register_of_people():
    assert client_of(make_fund_manager()).get("/backoffice/people/person/").status_code in {403, 404}


@pytest.mark.parametrize("path", ["auth/group/", "mfa/authenticator/", "account/emailaddress/"])
def test_rights_and_second_steps_have_no_page_in_the_backoffice(path):
    assert client_of(make_administrator()).get(f"/backoffice/{path}").status_code == 404
