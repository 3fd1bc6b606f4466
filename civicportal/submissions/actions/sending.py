"""Sending: a draft becomes what the city received, once; it is changed until the deadline; it is taken back."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.cases.actions import open_case
from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions.actions.drafts import sealed
from civicportal.submissions.definition import Question, definition_of
from civicportal.submissions.forms import StepForm
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Answer, BudgetLine, Draft, Submission, Version
from civicportal.submissions.queries import Checked, Kept, checked, kept, latest_version, lists_for, meaning
from civicportal.submissions.rules import can_change, can_send, can_withdraw

CHOOSE_FIRST = _("Choose between two texts before you send")


class NotReady(Exception):
    """Something is missing or wrong. `problems` are (question, sentence) in the form's order."""

    def __init__(self, problems: list[tuple[Question, str]]) -> None:
        super().__init__(f"{len(problems)} to mend")
        self.problems = problems


def send(draft: Draft, *, by: Person, once: UUID | None = None, at: datetime | None = None) -> Submission:
    """Hands in a draft, or a change of what was sent. However often it is called, it happens once.

    `at` is when the server got the request: lateness is judged by it. Raises Refused when the rule says no,
    NotReady when an answer is missing or wrong; nothing is changed then.
    """
    moment = at or dates.now()
    with transaction.atomic():
        rows = Draft.objects.select_for_update(of=("self",)).select_related("opening__unit", "form")
        draft = rows.get(pk=draft.pk)
        known = Submission.objects.filter(draft=draft).first()
        if known and known.person_id == by.pk and (draft.sent_at is not None or _was_sent(known, once)):
            return known
        insist(can_send(by, draft, moment))
        have = kept(draft)
        found = checked(draft, have)
        if found.problems or have.aside:
            raise NotReady(found.problems or _two_texts(found, have))
        submission, verb = (known, "changed") if known else (_submission(draft, found, by, moment), "sent")
        version = _version(submission, draft, found, once, moment)
        _budget_lines(submission, version)
        Answer.objects.filter(draft=draft).delete()
        draft.sent_at, draft.resume_hash, draft.resume_until = moment, None, None
        draft.save(update_fields=["sent_at", "resume_hash", "resume_until"])
        facts = {"version": version.number, "sha256": version.sha256, "late": submission.late}
        record(submission, verb=f"submission.{verb}", by=by, facts=facts)
        kind = kind_of(draft.opening)
        (kind.changed if known else kind.submitted)(submission, version, by)
    return submission


def _two_texts(found: Checked, have: Kept) -> list[tuple[Question, str]]:
    """A choice between two texts is made before the sending, never by it."""
    waiting = [question for question in found.definition.questions() if question.key in have.aside]
    return [(question, str(CHOOSE_FIRST)) for question in waiting]


def _was_sent(submission: Submission, once: UUID | None) -> bool:
    return once is not None and Version.objects.filter(submission=submission, once=once).exists()


def _submission(draft: Draft, found: Checked, by: Person, moment: datetime) -> Submission:
    opening = draft.opening
    case = open_case(
        kind=kind_of(opening).case_kind or opening.kind,
        title=meaning(found.answers, found.definition, "title") or str(opening),
        unit=opening.unit,
        person=by,
        series=opening.series,
        answer_by=opening.answer_by,
        by=by,
    )
    return Submission.objects.create(
        draft=draft, opening=opening, case=case, person=by, language=draft.language,
        first_sent_at=moment, sent_at=moment, late=opening.is_late(moment), origin_id=draft.origin_id,
    )  # fmt: skip


def hash_of(form: Any, answers: dict[str, Any]) -> str:
    """The SHA-256 of answers with their form, the same on every machine."""
    plain = json.dumps([form.name, form.version, answers], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _version(submission: Submission, draft: Draft, found: Checked, once: UUID | None, moment: datetime) -> Version:
    if submission.sent_at != moment:
        submission.sent_at = moment
        submission.save(update_fields=["sent_at"])
    return Version.objects.create(
        submission=submission, number=submission.versions.count() + 1, form=draft.form, answers=found.answers,
        sha256=hash_of(draft.form, found.answers), sent_at=moment, once=once,
    )  # fmt: skip


def _budget_lines(submission: Submission, version: Version) -> None:
    lines = meaning(version, None, "budget") or []
    BudgetLine.objects.filter(submission=submission).delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(submission=submission, position=position, **line) for position, line in enumerate(lines, 1)
    )


def reopen(submission: Submission, *, by: Person) -> Draft:
    """Opens what was sent for changing; what was sent stands until the change is sent. Raises Refused."""
    with transaction.atomic():
        submission = Submission.objects.select_for_update(of=("self",)).select_related("opening").get(pk=submission.pk)
        insist(can_change(by, submission))
        version = latest_version(submission)
        draft = _draft_of(submission, version)
        if draft.sent_at is None:
            return draft
        _answers_again(draft, version)
        draft.form, draft.sent_at, draft.changed_at, draft.person = version.form, None, dates.now(), by
        draft.save(update_fields=["form", "sent_at", "changed_at", "person"])
        record(submission, verb="submission.reopened", by=by, facts={"version": version.number})
    return draft


def _draft_of(submission: Submission, version: Version) -> Draft:
    """The draft it was sent from; one that was taken on paper or imported gets one."""
    if submission.draft_id:
        return Draft.objects.select_for_update(of=("self",)).get(pk=submission.draft_id)
    draft = Draft.objects.create(
        opening=submission.opening, form=version.form, person=submission.person, language=submission.language,
        email=submission.person.email if submission.person else "", sent_at=submission.sent_at,
    )  # fmt: skip
    submission.draft = draft
    submission.save(update_fields=["draft"])
    return draft


def _answers_again(draft: Draft, version: Version) -> None:
    """What was sent as it would be typed. Versions start past every older one, so that an old tab meets a conflict."""
    definition, lists = definition_of(version.form), lists_for(draft.opening)
    typed: dict[str, Any] = {key: value for key, value in version.answers.items() if isinstance(value, dict)}
    for step in definition.steps:
        typed |= StepForm(definition, step, lists, version.answers).typed()
    Answer.objects.filter(draft=draft).delete()
    Answer.objects.bulk_create(
        Answer(draft=draft, question=key, sealed=sealed({"value": value, "tab": ""}), version=1000 * version.number)
        for key, value in typed.items()
        if value
    )


def give_up_change(draft: Draft, *, by: Person | None) -> None:
    """Lets go of an unsent change: what was sent stands. Does nothing with a draft that was never sent."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        submission = Submission.objects.filter(draft=draft).first()
        if submission is None or draft.sent_at is not None:
            return
        Answer.objects.filter(draft=draft).delete()
        draft.sent_at = submission.sent_at
        draft.save(update_fields=["sent_at"])
        record(submission, verb="submission.change_given_up", by=by)


def withdraw(submission: Submission, *, by: Person) -> Submission:
    """Takes back what was sent. It remains a public document; nobody judges it. Raises Refused."""
    with transaction.atomic():
        submission = Submission.objects.select_for_update(of=("self",)).select_related("opening").get(pk=submission.pk)
        insist(can_withdraw(by, submission))
        submission.withdrawn_at = dates.now()
        submission.save(update_fields=["withdrawn_at"])
        if submission.draft is not None:
            give_up_change(submission.draft, by=by)
        record(submission, verb="submission.withdrawn", by=by)
        kind_of(submission.opening).withdrawn(submission, by)
    return submission
