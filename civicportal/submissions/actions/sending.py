"""Sending: a draft becomes what the city received, once; it is changed until the deadline; it is taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.cases.actions import open_case
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, insist
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions.actions.answering import end_completion, note_answer
from civicportal.submissions.actions.drafts import sealed
from civicportal.submissions.actions.endorsing import ask_signatory
from civicportal.submissions.actions.sharing import end_because_sent
from civicportal.submissions.definition import Question, definition_of
from civicportal.submissions.forms.writing import StepForm
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Answer, BudgetLine, Draft, Submission, Version
from civicportal.submissions.notices.together import tell_co_writers
from civicportal.submissions.queries import Checked, Kept, checked, kept, latest_version, lists_for, meaning
from civicportal.submissions.rules.writing import all_ticked, can_change, can_send, can_withdraw

CHOOSE_FIRST = _("Choose between two texts before you send")


class NotReady(Exception):
    """Something is missing or wrong. `problems` are (question, sentence) in the form's order."""

    def __init__(self, problems: list[tuple[Question, str]]) -> None:
        super().__init__(f"{len(problems)} to mend")
        self.problems = problems


def send(
    draft: Draft, *, by: Person, once: UUID | None = None, at: datetime | None = None, ticked: Iterable[str] = ()
) -> Submission:
    """Hands in a draft, or a change of what was sent. However often it is called, it happens once.

    `at` is when the server got the request: lateness is judged by it. `ticked` are the points of the checklist that
    the sender ticked. Raises Refused when the rule says no, NotReady when an answer is missing or wrong; nothing is
    changed then.
    """
    moment = at or dates.now()
    with transaction.atomic():
        rows = Draft.objects.select_for_update(of=("self",)).select_related("opening__unit", "form")
        draft = rows.get(pk=draft.pk)
        known = Submission.objects.filter(draft=draft).first()
        if known and known.person_id == by.pk and (draft.sent_at is not None or _was_sent(known, once)):
            return known
        insist(can_send(by, draft, moment))
        opened = draft.only_questions
        insist(all_ticked(draft.opening, ticked) if not opened else YES)
        have = kept(draft)
        found = checked(draft, have)
        if found.problems or have.aside:
            raise NotReady(found.problems or _two_texts(found, have))
        if known and opened:
            found = _with_the_rest(found, known, opened)
        submission, verb = (known, "changed") if known else (_submission(draft, found, by, moment), "sent")
        version = _version(submission, draft, found, once, moment)
        _budget_lines(submission, version)
        Answer.objects.filter(draft=draft).delete()
        draft.sent_at, draft.resume_hash, draft.resume_until, draft.only_questions = moment, None, None, []
        draft.save(update_fields=["sent_at", "resume_hash", "resume_until", "only_questions"])
        end_because_sent(draft)
        facts = {"version": version.number, "sha256": version.sha256, "late": submission.late}
        record(submission, verb=f"submission.{verb}", by=by, facts=facts)
        _tell(submission, version, verb, by=by, narrow=bool(opened))
    return submission


def _tell(submission: Submission, version: Version, verb: str, *, by: Person, narrow: bool) -> None:
    """The feature makes its own row of what was sent; those behind it are asked and told."""
    kind = kind_of(submission.opening)
    completed = note_answer(submission, version, by=by) if verb == "changed" else False
    if narrow:
        (kind.completed or kind.changed)(submission, version, by)
    else:
        (kind.changed if verb == "changed" else kind.submitted)(submission, version, by)
        ask_signatory(submission, version, by=by)
    tell_co_writers(submission, "completed" if completed else verb)


def _with_the_rest(found: Checked, submission: Submission, opened: list[str]) -> Checked:
    """The answers that were open to be completed, with all others as they were sent before."""
    before = latest_version(submission).answers
    rest = {key: value for key, value in before.items() if key not in opened}
    return replace(found, answers={**rest, **found.answers})


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
        answer_by=kind_of(opening).answer_by(opening, moment),
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
        draft = draft_of(submission, version)
        if draft.sent_at is None:
            return draft
        open_answers(draft, version)
        draft.form, draft.sent_at, draft.changed_at, draft.person = version.form, None, dates.now(), by
        draft.save(update_fields=["form", "sent_at", "changed_at", "person"])
        record(submission, verb="submission.reopened", by=by, facts={"version": version.number})
    return draft


def draft_of(submission: Submission, version: Version) -> Draft:
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


def open_answers(draft: Draft, version: Version, typed_since: Mapping[str, Any] | None = None) -> None:
    """What was sent as it would be typed, but for what has been typed since.

    Versions start past every older one, so that an old tab meets a conflict.
    """
    definition, lists = definition_of(version.form), lists_for(draft.opening)
    typed: dict[str, Any] = {key: value for key, value in version.answers.items() if isinstance(value, dict)}
    for step in definition.steps:
        typed |= StepForm(definition, step, lists, version.answers).typed()
    typed |= typed_since or {}
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
        draft.sent_at, draft.only_questions = submission.sent_at, []
        draft.save(update_fields=["sent_at", "only_questions"])
        end_because_sent(draft)
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
        for waiting in submission.completions.standing().select_related("submission"):
            end_completion(waiting, "take_back", by=by)
        kind_of(submission.opening).withdrawn(submission, by)
        tell_co_writers(submission, "withdrawn")
    return submission
