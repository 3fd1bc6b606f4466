"""The cast of all tests: people with their roles, and ways to sign them in without typing codes.

Each maker takes what differs and fills in the rest; addresses count up, so two residents are two people.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from civicportal.kernel import dates
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Membership, Organisation, Person

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = itertools.count(1)


def make_unit(
    name: str = "Innovationsenheten", kind: str = OrganisationKind.FUND_OFFICE, **fields: Any
) -> Organisation:
    """A unit of the city; the same name gives the same unit."""
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind, **fields})[0]


def make_person(name: str = "", **fields: Any) -> Person:
    """Somebody with a confirmed address and no role."""
    number = next(_numbers)
    fields.setdefault("email", f"person{number}@example.org")
    fields.setdefault("confirmed_at", dates.now())
    return Person.objects.create_user(name=name or f"Person {number}", **fields)


def make_with_role(role: str, unit: Organisation | None = None, name: str = "", **fields: Any) -> Person:
    """Somebody who holds a role today, in the unit given or in the fund office."""
    person = make_person(name, **fields)
    give(person, role, unit or make_unit())
    return person


def give(
    person: Person, role: str, unit: Organisation, starts_on: date | None = None, ends_on: date | None = None
) -> Membership:
    """A role as a row, from long ago unless a day is given; the person's remembered roles are forgotten."""
    person.__dict__.pop("roles_held", None)
    return Membership.objects.create(
        person=person, role=role, unit=unit, starts_on=starts_on or date(2020, 1, 1), ends_on=ends_on
    )


def make_resident(name: str = "Rut Resident", **fields: Any) -> Person:
    return make_person(name, **fields)


def make_coach(unit: Organisation | None = None, name: str = "Cim Coach", **fields: Any) -> Person:
    return make_with_role(Role.COACH, unit, name, **fields)


def make_reviewer(unit: Organisation | None = None, name: str = "Rio Reviewer", **fields: Any) -> Person:
    return make_with_role(Role.REVIEWER, unit, name, **fields)


def make_decision_maker(unit: Organisation | None = None, name: str = "Disa Director", **fields: Any) -> Person:
    return make_with_role(Role.DECISION_MAKER, unit, name, **fields)


def make_fund_manager(unit: Organisation | None = None, name: str = "Fia Fund", **fields: Any) -> Person:
    return make_with_role(Role.FUND_MANAGER, unit, name, **fields)


def make_registrar(unit: Organisation | None = None, name: str = "Rolf Registrar", **fields: Any) -> Person:
    return make_with_role(Role.REGISTRAR, unit, name, **fields)


def make_administrator(unit: Organisation | None = None, name: str = "Ada Admin", **fields: Any) -> Person:
    return make_with_role(Role.ADMINISTRATOR, unit, name, **fields)


def make_auditor(unit: Organisation | None = None, name: str = "Assar Auditor", **fields: Any) -> Person:
    return make_with_role(Role.AUDITOR, unit, name, **fields)


def make_communicator(unit: Organisation | None = None, name: str = "Kaj Communicator", **fields: Any) -> Person:
    return make_with_role(Role.COMMUNICATOR, unit, name, **fields)


@dataclass
class Cast:
    """One person for each role, all in one fund office, and a resident."""

    unit: Organisation
    other_unit: Organisation
    resident: Person
    neighbour: Person
    coach: Person
    reviewer: Person
    second_reviewer: Person
    decision_maker: Person
    fund_manager: Person
    registrar: Person
    administrator: Person
    auditor: Person
    communicator: Person

    def by_role(self) -> dict[str, Person]:
        """The one that stands for each role of the portal, and "resident"; roles that issue no page yet as well."""
        named = {
            "resident": self.resident,
            Role.COACH: self.coach,
            Role.REVIEWER: self.reviewer,
            Role.DECISION_MAKER: self.decision_maker,
            Role.FUND_MANAGER: self.fund_manager,
            Role.REGISTRAR: self.registrar,
            Role.ADMINISTRATOR: self.administrator,
            Role.AUDITOR: self.auditor,
            Role.COMMUNICATOR: self.communicator,
        }
        for role in Role.values:
            if role not in named:
                named[role] = make_with_role(role, self.unit, f"{role} person")
        return {str(role): person for role, person in named.items()}


ON_STAGE = {
    "coach": ("Cim Coach", Role.COACH),
    "reviewer": ("Rio Reviewer", Role.REVIEWER),
    "second_reviewer": ("Sasha Second", Role.REVIEWER),
    "decision_maker": ("Disa Director", Role.DECISION_MAKER),
    "fund_manager": ("Fia Fund", Role.FUND_MANAGER),
    "registrar": ("Rolf Registrar", Role.REGISTRAR),
    "administrator": ("Ada Admin", Role.ADMINISTRATOR),
    "auditor": ("Assar Auditor", Role.AUDITOR),
    "communicator": ("Kaj Communicator", Role.COMMUNICATOR),
}
"""Who works in the fund office: name and role by their part in the cast."""


def make_cast() -> Cast:
    """The whole cast; tests ask for it with the fixture `cast`. Nearly every test does, so all come in two queries."""
    unit = make_unit()
    names = {"resident": "Rut Resident", "neighbour": "Nils Neighbour"}
    names |= {part: name for part, (name, _role) in ON_STAGE.items()}
    people = Person.objects.bulk_create([_person(name) for name in names.values()])
    cast = dict(zip(names, people, strict=True))
    held = [(cast[part], role) for part, (_name, role) in ON_STAGE.items()]
    Membership.objects.bulk_create(
        [Membership(person=person, role=role, unit=unit, starts_on=date(2020, 1, 1)) for person, role in held]
    )
    return Cast(unit=unit, other_unit=make_unit("Kulturförvaltningen", OrganisationKind.DEPARTMENT), **cast)


def _person(name: str) -> Person:
    """Somebody with a confirmed address who is not saved yet."""
    person = Person(name=name, email=f"person{next(_numbers)}@example.org", confirmed_at=dates.now())
    person.set_unusable_password()
    return person


# Signing in


def give_second_step(person: Person) -> Authenticator:
    """An authenticator app with the secret TOTP_SECRET, as setting it up makes one."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return found or TOTP.activate(person, TOTP_SECRET).instance


def totp_now() -> str:
    """The code that the app with TOTP_SECRET shows at this moment."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(TOTP_SECRET, counter))


def _session_for(person: Person, strong: bool, age: float) -> Any:
    """A stored session as signing in by code, and by the second step when `strong`, leaves it; `age` seconds ago."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    at = time.time() - age
    records = [{"method": "code", "at": at}]
    if strong:
        step = give_second_step(person)
        records.append({"method": "mfa", "at": at, "id": step.pk, "type": step.type})
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store["account_authentication_methods"] = records
    store["account_authentication_methods_user"] = str(person.pk)
    store.save()
    return store


def session_cookie(person: Person, *, strong: bool | None = None, age: float = 0) -> dict[str, str]:
    """A cookie for a browser: {"name", "value"}. Strong when the person has a role, unless said."""
    strong = bool(person.roles_held) if strong is None else strong
    return {"name": settings.SESSION_COOKIE_NAME, "value": _session_for(person, strong, age).session_key}


def sign_in(client: Client, person: Person, *, strong: bool | None = None, age: float = 0) -> Client:
    """Signs somebody in as the door does, `age` seconds ago; with the second step if they hold a role, unless said."""
    cookie = session_cookie(person, strong=strong, age=age)
    client.cookies[cookie["name"]] = cookie["value"]
    return client


def client_of(person: Person, **how: Any) -> Client:
    """A fresh client with somebody signed in."""
    return sign_in(Client(), person, **how)
