"""The calendar's reading pages: list, month, one meeting, subscribing; filters, queries, what is hidden."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from civicportal.commons import actions as commons
from civicportal.kernel import dates
from civicportal.kernel.dates import STOCKHOLM
from prototypes.actions import meetings
from prototypes.models import Meeting
from tests.people import make_resident, sign_in
from tests.prototypes.factories import make_stage
from tests.prototypes.meeting_factories import (
    coordinator,
    make_district,
    make_meeting,
    make_series,
    sign_up,
    words,
)

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=STOCKHOLM)
PUBLIC = ("/kalender/", "/kalender/manad/", "/kalender/prenumerera/", "/kalender/?tidigare=1")


def titles(client: Client, query: str = "") -> list[str]:
    """The titles in the list, in its order."""
    cache.clear()
    return [str(each.title) for each in client.get(f"/kalender/{query}").context["page"]]


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_reading_pages_are_the_same_for_everybody(client: Client, city: Any, path: str, prefix: str) -> None:
    make_meeting()
    first = client.get(prefix + path)
    assert (first.status_code, dict(first.cookies)) == (200, {})
    assert client.get(prefix + path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert f'<html lang="{"en" if prefix else "sv"}"' in first.content.decode()


@pytest.mark.parametrize("path", PUBLIC)
def test_an_empty_calendar_says_so(client: Client, city: Any, path: str) -> None:
    assert client.get(path).status_code == 200


def test_the_list_is_what_is_to_come_by_week_and_the_past_is_behind_a_link(client: Client, city: Any) -> None:
    with time_machine.travel(MORNING, tick=False):
        make_meeting(days=5, title=words("Sen"))
        make_meeting(days=1, title=words("Snart"))
        gone = make_meeting(days=9, title=words("Varit"))
        start = dates.at(date(2026, 3, 1), time(9))
        Meeting.objects.filter(pk=gone.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
        page = client.get("/kalender/")
        assert [str(each.title) for each in page.context["page"]] == ["Snart", "Sen"]
        # The next one stands above the list, and not in it again.
        assert [week["number"] for week in page.context["weeks"]] == [12]
        assert str(page.context["next"].title) == "Snart"
        assert titles(client, "?tidigare=1") == ["Varit"]


def test_the_address_is_the_filter(client: Client, city: Any) -> None:
    stage = make_stage()
    south = make_district()
    make_meeting(days=2, title=words("Om prototypen"), about=[stage.prototype.item], district=south)
    make_meeting(days=3, title=words("Verkstad"), format="workshop")
    series = make_series(dates.today() + timedelta(days=4), dates.today() + timedelta(days=5), title=words("Serien"))
    assert titles(client, f"?om=prototype/{stage.prototype.slug}") == ["Om prototypen"]
    assert titles(client, "?slag=prototype") == titles(client, "?stadsdel=soder") == ["Om prototypen"]
    assert titles(client, "?form=workshop") == ["Verkstad"]
    assert titles(client, f"?serie={series.slug}") == ["Serien"]
    assert titles(client, "?form=workshop&form=open") == ["Om prototypen", "Verkstad", "Serien"]
    assert titles(client, "?form=finns-inte&slag=x&om=utan-snedstreck&page=99&tidigare=0") == [
        "Om prototypen", "Verkstad", "Serien",
    ]  # fmt: skip
    frame = client.get(f"/kalender/?stadsdel=soder&serie={series.slug}").context
    assert [chip["label"] for chip in frame["chips"]] == ["Söder", "Serien"]
    assert frame["subscribe_url"] == f"/kalender/prenumerera/?stadsdel=soder&serie={series.slug}"
    address = client.get(frame["subscribe_url"]).context
    assert address["webcal"] == f"webcal://testserver/kalender.ics?stadsdel=soder&serie={series.slug}"


def test_the_filters_count_what_there_is(client: Client, city: Any) -> None:
    stage = make_stage()
    for days in (2, 3):
        make_meeting(days=days, about=[stage.prototype.item], district=make_district())
    groups = {group["name"]: group["choices"] for group in client.get("/kalender/").context["groups"]()}
    counted = {name: [(box.label, box.count) for box in boxes] for name, boxes in groups.items()}
    assert counted == {
        "slag": [("Prototyper", 2)],
        "form": [("Öppen mötesplats", 2)],
        "stadsdel": [("Söder", 2)],
        "om": [(str(stage.prototype.name), 2)],
    }


def test_the_places_are_said_in_words(client: Client, city: Any) -> None:
    make_meeting(days=2, seats=2, title=words("A"))
    full = make_meeting(days=3, seats=1, title=words("B"))
    sign_up(full, "a@example.org")
    sign_up(full, "b@example.org")
    make_meeting(days=4, title=words("C"))
    make_meeting(days=5, title=words("D"), by_sign_up=False)
    page = client.get("/kalender/").content.decode()
    said = [each in page for each in ("2 platser kvar", "Fullt, 1 i kö", "Plats för alla", "Det är bara att komma")]
    assert said == [True] * 4
    own = client.get(full.get_absolute_url()).content.decode()
    assert ("Ställ mig i kö" in own, "b@example.org" in own) == (True, False)


def test_a_month_has_its_days_its_meetings_and_says_the_next_where_it_has_none(client: Client, city: Any) -> None:
    with time_machine.travel(MORNING, tick=False):
        for clock in range(9, 15):
            make_meeting(starts_at=dates.at(date(2026, 3, 31), time(clock)))
        make_meeting(starts_at=dates.at(date(2026, 5, 4), time(9)), title=words("I maj"))
        march = client.get("/kalender/manad/").context
        cells = {cell.day: cell for week in march["weeks"] for cell in week}
        assert (march["title"], march["count"], len(march["weeks"])) == ("mars 2026", 6, 6)
        assert (len(cells[date(2026, 3, 31)].meetings), cells[date(2026, 3, 31)].more) == (3, 3)
        assert [day for day, cell in cells.items() if cell.today] == [date(2026, 3, 12)]
        april = client.get("/kalender/manad/?manad=2026-04")
        assert "Inga möten i april 2026. Nästa är måndag 4 maj 2026 kl. 09.00." in april.content.decode()
        assert next(cell.day for week in april.context["weeks"] for cell in week) == date(2026, 3, 30)
        for wrong, status in (("2026-13", 200), ("abc", 200), ("1999-01", 404), ("9999-12", 404)):
            assert client.get(f"/kalender/manad/?manad={wrong}").status_code == status


def test_a_meeting_tells_everything_that_staff_wrote(client: Client, city: Any) -> None:
    stage = make_stage()
    facts = {
        "for_whom": words("Alla i kvarteret"), "look_back": words("Tillbaka"), "pause": words("Kaffe"),
        "work_on": words("Bordsarbete"), "access": words("Hörslinga"), "spoken": words("Svenska, tolk"),
        "facilitator": words("Samordnaren"), "email": "fraga@example.org", "district": make_district(),
    }  # fmt: skip
    meeting = make_meeting(about=[stage.prototype.item], **facts)
    page = client.get(meeting.get_absolute_url()).content.decode()
    wanted = [str(value) for value in facts.values()] + ["Folkets hus", "Storgatan 1", str(stage.prototype.name)]
    assert [each for each in wanted if each not in page] == []
    assert f'itemprop="startDate">{dates.show_moment(meeting.starts_at, language="sv")}' in page


def test_a_page_of_a_series_leads_to_its_other_dates(client: Client, city: Any) -> None:
    series = make_series(dates.today() + timedelta(days=3), dates.today() + timedelta(days=50))
    first, *others = list(series.meetings.order_by("starts_at"))
    rest = client.get(first.get_absolute_url()).context["rest"]
    assert [each.slug for each in rest.coming] == [each.slug for each in others]
    with time_machine.travel(first.ends_at + timedelta(hours=1)):
        meetings.write_minutes(first, by=coordinator(), minutes=words("Klart"))
        cache.clear()
        later = client.get(others[0].get_absolute_url()).context["rest"]
        assert [each.slug for each in later.minutes] == [first.slug]


def test_what_is_hidden_is_nowhere(client: Client, city: Any) -> None:
    stage = make_stage()
    meeting = make_meeting(title=words("Bort med mig"), about=[stage.prototype.item])
    commons.hide(meeting, by=None, reason="test")
    assert client.get(meeting.get_absolute_url()).status_code == 404
    assert client.get(f"{meeting.get_absolute_url()}anmal/").status_code == 404
    for path in ("/", "/kalender/", "/kalender/manad/", "/kalender.ics", stage.prototype.get_absolute_url()):
        assert "Bort med mig" not in client.get(path).content.decode()


def test_the_home_page_shows_what_comes_next(client: Client, city: Any) -> None:
    for days in (2, 3, 4, 5):
        make_meeting(days=days, title=words(f"Om {days} dagar"))
    page = client.get("/").content.decode()
    assert [f"Om {days} dagar" in page for days in (2, 3, 4, 5)] == [True, True, True, False]


def test_my_page_shows_what_one_has_signed_up_to(client: Client, city: Any) -> None:
    person = make_resident()
    sign_in(client, person)
    assert "Du har inte anmält dig till något möte." in client.get("/mitt/").content.decode()
    sign_up(make_meeting(), person.email)
    page = client.get("/mitt/").content.decode()
    assert ("Öppen mötesplats" in page, "Du har en plats" in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client: Client, city: Any, rows: int) -> None:
    stage = make_stage()
    for number in range(rows):
        make_series(
            dates.today() + timedelta(days=number + 1), dates.today() + timedelta(days=25),
            about=[stage.prototype.item], district=make_district(), seats=3,
        )  # fmt: skip
    last = Meeting.objects.latest("pk")
    client.get("/fonder/")
    asked = {}
    for path in ("/kalender/", "/kalender/manad/", "/kalender/?tidigare=1", last.get_absolute_url()):
        with CaptureQueriesContext(connection) as counted:
            assert client.get(path).status_code == 200
        asked[path] = len(counted)
    assert list(asked.values()) == [3, 1, 2, 7]


def test_a_meeting_alone_stands_above_a_list_that_says_there_are_no_others(client: Client, city: Any) -> None:
    make_meeting(title=words("Den enda"))
    page = client.get("/kalender/").content.decode()
    assert (page.count("Den enda"), "Det finns inget annat möte här än." in page) == (1, True)
