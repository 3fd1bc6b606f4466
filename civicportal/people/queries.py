"""Reads about people, their roles and their sessions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from civicportal.kernel import dates
from civicportal.people.models import Consent, Membership, Organisation, Person, Session, canonical_email

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def people_with_role(role: str, unit: Organisation | int) -> QuerySet[Person]:
    """The active people who hold the role in the unit today, by name."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    held = Membership.objects.today().filter(role=role, unit_id=unit_id)
    found: QuerySet[Person] = Person.objects.filter(is_active=True, pk__in=held.values("person"))
    return found.order_by("name", "pk")


def person_by_email(email: str) -> Person | None:
    """The account of an address, closed or not."""
    found: Person | None = Person.objects.filter(email=canonical_email(email)).first()
    return found


def employees_of(organisation: Organisation) -> QuerySet[Person]:
    """The active people whose confirmed address is in the organisation's domains, or who hold a role there today."""
    found = Q(pk__in=Membership.objects.today().filter(unit=organisation).values("person"))
    for entry in organisation.domains:
        domain = entry.lower().lstrip("@.").strip()
        if domain:
            found |= Q(confirmed_at__isnull=False) & (Q(email__endswith=f"@{domain}") | Q(email__endswith=f".{domain}"))
    employees: QuerySet[Person] = Person.objects.filter(found, is_active=True)
    return employees


def roles_of(person: Person) -> QuerySet[Membership]:
    """The roles somebody holds today, with their units."""
    return (
        Membership.objects.today()
        .filter(person=person)
        .select_related("unit")
        .order_by("unit__name", "role")
        .for_page()
    )


def consents_in_force(person: Person) -> dict[str, Consent]:
    """The consents somebody gave and did not take back, by purpose."""
    return {consent.purpose: consent for consent in Consent.objects.filter(person=person, withdrawn_at=None)}


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it. `handle` names it without giving the key away."""

    handle: str
    device: str
    signed_in_at: datetime | None
    is_this: bool


def device_of(agent: str) -> str:
    """A browser's long name in two words: "Firefox, Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part) or _("Unknown device")


def handle_of(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]


def sessions_of(person: Person, this_key: str | None = None) -> list[OpenSession]:
    """The person's sessions that have not run out, this one first, then the newest."""
    found = []
    for row in Session.objects.filter(person_id=person.pk, expire_date__gt=dates.now()):
        data = row.get_decoded()
        at = data.get("signed_in_at")
        found.append(
            OpenSession(
                handle=handle_of(row.session_key),
                device=device_of(data.get("device", "")),
                signed_in_at=datetime.fromisoformat(at) if at else None,
                is_this=row.session_key == this_key,
            )
        )
    beginning = datetime.min.replace(tzinfo=dates.STOCKHOLM)
    found.sort(key=lambda session: session.signed_in_at or beginning, reverse=True)
    return sorted(found, key=lambda session: not session.is_this)
