"""Keeping the public place decent: report, hide with a reason, leave, put back (lag 1998:112, 4-5 §§)."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.db import models, transaction

from civicportal.commons.actions.following import stand_in_line
from civicportal.commons.actions.items import hide, publish
from civicportal.commons.enums import QuestionState
from civicportal.commons.kinds import Writer, kinds
from civicportal.commons.models import Hiding, Item, Question, Report, Step
from civicportal.commons.notices import voices as notices
from civicportal.commons.rules import NOT_THERE, QUESTION_MOVES, REPORT_MOVES, can_look_after, can_restore
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist
from civicportal.kernel.moves import walk
from civicportal.kernel.text import nfc
from civicportal.kernel.web import public_words_changed
from civicportal.people.models import Person, canonical_email
from civicportal.records.actions import record

Words = Item | Question | Step


def thing_of(item: Item) -> models.Model | None:
    """The feature's row that an item is the face of."""
    if item.kind not in kinds:
        return None
    return kinds[item.kind].model_class._base_manager.filter(item=item).first()


def _place(words: Words) -> dict[str, Any]:
    """The keys of a report or a hiding that is about these words."""
    if isinstance(words, Item):
        return {"item_id": words.pk}
    return {"item_id": words.item_id, "question" if isinstance(words, Question) else "step": words}


def _same(words: Words) -> dict[str, Any]:
    return {"question": None, "step": None, **_place(words)}


@transaction.atomic
def report(
    words: Words, *, reason: str, text: str = "", email: str = "", language: str = "sv",
    person: Person | None = None, once: UUID | None = None,
) -> Report:  # fmt: skip
    """Somebody says that public words should not stand there. With an address they hear what became of it.

    `once` makes a second call give back the first report. Raises Refused for words that are not public.
    """
    if once and (known := Report.objects.filter(once=once).first()):
        return known
    place = _place(words)
    if not Item.objects.filter(pk=place["item_id"]).exists():
        raise Refused(NOT_THERE)
    made = Report.objects.create(
        **place, reason=reason, words=nfc(text).strip(), email=canonical_email(email), language=language[:2],
        person=person, once=once or uuid.uuid4(),
    )  # fmt: skip
    record(made, verb="report.made", by=person, facts={"item": made.item_id, "reason": str(reason)})
    return made


@transaction.atomic
def hide_words(words: Words, *, by: Person, reason: str, text: str = "") -> Hiding:
    """Staff take public words away, with a reason that their writer is told by letter in `text`.

    The words themselves are kept, for the law wants it possible to see what was taken away. Waiting reports on them
    are settled with it. Hiding twice gives back the first. Raises Refused.
    """
    place = _place(words)
    item = stand_in_line(Item(pk=place["item_id"]))
    if known := Hiding.objects.in_force().filter(**_same(words)).first():
        insist(can_restore(by, known))
        return known
    insist(can_look_after(by, item))
    made = Hiding.objects.create(
        **place, unit_id=item.unit_id, reason=reason, words=nfc(text).strip(), hidden_by=by, hidden_at=dates.now()
    )
    # The title is read before the words are gone, and the writer is told of it.
    title = item.title
    _take_away(words, item, by=by, reason=reason)
    record(made, verb="commons.hide_words", by=by, facts={"item": item.pk, "reason": str(reason)})
    writer = writer_of(words)
    if writer is not None and writer.email:
        notices.hidden(made, writer, title)
    for each in Report.objects.waiting().filter(**_same(words)):
        _settle(each, "hide", by=by, hiding=made, title=str(title.said(each.language)))
    public_words_changed()
    return made


def _take_away(words: Words, item: Item, *, by: Person, reason: str) -> None:
    if isinstance(words, Question):
        walk(QUESTION_MOVES, "hide", words, by=by, facts={"reason": str(reason)})
    elif isinstance(words, Step):
        Step.objects.filter(pk=words.pk).update(hidden=True)
    elif (thing := thing_of(item)) is not None:
        hide(thing, by=by, reason=reason)


def writer_of(words: Words) -> Writer | None:
    """The resident who wrote the words; None for staff's words, or when nobody can be reached."""
    if isinstance(words, Question):
        return Writer(words.email, words.language, words.person) if words.email else None
    if isinstance(words, Step):
        return None
    tell, thing = kinds[words.kind].writer, thing_of(words)
    return tell(thing) if tell and thing else None


@transaction.atomic
def restore(hiding: Hiding, *, by: Person) -> Hiding:
    """Puts hidden words back. A thing whose feature has taken it back meanwhile stays hidden. Raises Refused."""
    item = stand_in_line(hiding.item)
    fresh = Hiding.objects.select_for_update(of=("self",)).get(pk=hiding.pk)
    if fresh.restored_at is not None:
        return fresh
    insist(can_restore(by, fresh))
    fresh.restored_at, fresh.restored_by = dates.now(), by
    fresh.save(update_fields=["restored_at", "restored_by"])
    if fresh.question is not None:
        walk(QUESTION_MOVES, "restore", fresh.question, by=by)
        _date_release(fresh.question)
    elif fresh.step is not None:
        Step.objects.filter(pk=fresh.step.pk).update(hidden=False)
    elif fresh.wanted and (thing := thing_of(item)) is not None:
        publish(thing, by=by)
    record(fresh, verb="commons.restore", by=by, facts={"item": item.pk})
    writer = writer_of(fresh.thing)
    if writer is not None and writer.email:
        back = stand_in_line(item)
        notices.restored(fresh, writer, back.title)
    public_words_changed()
    return fresh


def _date_release(question: Question) -> None:
    """A question that was hidden before anybody released it is public from now."""
    Question.objects.filter(pk=question.pk, state=QuestionState.PUBLIC, released_at=None).update(
        released_at=dates.now()
    )


@transaction.atomic
def leave_report(made: Report, *, by: Person) -> Report:
    """The words stay as they are; whoever reported them is told so. Raises Refused."""
    return _settle(made, "leave", by=by, hiding=None, title=str(made.item.title.said(made.language)))


def _settle(made: Report, move: str, *, by: Person, hiding: Hiding | None, title: str) -> Report:
    fresh: Report = walk(REPORT_MOVES, move, made, by=by)
    fresh.settled_at, fresh.settled_by, fresh.hiding = dates.now(), by, hiding
    fresh.save(update_fields=["settled_at", "settled_by", "hiding"])
    if fresh.email:
        notices.report_settled(fresh, title)
    return fresh
