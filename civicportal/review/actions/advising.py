"""The one advice that a group writes together, and what goes on from a stage, as a person confirms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.text import nfc
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.review import rules
from civicportal.review.enums import Verdict
from civicportal.review.models import Advice, Assignment, Passing, Stage
from civicportal.submissions.models import Submission


@dataclass(frozen=True, slots=True)
class AdviceConflict:
    """Somebody else in the group has saved meanwhile: theirs stays, and what was typed is given back."""

    theirs: Advice
    verdict: str
    words: str


def save_advice(
    assignment: Assignment, *, verdict: str, words: str, version: int, done: bool, by: Person
) -> Advice | AdviceConflict:
    """Keeps the group's advice. `version` is that of the page, 0 for none; `done` says that it is the group's word.

    A text that somebody else saved since the page was made is never overwritten: an AdviceConflict with both comes
    back and nothing is written. Raises Refused, and ValueError for a verdict that is none.
    """
    if verdict and verdict not in Verdict.values:
        raise ValueError(f"{verdict} is no advice")
    text = nfc(words).strip()
    with transaction.atomic():
        Submission.objects.select_for_update(of=("self",)).get(pk=assignment.submission_id)
        insist(rules.can_advise(by, assignment))
        if done and not (verdict and text):
            raise Refused(no(_("Choose what you advise, and write why")))
        found = Advice.objects.filter(stage=assignment.stage, submission=assignment.submission).first()
        if found is not None and found.version != version and (found.verdict, found.words) != (verdict, text):
            return AdviceConflict(found, verdict, text)
        row = found or Advice(stage=assignment.stage, submission=assignment.submission, version=0)
        row.verdict, row.words, row.version = verdict, text, row.version + 1
        row.saved_at, row.saved_by = dates.now(), by
        row.done_at = (row.done_at or dates.now()) if done else None
        row.save()
        facts = {"case": assignment.submission.case_id, "stage": assignment.stage_id, "done": done}
        record(row, verb="advice.saved", by=by, facts=facts | {"verdict": verdict, "version": row.version})
        return row


def confirm_passing(stage: Stage, *, going_on: Iterable[int], by: Person) -> int:
    """Says which submissions go on from a stage and which do not, all of it at once; returns how many go on.

    `going_on` are ids of submissions; the ranking has proposed them and the person has chosen. It can be said anew
    until the next stage has begun to be given out. Those that the person has stepped aside from are left as they
    are. Raises Refused.
    """
    chosen = set(going_on)
    with transaction.atomic():
        locked = Stage.objects.select_for_update(of=("self",)).select_related("opening").get(pk=stage.pk)
        insist(rules.can_confirm_passing(by, locked) & rules.next_is_not_given_out(locked))
        rows = Submission.objects.filter(opening=locked.opening, withdrawn_at=None).exclude(
            case__recusals__in=rules.recusals_of(by)
        )
        ids = set(rows.values_list("pk", flat=True))
        now = dates.now()
        Passing.objects.bulk_create(
            [Passing(stage=locked, submission_id=pk, goes_on=pk in chosen, by=by, at=now) for pk in sorted(ids)],
            update_conflicts=True,
            unique_fields=["stage", "submission"],
            update_fields=["goes_on", "by", "at"],
        )
        going = sorted(chosen & ids)
        record(locked, verb="stage.passed", by=by, facts={"going_on": going, "of": len(ids)})
        return len(going)
