"""What reviewers and those who decide read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import Answer
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Person
from civicportal.review import rules
from civicportal.review.enums import Progress
from civicportal.review.models import Anchor, Assignment, Criterion, Review, Score, Stage
from civicportal.review.ranking import Ranked, ranking, ranking_for
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Submission

__all__ = ["Ranked", "ranking", "ranking_for"]  # read beside the queries below, from the module of their own

# A reviewer's own queue


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One submission in a reviewer's queue. `others_done` is how many others have finished it in the stage."""

    assignment_id: int
    reference: str
    title: str
    progress: Progress
    others_done: int
    turn: tuple[int, str]

    @property
    def url(self) -> str:
        return reverse("admin:review", args=[self.reference])


@dataclass(slots=True)
class StageQueue:
    """A reviewer's part of one stage: what is left, least reviewed first, then what is done."""

    stage: Stage
    fund: str
    left: list[QueueItem] = field(default_factory=list)
    done: list[QueueItem] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.left) + len(self.done)


def _turn(person: Any, submission_id: int, others_done: int) -> tuple[int, str]:
    """The order to read in: the least reviewed first, and among equals each reviewer in an order of their own.

    So the last of the list are not the same for everybody. A reviewer's own finished review does not move it.
    """
    return (others_done, hashlib.sha256(f"{person.pk}:{submission_id}".encode()).hexdigest())


def _progress(started: int | None, done_at: datetime | None) -> Progress:
    if started is None:
        return Progress.NEW
    return Progress.DONE if done_at else Progress.STARTED


def _items(person: Any, stage_id: int | None = None) -> list[tuple[int, QueueItem]]:
    """The person's assignments that they may open today, each with its stage's id; finished ones by when.

    One query for plain values, because a list may hold a thousand.
    """
    rows = Assignment.objects.readable_by(person)
    rows = rows.filter(stage__opens_at__lte=dates.now(), submission__withdrawn_at__isnull=True)
    if stage_id is not None:
        rows = rows.filter(stage=stage_id)
    others = Assignment.objects.standing().filter(stage=OuterRef("stage"), submission=OuterRef("submission"))
    others = others.filter(review__done_at__isnull=False).exclude(reviewer=person).order_by()
    number = others.values("submission").annotate(number=Count("pk")).values("number")
    rows = rows.annotate(others_done=Coalesce(Subquery(number), 0)).order_by("review__done_at", "pk")
    values = rows.values_list(
        "pk", "stage_id", "submission_id", "submission__case__reference", "submission__case__title",
        "review__pk", "review__done_at", "others_done",
    )  # fmt: skip
    return [
        (stage, QueueItem(pk, reference, title, _progress(started, done_at), done, _turn(person, submission, done)))
        for pk, stage, submission, reference, title, started, done_at, done in values
    ]


def queue(person: Any) -> list[StageQueue]:
    """Everything that the person has to review, stage by stage; open stages with work left first.

    Two queries, and what each stage's feature asks to say its name.
    """
    items = _items(person)
    rows = Stage.objects.filter(pk__in={stage_id for stage_id, _item in items}).select_related("opening")
    stages = {stage.pk: StageQueue(stage, str(kind_of(stage.opening).about(stage.opening).name)) for stage in rows}
    for stage_id, item in items:
        mine = stages[stage_id]
        (mine.done if item.progress == Progress.DONE else mine.left).append(item)
    for mine in stages.values():
        mine.left.sort(key=lambda item: item.turn)
    return sorted(stages.values(), key=lambda mine: (mine.stage.has_closed(), not mine.left, mine.stage.closes_at))


@dataclass(frozen=True, slots=True)
class Left:
    """How much of one open stage is left for a reviewer."""

    stage: Stage
    fund: str
    left: int
    total: int


def left_to_review(person: Any) -> list[Left]:
    """The open stages where the person has something left, for the start page."""
    return [
        Left(mine.stage, mine.fund, len(mine.left), mine.total)
        for mine in queue(person)
        if mine.left and mine.stage.is_open()
    ]


def number_done(person: Any) -> int:
    """How many reviews the person has finished and still stands for. One query."""
    return Review.objects.filter(assignment__in=Assignment.objects.readable_by(person), done_at__isnull=False).count()


def assignment_for(person: Any, reference: str) -> Assignment:
    """The person's assignment for the case with this reference: in the open stage, else the latest one.

    Raises Http404 when there is none, when they have stepped aside, and before the stage opens.
    """
    rows = Assignment.objects.readable_by(person).filter(
        submission__case__reference=reference,
        submission__withdrawn_at__isnull=True,
        stage__opens_at__lte=dates.now(),
    )
    rows = rows.select_related("stage", "submission__opening__unit", "submission__case", "submission__person")
    assignment = rows.order_by("-stage__opens_at").first()
    if assignment is None:
        raise Http404
    return assignment


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reviewer is: "7 of 24, 16 left"; `next_url` is empty where nothing else is left."""

    number: int
    total: int
    left: int
    next_url: str


def place_of(person: Any, assignment: Assignment) -> Place:
    """Where an assignment stands in the person's own stage. One query."""
    items = [item for _stage, item in _items(person, assignment.stage_id)]
    current = next((item for item in items if item.assignment_id == assignment.pk), None)
    done = [item for item in items if item.progress == Progress.DONE]
    left = sorted((item for item in items if item.progress != Progress.DONE), key=lambda item: item.turn)
    number = next((place for place, item in enumerate([*done, *left], 1) if item is current), 1)
    following = _next(left, current)
    return Place(number, len(items), len(left), following.url if following else "")


def next_unscored(person: Any, after: Assignment) -> str:
    """The address of the next submission to review after this one in the same stage; empty when none is left.

    What was skipped comes again when the end is reached.
    """
    return place_of(person, after).next_url


def _next(left: list[QueueItem], current: QueueItem | None) -> QueueItem | None:
    others = [item for item in left if item is not current]
    if current is None:
        return others[0] if others else None
    later = [item for item in others if item.turn > current.turn]
    return next(iter(later or others), None)


# One review


def criteria_of(opening_id: int) -> list[Criterion]:
    """The criteria of an opening with their anchors. Two queries."""
    anchors = Prefetch("anchors", queryset=Anchor.objects.order_by("score"))
    return list(Criterion.objects.filter(opening_id=opening_id).prefetch_related(anchors))


@dataclass(frozen=True, slots=True)
class Given:
    """What one reviewer gave, for those who may see it. `mean` is the weighted mean of what they could judge."""

    reviewer: str
    stage: LocalizedText
    scores: list[tuple[LocalizedText, int | None]]
    mean: Decimal | None
    to_group: str
    to_applicant: str
    version_judged: int
    done_at: datetime


def weighted_mean(scores: list[tuple[int | None, Decimal]]) -> Decimal | None:
    """The mean of (score, weight) over the criteria that were scored; None where none was.

    "Cannot judge" is no value: it neither raises nor lowers.
    """
    scored = [(value, weight) for value, weight in scores if value is not None]
    if not scored:
        return None
    total: Decimal = sum((weight for _value, weight in scored), Decimal(0))
    return sum((value * weight for value, weight in scored), Decimal(0)) / total


def reviews_given(person: Any, submission: Submission, *, asked: Answer | None = None) -> list[Given]:
    """What the reviewers gave a submission, oldest first; nothing for whoever may not see it.

    `asked` is what rules.can_see_scores said, where the page has asked it already.
    """
    if not (asked if asked is not None else rules.can_see_scores(person, submission)):
        return []
    recused = Recusal.objects.in_force().filter(case=submission.case_id).values("person")
    rows = Review.objects.filter(assignment__submission=submission, assignment__ended_at__isnull=True)
    rows = rows.filter(done_at__isnull=False).exclude(assignment__reviewer__in=recused)
    scores = Score.objects.select_related("criterion").order_by("criterion__position", "criterion_id")
    rows = rows.select_related("assignment__reviewer", "assignment__stage", "version_judged")
    return [_given(review) for review in rows.prefetch_related(Prefetch("scores", queryset=scores)).order_by("done_at")]


def _given(review: Review) -> Given:
    scores = list(review.scores.all())
    assert review.done_at is not None  # noqa: S101 - only done reviews come here
    return Given(
        reviewer=str(review.assignment.reviewer),
        stage=review.assignment.stage.name,
        scores=[(score.criterion.name, score.value) for score in scores],
        mean=weighted_mean([(score.value, score.criterion.weight) for score in scores]),
        to_group=review.to_group,
        to_applicant=review.to_applicant,
        version_judged=review.version_judged.number,
        done_at=review.done_at,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What reviewers gave a submission, as far as somebody may see it, and why not where they may not."""

    answer: Answer
    given: list[Given]


def reviews_shown(person: Any, submission: Submission) -> Shown:
    """What review/reviews.html draws of the scores."""
    answer = rules.can_see_scores(person, submission)
    return Shown(answer, reviews_given(person, submission, asked=answer))


def readers_of(submission: Submission) -> QuerySet[Assignment]:
    """Who has been asked to review a submission and still is, with whether they are done: one query."""
    return Assignment.objects.standing().filter(submission=submission).select_related("reviewer", "stage", "review")


# Giving out reviews


def stage_now(opening_id: int | None) -> Stage | None:
    """The review stage that is open or comes next; the last one when all are past. None where there is none."""
    stages = list(Stage.objects.filter(opening=opening_id).order_by("position"))
    return next((stage for stage in stages if stage.closes_at > dates.now()), stages[-1] if stages else None)


def who_could_review(submission: Submission, stage: Stage) -> list[Person]:
    """Reviewers of the unit who could be asked to judge it, least loaded in the stage first (`load` on each).

    Left out are the applicant, whoever has stepped aside or coached it, and whoever has it already. A proposal
    only: the fund manager confirms, and `assign` asks the rule again.
    """
    opening = submission.opening
    roles = Membership.objects.today().filter(unit=opening.unit_id)
    recused = Recusal.objects.in_force().filter(case=submission.case_id).values("person")
    asked = Assignment.objects.standing().filter(submission=submission, stage=stage).values("reviewer")
    people = Person.objects.filter(is_active=True, pk__in=roles.filter(role=Role.REVIEWER).values("person"))
    people = people.exclude(pk__in=recused).exclude(pk__in=asked).exclude(pk=submission.person_id or 0)
    coaches = roles.filter(role=Role.COACH, person=submission.case.handler_id or 0).values("person")
    in_stage = Q(assignments__stage=stage, assignments__ended_at__isnull=True)
    people = people.exclude(pk__in=coaches).annotate(load=Count("assignments", filter=in_stage))
    return list(people.order_by("load", "name", "email").for_page())


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many reviewers a submission has in a stage, and how many of them are done."""

    assigned: int
    done: int


def coverage(stage: Stage) -> dict[int, Coverage]:
    """Submission id to coverage in a stage; submissions that nobody reviews are absent. One query."""
    rows = Assignment.objects.standing().filter(stage=stage).values_list("submission")
    counted = rows.annotate(assigned=Count("pk"), done=Count("review", filter=Q(review__done_at__isnull=False)))
    return {submission: Coverage(assigned, done) for submission, assigned, done in counted}
