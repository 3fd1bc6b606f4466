"""The demo's cast: one invented person per role, and residents to be. Sign in as any of them at /demo/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Organisation, Person


@dataclass(frozen=True)
class Character:
    """Somebody of the cast. `roles` pairs a role with the key of a unit in city.py."""

    key: str
    name: str
    email: str
    does: str | Promise
    roles: tuple[tuple[str, str], ...] = ()
    language: str = "sv"
    phone: str = ""


CAST = (
    Character("resident", "Maja Sundholm", "maja@example.org",
              _("Resident with a draft and an application on its way"), phone="070-174 06 05"),
    Character("grantee", "Elias Hjortvik", "elias@example.org",
              _("Resident whose idea got a grant and is being tested"), phone="070-174 06 11"),
    Character("newcomer", "Priya Wexler", "priya@example.org",
              _("Resident who writes in English"), language="en", phone="070-174 06 12"),
    Character("employee", "Love Sandgren", "love@kultur.example.org",
              _("Employee of the culture department with an idea"), phone="070-174 06 13"),
    Character("fund_manager", "Henrika Lindskog", "ansvarig@fonden.example.org",
              _("Fund manager: receives, screens, assigns and publishes"), ((Role.FUND_MANAGER, "fonden"),)),
    Character("coach", "Petter Lövdal", "coach@fonden.example.org",
              _("Coach: meets those who write"), ((Role.COACH, "fonden"),)),
    Character("second_coach", "Amina Ljungvall", "coach2@fonden.example.org",
              _("Second coach, who hands over and takes over"), ((Role.COACH, "fonden"),)),
    Character("amf", "Jonna Ekenhjelm", "granskare@amf.example.org",
              _("Reviewer from the labour market department"), ((Role.REVIEWER, "fonden"),)),
    Character("sff", "Leila Norrbo", "granskare@sff.example.org",
              _("Reviewer from the schools and leisure department"),
              ((Role.REVIEWER, "fonden"), (Role.REVIEWER, "kultur"))),
    Character("sof", "Anders Vikmarker", "granskare@sof.example.org",
              _("Reviewer from the social services department"), ((Role.REVIEWER, "fonden"),)),
    Character("vof", "Susann Grönholt", "granskare@vof.example.org",
              _("Reviewer from the health and care department"), ((Role.REVIEWER, "fonden"),)),
    Character("kultur", "Idris Falkner", "granskare@kultur.example.org",
              _("Reviewer from the culture department"), ((Role.REVIEWER, "fonden"), (Role.REVIEWER, "kultur"))),
    Character("digital", "Tove Ahlstav", "granskare@digitalisering.example.org",
              _("Reviewer from the digitalisation unit"), ((Role.REVIEWER, "fonden"), (Role.REVIEWER, "kultur"))),
    Character("director", "Karin Stenvallius", "direktor@stadsledning.example.org",
              _("Decision maker: the city director, by delegation"), ((Role.DECISION_MAKER, "fonden"),)),
    Character("facilitator", "Yasmin Torell", "samordnare@labbet.example.org",
              _("Lab facilitator: gathers needs and leads from need to test"), ((Role.FACILITATOR, "labbet"),)),
    Character("editor_vof", "Malin Kvarnlund", "redaktor@vof.example.org",
              _("Department editor: publishes the health and care department's challenges"),
              ((Role.DEPARTMENT_EDITOR, "vof"),)),
    Character("editor_sff", "Oskar Dahlvik", "redaktor@sff.example.org",
              _("Department editor: publishes the schools and leisure department's challenges"),
              ((Role.DEPARTMENT_EDITOR, "sff"),)),
    Character("coordinator", "Ingela Brandström", "processledare@hallbart.example.org",
              _("Network coordinator: leads prototypes and calls to meetings"),
              ((Role.NETWORK_COORDINATOR, "hallbart"),)),
    Character("culture", "Vera Ahlqvist", "samordnare@kultur.example.org",
              _("Coordinates the culture department's innovation network"),
              ((Role.FUND_MANAGER, "kultur"), (Role.NETWORK_COORDINATOR, "kultur"))),
    Character("culture_director", "Rune Falkströmmer", "direktor@kultur.example.org",
              _("Decision maker of the culture department, by delegation"), ((Role.DECISION_MAKER, "kultur"),)),
    Character("registrar", "Börje Tallund", "registrator@stadsledning.example.org",
              _("Registrar: keeps the diary"), ((Role.REGISTRAR, "fonden"),)),
    Character("communicator", "Nora Hedström-Diaz", "kommunikator@kommunikation.example.org",
              _("Communicator: writes news and the portal's pages"),
              ((Role.COMMUNICATOR, "kommunikation"), (Role.COMMUNICATOR, "fonden"))),
    Character("administrator", "Sixten Rosengård", "administrator@digitalisering.example.org",
              _("Administrator: roles, delegations, settings"),
              ((Role.ADMINISTRATOR, "fonden"), (Role.ADMINISTRATOR, "stadsledning"))),
    Character("auditor", "Gunvor Almqvist-Berg", "revisor@stadsledning.example.org",
              _("Auditor: reads everything, changes nothing"), ((Role.AUDITOR, "stadsledning"),)),
)  # fmt: skip

WITH_SECOND_STEP = "administrator"
TOTP_SECRET = "KZUXG2LPNZZWM33OMRSW442EMVWW6MRW"  # noqa: S105 - printed at each start of the demo, and good for nothing else
"""What an authenticator app of the administrator holds, to try the second step with DEMO_SKIP_MFA=0."""

REVIEWERS = ("amf", "sff", "sof", "vof", "kultur", "digital")
BY_KEY = {character.key: character for character in CAST}


def table() -> list[tuple[str, str, str]]:
    """What `make demo` prints: name, address and what the person does, one row a person, in English."""
    with override("en"):
        return [(character.name, character.email, str(character.does) + _second_step(character)) for character in CAST]


def _second_step(character: Character) -> str:
    return f" (TOTP secret: {TOTP_SECRET})" if character.key == WITH_SECOND_STEP else ""


def load(units: dict[str, Organisation]) -> dict[str, Person]:
    """Makes the cast with confirmed addresses and roles that began two years ago. Returns them by key."""
    people = add_people([(character.name, character.email, character.language, character.phone) for character in CAST])
    by_key = {character.key: person for character, person in zip(CAST, people, strict=True)}
    since = dates.today() - timedelta(days=730)
    Membership.objects.bulk_create(
        Membership(person=by_key[character.key], role=role, unit=units[unit], starts_on=since)
        for character in CAST
        for role, unit in character.roles
    )
    return by_key


def add_people(rows: list[tuple[str, str, str, str]]) -> list[Person]:
    """Accounts with a confirmed address and no password from (name, e-mail, language, phone)."""
    joined = dates.now() - timedelta(days=400)
    people = [
        Person(name=name, email=email, language=language, phone=phone, joined_at=joined, confirmed_at=joined)
        for name, email, language, phone in rows
    ]
    for person in people:
        person.set_unusable_password()
    people = Person.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    return people
