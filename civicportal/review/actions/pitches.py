"""The times when those who applied meet the jury: made, given, moved, asked to be another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.rows import held
from civicportal.kernel.text import nfc, one_line
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.review import notices, rules
from civicportal.review.models import JuryQuestion, Slot, Stage
from civicportal.submissions.models import Submission

OVERLAP = _("The jury is busy at that time. Choose another one")
MOST_AT_ONCE = 20


def _lock_stage(pk: int) -> Stage:
    """One at a time sets a stage's times: two who write what overlaps would wait for one another in the database."""
    return Stage.objects.select_for_update(of=("self",), no_key=True).select_related("opening").get(pk=pk)


def _lock(slot: Slot) -> Slot:
    rows = Slot.objects.select_related("stage__opening", "submission__case", "submission__person")
    fresh: Slot = held(rows, slot.pk)
    return fresh


def _save(slot: Slot, **values: Any) -> Slot:
    """The database refuses what overlaps and a second time for the same submission; its no becomes a sentence."""
    for name, value in values.items():
        setattr(slot, name, value)
    try:
        with transaction.atomic():
            slot.save()
    except IntegrityError as error:
        if "pitches_do_not_overlap" in str(error):
            raise Refused(no(OVERLAP)) from error
        if "one_pitch_per_submission" in str(error):
            raise Refused(no(_("There is a pitch time for it already"))) from error
        raise
    return slot


def add_slots(
    stage: Stage,
    *,
    starts_at: datetime,
    minutes: int,
    pause: int,
    count: int,
    by: Person,
    place: str = "",
    link: str = "",
) -> list[Slot]:
    """Adds times one after the other: so many of so many minutes, with a pause between. All of them or none.

    Raises Refused without a place or link, and when the jury is busy at one of the times.
    """
    with transaction.atomic():
        locked = _lock_stage(stage.pk)
        insist(rules.can_schedule(by, locked))
        if not (place or link):
            raise Refused(no(_("Write where it is, or the link to the video meeting")))
        made = []
        for number in range(min(count, MOST_AT_ONCE)):
            begins = starts_at + timedelta(minutes=number * (minutes + pause))
            slot = Slot(stage=locked)
            _save(slot, starts_at=begins, ends_at=begins + timedelta(minutes=minutes), place=place, link=link)
            made.append(slot)
        record(locked, verb="pitches.added", by=by, facts={"slots": [slot.pk for slot in made]})
        return made


def give_slot(slot: Slot, submission: Submission, *, by: Person) -> Slot:
    """Gives a free time to a submission; whoever sent it in gets a letter with the time for their calendar.

    Raises Refused when the time is taken, or the submission has one or is of another round.
    """
    with transaction.atomic():
        locked = _lock(slot)
        insist(rules.can_schedule(by, locked.stage) & rules.can_pitch(by, submission, locked.stage))
        if locked.submission_id is not None:
            raise Refused(no(_("The time is taken")))
        # Whoever pressed the button came with a row of a list, which knows neither the person nor the case.
        locked.submission = Submission.objects.select_related("case", "person").get(pk=submission.pk)
        _save(locked, changes=locked.changes + 1, changed_at=dates.now(), asked_at=None, asked_words="")
        record(locked, verb="pitch.given", by=by, facts=_facts(locked))
        notices.pitch_given(locked)
        return locked


def move_slot(slot: Slot, *, starts_at: datetime, ends_at: datetime, by: Person, place: str, link: str) -> Slot:
    """Another time or place. Whoever has it gets a letter whose file replaces the old one. Raises Refused."""
    with transaction.atomic():
        _lock_stage(slot.stage_id)
        locked = _lock(slot)
        insist(rules.can_schedule(by, locked.stage))
        if not (place or link):
            raise Refused(no(_("Write where it is, or the link to the video meeting")))
        values = {"starts_at": starts_at, "ends_at": ends_at, "place": place, "link": link}
        if all(getattr(locked, name) == value for name, value in values.items()):
            return locked
        _save(locked, **values, changes=locked.changes + 1, changed_at=dates.now(), asked_at=None, asked_words="")
        record(locked, verb="pitch.moved", by=by, facts=_facts(locked))
        if locked.submission is not None:
            notices.pitch_moved(locked)
        return locked


def free_slot(slot: Slot, *, by: Person) -> Slot:
    """Takes a time back from whoever has it, with a letter that takes it out of their calendar. Raises Refused."""
    with transaction.atomic():
        locked = _lock(slot)
        insist(rules.can_schedule(by, locked.stage))
        if locked.submission is None:
            return locked
        locked.changes, locked.changed_at = locked.changes + 1, dates.now()
        notices.pitch_cancelled(locked)
        record(locked, verb="pitch.freed", by=by, facts=_facts(locked))
        return _save(locked, submission=None, asked_at=None, asked_words="")


def remove_slot(slot: Slot, *, by: Person) -> None:
    """Takes a free time away. Raises Refused while somebody has it."""
    with transaction.atomic():
        locked = _lock(slot)
        insist(rules.can_schedule(by, locked.stage))
        if locked.submission_id is not None:
            raise Refused(no(_("Somebody has this time. Take it back from them first")))
        record(locked, verb="pitch.removed", by=by, facts=_facts(locked))
        locked.delete()


def ask_another(slot: Slot, *, words: str, by: Person) -> Slot:
    """Whoever sent it in asks for another time; those who arrange see it. The time is theirs until it is moved.

    Raises Refused without words, for somebody else, and once it has begun.
    """
    text = nfc(words).strip()
    with transaction.atomic():
        locked = _lock(slot)
        insist(rules.can_ask_another(by, locked))
        if not text:
            raise Refused(no(_("Write which times suit you")))
        _save(locked, asked_at=dates.now(), asked_words=text)
        record(locked, verb="pitch.asked", by=by, facts=_facts(locked))
        return locked


def prepare_question(stage: Stage, submission: Submission, *, words: str, by: Person) -> JuryQuestion:
    """A question that somebody in the jury wants to ask; the others see it on the day's sheet. Raises Refused."""
    text = one_line(words)
    with transaction.atomic():
        insist(rules.is_in_jury(by, stage, submission))
        if not text:
            raise Refused(no(_("Write the question")))
        row = JuryQuestion.objects.create(stage=stage, submission=submission, words=text, by=by)
        record(row, verb="pitch.question", by=by, facts={"case": submission.case_id, "stage": stage.pk})
        return row


def remove_question(question: JuryQuestion, *, by: Person) -> None:
    """Takes one's own question back. Raises Refused."""
    with transaction.atomic():
        if question.by_id != by.pk:
            raise Refused(no(_("Only whoever wrote it takes it back")))
        insist(rules.is_in_jury(by, question.stage, question.submission))
        record(question, verb="pitch.question_removed", by=by, facts={"stage": question.stage_id})
        question.delete()


def _facts(slot: Slot) -> dict[str, Any]:
    return {
        "stage": slot.stage_id,
        "case": slot.submission.case_id if slot.submission else None,
        "starts_at": slot.starts_at.isoformat(),
    }
