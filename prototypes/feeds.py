"""Meetings as other calendars read them: the feed of a filter, one meeting's file, the entry that a letter carries.

No link to a video meeting is ever in them: a feed is public, and a file is forwarded. What stands in them leads to the
meeting's page, or to the reader's own sign-up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from civicportal.kernel import dates, ical
from civicportal.kernel.recurrence import days_of
from prototypes.enums.meetings import Place
from prototypes.models import Invitation, Meeting, Series

KEEP_PAST = timedelta(days=60)
"""How long what has been, and what was cancelled, stays in the feed: long enough for every program to have read it."""


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def uid_of(thing: Meeting | Series) -> str:
    """The event's name for life, made of the row's own random number."""
    return f"{thing.uid}@{host()}"


def whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _place(thing: Invitation, url: str) -> str:
    """Place and address; for a meeting on video the page where the link is told how to get, which no program hides."""
    if thing.where == Place.VIDEO:
        return f"{Place(thing.where).label}, {url}"
    return ", ".join(part for part in (thing.place, thing.address) if part) or url


def _words(thing: Invitation, url: str, reason: str = "") -> str:
    """What the entry says. The address stands in the text too, because many programs do not show URL."""
    parts = [reason, str(thing.summary)]
    if thing.spoken:
        parts.append(_("Languages: %(languages)s") % {"languages": thing.spoken})
    if thing.on_video:
        parts.append(_("You get the link to the video meeting when you have signed up."))
    parts.append(_("Read more and sign up: %(url)s") % {"url": url} if thing.by_sign_up else url)
    return "\n\n".join(part for part in parts if part)


def _organiser(thing: Invitation) -> ical.Person | None:
    address = thing.email or thing.unit.email
    return ical.Person(email=address, name=thing.unit.name) if address else None


def event_of(meeting: Meeting, *, url: str = "") -> ical.Event:
    """One meeting as an event of its own, in the language at hand. `url` is another page than the meeting's own."""
    url = url or whole(meeting.get_absolute_url())
    title = str(meeting.title)
    return ical.Event(
        uid=uid_of(meeting),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        title=_("CANCELLED: %(title)s") % {"title": title} if meeting.is_cancelled else title,
        cancelled=meeting.is_cancelled,
        words=_words(meeting, url, str(meeting.reason)),
        place=_place(meeting, url),
        url=url,
        categories=(str(meeting.get_format_display()),),
        organiser=_organiser(meeting),
    )


def series_events(series: Series, meetings: Iterable[Meeting], moment: datetime) -> list[ical.Event]:
    """A series as programs repeat it: its rule, what is left out of it, and what replaces single dates of it.

    `meetings` are those of its dates that are to be seen. What was cancelled more than KEEP_PAST ago is left out. An
    added date is an event of its own, because half of the programs that people use do not read RDATE.
    """
    shown = [each for each in meetings if not (each.is_cancelled and each.ends_at < moment - KEEP_PAST)]
    added = [event_of(each) for each in shown if each.series_on is None]
    by_day = {each.series_on: each for each in shown if each.series_on is not None}
    if not by_day:
        return added
    url = whole(series.get_absolute_url())
    days = days_of(series.rule, series.first_on, series.until)
    starts = {day: datetime.combine(day, series.starts, tzinfo=dates.STOCKHOLM) for day in days}
    master = ical.Event(
        uid=uid_of(series),
        starts_at=starts[series.first_on],
        ends_at=datetime.combine(series.first_on, series.ends, tzinfo=dates.STOCKHOLM),
        changed_at=max(series.changed_at, *(each.changed_at for each in by_day.values())),
        title=str(series.title),
        words=_words(series, url),
        place=_place(series, url),
        url=url,
        categories=(str(series.get_format_display()),),
        rule=series.rule,
        until=series.until,
        without=[start for day, start in starts.items() if day not in by_day],
        organiser=_organiser(series),
    )
    instead = [
        replace(event_of(each), uid=master.uid, instead_of=starts[day])
        for day, each in by_day.items()
        if day in starts and _differs(each, series, starts[day])
    ]
    return [master, *instead, *added]


def _differs(meeting: Meeting, series: Series, start: datetime) -> bool:
    """Whether a date is other than its series says: another time, place, title or state."""
    said = ("title", "summary", "where", "place", "address", "format", "spoken")
    times = (meeting.starts_at, meeting.ends_at) != (
        start,
        datetime.combine(start, series.ends, tzinfo=dates.STOCKHOLM),
    )
    return times or meeting.is_cancelled or any(getattr(meeting, name) != getattr(series, name) for name in said)


def feed(meetings: Iterable[Meeting], *, name: str, words: str, language: str, moment: datetime) -> bytes:
    """The calendar of a filter. `meetings` come with unit and series; of a series all dates that are to be seen."""
    series: dict[int, tuple[Series, list[Meeting]]] = {}
    events: list[ical.Event] = []
    for meeting in meetings:
        if meeting.series is None:
            events.append(event_of(meeting))
        else:
            series.setdefault(meeting.series_id, (meeting.series, []))[1].append(meeting)
    for rhythm, dates_of_it in series.values():
        events += series_events(rhythm, dates_of_it, moment)
    return ical.calendar(events, name=name, words=words, language=language)


def single(meeting: Meeting, language: str) -> bytes:
    """One meeting to put into one's own calendar."""
    return ical.calendar([event_of(meeting)], language=language)


def entry(
    meeting: Meeting, *, url: str, email: str, name: str, language: str, gone: bool = False
) -> tuple[str, str, bytes]:
    """What a letter carries to one who comes: a request that replaces what came before, or a cancellation.

    The same UID for life and a sequence that grows, so that the reader's calendar holds one entry; of two with the
    same sequence the later one counts. `gone` takes the entry away from somebody who gave the place up. Returns file
    name, media type and content.
    """
    gone = gone or meeting.is_cancelled
    method = "CANCEL" if gone else "REQUEST"
    reader = ical.Person(email=email, name=name)
    with override(language):
        event = replace(event_of(meeting, url=url), attendee=reader, cancelled=gone, changed_at=dates.now())
        content = ical.calendar([event], method=method, language=language)
    return "mote.ics", f"text/calendar; method={method}; charset=utf-8", content
