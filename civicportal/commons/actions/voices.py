"""Support and questions: what people say about public things, and the city's answers."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from civicportal.commons import proofs, release
from civicportal.commons.actions.following import stand_in_line
from civicportal.commons.enums import SUPPORT, QuestionState
from civicportal.commons.models import Item, Question, Support
from civicportal.commons.notices import voices as notices
from civicportal.commons.rules import QUESTION_MOVES, can_ask, can_look_after, can_support
from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.moves import walk
from civicportal.kernel.text import LocalizedText, nfc
from civicportal.kernel.web import public_words_changed
from civicportal.people.models import Person, canonical_email
from civicportal.records.actions import record


@transaction.atomic
def support(
    item: Item, *, email: str, language: str, person: Person | None = None, confirmed: bool = False
) -> Support | None:
    """Somebody says that a thing matters to them too: once per address, however often.

    An address that nobody has proved gets one letter to confirm by, in `language`, and nothing is counted until then:
    the answer is None. Raises Refused for what cannot be supported.
    """
    insist(can_support(item))
    if not confirmed:
        proofs.ask(SUPPORT, email=email, language=language, about=item)
        return None
    fresh = stand_in_line(item)
    insist(can_support(fresh))
    given, new = Support.objects.get_or_create(item=item, email=canonical_email(email), defaults={"person": person})
    if new:
        _count(item, 1)
        record(given, verb="commons.support", by=person, facts={"item": item.pk})
    return given


@transaction.atomic
def withdraw_support(item: Item, *, email: str, by: Person | None = None) -> bool:
    """Takes a support back; whether there was one. Call it only for a proved address."""
    stand_in_line(item)
    given = Support.objects.filter(item=item, email=canonical_email(email)).first()
    if given is None:
        return False
    record(given, verb="commons.support_withdrawn", by=by, facts={"item": item.pk})
    given.delete()
    _count(item, -1)
    return True


def _count(item: Item, more: int) -> None:
    Item.every.filter(pk=item.pk).update(supporters=F("supporters") + more)
    public_words_changed()


@transaction.atomic
def ask(
    item: Item, *, text: str, language: str, email: str, person: Person | None = None, once: UUID | None = None
) -> Question:
    """Somebody asks about a public thing. Call it only for a proved address.

    It waits for staff, or is public at once where the city has set it so. `once` makes a second call give back the
    first question. Raises Refused where nobody can ask.
    """
    fresh = stand_in_line(item)
    if once and (known := Question.objects.filter(once=once).first()):
        return known
    insist(can_ask(fresh))
    at_once = release.at_once()
    question = Question.objects.create(
        item=item,
        number=(Question.objects.filter(item=item).aggregate(last=Max("number"))["last"] or 0) + 1,
        text=nfc(text).strip(),
        language=language[:2],
        person=person,
        email=canonical_email(email),
        state=QuestionState.PUBLIC if at_once else QuestionState.WAITING,
        released_at=dates.now() if at_once else None,
        once=once or uuid.uuid4(),
    )
    record(question, verb="question.asked", by=person, facts={"item": item.pk, "state": question.state})
    if at_once:
        public_words_changed()
    return question


@transaction.atomic
def release_question(question: Question, *, by: Person) -> Question:
    """Lets a question stand in public, answered or not. Raises Refused."""
    fresh: Question = walk(QUESTION_MOVES, "release", question, by=by)
    fresh.released_at = dates.now()
    fresh.save(update_fields=["released_at"])
    public_words_changed()
    return fresh


@transaction.atomic
def answer(question: Question, *, by: Person, words: str, function: LocalizedText, language: str = "sv") -> Question:
    """The city's answer, in the name of a function and never of a person; a waiting question goes public with it.

    The asker gets a letter at the first answer. A later call mends the words. Raises Refused.
    """
    fresh = Question.objects.select_for_update(of=("self",)).select_related("item").get(pk=question.pk)
    insist(can_look_after(by, fresh.item))
    if fresh.state != QuestionState.PUBLIC:
        fresh = release_question(fresh, by=by)
    first = fresh.answered_at is None
    fresh.answer, fresh.answer_language = nfc(words).strip(), language[:2]
    fresh.answered_by_function, fresh.answered_by = function, by
    fresh.answered_at = dates.now()
    fresh.save(update_fields=["answer", "answer_language", "answered_by_function", "answered_by", "answered_at"])
    record(fresh, verb="question.answered", by=by, facts={"item": fresh.item_id, "first": first})
    if first:
        notices.question_answered(fresh)
    public_words_changed()
    return fresh
