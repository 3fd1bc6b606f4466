"""The calendar in the demo: a year of meetings before today and one after, with minutes, places and waiting lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.demo.calendar import on_to
from civicportal.demo.city import Built
from civicportal.demo.log import Log
from civicportal.demo.words import localized, texts
from civicportal.kernel import dates
from civicportal.kernel.recurrence import every_month, every_weeks
from civicportal.kernel.text import LocalizedText, slug_of
from civicportal.kernel.web import token_hash
from civicportal.people.models import Organisation, Person
from prototypes.actions import meetings as actions
from prototypes.actions import signups
from prototypes.actions.meetings import FROM_THE_MEETING
from prototypes.enums.meetings import MeetingState, SignUpState
from prototypes.models import Meeting, Series, SignUp
from prototypes.notices.meetings import token_of
from prototypes.rules.meetings import CALLERS

WORDS = (
    "title", "summary", "for_whom", "look_back", "pause", "work_on", "access", "facilitator", "spoken",
)  # fmt: skip
FACTS = ("format", "where", "place", "address", "seats", "by_sign_up")
VIDEO = "https://video.example.org/rum/"
TOLD = 4
"""How many of a series' latest minutes stand as steps on the page of what the series is about."""
GUESTS = (
    "Amira Solberg", "Bengt Åstrand", "Chloé Vinter", "Dawit Ekedal", "Elsa Moberg", "Fatou Lindahl", "Göran Wester",
    "Hanna Törnros", "Ilyas Bergdal", "Jenny Kvist", "Karim Sandell", "Lena Uhrberg", "Mio Rask", "Nadja Forsell",
)  # fmt: skip


def load(built: Built, cast: dict[str, Person], log: Log) -> int:
    """Makes every meeting whose subject is there, past ones with their minutes. Returns how many there are."""
    data = texts("meetings")
    minutes = cycle([localized(each) for each in data["minutes"]])
    for each in data["series"]:
        about = _things(each)
        if about:
            _series(each, about, built, cast, minutes)
    for each in data["meeting"]:
        for about in _subjects(each):
            _alone(each, about, built, cast, minutes)
    _sign_ups(cast)
    return Meeting.objects.count()


def _things(data: dict[str, Any]) -> list[Item]:
    """The public things that are named by kind and address, as far as they are there."""
    found = [Item.objects.filter(kind=kind, slug=slug).first() for kind, slug in (n.split("/") for n in data["about"])]
    return [item for item in found if item is not None]


def _subjects(data: dict[str, Any]) -> list[list[Item]]:
    """What single meetings are about: the things named, or the first of a kind; with `each` two of them apart."""
    if "about" in data:
        things = _things(data)
        return [things] if things else []
    first = list(Item.objects.filter(kind=data["kind"]).select_related("unit", "district").order_by("pk")[:2])
    return [[item] for item in (first if data.get("each") else first[:1])]


def _who(about: list[Item], data: dict[str, Any], built: Built, cast: dict[str, Person]) -> tuple[Organisation, Person]:
    """The unit that calls, and somebody of it who may."""
    unit = built.units[data["unit"]] if "unit" in data else (about[0].unit or built.units["hallbart"])
    for person in cast.values():
        if unit.pk in person.units_as(*CALLERS):
            return unit, person
    return built.units["hallbart"], cast["coordinator"]


def _facts(data: dict[str, Any], unit: Organisation, built: Built, about: list[Item]) -> dict[str, Any]:
    """The fields of an Invitation from a file's words."""
    district = built.districts[data["district"]] if "district" in data else about[0].district
    facts: dict[str, Any] = {name: localized(data[name]) for name in WORDS if name in data}
    facts |= {name: data[name] for name in FACTS if name in data}
    facts["title"] = _named_after(facts["title"], about[0])
    video = f"{VIDEO}{about[0].slug}" if data["where"] in {"video", "both"} else ""
    return {**facts, "unit": unit, "district": district, "email": unit.email, "video_link": video}


def _named_after(title: LocalizedText, thing: Item) -> LocalizedText:
    """A title with the name of what the meeting is about, where the file leaves a place for it."""
    return LocalizedText(
        {language: words.replace("{about}", thing.title.said(language).text) for language, words in title.texts.items()}
    )


def _clock(said: str) -> time:
    hour, minute = said.split(".")
    return time(int(hour), int(minute))


def _series(
    data: dict[str, Any],
    about: list[Item],
    built: Built,
    cast: dict[str, Person],
    minutes: Iterator[LocalizedText],
) -> None:
    unit, by = _who(about, data, built, cast)
    first = on_to(data["weekday"], dates.today() + timedelta(days=data["first"]))
    series = actions.plan_series(
        by=by,
        facts=_facts(data, unit, built, about),
        about=about,
        rule=every_month(first) if data.get("month") else every_weeks(data["weeks"]),
        first=first,
        until=dates.today() + timedelta(days=data["until"]),
        starts=_clock(data["starts"]),
        ends=_clock(data["ends"]),
    )
    _publish(list(series.meetings.order_by("starts_at")), about, by, minutes)
    _exceptions(series, data, by)


def _exceptions(series: Series, data: dict[str, Any], by: Person) -> None:
    """One date moved, one cancelled, one added, where the file says so."""
    coming = list(series.meetings.filter(starts_at__gt=dates.now() + timedelta(days=1)).order_by("starts_at"))
    if "moved" in data:
        meeting = coming[data["moved"]["nth"]]
        day = dates.day_of(meeting.starts_at) + timedelta(days=data["moved"]["days"])
        when = {"starts_at": dates.at(day, series.starts), "ends_at": dates.at(day, series.ends)}
        actions.move(meeting, by=by, reason=localized(data["moved"]["reason"]), **when)
    if "cancelled" in data:
        meeting = coming[data["cancelled"]["nth"]]
        actions.cancel(meeting, by=by, reason=localized(data["cancelled"]["reason"]))
    if "added" in data:
        day = on_to(5, dates.today() + timedelta(days=data["added"]["days"]))
        actions.add_date(series, by=by, starts_at=dates.at(day, time(11, 0)), ends_at=dates.at(day, time(13, 0)))


def _alone(
    data: dict[str, Any],
    about: list[Item],
    built: Built,
    cast: dict[str, Person],
    minutes: Iterator[LocalizedText],
) -> None:
    unit, by = _who(about, data, built, cast)
    facts = _facts(data, unit, built, about)
    made = []
    for days in data["days"]:
        day = _workday(dates.today() + timedelta(days=days))
        made.append(
            actions.call_meeting(
                by=by,
                facts=facts,
                about=about,
                starts_at=dates.at(day, _clock(data["starts"])),
                ends_at=dates.at(day, _clock(data["ends"])),
            )
        )
    _publish(made, about, by, minutes)


def _workday(day: date) -> date:
    return day if day.weekday() < 5 else on_to(0, day)


def _publish(made: list[Meeting], about: list[Item], by: Person, minutes: Iterator[LocalizedText]) -> None:
    """All in public; those that have been with minutes, apart from the very last, whose minutes are still missing."""
    past = [meeting for meeting in made if meeting.ends_at < dates.now()]
    for meeting in made:
        if meeting not in past or meeting is past[-1]:
            actions.publish(meeting, by=by)
            continue
        told = meeting in past[-TOLD - 1 :]
        _held(meeting, about, by, next(minutes), told=told)


def _held(meeting: Meeting, about: list[Item], by: Person, minutes: LocalizedText, *, told: bool) -> None:
    """A meeting that has been, as if its minutes had been written two days after it."""
    meeting.state, meeting.minutes = MeetingState.HELD, minutes
    meeting.minutes_at = meeting.changed_at = meeting.ends_at + timedelta(days=2)
    meeting.attended = 9 + (meeting.pk * 7) % 24
    meeting.save(update_fields=["state", "minutes", "minutes_at", "changed_at", "attended"])
    item = commons.publish(meeting, by=by)
    for other in about:
        commons.link(item, other, Link.Kind.BELONGS_TO, by=by)
    for target in about if told else []:
        _step(meeting, target, by, meeting.minutes_at)


def _step(meeting: Meeting, target: Item, by: Person, at: datetime) -> None:
    commons.add_step(
        target,
        by=by,
        kind=Step.Kind.UPDATE,
        title=in_all_languages(FROM_THE_MEETING, title=meeting.title),
        words=meeting.minutes,
        at=at,
        by_function=meeting.facilitator,
        once=f"meeting.minutes:{meeting.pk}:{target.pk}",
        tell=False,
    )


def _sign_ups(cast: dict[str, Person]) -> None:
    """A full meeting with a waiting list, and places for some of the cast."""
    coming = Meeting.objects.public().filter(state=MeetingState.CALLED, starts_at__gt=dates.now(), by_sign_up=True)
    full = coming.filter(format="solving").order_by("starts_at").first()
    if full is not None:
        _fill(full)
        _come(full, cast["newcomer"])
    following = list(coming.filter(format="open").order_by("starts_at")[:3])
    for key, some in (("resident", following), ("grantee", following[:1])):
        for meeting in some:
            _come(meeting, cast[key])


def _come(meeting: Meeting, person: Person) -> None:
    signups.sign_up(meeting, email=person.email, name=person.name, language=person.language, person=person)


def _fill(meeting: Meeting) -> None:
    """All places taken by guests, and two who wait; their letters were read long ago."""
    seats = meeting.seats or len(GUESTS)
    since = dates.now() - timedelta(days=20)
    rows = [
        SignUp(
            meeting=meeting,
            email=f"{slug_of(name)}@example.org",
            name=name,
            state=SignUpState.SEATED if number < seats else SignUpState.WAITING,
            signed_at=since + timedelta(hours=number * 7),
            seated_at=since + timedelta(hours=number * 7) if number < seats else None,
        )
        for number, name in enumerate(GUESTS)
    ]
    for row in rows:
        row.link_hash = token_hash(token_of(row))
    SignUp.objects.bulk_create(rows)
    Meeting.objects.filter(pk=meeting.pk).update(taken=min(seats, len(rows)))
