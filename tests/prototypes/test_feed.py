"""The calendar as other programs read it: the feed, one meeting's file; read by icalendar and dateutil as strangers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from dateutil.rrule import WEEKLY, rrule, rrulestr
from dateutil.tz import gettz
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.prop import vRecur

from civicportal.commons import actions as commons
from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.dates import STOCKHOLM
from civicportal.kernel.recurrence import every_weeks
from prototypes import feeds
from prototypes.actions import meetings
from prototypes.enums.meetings import MeetingState, Place
from prototypes.models import Meeting, Series
from tests.prototypes.meeting_factories import (
    VIDEO,
    coordinator,
    facts,
    in_days,
    make_district,
    make_meeting,
    make_series,
    words,
)

pytestmark = pytest.mark.django_db


def fresh(client: Client, path: str = "/kalender.ics") -> Any:
    """The page as it is now: what a test changes is never committed, so no cache hears of it."""
    cache.clear()
    return client.get(path)


BEFORE = datetime(2026, 10, 1, 9, 0, tzinfo=STOCKHOLM)
FIRST, LAST = date(2026, 10, 6), date(2027, 4, 20)
"""Every third Tuesday, over the changes of 25 October 2026 and 28 March 2027."""


def starts_in(content: bytes) -> dict[datetime, str]:
    """The starts of a feed with their status, as a program works them out: rules, exceptions, replacements."""
    found: dict[datetime, str] = {}
    events = Calendar.from_ical(content).walk("VEVENT")
    for event in (each for each in events if "RECURRENCE-ID" not in each):
        if "RRULE" not in event:
            found[event["DTSTART"].dt] = str(event["STATUS"])
            continue
        without = _without(event)
        # A program repeats the time on the wall and lets the zone's rules say the instant.
        wall = event["DTSTART"].dt.replace(tzinfo=None)
        rule = vRecur({name: value for name, value in event["RRULE"].items() if name != "UNTIL"}).to_ical().decode()
        end = event["RRULE"]["UNTIL"][0].astimezone(STOCKHOLM).replace(tzinfo=None)
        for moment in rrulestr(rule, dtstart=wall).between(wall, end, inc=True):
            start = moment.replace(tzinfo=STOCKHOLM)
            if start not in without:
                found[start] = str(event["STATUS"])
    for event in (each for each in events if "RECURRENCE-ID" in each):
        del found[event["RECURRENCE-ID"].dt]
        found[event["DTSTART"].dt] = str(event["STATUS"])
    return dict(sorted(found.items()))


def _without(event: Any) -> set[datetime]:
    left_out = event.get("EXDATE", [])
    listed = left_out if isinstance(left_out, list) else [left_out]
    return {each.dt for part in listed for each in part.dts}


def on_the_page(client: Client, path: str = "/kalender/") -> dict[datetime, str]:
    """The starts that the calendar's list shows, on all its pages, with whether they are cancelled."""
    page = fresh(client, path).context["page"]
    rows = list(page)
    return {each.starts_at.astimezone(STOCKHOLM): "CANCELLED" if each.is_cancelled else "CONFIRMED" for each in rows}


def change_three(series: Series) -> dict[str, datetime]:
    """One date moved, one cancelled, one added; the day of the clocks' change is none of them."""
    by = coordinator()
    moved = series.meetings.get(series_on=date(2026, 11, 17))
    new = dates.at(date(2026, 11, 19), time(18, 0))
    meetings.move(moved, by=by, starts_at=new, ends_at=new + timedelta(hours=2), reason=words("Salen är bokad"))
    meetings.cancel(series.meetings.get(series_on=date(2027, 1, 19)), by=by, reason=words("Sjukdom"))
    extra = dates.at(date(2027, 3, 28), time(14, 0))
    meetings.add_date(series, by=by, starts_at=extra, ends_at=extra + timedelta(hours=1))
    return {"moved": new, "added": extra}


def test_a_series_over_both_changes_is_the_same_everywhere(client: Client, city: Any) -> None:
    with time_machine.travel(BEFORE, tick=False):
        series = make_series(FIRST, LAST, weeks=3)
        changed = change_three(series)
        shown = on_the_page(client)
        read = starts_in(fresh(client).content)
    # The third opinion: dateutil alone, with its own zone data.
    tz = gettz("Europe/Stockholm")
    rule = rrule(
        WEEKLY, interval=3, dtstart=datetime(2026, 10, 6, 17, 30, tzinfo=tz), until=datetime(2027, 4, 21, tzinfo=tz)
    )
    wanted = {moment.astimezone(STOCKHOLM): "CONFIRMED" for moment in rule}
    del wanted[dates.at(date(2026, 11, 17), time(17, 30))]
    wanted |= {changed["moved"]: "CONFIRMED", changed["added"]: "CONFIRMED"}
    wanted[dates.at(date(2027, 1, 19), time(17, 30))] = "CANCELLED"
    assert shown == read == dict(sorted(wanted.items()))
    assert len(shown) == 11
    # On the wall every date of the rule is at 17.30; in UTC it is 15.30 in summer and 16.30 in winter.
    clocks = {start.time() for start in read if start not in changed.values()}
    offsets = {start.utcoffset() for start in read}
    assert (clocks, offsets) == ({time(17, 30)}, {timedelta(hours=1), timedelta(hours=2)})


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.dates(date(2026, 10, 6), date(2027, 6, 1)),
    weeks=st.integers(1, 5),
    fates=st.lists(st.sampled_from(["stays", "moved", "cancelled", "hidden"]), max_size=4),
)
def test_whatever_is_done_to_a_series_list_and_feed_agree(
    client: Client, city: Any, first: date, weeks: int, fates: list[str]
) -> None:
    Meeting.objects.all().delete()
    Item.every.all().delete()
    by = coordinator()
    with time_machine.travel(BEFORE, tick=False):
        series = make_series(first, first + timedelta(weeks=weeks * 3), weeks=weeks)
        for meeting, fate in zip(series.meetings.order_by("starts_at"), fates, strict=False):
            if fate == "moved":
                new = meeting.starts_at + timedelta(days=1, minutes=15)
                meetings.move(meeting, by=by, starts_at=new, ends_at=new + timedelta(hours=1), reason=words("x"))
            elif fate == "cancelled":
                meetings.cancel(meeting, by=by, reason=words("x"))
            elif fate == "hidden":
                commons.hide(meeting, by=None, reason="test")
        assert starts_in(fresh(client).content) == on_the_page(client)


def test_dates_that_do_not_exist_are_left_out_of_list_and_feed(client: Client, city: Any) -> None:
    with time_machine.travel(BEFORE, tick=False):
        series = meetings.plan_series(
            by=coordinator(),
            facts=facts(),
            about=[],
            rule=every_weeks(1),
            first=date(2027, 3, 21),
            until=date(2027, 4, 4),
            starts=time(2, 30),
            ends=time(3, 30),
        )
        meetings.publish_series(series, by=coordinator())
        days = [start.date() for start in starts_in(fresh(client).content)]
        assert days == [date(2027, 3, 21), date(2027, 4, 4)]
        assert days == [start.date() for start in on_the_page(client)]


def events(client: Client, path: str = "/kalender.ics") -> list[Any]:
    return list(Calendar.from_ical(fresh(client, path).content).walk("VEVENT"))


def test_the_name_of_an_event_is_for_life_and_its_changes_are_counted(client: Client, city: Any) -> None:
    meeting = make_meeting()
    (first,) = events(client)
    new = in_days(9)
    meetings.move(meeting, by=coordinator(), starts_at=new, ends_at=new + timedelta(hours=1), reason=words("x"))
    (moved,) = events(client)
    with time_machine.travel(dates.now() + timedelta(hours=1)):
        meetings.cancel(Meeting.objects.get(), by=coordinator(), reason=words("Sjukdom"))
    (gone,) = events(client)
    meetings.edit(Meeting.objects.get(), by=coordinator(), facts={"title": words("Annat namn")})
    (renamed,) = events(client)
    found = [(str(e["UID"]), e["SEQUENCE"], str(e["STATUS"])) for e in (first, moved, gone, renamed)]
    uid = f"{meeting.uid}@testserver"
    assert found == [(uid, 0, "CONFIRMED"), (uid, 1, "CONFIRMED"), (uid, 2, "CANCELLED"), (uid, 2, "CANCELLED")]
    assert str(renamed["SUMMARY"]) == "INSTÄLLT: Annat namn"
    assert str(gone["DESCRIPTION"]).startswith("Sjukdom")
    assert gone["LAST-MODIFIED"].dt > first["LAST-MODIFIED"].dt


def test_what_is_cancelled_stays_sixty_days_and_then_goes(client: Client, city: Any) -> None:
    meeting = make_meeting()
    meetings.cancel(meeting, by=coordinator(), reason=words("Sjukdom"))
    with time_machine.travel(meeting.ends_at + feeds.KEEP_PAST - timedelta(days=1)):
        assert [str(each["STATUS"]) for each in events(client)] == ["CANCELLED"]
    with time_machine.travel(meeting.ends_at + feeds.KEEP_PAST + timedelta(days=1)):
        assert events(client) == []


def test_a_cancelled_date_of_a_series_becomes_one_left_out(client: Client, city: Any) -> None:
    with time_machine.travel(BEFORE, tick=False):
        series = make_series(FIRST, LAST)
        meetings.cancel(series.meetings.get(series_on=FIRST), by=coordinator(), reason=words("x"))
    with time_machine.travel(BEFORE + timedelta(days=90), tick=False):
        first = dates.at(FIRST, time(17, 30))
        assert first not in starts_in(fresh(client).content)
        assert len(starts_in(fresh(client).content)) == 9


def test_the_address_is_in_the_words_because_many_programs_hide_url(client: Client, city: Any) -> None:
    meeting = make_meeting(where=Place.VIDEO, place="", address="", video_link=VIDEO, spoken=words("Svenska"))
    (event,) = events(client)
    page = f"http://testserver/kalender/{meeting.slug}/"
    assert (str(event["URL"]), page in str(event["DESCRIPTION"]), page in str(event["LOCATION"])) == (page, True, True)
    assert "Du får länken till videomötet när du har anmält dig." in str(event["DESCRIPTION"])
    assert str(event["ORGANIZER"]) == "mailto:natverket@example.org"


def test_the_feed_has_the_filters_of_the_list(client: Client, city: Any) -> None:
    south, north = make_district(), make_district("Dalhem", "dalhem")
    make_meeting(title=words("Söder"), district=south)
    make_meeting(title=words("Dalhem"), district=north, format="workshop")
    hidden = make_meeting(title=words("Dold"))
    commons.hide(hidden, by=None, reason="test")
    make_meeting(title=words("Utkast"), public=False)

    def names(query: str) -> list[str]:
        return sorted(str(each["SUMMARY"]) for each in events(client, f"/kalender.ics{query}"))

    assert names("") == ["Dalhem", "Söder"]
    assert names("?stadsdel=soder") == names("?stadsdel=soder&form=open") == ["Söder"]
    assert names("?form=workshop") == ["Dalhem"]
    assert names("?stadsdel=soder&form=workshop") == []
    assert names("?stadsdel=finns-inte") == []
    content = fresh(client, "/kalender.ics?stadsdel=soder").content.decode()
    assert "\r\nX-WR-CALNAME:Möten i Provstad\\, Söder\r\n" in content


def test_the_feed_is_kept_by_caches_and_answers_304(client: Client, city: Any) -> None:
    make_meeting()
    first = client.get("/kalender.ics")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    again = client.get("/kalender.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, dict(first.cookies)) == (304, {})
    assert client.get("/en/kalender.ics").headers["Content-Language"] == "en"


def test_the_feed_speaks_the_language_of_its_address(client: Client, city: Any) -> None:
    make_meeting(title=words("Öppet möte", "Open meeting"))
    assert str(events(client, "/en/kalender.ics")[0]["SUMMARY"]) == "Open meeting"
    assert "/en/kalender/" in str(events(client, "/en/kalender.ics")[0]["URL"])


def test_one_meeting_has_its_own_file(client: Client, city: Any) -> None:
    meeting = make_meeting()
    content = client.get(f"/kalender/{meeting.slug}/moete.ics")
    assert starts_in(content.content) == {meeting.starts_at.astimezone(STOCKHOLM): "CONFIRMED"}
    commons.hide(meeting, by=None, reason="test")
    assert client.get(f"/kalender/{meeting.slug}/moete.ics").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_feed_do_not_grow(client: Client, city: Any, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        make_meeting(days=5 + number)
        make_series(dates.today() + timedelta(days=2 + number), dates.today() + timedelta(days=60))
    with django_assert_num_queries(3):
        client.get("/kalender.ics")


def test_held_meetings_stay_for_a_while(client: Client, city: Any) -> None:
    meeting = make_meeting()
    Meeting.objects.update(state=MeetingState.HELD)
    with time_machine.travel(meeting.ends_at + timedelta(days=30)):
        assert len(events(client)) == 1
