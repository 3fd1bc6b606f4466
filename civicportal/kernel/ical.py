"""Calendars that other programs read: iCalendar (RFC 5545), written so that phones and Outlook agree about the hour.

Times are on the wall in Stockholm with the zone's own rules beside them (a bare UTC time makes a series jump by an
hour, a zone without its rules is guessed). Texts are escaped and lines folded at 75 octets, never within a character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from civicportal.kernel.dates import STOCKHOLM
from civicportal.kernel.text import nfc

ZONE = "Europe/Stockholm"
CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = "PT6H"
"""How often a program that subscribes should look again."""

# Written as the rules that hold since 1996 and until a law says otherwise, so that no year runs out.
VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:DAYLIGHT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who calls, or who comes, by address; a name is what the program shows."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One VEVENT. `starts_at` and `ends_at` are aware; `changed_at` is when its words last changed.

    `sequence` counts the changes of time, place and status. `rule` is an RRULE without an end, which then is the day
    `until`; `without` are the starts of the rule that do not take place. `instead_of` is the start of the rule that
    this event replaces: same `uid`, other words.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    title: str
    sequence: int = 0
    cancelled: bool = False
    words: str = ""
    place: str = ""
    url: str = ""
    categories: Sequence[str] = ()
    rule: str = ""
    until: date | None = None
    without: Sequence[datetime] = ()
    instead_of: datetime | None = None
    related_to: str = ""
    organiser: Person | None = None
    attendee: Person | None = None


def calendar(
    events: Iterable[Event], *, name: str = "", words: str = "", method: str = "PUBLISH", language: str = "sv"
) -> bytes:
    """A whole calendar. `method` is PUBLISH for what is read, REQUEST or CANCEL for what is mailed to one who comes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Civicportal//Calendar//" + language.upper()]
    lines += ["CALSCALE:GREGORIAN", f"METHOD:{method}"]
    if name:
        lines += [_text("NAME", name), _text("X-WR-CALNAME", name)]
    if words:
        lines += [_text("DESCRIPTION", words), _text("X-WR-CALDESC", words)]
    if name or words:
        lines += [f"X-WR-TIMEZONE:{ZONE}", f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}", f"X-PUBLISHED-TTL:{REFRESH}"]
    lines += VTIMEZONE
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(event: Event) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{utc(event.changed_at)}",
        f"LAST-MODIFIED:{utc(event.changed_at)}",
        f"SEQUENCE:{event.sequence}",
        local("DTSTART", event.starts_at),
        local("DTEND", event.ends_at),
    ]
    if event.instead_of is not None:
        lines.append(local("RECURRENCE-ID", event.instead_of))
    if event.rule:
        lines.append(f"RRULE:{event.rule}{_end(event)}")
        lines += [local("EXDATE", moment) for moment in event.without]
    lines.append(_text("SUMMARY", event.title))
    lines.append(f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}")
    for name, value in (("DESCRIPTION", event.words), ("LOCATION", event.place)):
        lines += [_text(name, value)] if value else []
    if event.url:
        lines.append(f"URL:{_plain(event.url)}")
    if event.categories:
        lines.append("CATEGORIES:" + ",".join(escaped(each) for each in event.categories))
    if event.related_to:
        lines.append(f"RELATED-TO:{event.related_to}")
    lines += _people(event)
    return [*lines, "TRANSP:OPAQUE", "CLASS:PUBLIC", "END:VEVENT"]


def _people(event: Event) -> list[str]:
    lines = []
    if event.organiser is not None:
        lines.append(f"ORGANIZER{_named(event.organiser)}:mailto:{_plain(event.organiser.email)}")
    if event.attendee is not None:
        state = "DECLINED" if event.cancelled else "ACCEPTED"
        facts = f"ROLE=REQ-PARTICIPANT;PARTSTAT={state};RSVP=FALSE"
        lines.append(f"ATTENDEE{_named(event.attendee)};{facts}:mailto:{_plain(event.attendee.email)}")
    return lines


def _named(person: Person) -> str:
    """The CN parameter: within quotes, where neither a quote nor a line break may stand."""
    name = " ".join(nfc(person.name).replace('"', "'").split())
    return f';CN="{name}"' if name else ""


def _end(event: Event) -> str:
    """UNTIL is in UTC where the start has a zone (RFC 5545, 3.3.10): the last moment of the day in Stockholm."""
    if event.until is None:
        return ""
    return ";UNTIL=" + utc(datetime.combine(event.until, time(23, 59, 59), tzinfo=STOCKHOLM))


def utc(moment: datetime) -> str:
    """ "20261122T163000Z"."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def local(name: str, moment: datetime) -> str:
    """A property whose value is a time on the wall in Stockholm: "DTSTART;TZID=Europe/Stockholm:20261122T173000"."""
    return f"{name};TZID={ZONE}:{moment.astimezone(STOCKHOLM):%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line break escaped, nothing invisible."""
    for mark, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(mark, instead)
    return text


def _text(name: str, value: str) -> str:
    return f"{name}:{escaped(nfc(value).strip())}"


def _plain(value: str) -> str:
    """An address as it is, with nothing that could end the line."""
    return "".join(nfc(value).split())


def folded(line: str) -> str:
    """A line of more than 75 octets goes on after a line break and a space, never in the middle of a character."""
    if len(line.encode()) <= 75:
        return line
    parts, part, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > 75:
            parts.append(part)
            part, size = "", 1
        part += character
        size += octets
    return "\r\n ".join([*parts, part])
