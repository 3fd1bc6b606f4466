"""The review's own pages: how it is arranged, given out, followed, gone through, pitched; and the applicant's pitch."""

from __future__ import annotations

from civicportal.review.models import Assignment, Calibration, Criterion, Slot, Stage
from funds.models import Round
from tests.stories.visits import Visit, send
from tests.stories.visits.work import staff

NOT_PAGES = {
    "admin:review_arrange": "the buttons of the setup page, by POST",
    "admin:review_pitch_act": "the buttons of the pitch times, by POST",
    "admin:review_interest": "shown only where there is a hint; tests/review/test_interest.py opens it",
    "admin:funds_interest": "the same page for whoever decides; tests/funds/test_interest.py opens it",
    "admin:challenges_interest": "the same page for an editor who answers; tests/challenges/test_interest.py opens it",
    "admin:review_questions": "open while the pitch stage is; tests/review/test_pitches.py opens it",
    "review:pitch_calendar": "a file for calendars",
}


def visits() -> list[Visit]:
    """Every page of the round that is being read, and each form once with what is wrong in it."""
    manager = staff("fund_manager")
    opening = Round.objects.filter(fund__slug="visionsfonden").order_by("opening__opens_at")[1].opening
    coaches, reading, pitch, _steering = Stage.objects.filter(opening=opening)
    criterion = Criterion.objects.filter(opening=opening)[0]
    text = reading.assignments.select_related("submission__case")[0].submission.case.reference
    slot = Slot.objects.select_related("submission__case", "submission__person").get(
        stage=pitch, submission__isnull=False
    )
    assert slot.submission is not None
    return [
        Visit(name="admin:review_setup", args=(opening.pk,), who=manager),
        Visit(name="admin:review_setup", args=(opening.pk,), who=staff("auditor")),
        Visit(name="admin:review_criterion", args=(opening.pk, criterion.pk), who=manager, says="frozen"),
        Visit(name="admin:review_criterion_new", args=(opening.pk,), who=manager, says="frozen"),
        Visit(name="admin:review_stage", args=(opening.pk, pitch.pk), who=manager),
        Visit(name="admin:review_stage_new", args=(opening.pk,), who=manager),
        Visit(name="admin:review_stage_new", args=(opening.pk,), who=manager, says="errors", act=send, status=422),
        Visit(name="admin:review_copy", args=(opening.pk,), who=manager),
        *(Visit(name="admin:review_stage_state", args=(stage.pk,), who=manager) for stage in (coaches, reading)),
        Visit(name="admin:review_prolong", args=(reading.pk,), who=manager),
        Visit(name="admin:review_plan", args=(reading.pk,), who=manager),
        Visit(name="admin:review_passing", args=(coaches.pk,), who=manager),
        Visit(name="admin:review_texts", args=(reading.pk,), who=manager),
        Visit(name="admin:review_text", args=(text,), who=manager),
        Visit(name="admin:review_calibration", args=(reading.pk, 1), who=manager),
        Visit(name="admin:review_pitches", args=(pitch.pk,), who=manager),
        Visit(name="admin:review_pitch_add", args=(pitch.pk,), who=manager),
        Visit(name="admin:review_pitch_move", args=(slot.pk,), who=manager),
        Visit(name="admin:review_pitch_sheet", args=(pitch.pk,), who=manager),
        Visit(name="review:pitch", args=(slot.submission.case.reference,), who=slot.submission.person),
        *_reading(),
    ]


def _reading() -> list[Visit]:
    """Those who read: the calibration text, and the coach team's advice."""
    case = Calibration.objects.get(submission=None)
    advised = Assignment.objects.select_related("submission__case").filter(stage__kind="advice")[0]
    return [
        Visit(name="admin:review_trial", args=(case.pk,), who=staff("amf")),
        Visit(name="admin:review", args=(advised.submission.case.reference,), who=staff("second_coach"), says="advice"),
    ]
