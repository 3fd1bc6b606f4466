"""Completing what was sent (komplettering): the machine, who may ask and answer, and what pages read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case
from civicportal.cases.rules import can_lead
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine
from civicportal.kernel.text import LocalizedText
from civicportal.submissions.definition import OWN_WORDS, Definition, definition_of
from civicportal.submissions.enums import CompletionState as S
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Completion, CoWriter, Draft, Submission, Version
from civicportal.submissions.showing import Names, in_words

SHORTEST, LONGEST = timedelta(days=2), timedelta(days=60)
"""How long somebody gets to complete: never less than two days, so that a letter can be read."""


def can_ask_completion(person: Any, submission: Submission) -> Answer:
    """Whoever answers for the case asks, one request at a time, while it can still matter."""
    if submission.withdrawn_at is not None:
        return no(_("The applicant has withdrawn it"))
    if submission.case.answered_at is not None:
        return no(_("It already has its answer"))
    if not (answer := can_lead(person, submission.case)):
        return answer
    if standing_completion(submission) is not None:
        return no(_("It is being completed already. Take that request back before you ask anew"))
    if submission.person_id is None:
        return no(_("Nobody with an account stands behind it, so write or call instead"))
    return kind_of(submission.opening).may_complete(submission)


def _may_take_back(person: Any, completion: Completion) -> Answer:
    """Also the clock's and the withdrawal's move, which no rule stands in the way of."""
    if person is None or completion.submission.person_id == person.pk:
        return YES
    return can_lead(person, completion.submission.case)


COMPLETION_MOVES = Machine("completion", S)
COMPLETION_MOVES.add("answer", [S.ASKED], S.ANSWERED)
COMPLETION_MOVES.add("run_out", [S.ASKED], S.RAN_OUT)
COMPLETION_MOVES.add("take_back", [S.ASKED], S.TAKEN_BACK, _may_take_back)


def can_complete(person: Any, submission: Submission, moment: datetime | None = None) -> Answer:
    """Whoever stands behind it completes, until the day with its grace, whatever else is closed."""
    if submission.person_id != person.pk:
        return no(_("Only the one who sent it can complete it"))
    if submission.withdrawn_at is not None:
        return no(_("You have withdrawn it"))
    completion = standing_completion(submission)
    if completion is None:
        return no(_("Nothing more is asked for. What you sent stands"))
    if completion.is_over(moment):
        return no(
            _("It could be completed until %(when)s. What you sent stands")
            % {"when": dates.show_deadline(completion.until)}
        )
    return YES


# What pages read


def standing_completion(submission: Submission) -> Completion | None:
    """The request that waits for the applicant, if any."""
    read: list[Completion] | None = submission.__dict__.get("completions_read")
    if read is not None:
        return next((one for one in read if one.state == S.ASKED), None)
    found: Completion | None = Completion.objects.standing().filter(submission=submission).first()
    return found


def standing_for(path: str) -> QuerySet[Completion]:
    """The request that waits for the applicant, as a subquery of rows that lead to what was sent by `path`."""
    rows: QuerySet[Completion] = Completion.objects.standing().filter(submission=OuterRef(path))
    return rows


def note_standing(submission: Submission, *, waits: bool) -> None:
    """Notes what a getter has found by `standing_for`: where nothing waits, the rules of its page need not ask.

    An action reads the row anew, under its lock, and asks again.
    """
    if not waits:
        submission.__dict__["completions_read"] = []


def waits_for_applicant(submission: Submission) -> Completion | None:
    """The request that its applicant can still answer."""
    waiting = standing_completion(submission)
    return waiting if waiting is not None and not waiting.is_over() else None


def completion_in(draft: Draft) -> Completion | None:
    """The request that a draft is open for, with what was sent: one query."""
    rows = Completion.objects.standing().filter(submission__draft=draft).select_related("version__form")
    found: Completion | None = rows.first()
    return found


def asked_about(completion: Completion) -> list[LocalizedText]:
    """What is asked for, by the questions' words. The version is at hand with its form."""
    definition = definition_of(completion.version.form)
    return [question.label for question in definition.questions() if question.key in completion.questions]


def completions_of(submission: Submission) -> list[Completion]:
    """Every request about what was sent, the newest first: one query, kept with the row for the rules of its page."""
    rows = submission.completions.select_related(
        "version__form", "answered_with__form", "answered_with__submission", "asked_by"
    ).order_by("-pk")
    found = submission.__dict__["completions_read"] = list(rows.for_page())
    return found


def came_in(person: Any) -> QuerySet[Completion]:
    """What was answered, or ran out, and nobody has looked at, in cases that the person sees; the oldest first.

    Never what the person has written along in: there one is among those who sent it.
    """
    rows = Completion.objects.filter(state__in=[S.ANSWERED, S.RAN_OUT], seen_at=None)
    along = CoWriter.objects.writing().filter(person=person).values("draft")
    rows = rows.filter(submission__withdrawn_at=None).exclude(submission__draft__in=along)
    seen = Case.objects.visible_to(person).exclude(person=person)
    rows = rows.filter(submission__case__in=seen).select_related("submission__case", "submission__opening")
    return rows.order_by("ended_at").for_page()


def asked_of(person: Any) -> QuerySet[Completion]:
    """What the person is asked to complete, the first to close on top: one query."""
    rows = Completion.objects.standing().filter(submission__person=person)
    return rows.select_related("submission__case").order_by("until").for_page()


@dataclass(frozen=True, slots=True)
class Change:
    """One question whose answer differs between two versions, in words."""

    key: str
    label: LocalizedText
    before: str
    after: str
    lang: str = ""


def changes_between(
    older: Version, newer: Version, *, blind: bool = False, with_sensitive: bool = True, language: str = ""
) -> list[Change]:
    """What changed from one version to the other, in the form's order; nothing that tells who writes where blind."""
    definition, names = definition_of(newer.form), Names()
    foreign = newer.submission.language if newer.submission.language != (get_language() or "sv")[:2] else ""
    found = []
    for question in definition.questions():
        if (blind and question.identifies) or (question.sensitive and not with_sensitive):
            continue
        before, after = older.answers.get(question.key), newer.answers.get(question.key)
        if before != after:
            lang = foreign if question.kind in OWN_WORDS else ""
            words = [in_words(question, value, names) for value in (before, after)]
            found.append(Change(question.key, question.label, words[0], words[1], lang))
    return found


def last_change(submission: Submission, **how: Any) -> list[Change]:
    """What the newest version changed, where staff asked for it; one query, two more where there is such a version."""
    done = (
        submission.completions.filter(state=S.ANSWERED)
        .select_related("version__form", "version__submission", "answered_with__form", "answered_with__submission")
        .order_by("-pk")
        .first()
    )
    if done is None or done.answered_with is None:
        return []
    return changes_between(done.version, done.answered_with, **how)


def touches(version: Version, before: Mapping[str, Any], questions: list[str]) -> bool:
    """Whether a new version says anything else about these questions."""
    return any(version.answers.get(key) != before.get(key) for key in questions)


def question_choices(definition: Definition, answers: Mapping[str, Any]) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The questions that were asked of this applicant, step by step, for staff to tick."""
    groups = [
        (step.title, [(q.key, q.label) for q in step.questions if definition.asked(q, answers)])
        for step in definition.steps
    ]
    return [(title, rows) for title, rows in groups if rows]
