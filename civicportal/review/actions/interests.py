"""Saying why a hint of an interest is none. Stepping aside is in actions.reviews."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.text import nfc
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.review import hints, rules
from civicportal.review.models import Assignment, NoInterest
from civicportal.submissions.models import Submission


def say_no_interest(assignment: Assignment, *, why: str, by: Person) -> list[NoInterest]:
    """Keeps why the person has no interest in the case, for each hint that is open. The words stay with the case.

    Raises Refused without words, and for whoever has stepped aside or does not have it to read.
    """
    with transaction.atomic():
        insist(rules.can_step_aside(by, assignment))
        return _keep(assignment.submission, about=assignment, why=why, by=by)


def say_no_interest_before_deciding(
    submission: Submission, *, why: str, by: Person, handles: bool = False
) -> list[NoInterest]:
    """The same by whoever decides in the case, with or without having read it as a reviewer. Raises Refused.

    `handles` where it is answered by whoever handles it.
    """
    with transaction.atomic():
        insist(rules.can_answer_before_deciding(by, submission, handles=handles))
        return _keep(submission, about=submission, why=why, by=by, handles=handles)


def _keep(
    submission: Submission, *, about: Assignment | Submission, why: str, by: Person, handles: bool = False
) -> list[NoInterest]:
    words = nfc(why).strip()
    if not words:
        raise Refused(no(_("Write why you have no interest in it")))
    open_hints = hints.unanswered(by, submission, handles=handles)
    if any(hint.firm for hint in open_hints):
        raise Refused(no(_("This cannot be answered. Step aside from the case")))
    rows = [NoInterest(submission=submission, person=by, key=hint.key, why=words) for hint in open_hints]
    NoInterest.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        facts = {"case": submission.case_id, "hints": [hint.key for hint in open_hints]}
        record(about, verb="interest.denied", by=by, facts=facts)
    return rows
