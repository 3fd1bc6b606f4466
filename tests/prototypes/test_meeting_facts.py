"""Every fact of a meeting is a field of the form where it is called, and stands on its public page."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from civicportal.kernel import dates
from prototypes.models import Meeting
from tests.facts import Fact, missing
from tests.people import sign_in
from tests.prototypes.factories import make_stage
from tests.prototypes.meeting_factories import coordinator, make_district, make_meeting

pytestmark = pytest.mark.django_db

FACTS: list[Fact] = [
    ("title_sv", "Kvarterets verkstad", "h1"),
    ("summary_sv", "Vi bygger en bänk", ".lead"),
    ("for_whom_sv", "Alla i kvarteret", "#for-whom"),
    ("look_back_sv", "Bänken från i våras", "#look-back"),
    ("pause_sv", "Kaffe och bulle", "#pause"),
    ("work_on_sv", "Nästa bänk", "#work-on"),
    ("place", "Verkstaden", "#when-and-where"),
    ("address", "Kajgatan 12", "#when-and-where"),
    ("access_sv", "Ramp vid porten", "#getting-in"),
    ("facilitator_sv", "Nätverkets processledare", "#when-and-where"),
    ("email", "fraga@example.org", "#when-and-where"),
    ("spoken_sv", "Svenska, tolk till arabiska", "#when-and-where"),
    ("starts", "17.30", "#when-and-where"),
    ("ends", "19.45", "#when-and-where"),
    ("seats", "14", "#come"),
]


def test_each_fact_is_typed_in_a_field_and_stands_on_the_page(client: Client, city: Any) -> None:
    stage, district = make_stage(), make_district("Råå", "raa")
    day: date = dates.today() + timedelta(days=12)
    sign_in(client, coordinator())
    typed = {field: words for field, words, _selector in FACTS}
    chosen = {
        "unit": coordinator().memberships.get().unit_id,
        "format": "workshop",
        "where": "both",
        "video_link": "https://video.example.org/rum",
        "district": district.pk,
        "pages": stage.prototype.get_absolute_url(),
        "by_sign_up": "on",
        "remind_hours": "24",
        "day_0": day.day,
        "day_1": day.month,
        "day_2": day.year,
        "once": str(uuid.uuid4()),
    }
    client.post("/backoffice/kalender/nytt/", {**typed, **chosen})
    meeting = Meeting.objects.get()
    client.post(f"/backoffice/kalender/{meeting.slug}/publicera/")
    facts = [
        *FACTS,
        ("format", "Workshop", ".kind-word"),
        ("district", "Råå", "#when-and-where"),
        ("where", "På video", "#when-and-where"),
        ("pages", str(stage.prototype.name), "#about"),
        ("day", dates.show_day(day, weekday=True, language="sv"), "#when-and-where"),
    ]
    assert missing(meeting.get_absolute_url(), facts) == []


def test_the_prototypes_page_shows_its_next_meeting(client: Client, city: Any) -> None:
    stage = make_stage()
    meeting = make_meeting(about=[stage.prototype.item])
    page = client.get(stage.prototype.get_absolute_url()).content.decode()
    assert dates.show_moment(meeting.starts_at, language="sv") in page
