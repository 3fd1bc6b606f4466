"""The seeded set that is measured: the demo's content, projects up to a thousand, ten thousand of the other kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from civicportal.bench.signed_in import Desk, cookie_of

PROJECTS = 1000
APPLICATIONS = 1000
"""Of one round, each with three reviews."""
EXPORTED = 10_000
"""Applications of the round that is written as a file."""
FIRST_WORDS = (
    "Odling",
    "Verkstad",
    "Kör",
    "Cykelskola",
    "Läxhjälp",
    "Gårdsfest",
    "Fotoväg",
    "Lånebod",
    "Matlag",
    "Lekplats",
)
SECOND_WORDS = (
    "på taket",
    "vid havet",
    "i parken",
    "för alla åldrar",
    "i tvättstugan",
    "på torget",
    "i skogen",
    "om natten",
)


@dataclass(frozen=True)
class Scale:
    """What was loaded, and the addresses where it is seen."""

    projects: int
    list_path: str
    page_path: str
    form_path: str
    lists: dict[str, str]
    room: Desk
    queue: Desk
    floor_table: str
    exporter: str
    short_round: str
    long_round: str


def load() -> Scale:
    """Fills an empty, migrated database. The same rows each time, but for dates, which follow today."""
    from django.core.management import call_command
    from django.urls import reverse

    from civicportal.bench.lists import grow_all
    from civicportal.commons.models import Item
    from civicportal.demo.people import BY_KEY
    from civicportal.demo.scale import grow_round
    from civicportal.people.models import Person
    from funds.queries.public import clock_of, funds_in_public, rounds_of

    call_command("load_demo", if_empty=True)
    grow(PROJECTS - Item.objects.of_kind("project").count())
    lists = grow_all()
    room, long = grow_round(APPLICATIONS), grow_round(EXPORTED, reviews=0, slug="skala-lang")
    director = Person.objects.get(email=BY_KEY["director"].email)
    newest = Item.objects.of_kind("project").order_by("-happened_on", "-pk").first()
    fund = next(fund for fund in funds_in_public() if clock_of(rounds_of(fund)).open)
    return Scale(
        projects=Item.objects.of_kind("project").count(),
        list_path=reverse("funds:project_list"),
        page_path=newest.get_absolute_url() if newest else reverse("funds:project_list"),
        form_path=reverse("funds:address", args=[fund.slug]),
        lists=lists,
        room=Desk(reverse("admin:funds_room", args=[room.fund.slug, room.slug]), cookie_of(director)),
        queue=Desk(reverse("admin:review_queue"), cookie_of(Person.objects.get(email=BY_KEY["amf"].email))),
        floor_table=f"/table/{room.pk}/",
        exporter=director.email,
        short_round=room.place,
        long_round=long.place,
    )


def grow(number: int) -> None:
    """Adds so many granted projects, each published as any other is, with the words of one of the demo's."""
    from django.db import transaction

    from civicportal.commons.actions import publish
    from civicportal.kernel.text import LocalizedText
    from civicportal.people.models import Person
    from funds.models import Project

    publisher = Person.objects.order_by("pk").first()
    patterns = list(Project.objects.filter(item__visible=True).order_by("pk"))
    with transaction.atomic():
        for count in range(number):
            pattern = patterns[count % len(patterns)]
            title = f"{FIRST_WORDS[count % 10]} {SECOND_WORDS[count // 10 % 8]} {count + 1}"
            project = Project.objects.create(
                fund_id=pattern.fund_id,
                slug=f"bench-{count + 1}",
                state=pattern.state,
                title=LocalizedText({"sv": title}),
                summary=pattern.summary,
                about=pattern.about,
                grantee_kind=pattern.grantee_kind,
                granted=pattern.granted,
                granted_on=pattern.granted_on - timedelta(days=count),
                district_id=pattern.district_id,
            )
            publish(project, by=publisher)
