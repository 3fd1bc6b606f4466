"""Two coaches of the demo with their times, who asked and booked, a shared draft with comments, notes and a list."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

from civicportal.cases import actions as cases
from civicportal.demo.letters import NAMES
from civicportal.demo.words import texts
from civicportal.kernel import dates
from civicportal.people.actions import confirm_address
from civicportal.people.models import Person
from civicportal.submissions.actions import sharing
from civicportal.submissions.models import Draft
from funds.actions import coach_times
from funds.actions import coaching as actions
from funds.models import Coaching, CoachTime, Fund, Project
from funds.ready import points_of

WEEKS = timedelta(weeks=8)
SATURDAY = 5


def number(name: str) -> uuid.UUID:
    """The same number for the same thing in every demo."""
    return uuid.uuid5(NAMES, f"coaching:{name}")


def weekday(days: int) -> date:
    """A working day at least so many days ahead."""
    day = dates.today() + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def load(fund: Fund, cast: dict[str, Person]) -> None:
    """Times first, then those who ask, one by one; everything by the portal's own actions."""
    said = texts("coaching")
    times = _times(fund, cast, said["places"])
    _writer(fund, cast, said, times)
    _project(fund, cast, said)
    ask = said["ask"]
    _ask(fund, cast["newcomer"], ask["newcomer"]["words"], "newcomer", language="en")
    visitor = confirm_address(ask["visitor"]["email"], language="sv")
    book(times["second_coach"][1], visitor, ask["visitor"]["words"], "visitor")


def _times(fund: Fund, cast: dict[str, Person], places: dict[str, str]) -> dict[str, list[CoachTime]]:
    """One coach every week on video, and on site every second week; the other on single days."""
    facts: dict[str, Any] = {"fund": fund, "by": cast["coach"], "minutes": 30}
    on_site = {"where": "on_site", "video_link": ""}
    video = coach_times.publish(
        **facts, first=weekday(2), until=weekday(2) + WEEKS, weeks=1, starts=time(13), ends=time(15),
        where="video", place="", video_link=places["link"], series=number("video"),
    )  # fmt: skip
    coach_times.publish(
        **facts, first=weekday(5), until=weekday(5) + WEEKS, weeks=2, starts=time(16), ends=time(18),
        place=places["library"], series=number("library"), **on_site,
    )  # fmt: skip
    second = coach_times.publish(
        **{**facts, "by": cast["second_coach"], "minutes": 45}, first=weekday(1), until=None, weeks=1, starts=time(9),
        ends=time(12), place=places["office"], series=number("office"), **on_site,
    )  # fmt: skip
    return {"coach": video.made, "second_coach": second.made}


def _ask(fund: Fund, person: Person, words: str, name: str, *, language: str = "sv", about: Any = None) -> Coaching:
    return actions.ask(fund, by=person, words=words, language=language, once=number(name), about=about)


def book(slot: CoachTime, person: Person, words: str, name: str) -> None:
    coach_times.book(slot, by=person, words=words, language="sv", once=number(f"book:{name}"))


def _writer(fund: Fund, cast: dict[str, Person], said: Any, times: dict[str, list[CoachTime]]) -> None:
    """A resident with a draft: answered, booked, shared, commented, half of the list ticked."""
    person, coach, ask = cast["resident"], cast["coach"], said["ask"]["resident"]
    draft = Draft.objects.filter(person=person, sent_at=None, opening__in=fund.rounds.values("opening")).first()
    coaching = actions.take(_ask(fund, person, ask["words"], "resident", about=draft), by=coach)
    cases.say(coaching.case, by=coach, text=ask["answer"], once=number("answer"))
    book(times["coach"][0], person, ask["reply"], "resident")
    actions.write_note(coaching, text=said["notes"]["private"], shared=False, by=coach, once=number("private"))
    actions.write_note(coaching, text=said["notes"]["shared"], shared=True, by=coach, once=number("shared"))
    keys = list(points_of(fund))
    actions.tick(coaching, points=keys[:4], by=person)
    actions.tick(coaching, points=keys[:2], by=coach)
    if draft is not None:
        _comment(sharing.share(draft, with_whom=coach, by=person), said["comment"], person, coach)


def _comment(share: Any, comments: list[dict[str, Any]], person: Person, coach: Person) -> None:
    for place, one in enumerate(comments):
        made = sharing.comment(
            share, question=one["question"], words=one["words"], by=coach, once=number(f"comment:{place}")
        )
        if "reply" in one:
            sharing.reply(made, words=one["reply"], by=person, once=number(f"reply:{place}"))
        if one.get("done"):
            sharing.resolve(made, by=person)


def _project(fund: Fund, cast: dict[str, Person], said: Any) -> None:
    """Somebody with a project, handed over from one coach to the other."""
    person, ask = cast["grantee"], said["ask"]["grantee"]
    project = Project.objects.filter(fund=fund, application__submission__person=person).order_by("pk").first()
    coaching = actions.take(_ask(fund, person, ask["words"], "grantee", about=project), by=cast["second_coach"])
    actions.hand_over(coaching, to=cast["coach"], words=said["handed"]["words"], by=cast["second_coach"])
    cases.say(coaching.case, by=cast["coach"], text=ask["answer"], once=number("grantee-answer"))
