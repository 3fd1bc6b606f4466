"""Who may judge what, and who sees what others gave."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.people.enums import Role
from civicportal.review.models import Assignment, Review, Score, Stage
from civicportal.submissions.models import Opening, Submission

ARRANGES = (Role.FUND_MANAGER, Role.DEPARTMENT_EDITOR)
SEES_SCORES = (*ARRANGES, Role.DECISION_MAKER)

RECUSED = _("You have stepped aside from this case")
NOT_YOURS = _("This is not assigned to you")
DONE = _("You have marked this as done. Open it again to change it")


def is_recused(person: Any, submission: Submission) -> bool:
    """Whether the person has stepped aside from the submission's case (Local Government Act 6:28-30)."""
    return Recusal.objects.in_force().filter(case_id=submission.case_id, person=person).exists()


def works_for(person: Any, opening: Opening, *roles: str) -> bool:
    """Whether the person holds one of the roles today in the unit that owns the opening."""
    return person.is_active and opening.unit_id in person.units_as(*roles)


def can_arrange(person: Any, submission: Submission) -> Answer:
    """Whether the person may give out and take back this submission's reviews."""
    if not works_for(person, submission.opening, *ARRANGES):
        return no(_("Only those responsible decide who reviews"))
    if is_recused(person, submission):
        return no(RECUSED)
    return YES


def can_assign(person: Any, submission: Submission, stage: Stage, reviewer: Any) -> Answer:
    """Whether the person may ask the reviewer to judge the submission in the stage.

    Nobody judges what they have sent in, coached or stepped aside from, and nobody twice.
    """
    answer = can_arrange(person, submission) & _stage_takes(submission, stage)
    return answer & _suits(submission, reviewer) & _not_twice(submission, stage, reviewer)


def _stage_takes(submission: Submission, stage: Stage) -> Answer:
    if stage.opening_id != submission.opening_id:
        return no(_("The stage belongs to another round"))
    if submission.withdrawn_at is not None:
        return no(_("Whoever sent it in has withdrawn it"))
    if stage.has_closed():
        return no(_("The review stage has closed"))
    return YES


def _suits(submission: Submission, reviewer: Any) -> Answer:
    if not works_for(reviewer, submission.opening, Role.REVIEWER):
        return no(_("This person is not a reviewer here today"))
    if submission.person_id == reviewer.pk:
        return no(_("Nobody judges what they have sent in themselves"))
    if is_recused(reviewer, submission):
        return no(_("This person has stepped aside from the case"))
    if submission.case.handler_id == reviewer.pk and works_for(reviewer, submission.opening, Role.COACH):
        return no(_("A coach does not judge what they have helped with"))
    return YES


def _not_twice(submission: Submission, stage: Stage, reviewer: Any) -> Answer:
    twice = Assignment.objects.standing().filter(stage=stage, submission=submission, reviewer=reviewer).exists()
    return no(_("This person already has it to review")) if twice else YES


def can_end(person: Any, assignment: Assignment) -> Answer:
    """Whether the person may take an assignment back. A review that is done stays: it is part of the case."""
    answer = can_arrange(person, assignment.submission)
    if not answer:
        return answer
    if assignment.ended_at is not None:
        return no(_("This assignment has already ended"))
    if Review.objects.filter(assignment=assignment, done_at__isnull=False).exists():
        return no(_("The review is done and stays with the case"))
    return YES


def can_review(person: Any, assignment: Assignment) -> Answer:
    """Whether the person may judge now: it is theirs, the stage is open, they have not stepped aside."""
    submission, stage = assignment.submission, assignment.stage
    if assignment.reviewer_id != person.pk or assignment.ended_at is not None:
        return no(NOT_YOURS)
    if not works_for(person, submission.opening, Role.REVIEWER):
        return no(_("You are not a reviewer here today"))
    if is_recused(person, submission):
        return no(RECUSED)
    if submission.withdrawn_at is not None:
        return no(_("Whoever sent it in has withdrawn it"))
    if stage.opens_at > dates.now():
        return no(_("The review stage has not opened yet"))
    if stage.has_closed():
        return no(_("The review stage has closed"))
    return YES


def is_done(assignment: Assignment) -> Answer:
    """Whether the assignment's review is done, so that it can be opened again."""
    done = Review.objects.filter(assignment=assignment, done_at__isnull=False).exists()
    return YES if done else no(_("The review is not done yet"))


def can_step_aside(person: Any, assignment: Assignment) -> Answer:
    """Whether the person may step aside: from what is theirs, at any time, open stage or not."""
    if assignment.reviewer_id != person.pk or assignment.ended_at is not None:
        return no(NOT_YOURS)
    if is_recused(person, assignment.submission):
        return no(RECUSED)
    return YES


def can_see_scores(person: Any, submission: Submission) -> Answer:
    """Whether the person may see what reviewers gave this submission.

    A reviewer gives their own first, so that nobody leans on somebody else's. The fund manager and the decision
    maker of the unit see all scores unless they still have their own to give; so does an auditor.
    """
    if is_recused(person, submission):
        return no(RECUSED)
    own = Assignment.objects.readable_by(person).filter(submission=submission)
    waiting = own.filter(review__done_at__isnull=True, stage__closes_at__gt=dates.now())
    if waiting.exists():
        return no(_("You see what others gave when you are done with your own"))
    if person.has_role(Role.AUDITOR) or works_for(person, submission.opening, *SEES_SCORES):
        return YES
    if own.filter(review__done_at__isnull=False).exists():
        return YES
    return no(_("Only those who judge or decide see the scores"))


def can_change_criteria(person: Any, opening: Opening) -> Answer:
    """Criteria, weights and anchors are frozen from the first score: the same measure for everybody."""
    if not works_for(person, opening, *ARRANGES):
        return no(_("Only those responsible change the criteria"))
    if Score.objects.filter(criterion__opening=opening).exists():
        return no(_("The first score has been given, so the criteria stay as they are"))
    return YES
