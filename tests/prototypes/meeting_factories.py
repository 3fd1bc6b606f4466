"""Meetings and series made by the portal's own actions, with the people round them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.recurrence import every_weeks
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Person
from civicportal.places.models import District
from prototypes.actions import meetings, signups
from prototypes.models import Meeting, Series, SignUp
from tests.people import make_unit, make_with_role

VIDEO = "https://video.example.org/hemligt-rum"


def words(sv: str, en: str = "") -> LocalizedText:
    return LocalizedText(sv=sv, en=en)


def coordinator() -> Person:
    """Somebody who calls the network's meetings; the same one each time."""
    found = Person.objects.filter(email="samordnare@example.org").first()
    unit = make_unit("Nätverket", OrganisationKind.NETWORK, email="natverket@example.org")
    return found or make_with_role(Role.NETWORK_COORDINATOR, unit, "Nea Network", email="samordnare@example.org")


def facts(**more: Any) -> dict[str, Any]:
    """The fields of an Invitation."""
    coordinator()
    return {
        "unit": make_unit("Nätverket"),
        "title": words("Öppen mötesplats", "Open meeting place"),
        "summary": words("Vi möts och jobbar vidare.", "We meet and work on."),
        "place": "Folkets hus",
        "address": "Storgatan 1",
        "facilitator": words("Nätverkets samordnare", "The network's coordinator"),
        **more,
    }


def make_district(name: str = "Söder", slug: str = "soder") -> District:
    return District.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def in_days(days: int, clock: time = time(17, 30)) -> datetime:
    """An instant so many days from today, at an hour that exists on every night."""
    return dates.at(dates.today() + timedelta(days=days), clock)


def make_meeting(days: int = 7, *, about: list[Item] | None = None, public: bool = True, **more: Any) -> Meeting:
    """A public meeting of two hours, so many days from today."""
    starts_at = more.pop("starts_at", None) or in_days(days)
    made = meetings.call_meeting(
        by=coordinator(),
        facts=facts(**more),
        about=about or [],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )
    if public:
        meetings.publish(made, by=coordinator())
    return Meeting.objects.get(pk=made.pk)


def make_series(first: date, until: date, weeks: int = 3, *, public: bool = True, **more: Any) -> Series:
    """A series between 17.30 and 19.30, every so many weeks."""
    about = more.pop("about", [])
    made = meetings.plan_series(
        by=coordinator(),
        facts=facts(**more),
        about=about,
        rule=every_weeks(weeks),
        first=first,
        until=until,
        starts=time(17, 30),
        ends=time(19, 30),
    )
    if public:
        meetings.publish_series(made, by=coordinator())
    return made


def sign_up(meeting: Meeting, email: str = "ada@example.org", language: str = "sv", **more: Any) -> SignUp:
    """Somebody signs up; their letter is written."""
    return signups.sign_up(meeting, email=email, name=more.pop("name", "Ada Berg"), language=language, **more)
