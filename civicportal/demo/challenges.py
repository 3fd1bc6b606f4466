"""The departments' challenges in the demo: the call with its four needs, two that came later, and their editors."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from challenges.actions import publishing, times
from challenges.actions.times import Times
from challenges.enums import Phase
from challenges.models import Call, Challenge, Goal, Voice
from civicportal.commons.models import Item, Step
from civicportal.demo import challenges_proposals, challenges_tests
from civicportal.demo.calendar import morning
from civicportal.demo.city import Built
from civicportal.demo.log import Log
from civicportal.demo.people import add_people
from civicportal.demo.words import localized, texts
from civicportal.effects import actions as effects
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Person

WORDS = (
    "title", "need", "background", "identified", "target_groups", "direction", "anchoring", "open_questions", "place",
    "other_bodies", "learnt", "promise",
)  # fmt: skip
NEED_OWNERS = ("amf", "sff", "sof", "vof")
"""Departments with a need; each has a reviewer of the cast, who reads for all four."""

LONELY = "ofrivillig-ensamhet"


def load(built: Built, cast: dict[str, Person], log: Log) -> dict[str, Challenge]:
    """Makes call, challenges, proposals and tests with their story until today. Returns the challenges by address."""
    data = texts("challenges")
    editors = _load_people(built, cast)
    call = _load_call(data["call"], built, editors)
    made = {row["slug"]: _load_challenge(row, call, built, editors) for row in data["challenge"]}
    told = challenges_proposals.load(made, built, cast, editors, log)
    challenges_tests.load(told, editors, log)
    publishing.tell_phases()
    _date_back([call, *Challenge.objects.all()])
    _load_effects(made[LONELY], editors["vof"])
    return made


def day(ago: int) -> date:
    """A day counted from today; negative ones lie behind us."""
    return dates.today() + timedelta(days=ago)


def _load_people(built: Built, cast: dict[str, Person]) -> dict[str, Person]:
    """An editor for each department, and the cast's reviewers as readers of all four."""
    rows = [("Rikard Ståhlberg", "redaktor@amf.example.org"), ("Mona Lidåker", "redaktor@sof.example.org")]
    amf, sof = add_people([(name, email, "sv", "") for name, email in rows])
    editors = {"amf": amf, "sof": sof, "vof": cast["editor_vof"], "sff": cast["editor_sff"]}
    since = day(-730)
    made = [(editors[unit], Role.DEPARTMENT_EDITOR, unit) for unit in ("amf", "sof")]
    made += [(cast[who], Role.REVIEWER, unit) for who in NEED_OWNERS for unit in NEED_OWNERS]
    Membership.objects.bulk_create(
        Membership(person=person, role=role, unit=built.units[unit], starts_on=since) for person, role, unit in made
    )
    return editors


def _times(row: dict[str, Any]) -> Times:
    return Times.of_days(day(row["opens"]), day(row["closes"]), day(row["answer_by"]))


def _load_call(row: dict[str, Any], built: Built, editors: dict[str, Person]) -> Call:
    words = {name: localized(row[name]) for name in ("title", "summary", "narrative", "asked", "given")}
    editor = editors[row["unit"]]
    call = Call.objects.create(slug=row["slug"], unit=built.units[row["unit"]], email=row["email"], **words)
    times.set_times(call, _times(row), by=editor)
    Call.objects.filter(pk=call.pk).update(published_at=morning(day(row["opens"] - 6), 8))
    publishing.publish(call, by=editor)
    return Call.objects.select_related("opening").get(pk=call.pk)


def _load_challenge(row: dict[str, Any], call: Call, built: Built, editors: dict[str, Person]) -> Challenge:
    editor = editors[row["unit"]]
    published = day(row["published"]) if "published" in row else dates.day_of(call.opening.opens_at) - timedelta(days=6)
    challenge = Challenge.objects.create(
        slug=row["slug"],
        unit=built.units[row["unit"]],
        call=call if row.get("in_call") else None,
        email=row["email"],
        audiences=row["audiences"],
        district=built.districts.get(row.get("district", "")),
        theme=built.themes.get(row.get("theme", "")),
        published_at=morning(published, 8),
        **{name: localized(row[name]) for name in WORDS if name in row},
    )
    _load_parts(challenge, row)
    if challenge.call is None:
        times.set_times(challenge, _times(row), by=editor)
    publishing.publish(challenge, by=editor)
    return Challenge.objects.select_related("unit", "opening", "item").get(pk=challenge.pk)


def _load_parts(challenge: Challenge, row: dict[str, Any]) -> None:
    Goal.objects.bulk_create(
        Goal(challenge=challenge, position=position, words=localized(words), horizon=localized(horizon))
        for position, (words, horizon) in enumerate(row["goals"], start=1)
    )
    Voice.objects.bulk_create(
        Voice(
            challenge=challenge,
            position=position,
            quote=localized(quote),
            name=name,
            function=localized(function),
            consented_on=dates.today() - timedelta(days=30),
        )
        for position, (quote, name, function) in enumerate(row["voices"], start=1)
    )


def _date_back(things: list[Any]) -> None:
    """What is told by the clock stands at the day it happened: items by their publication, openings by their steps."""
    for thing in things:
        Item.every.filter(pk=thing.item_id).update(published_at=thing.published_at)
        opening = thing.opening
        moment = dates.now()
        if opening is None or opening.opens_at > moment:
            continue
        once = f"open:{thing._meta.model_name}:{thing.pk}:{opening.closes_at:%Y%m%d%H%M}"
        if not Step.objects.filter(once=once).exists():
            _tell_opened(thing, once)
        if opening.closes_at <= moment:
            _tell_closed(thing)


def _tell_opened(thing: Any, once: str) -> None:
    title = publishing.phase_words(Phase.OPEN, thing.opening.closes_at)
    Step.objects.create(
        item_id=thing.item_id, at=thing.opening.opens_at, title=title, by_function=_function(thing), once=once
    )


def _tell_closed(thing: Any) -> None:
    reading = Phase.READING
    once = f"{reading}:{thing._meta.model_name}:{thing.pk}:{thing.opening.closes_at:%Y%m%d%H%M}"
    title = publishing.phase_words(reading, thing.opening.closes_at)
    Step.objects.get_or_create(
        once=once,
        defaults={
            "item_id": thing.item_id,
            "at": thing.opening.closes_at,
            "title": title,
            "by_function": _function(thing),
        },
    )


def _function(thing: Any) -> Any:
    return localized({"sv": thing.unit.name})


def _load_effects(challenge: Challenge, by: Person) -> None:
    """What the department wants to have changed, with the figures so far."""
    goal = effects.add_goal(
        challenge.item,
        by=by,
        title=localized({"sv": "Färre äldre är ensamma mot sin vilja", "en": "Fewer older people are lonely"}),
        about=localized({
            "sv": "Vi frågar dem som är med i tester och följer den nationella brukarundersökningen.",
            "en": "We ask those who take part in tests and follow the national user survey.",
        }),
        horizon=day(700),
    )  # fmt: skip
    indicator = effects.add_indicator(
        goal,
        by=by,
        name=localized({"sv": "Över 75 år som ofta känner sig ensamma", "en": "People over 75 who often feel lonely"}),
        unit="%",
        direction="down",
        baseline=Decimal(19),
        baseline_on=day(-480),
        target=Decimal(12),
        target_on=day(700),
        source=localized({"sv": "Nationell brukarundersökning", "en": "National user survey"}),
    )
    for ago, value in ((-300, 18), (-110, 17), (-20, 16)):
        effects.measure(indicator, by=by, value=Decimal(value), on=day(ago))
