"""Asking an applicant to complete some answers until a date, and opening just those questions for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.rows import held
from civicportal.kernel.text import nfc
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions.actions.answering import end_completion
from civicportal.submissions.actions.sending import draft_of, give_up_change, open_answers
from civicportal.submissions.completing import LONGEST, SHORTEST, can_ask_completion, can_complete, standing_completion
from civicportal.submissions.definition import definition_of
from civicportal.submissions.models import Completion, Draft, Submission
from civicportal.submissions.notices import completing as notices
from civicportal.submissions.queries import kept, latest_version
from civicportal.submissions.rules.writing import can_change

REMINDED_BEFORE = (timedelta(days=3), timedelta(days=1))
"""When the applicant is reminded, counted back from the last minute."""
ASK_SOMETHING = _("Choose at least one question")
SAY_WHAT = _("Write what is missing")
NOT_THEN = _("Choose a day from %(first)s to %(last)s")


@transaction.atomic
def ask_completion(
    submission: Submission, *, questions: Collection[str], until: date, words: str, by: Person, once: UUID | None = None
) -> Completion:
    """Asks for named questions to be completed through the day `until`, with words on what is missing, and mails it.

    Questions that hang on the named ones are opened with them. `once` makes a double click one request. Raises
    Refused for whoever does not answer for the case, without a question or words, or for a day too near or too far.
    """
    if once and (known := Completion.objects.filter(once=once).first()):
        return known
    submission = held(Submission.objects.select_related("opening", "case", "person"), submission.pk)
    insist(can_ask_completion(by, submission))
    version = latest_version(submission)
    definition = definition_of(version.form)
    chosen = definition.with_dependents({q.key for q in definition.questions() if q.key in set(questions)})
    words, closes = nfc(words).strip(), dates.closing(until)
    first, last = (dates.today() + SHORTEST, dates.today() + LONGEST)
    if not chosen or not words:
        raise Refused(no(SAY_WHAT if chosen else ASK_SOMETHING))
    if not first <= until <= last:
        raise Refused(no(NOT_THEN % {"first": dates.show_day(first), "last": dates.show_day(last)}))
    made = Completion.objects.create(
        submission=submission, version=version, questions=chosen, words=words, until=closes, asked_by=by, once=once
    )
    record(made, verb="completion.asked", by=by, facts={"submission": submission.pk, "questions": chosen})
    notices.asked(made)
    return made


@transaction.atomic
def begin_completion(submission: Submission, *, by: Person) -> Draft:
    """Opens the questions that are asked for; what was sent stands until the completion is sent. Raises Refused.

    Whoever is changing all of it and still may, goes on with that; a change that can no longer be sent is let go of
    but for what it says about the questions that are open.
    """
    submission = held(Submission.objects.select_related("opening", "case", "person"), submission.pk)
    insist(can_complete(by, submission))
    completion = standing_completion(submission)
    assert completion is not None  # can_complete has seen it  # noqa: S101
    version = latest_version(submission)
    draft = draft_of(submission, version)
    if draft.only_questions or (draft.sent_at is None and can_change(by, submission)):
        return draft
    typed = kept(draft).values if draft.sent_at is None else {}
    open_answers(draft, version, {key: value for key, value in typed.items() if key in completion.questions})
    draft.form, draft.sent_at, draft.changed_at, draft.person = version.form, None, dates.now(), by
    draft.only_questions = completion.questions
    draft.save(update_fields=["form", "sent_at", "changed_at", "person", "only_questions"])
    record(submission, verb="submission.reopened", by=by, facts={"version": version.number, "completion": True})
    return draft


@transaction.atomic
def take_back_completion(completion: Completion, *, by: Person) -> Completion:
    """Staff no longer need it: what was sent stands, the open questions close. Raises Refused."""
    end_completion(completion, "take_back", by=by)
    _close_draft(completion)
    notices.taken_back(completion)
    return completion


def _close_draft(completion: Completion) -> None:
    draft = Draft.objects.filter(submission=completion.submission_id, sent_at=None).exclude(only_questions=[]).first()
    if draft is not None:
        give_up_change(draft, by=None)


@transaction.atomic
def look_at_completion(completion: Completion, *, by: Person) -> None:
    """Somebody who answers for the case has seen what came in: it leaves their queue."""
    if Completion.objects.filter(pk=completion.pk, seen_at=None).update(seen_at=dates.now()):
        record(completion, verb="completion.seen", by=by)


def follow_completions(moment: datetime | None = None) -> dict[str, int]:
    """The clock: reminders three days and one day before, each once; what is not answered in time closes."""
    moment = moment or dates.now()
    done = {"reminded": 0, "ran_out": 0}
    for number, before in enumerate(REMINDED_BEFORE):
        due = Completion.objects.standing().filter(reminded=number, until__lte=moment + before, until__gt=moment)
        for pk in due.values_list("pk", flat=True)[:500]:
            done["reminded"] += _once(pk, moment, number)
    over = Completion.objects.standing().filter(until__lte=moment - dates.GRACE)
    for pk in over.values_list("pk", flat=True)[:500]:
        done["ran_out"] += _once(pk, moment, None)
    return done


@transaction.atomic
def _once(pk: int, moment: datetime, number: int | None) -> int:
    """One row of the clock's work, unless somebody else has done it: a reminder by its number, else the end."""
    rows = Completion.objects.standing().select_for_update(of=("self",), skip_locked=True)
    waiting: Any = rows.select_related("submission__case", "submission__opening", "submission__person").filter(pk=pk)
    completion = (waiting if number is None else waiting.filter(reminded=number)).first()
    if completion is None:
        return 0
    if number is not None:
        completion.reminded = number + 1
        completion.save(update_fields=["reminded"])
        notices.reminder(completion)
        return 1
    end_completion(completion, "run_out", by=None)
    _close_draft(completion)
    notices.ran_out(completion)
    return 1
