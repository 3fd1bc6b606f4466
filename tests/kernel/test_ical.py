"""iCalendar as strangers' programs read it: the icalendar library and dateutil are the strangers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from civicportal.kernel import ical
from civicportal.kernel.dates import STOCKHOLM

BEGINS = datetime(2026, 11, 24, 17, 30, tzinfo=STOCKHOLM)
CHANGED = datetime(2026, 11, 1, 9, 0, tzinfo=STOCKHOLM)


def event(**more: Any) -> ical.Event:
    facts = {
        "uid": "1@example.org",
        "starts_at": BEGINS,
        "ends_at": BEGINS + timedelta(hours=2),
        "changed_at": CHANGED,
        "title": "Öppen mötesplats",
    }
    return ical.Event(**{**facts, **more})


def read(content: bytes) -> Any:
    """The one event of a calendar, as the library reads it."""
    return Calendar.from_ical(content).walk("VEVENT")[0]


def test_time_is_on_the_wall_with_the_zones_rules_beside_it() -> None:
    content = ical.calendar([event()])
    assert b"\r\nDTSTART;TZID=Europe/Stockholm:20261124T173000\r\n" in content
    zones = Calendar.from_ical(content).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["Europe/Stockholm"]
    found = read(content)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (BEGINS, BEGINS + timedelta(hours=2))
    assert (found["DTSTAMP"].dt, found["LAST-MODIFIED"].dt) == (CHANGED.astimezone(UTC),) * 2
    assert (found["SEQUENCE"], str(found["STATUS"]), str(found["UID"])) == (0, "CONFIRMED", "1@example.org")


def test_the_zones_own_rules_agree_with_the_real_zone() -> None:
    """What stands in VTIMEZONE is what Python's own data say, at every change of some twenty-five years."""
    parts = Calendar.from_ical(ical.calendar([event()])).walk("VTIMEZONE")[0].subcomponents
    for part in parts:
        rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=part["DTSTART"].dt)
        for moment in (each for each in islice(rule, 50) if each.year >= 2020):
            after = (moment + timedelta(hours=2)).replace(tzinfo=STOCKHOLM)
            before = (moment - timedelta(hours=2)).replace(tzinfo=STOCKHOLM)
            assert (before.utcoffset(), after.utcoffset()) == (part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td)


@given(
    title=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300),
    words=st.text(st.characters(exclude_categories=["Cs"], include_characters="\n,;\\"), max_size=300),
)
def test_every_text_comes_back_as_it_was_and_no_line_is_too_long(title: str, words: str) -> None:
    content = ical.calendar([event(title=title, words=words)])
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    found = read(content)
    assert str(found["SUMMARY"]) == ical.nfc(title).strip()
    assert str(found.get("DESCRIPTION", "")) == ical.nfc(words).strip()


def test_nobody_writes_a_line_of_their_own() -> None:
    content = ical.calendar(
        [
            event(
                title="Hej\r\nATTENDEE:mailto:x@example.org",
                url="https://example.org/\r\nX-EVIL:1",
                organiser=ical.Person(email="a@example.org\nX-EVIL:2", name='A";B\nX-EVIL:3'),
            )
        ]
    )
    assert [line for line in content.split(b"\r\n") if line.startswith((b"X-EVIL", b"ATTENDEE"))] == []


def test_a_series_has_its_rule_its_end_and_what_is_left_out() -> None:
    first, gone = BEGINS, BEGINS + timedelta(weeks=3)
    content = ical.calendar([event(rule="FREQ=WEEKLY;INTERVAL=3", until=date(2027, 2, 1), without=[gone])])
    assert b"RRULE:FREQ=WEEKLY;INTERVAL=3;UNTIL=20270201T225959Z\r\n" in content
    assert b"EXDATE;TZID=Europe/Stockholm:20261215T173000\r\n" in content
    found = read(content)
    rule = rrulestr(found["RRULE"].to_ical().decode(), dtstart=found["DTSTART"].dt)
    assert [moment.date() for moment in rule] == [first.date() + timedelta(weeks=3 * number) for number in range(4)]


def test_a_date_that_replaces_another_and_one_that_will_not_be() -> None:
    moved = read(ical.calendar([event(instead_of=BEGINS - timedelta(days=1), sequence=2)]))
    assert (moved["RECURRENCE-ID"].dt, moved["SEQUENCE"]) == (BEGINS - timedelta(days=1), 2)
    gone = read(ical.calendar([event(cancelled=True)], method="CANCEL"))
    assert str(gone["STATUS"]) == "CANCELLED"


def test_people_are_named_and_nobody_is_asked_to_answer() -> None:
    asked = event(
        organiser=ical.Person(email="kontakt@example.org", name="Nätverket"),
        attendee=ical.Person(email="a@example.org"),
    )
    content = ical.calendar([asked], method="REQUEST")
    found = read(content)
    assert str(found["ORGANIZER"]) == "mailto:kontakt@example.org"
    assert found["ORGANIZER"].params["CN"] == "Nätverket"
    assert dict(found["ATTENDEE"].params) == {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    assert str(Calendar.from_ical(content)["METHOD"]) == "REQUEST"


def test_a_feed_says_its_name_and_how_often_to_look() -> None:
    content = ical.calendar([], name="Kalendern, allt", words="Möten")
    assert str(Calendar.from_ical(content)["METHOD"]) == "PUBLISH"
    assert b"\r\nX-WR-CALNAME:Kalendern\\, allt\r\n" in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in content
    assert b"X-PUBLISHED-TTL:PT6H\r\n" in content


def test_the_same_events_are_the_same_bytes() -> None:
    assert ical.calendar([event()]) == ical.calendar([event()])
