"""The letters about cases: who gets them, with what facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.cases.kinds import reader_of, talk_path
from civicportal.cases.models import Case, CaseMessage
from civicportal.kernel import dates
from civicportal.notices.actions import write
from civicportal.notices.letters import Letter, register
from civicportal.notices.models import Message
from civicportal.notices.words import site_link

MESSAGE_TO_PERSON = "cases.message_to_person"
MESSAGE_TO_CITY = "cases.message_to_city"
LATE = "cases.late"
PROMISED_AGAIN = "cases.promised_again"


def register_letters() -> None:
    register(Letter(MESSAGE_TO_PERSON, "cases/letters/message_to_person", _("Messages in your cases")))
    register(Letter(MESSAGE_TO_CITY, "cases/letters/message_to_city", _("Messages from applicants")))
    register(Letter(LATE, "cases/letters/late", _("An answer that is late")))
    register(Letter(PROMISED_AGAIN, "cases/letters/promised_again", _("Another day for an answer")))


def case_facts(case: Case) -> dict[str, Any]:
    """What every letter about a case names: reference, title, unit."""
    return {"reference": case.reference, "title": case.title, "unit": case.unit.name}


def message_written(message: CaseMessage) -> Message | None:
    """The other side reads a new message with its text: the person, or the handler, or the unit's own address."""
    return _to_person(message) if message.from_city else _to_city(message)


def _to_person(message: CaseMessage) -> Message | None:
    case = message.case
    if case.person is None:
        return None
    with override(case.person.language):
        link = site_link(talk_path(case))
    return write(
        MESSAGE_TO_PERSON,
        to=case.person,
        facts={**case_facts(case), "text": message.text, "sender": message.sender.name, "link": link},
        about=case,
        once=f"{MESSAGE_TO_PERSON}:{message.pk}",
        reply_to=case.unit.email,
    )


def _to_city(message: CaseMessage) -> Message | None:
    case = message.case
    handler = case.handler if case.handler is not None and case.handler.is_active else None
    language = handler.language if handler else "sv"
    protected = case.person is not None and case.person.protected
    with override(language):
        link = site_link(reverse("admin:case_work", args=[case.reference]))
    return write(
        MESSAGE_TO_CITY,
        to=handler,
        email="" if handler else case.unit.email,
        language=language,
        facts={
            **case_facts(case), "text": "" if protected else message.text,
            "sender": "" if protected else message.sender.name, "link": link,
        },
        about=case,
        once=f"{MESSAGE_TO_CITY}:{message.pk}",
    )  # fmt: skip


def late(case: Case) -> Message | None:
    """The promised day has gone by without an answer: the city says so before anybody has to ask."""
    return _of_the_promise(LATE, case, once=f"{LATE}:{case.pk}")


def promised_again(case: Case, why: str) -> Message | None:
    """Another day is promised, with the reason in the unit's own words."""
    day = case.new_answer_by
    once = f"{PROMISED_AGAIN}:{case.pk}:{day}"
    return _of_the_promise(PROMISED_AGAIN, case, once=once, day=day, why=why, is_late=bool(case.days_late()))


def _of_the_promise(kind: str, case: Case, *, once: str, day: date | None = None, **facts: Any) -> Message | None:
    reader = reader_of(case)
    if reader is None or case.answer_by is None:
        return None
    with override(reader.language):
        link = site_link(reader.path())
        facts |= {"day": dates.show_day(day, weekday=True)} if day else {}
        promised = dates.show_day(case.answer_by, weekday=True)
    return write(
        kind,
        to=case.person,
        email="" if case.person else reader.email,
        language=reader.language,
        facts={**case_facts(case), "promised": promised, "link": link, **facts},
        about=case,
        once=once,
        reply_to=case.unit.email,
    )
