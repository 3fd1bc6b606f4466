"""What people say in the demo: supports on what can be supported, questions with the city's answers, a report."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from civicportal.commons.enums import HideReason, QuestionState
from civicportal.commons.kinds import kinds
from civicportal.commons.models import Hiding, Item, Question, Report, Support
from civicportal.demo.calendar import morning
from civicportal.demo.log import Log
from civicportal.demo.words import texts
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person

NAMES = uuid.UUID("6f0a3c52-1d0e-4c0b-9a53-0c9f6b2f7a11")
FUNCTIONS = {
    "fund_manager": LocalizedText(sv="Visionsfonden", en="The vision fund"),
    "coach": LocalizedText(sv="Fondens coacher", en="The fund's coaches"),
    "communicator": LocalizedText(sv="Stadens kommunikation", en="The city's communication"),
}
MOST_SUPPORTERS = 45
NEIGHBOURS = 120
"""How many invented addresses give their support."""


def load(cast: dict[str, Person], log: Log) -> None:
    """Call it when every public thing is there: supports, questions and the report hang on items."""
    _load_supports(cast)
    counted: dict[int, int] = {}
    for number, data in enumerate(texts("voices")["question"]):
        item = item_named(data["item"])
        counted[item.pk] = counted.get(item.pk, 0) + 1
        _ask(item, counted[item.pk], uuid.uuid5(NAMES, f"question:{number}"), data, cast, log)
    for number, data in enumerate(texts("voices")["report"]):
        _report(item_named(data["item"]), uuid.uuid5(NAMES, f"report:{number}"), data, log)


def item_named(name: str) -> Item:
    """The public thing that a text names by kind and address. Raises Item.DoesNotExist."""
    kind, _slash, slug = name.partition("/")
    found: Item = Item.objects.select_related("unit").get(kind=kind, slug=slug)
    return found


def _load_supports(cast: dict[str, Person]) -> None:
    """As many supporters as a thing's address says, so that the same day gives the same demo."""
    resident = cast["resident"]
    addresses = [resident.email, *(f"granne{number}@example.org" for number in range(1, NEIGHBOURS))]
    given = []
    for item in Item.objects.of_kind(*(key for key, kind in kinds.items() if kind.can_support)).order_by("pk"):
        seed = crc32(f"{item.kind}/{item.slug}".encode())
        number = seed % MOST_SUPPORTERS + 1
        first = seed // MOST_SUPPORTERS % (NEIGHBOURS - number)
        since = item.published_at or dates.now()
        for place, address in enumerate(addresses[first : first + number]):
            person = resident if address == resident.email else None
            at = min(since + timedelta(hours=7 * (place + 1)), dates.now())
            given.append(Support(item=item, email=address, person=person, given_at=at))
        Item.every.filter(pk=item.pk).update(supporters=number)
    Support.objects.filter(item__in={each.item_id for each in given}).delete()
    Support.objects.bulk_create(given, batch_size=1000)


def _ask(item: Item, number: int, once: uuid.UUID, data: dict[str, Any], cast: dict[str, Person], log: Log) -> None:
    """One question with what became of it, at its time."""
    asked = morning(dates.today() - timedelta(days=data["ago"]), 19)
    answered = morning(dates.day_of(asked) + timedelta(days=data["answered"]), 10) if "answered" in data else None
    state = QuestionState.HIDDEN if "hidden" in data else QuestionState.PUBLIC if answered else QuestionState.WAITING
    staff = cast[data.get("by", "fund_manager")]
    question = Question.objects.create(
        item=item,
        number=number,
        text=data["text"],
        language=data.get("language", "sv"),
        email=f"granne{number}@example.org",
        state=state,
        asked_at=asked,
        released_at=answered,
        answer=data.get("answer", ""),
        answer_language=data.get("answer_language", "sv"),
        answered_at=answered,
        answered_by=staff if answered else None,
        answered_by_function=FUNCTIONS[data["by"]] if answered else LocalizedText(),
        once=once,
    )
    log.add(asked, None, "question.asked", question, item=item.pk, state=str(QuestionState.WAITING))
    if answered:
        log.move(answered, staff, "question.release", question, QuestionState.WAITING, QuestionState.PUBLIC)
        log.add(answered, staff, "question.answered", question, item=item.pk, first=True)
    if "hidden" in data:
        _hide(question, HideReason(data["hidden"]), morning(dates.day_of(asked) + timedelta(days=1), 9), staff, log)


def _hide(question: Question, reason: HideReason, at: datetime, by: Person, log: Log) -> None:
    """Words that staff took away."""
    log.move(at, by, "question.hide", question, QuestionState.WAITING, QuestionState.HIDDEN, reason=str(reason))
    hiding = Hiding.objects.create(
        item=question.item, question=question, unit=question.item.unit, reason=reason, hidden_at=at, hidden_by=by
    )
    log.add(at, by, "commons.hide_words", hiding, item=question.item_id, reason=str(reason))


def _report(item: Item, once: uuid.UUID, data: dict[str, Any], log: Log) -> None:
    """One report that waits to be looked at."""
    at = morning(dates.today() - timedelta(days=data["ago"]), 20)
    made = Report.objects.create(
        item=item, reason=data["reason"], words=data["words"], reported_at=at, email="granne7@example.org", once=once
    )
    log.add(at, None, "report.made", made, item=item.pk, reason=data["reason"])
