"""The people and the case of these tests."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from civicportal.cases.actions import open_case
from civicportal.cases.models import Delegation
from civicportal.kernel import dates
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Membership, Organisation, Person


def with_role(email: str, role: str, unit: Organisation, name: str) -> Person:
    person = Person.objects.create_user(email, name=name)
    Membership.objects.create(person=person, role=role, unit=unit, starts_on=dates.today())
    return person


def delegate(person: Person, unit: Organisation, ceiling: int = 100_000_00, **more: Any) -> Delegation:
    return Delegation.objects.create(
        person=person, title="Stadsdirektör", unit=unit, point="B 4.2", ceiling=ceiling, **more
    )


def world() -> SimpleNamespace:
    """One fund office with a case, the people round it, and another office with its own."""
    office = Organisation.objects.create(
        kind=OrganisationKind.FUND_OFFICE, name="Visionsfonden", email="fund@example.org"
    )
    other = Organisation.objects.create(kind=OrganisationKind.DEPARTMENT, name="Kulturförvaltningen")
    resident = Person.objects.create_user("resident@example.org", name="Ebba Lind")
    director = with_role("director@example.org", Role.DECISION_MAKER, office, "Disa Berg")
    delegate(director, office)
    people = SimpleNamespace(
        office=office, other=other, resident=resident, director=director,
        manager=with_role("manager@example.org", Role.FUND_MANAGER, office, "Mona Ek"),
        stranger=with_role("stranger@example.org", Role.FUND_MANAGER, other, "Sture Ask"),
        registrar=with_role("registrar@example.org", Role.REGISTRAR, office, "Rut Alm"),
        auditor=with_role("auditor@example.org", Role.AUDITOR, other, "Alva Ros"),
        coach=with_role("coach@example.org", Role.COACH, office, "Klas Holm"),
        administrator=with_role("admin@example.org", Role.ADMINISTRATOR, office, "Ada Sten"),
    )  # fmt: skip
    people.case = open_case(
        kind="tests.case", title="Cykelkök på Söder", unit=office, person=resident, series="VF",
        answer_by=dates.today() + timedelta(days=30), by=resident,
    )  # fmt: skip
    return people


@pytest.fixture
def cast(db):
    return world()
