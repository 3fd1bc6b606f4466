"""Who may judge what, and who sees what others gave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from civicportal.cases import rules as cases
from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.people.enums import Role
from civicportal.people.models import Membership
from civicportal.review import hints
from civicportal.review.arranged import arranged
from civicportal.review.enums import JUDGES, Leaves, StageKind
from civicportal.review.models import (
    STAFF_OF_A_ROUND,
    Advice,
    Assignment,
    Calibration,
    GoneThrough,
    Passing,
    Review,
    Score,
    Slot,
    Stage,
    Trial,
)
from civicportal.submissions.models import Opening, Submission
from civicportal.submissions.together import is_co_applicant

ARRANGES = (Role.FUND_MANAGER, Role.DEPARTMENT_EDITOR)
SEES_SCORES = (*ARRANGES, Role.DECISION_MAKER)

ASKED = "_asked_of_interest"
RECUSED = _("You have stepped aside from this case")
NOT_YOURS = _("This is not assigned to you")
INTEREST = no(_("You may have an interest. Step aside, or say why you have none"))
GIVEN_OUT = no(_("Somebody has been asked to read in this stage, so it stays as it is. It can be prolonged"))
DONE = _("You have marked this as done. Open it again to change it")


def is_recused(person: Any, submission: Submission) -> bool:
    """Whether the person has stepped aside from the submission's case (Local Government Act 6:28-30)."""
    return cases.is_recused(person, submission.case)


def works_for(person: Any, opening: Opening, *roles: str) -> bool:
    """Whether the person holds one of the roles today in the unit that owns the opening."""
    return person.is_active and opening.unit_id in person.units_as(*roles)


def reads_in(person: Any, stage: Stage, opening: Opening) -> bool:
    """Whether the person is among those who read in a stage today: named in it, or, where nobody is, by its role."""
    return _reads(person, stage, opening, arranged(stage)[0])


def _reads(person: Any, stage: Stage, opening: Opening, named: list[int]) -> bool:
    if named:
        return person.pk in named and works_for(person, opening, *JUDGES)
    return works_for(person, opening, stage.judges)


def has_no_interest(person: Any, submission: Submission, *, handles: bool = False) -> Answer:
    """Whether nothing is left to answer about an interest in the case (jäv): no recusal, no hint without a word.

    It binds for reading, scoring and for being present when the case is talked about or decided. `handles` where
    whoever handles the case answers it.
    """
    if is_recused(person, submission):
        return no(RECUSED)
    if getattr(submission, ASKED, None) == (person.pk, handles):
        return YES
    return INTEREST if hints.unanswered(person, submission, handles=handles) else YES


def interest_is_open(person: Any, submission: Submission, *, handles: bool = False) -> bool:
    """Whether something is left to answer about an interest, asked before a page opens.

    That nothing is left is noted on the row: the other rules of the same page need not look for hints again. An action
    reads the row anew, and asks again.
    """
    if not has_no_interest(person, submission, handles=handles):
        return True
    setattr(submission, ASKED, (person.pk, handles))
    return False


def can_answer_before_deciding(person: Any, submission: Submission, *, handles: bool = False) -> Answer:
    """Whether the person says why they have no interest in a case as the one who decides in it.

    That is a decision maker; `handles` where an editor of the department answers what they handle.
    """
    if not works_for(person, submission.opening, Role.DEPARTMENT_EDITOR if handles else Role.DECISION_MAKER):
        return no(_("Only those who decide in it answer this"))
    return no(RECUSED) if is_recused(person, submission) else YES


def can_arrange_opening(person: Any, opening: Opening) -> Answer:
    """Whether the person may arrange how what comes in is judged."""
    if works_for(person, opening, *ARRANGES):
        return YES
    return no(_("Only those responsible arrange the review"))


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
    return answer & _suits(submission, stage, reviewer) & _not_twice(submission, stage, reviewer)


def _stage_takes(submission: Submission, stage: Stage) -> Answer:
    if stage.opening_id != submission.opening_id:
        return no(_("The stage belongs to another round"))
    if submission.withdrawn_at is not None:
        return no(_("Whoever sent it in has withdrawn it"))
    if stage.has_closed():
        return no(_("The review stage has closed"))
    return goes_on_to(submission, stage)


def goes_on_to(submission: Submission, stage: Stage) -> Answer:
    """Whether the stage before has let the submission through, where only its best go on."""
    before = Stage.objects.filter(opening=stage.opening_id, position__lt=stage.position).order_by("-position").first()
    if before is None or before.leaves != Leaves.BEST:
        return YES
    if Passing.objects.filter(stage=before, submission=submission, goes_on=True).exists():
        return YES
    return no(_("It has not gone on from the stage before"))


def _suits(submission: Submission, stage: Stage, reviewer: Any) -> Answer:
    if not reads_in(reviewer, stage, submission.opening):
        return no(_("This person is not a reviewer here today"))
    if submission.person_id == reviewer.pk or is_co_applicant(reviewer, submission):
        return no(_("Nobody judges what they have sent in themselves"))
    if is_recused(reviewer, submission):
        return no(_("This person has stepped aside from the case"))
    if submission.case.handler_id == reviewer.pk and works_for(reviewer, submission.opening, Role.COACH):
        return no(_("A coach does not judge what they have helped with"))
    if hint := hints.firm(reviewer, submission):
        return no(_("This person cannot read it: %(why)s") % {"why": hint.words})
    return YES


def coaches_in(opening: Opening) -> QuerySet[Membership]:
    """Of a person in an outer query: the roles as a coach that they hold today in the unit that owns the opening."""
    held = Membership.objects.today().filter(unit=opening.unit_id, role=Role.COACH)
    rows: QuerySet[Membership] = held.filter(person=OuterRef("pk"))
    return rows


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
    if not (answer := has_no_interest(person, submission)):
        return answer
    named, marked = arranged(stage)
    if not _reads(person, stage, submission.opening, named):
        return no(_("You are not a reviewer here today"))
    if submission.withdrawn_at is not None:
        return no(_("Whoever sent it in has withdrawn it"))
    if stage.opens_at > dates.now():
        return no(_("The review stage has not opened yet"))
    if stage.has_closed():
        return no(_("The review stage has closed"))
    if stage.redacted_first and not is_gone_through(submission):
        return no(_("Somebody has to go through the text before you read it"))
    return _calibration_first(person, assignment, marked)


def is_gone_through(submission: Submission) -> bool:
    """Whether somebody has read the latest version and struck out what tells who wrote it."""
    latest = submission.versions.order_by("-number").values("pk")[:1]
    return GoneThrough.objects.filter(version=latest).exists()


def _calibration_first(person: Any, assignment: Assignment, marked: list[int | None]) -> Answer:
    """Whether the person has scored the stage's calibration cases, or this is one of them."""
    if not marked or assignment.submission_id in marked:
        return YES
    mine = Assignment.objects.standing().filter(reviewer=person, stage=assignment.stage_id, review__done_at=None)
    texts = Calibration.objects.filter(stage=assignment.stage_id, submission=None).exclude(trials__person=person)
    if mine.filter(submission__in=[pk for pk in marked if pk]).exists() or texts.exists():
        return no(_("Score the calibration cases first, so that everybody has the same measure"))
    return YES


def can_try(person: Any, calibration: Calibration) -> Answer:
    """Whether the person may score a calibration text now."""
    stage = calibration.stage
    if calibration.submission_id is not None or not reads_in(person, stage, stage.opening):
        return no(NOT_YOURS)
    return YES if stage.is_open() else no(_("The review stage is not open"))


def can_advise(person: Any, assignment: Assignment) -> Answer:
    """Whether the person may write in the group's advice on what they have been given to read."""
    if assignment.stage.kind != StageKind.ADVICE:
        return no(_("This stage gives scores, not an advice"))
    return can_review(person, assignment)


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


def can_see_scores(person: Any, submission: Submission, readers: Iterable[Any] | None = None) -> Answer:
    """Whether the person may see what reviewers gave this submission.

    A reviewer gives their own first, so that nobody leans on somebody else's. The fund manager and the decision
    maker of the unit see all scores unless they still have their own to give; so does an auditor. `readers` are those
    of queries.readers_of, for a page that has read them.
    """
    if is_recused(person, submission):
        return no(RECUSED)
    if readers is None:
        rows: Any = Assignment.objects.readable_by(person).filter(submission=submission)
        readers = rows.with_end().select_related("stage", "review")
    own: list[Any] = [reader for reader in readers if reader.reviewer_id == person.pk]
    if any(not reader.is_done and not reader.stage.has_closed() for reader in own):
        return no(_("You see what others gave when you are done with your own"))
    if person.has_role(Role.AUDITOR) or works_for(person, submission.opening, *SEES_SCORES):
        return YES
    if any(hasattr(reader, "review") and reader.review.done_at for reader in own):
        return YES
    return no(_("Only those who judge or decide see the scores"))


def can_change_criteria(person: Any, opening: Opening) -> Answer:
    """Criteria, weights and anchors are frozen from the first score: the same measure for everybody."""
    if not works_for(person, opening, *ARRANGES):
        return no(_("Only those responsible change the criteria"))
    given = Score.objects.filter(criterion__opening=opening).exists()
    if given or Trial.objects.filter(calibration__stage__opening=opening).exists():
        return no(_("The first score has been given, so the criteria stay as they are"))
    return YES


def can_change_stage(person: Any, stage: Stage) -> Answer:
    """What a stage is stays as it is once somebody has been asked to read in it; only its end can be moved."""
    answer = can_arrange_opening(person, stage.opening)
    if answer and Assignment.objects.filter(stage=stage).exists():
        return GIVEN_OUT
    return answer


def can_remove_stage(person: Any, stage: Stage) -> Answer:
    """A stage that holds nothing can go."""
    answer = can_change_stage(person, stage)
    if answer and (Slot.objects.filter(stage=stage).exists() or Advice.objects.filter(stage=stage).exists()):
        return no(_("There are pitch times in this stage"))
    return answer


def can_prolong(person: Any, stage: Stage) -> Answer:
    """Those responsible may give a stage more time, also when it has closed."""
    return can_arrange_opening(person, stage.opening)


def can_confirm_passing(person: Any, stage: Stage) -> Answer:
    """A person says what goes on, once the stage has closed; the figures propose."""
    answer = can_arrange_opening(person, stage.opening)
    if answer and stage.leaves != Leaves.BEST:
        return no(_("Everything goes on from this stage"))
    if answer and not stage.has_closed():
        return no(_("The stage is not over yet"))
    return answer


def next_is_not_given_out(stage: Stage) -> Answer:
    """What goes on stands fast once somebody has been asked to read in the stage after."""
    later = Assignment.objects.filter(stage__opening=stage.opening_id, stage__position__gt=stage.position)
    if later.exists():
        return no(_("The next stage has been given out, so what goes on stands fast"))
    return YES


def recusals_of(person: Any) -> QuerySet[Recusal]:
    """The person's recusals in force."""
    return Recusal.objects.in_force().filter(person=person)


def can_redact(person: Any, submission: Submission) -> Answer:
    """Those responsible go through the text; a coach or reviewer who knows the applicant does not."""
    return can_arrange(person, submission)


def can_read_setup(person: Any, opening: Opening) -> Answer:
    """Whether the person may see how an opening's submissions are judged: its staff, and an auditor."""
    if person.has_role(Role.AUDITOR) or works_for(person, opening, *STAFF_OF_A_ROUND):
        return YES
    return no(_("Only those who work with the round see how it is set up"))


def can_calibrate(person: Any, stage: Stage) -> Answer:
    """Calibration cases are chosen before anybody has scored, in a stage where each gives scores."""
    answer = can_arrange_opening(person, stage.opening)
    if answer and not stage.is_scored:
        return no(_("This stage gives no scores"))
    if answer and stage.has_closed():
        return no(_("The review stage has closed"))
    scored = Score.objects.filter(review__assignment__stage=stage).exists()
    if answer and (scored or Trial.objects.filter(calibration__stage=stage).exists()):
        return no(_("The first score has been given, so the calibration cases stay as they are"))
    return answer


# Pitches


def can_schedule(person: Any, stage: Stage) -> Answer:
    """Those responsible arrange the pitch times of a pitch stage."""
    answer = can_arrange_opening(person, stage.opening)
    return no(_("Nobody pitches in this stage")) if answer and stage.kind != StageKind.PITCH else answer


def can_pitch(person: Any, submission: Submission, stage: Stage) -> Answer:
    """Whether a submission can get a pitch time in the stage, from somebody who has not stepped aside from it."""
    if stage.opening_id != submission.opening_id:
        return no(_("The stage belongs to another round"))
    if submission.withdrawn_at is not None:
        return no(_("Whoever sent it in has withdrawn it"))
    if is_recused(person, submission):
        return no(RECUSED)
    return goes_on_to(submission, stage)


def can_ask_another(person: Any, slot: Slot) -> Answer:
    """Whoever sent it in can ask for another time until it begins."""
    if slot.submission is None or slot.submission.person_id != person.pk:
        return no(_("This pitch time is not yours"))
    if slot.starts_at <= dates.now():
        return no(_("The pitch has begun. Write to us instead"))
    return YES


def is_in_jury(person: Any, stage: Stage, submission: Submission) -> Answer:
    """Whether the person hears this pitch: it is given to them in the stage, and nothing speaks of an interest."""
    mine = Assignment.objects.readable_by(person).filter(stage=stage, submission=submission)
    if stage.kind != StageKind.PITCH or not mine.exists() or not reads_in(person, stage, stage.opening):
        return no(NOT_YOURS)
    return has_no_interest(person, submission)
