"""What was said: conversations in cases and the letters that went out, written by the features' own functions."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from civicportal.cases import notices as case_letters
from civicportal.cases.models import CaseMessage, Decision
from civicportal.demo.applications import Told
from civicportal.demo.calendar import FRIDAY, MONDAY, morning, on_to
from civicportal.demo.log import Log
from civicportal.demo.words import texts
from civicportal.kernel import dates
from civicportal.notices.models import Message, MessageState
from civicportal.people.models import Person
from funds.enums.applications import ApplicationState as S
from funds.notices import applications as notices

SENT_AFTER = timedelta(seconds=20)
NAMES = uuid.UUID("6f1f7a36-3c0e-4f7e-9b52-0c5a4a1d2e11")
"""Where the demo's message numbers come from, so that they are the same each time."""
FIELDS = ["written_at", "due_at", "sent_at", "state", "attempts"]


class Post:
    """Letters that were just written, given the time at which the story says they went."""

    def __init__(self) -> None:
        self.letters: list[Message] = []

    def went(self, letter: Message | None, at: datetime) -> None:
        """The letter was sent then. None is somebody who gets no letters."""
        if letter is not None:
            letter.written_at, letter.due_at, letter.sent_at = at, at, at + SENT_AFTER
            letter.state, letter.attempts = MessageState.SENT, 1
            self.letters.append(letter)

    def waits(self, letter: Message | None, at: datetime) -> None:
        """The letter was written then and is held until the release."""
        if letter is not None:
            letter.written_at, letter.due_at = at, at
            self.letters.append(letter)

    def write(self) -> None:
        Message.objects.bulk_update(self.letters, FIELDS)


def send_what_waits() -> None:
    """Letters of what the demo did through the portal's own actions went out when they were written."""
    post = Post()
    for letter in Message.objects.filter(state=MessageState.WAITING):
        post.went(letter, letter.written_at - SENT_AFTER)
    post.write()


def load(told: dict[str, Told], decisions: dict[str, Decision], cast: dict[str, Person], log: Log) -> None:
    """Writes receipts, withdrawals and decisions, then the conversations."""
    post = Post()
    for one in told.values():
        post.went(notices.receipt(one.application, one.version), one.sent_at)
        if one.state == S.WITHDRAWN:
            post.went(notices.withdrawn(one.application), one.withdrawn_at)
    for key, decision in decisions.items():
        letter = notices.decided(told[key].application, decision)
        if decision.released_at:
            post.went(letter, decision.released_at)
        else:
            post.waits(letter, decision.decided_at)
    _load_conversations(told, cast, post, log)
    post.write()


def _load_conversations(told: dict[str, Told], cast: dict[str, Person], post: Post, log: Log) -> None:
    for talk in texts("talk")["talk"]:
        one = told[talk["application"]]
        at = one.released if talk.get("after") == "decision" else one.sent_at
        start = at
        for number, (who, days, words) in enumerate(talk["lines"]):
            at = max(at + timedelta(hours=1), _said_at(start, who, days))
            at = min(at, dates.now() - timedelta(hours=len(talk["lines"]) - number))
            message = CaseMessage.objects.create(
                case=one.case,
                sender=cast["fund_manager"] if who == "city" else one.person,
                from_city=who == "city",
                text=words,
                sent_at=at,
                once=uuid.uuid5(NAMES, f"{one.key}:{number}"),
            )
            log.add(at, message.sender, "case.say", one.case, message=message.pk, from_city=message.from_city)
            post.went(case_letters.message_written(message), at)


def _said_at(start: datetime, who: str, days: int) -> datetime:
    """The city answers in the morning of a working day, people write in the evening."""
    day = dates.day_of(start) + timedelta(days=days)
    if who != "city":
        return morning(day, 19, 40)
    return morning(day if day.weekday() <= FRIDAY else on_to(MONDAY, day), 9, 20)
