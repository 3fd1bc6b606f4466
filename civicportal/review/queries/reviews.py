"""What was given: one review, what others gave, and what a stage leaves to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import Answer
from civicportal.kernel.text import LocalizedText
from civicportal.review import rules
from civicportal.review.enums import Leaves, Shows, Verdict
from civicportal.review.models import Advice, Anchor, Assignment, Criterion, Review, Score, Stage
from civicportal.review.models.criteria import on_measure
from civicportal.submissions.models import Submission


def criteria_of(opening_id: int) -> list[Criterion]:
    """The criteria of an opening with their anchors. Two queries."""
    anchors = Prefetch("anchors", queryset=Anchor.objects.order_by("score"))
    return list(Criterion.objects.filter(opening_id=opening_id).prefetch_related(anchors))


@dataclass(frozen=True, slots=True)
class Given:
    """What one reviewer gave, for those who may see it.

    `scores` are criterion, score and the highest of its scale; `mean` the weighted mean of what they could judge.
    """

    reviewer: str
    stage: LocalizedText
    scores: list[tuple[LocalizedText, int | None, int]]
    mean: Decimal | None
    to_group: str
    to_applicant: str
    version_judged: int
    done_at: datetime


def weighted_mean(scores: list[tuple[int | None, int, Decimal]]) -> Decimal | None:
    """The mean of (score, highest score, weight) over the criteria that were scored, on the measure 1 to 5.

    None where none was scored.

    "Cannot judge" is no value: it neither raises nor lowers.
    """
    scored = [(on_measure(value, highest), weight) for value, highest, weight in scores if value is not None]
    if not scored:
        return None
    total: Decimal = sum((weight for _value, weight in scored), Decimal(0))
    return sum((value * weight for value, weight in scored), Decimal(0)) / total


def reviews_given(person: Any, submission: Submission) -> list[Given]:
    """What the reviewers gave a submission, oldest first; nothing for whoever may not see it. Two queries."""
    return reviews_shown(person, submission).given


def _counting(readers: Iterable[Any]) -> list[Review]:
    """The readers' reviews that count, oldest first, with their scores. One query."""
    reviews: list[Review] = [reader.review for reader in readers if reader.counts]
    scores = Score.objects.select_related("criterion").order_by("criterion__position", "criterion_id")
    prefetch_related_objects(reviews, Prefetch("scores", queryset=scores))
    return sorted(reviews, key=attrgetter("done_at"))


def _given(review: Review) -> Given:
    scores = list(review.scores.all())
    assert review.done_at is not None  # noqa: S101 - only done reviews come here
    return Given(
        reviewer=str(review.assignment.reviewer),
        stage=review.assignment.stage.name,
        scores=[(score.criterion.name, score.value, score.criterion.highest) for score in scores],
        mean=weighted_mean([(score.value, score.criterion.highest, score.criterion.weight) for score in scores]),
        to_group=review.to_group,
        to_applicant=review.to_applicant,
        version_judged=review.version_judged.number,
        done_at=review.done_at,
    )


@dataclass(frozen=True, slots=True)
class Advised:
    """What a group has advised in its stage."""

    stage: LocalizedText
    verdict: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What reviewers gave a submission, as far as somebody may see it, and why not where they may not.

    `advices` is what groups have advised, in the order of their stages.
    """

    answer: Answer
    given: list[Given]
    advices: list[Advised]


def reviews_shown(person: Any, submission: Submission, readers: Iterable[Assignment] | None = None) -> Shown:
    """What review/reviews.html draws of the scores and the advice.

    `readers` are those of `readers_of`, for a page that has read them already.
    """
    rows = list(readers_of(submission) if readers is None else readers)
    answer = rules.can_see_scores(person, submission, rows)
    if not answer:
        return Shown(answer, [], [])
    return Shown(answer, [_given(review) for review in _counting(rows)], _advised(rows))


def _advised(readers: Iterable[Any]) -> list[Advised]:
    """One advice for each group among the readers, in the order of the stages."""
    by_stage = {row.stage: row for row in readers if row.verdict}
    return [
        Advised(stage.name, str(Verdict(by_stage[stage].verdict).label), by_stage[stage].words)
        for stage in sorted(by_stage, key=lambda stage: stage.position)
    ]


def readers_of(submission: Submission) -> QuerySet[Assignment]:
    """Who has been asked to review a submission and still is: one query.

    Each with `is_done`, with the `verdict` and `words` of the group's advice when it is done, and with `counts`:
    whether their review does, being done and not by somebody who has stepped aside.
    """
    advice = Advice.objects.filter(stage=OuterRef("stage"), submission=OuterRef("submission"), done_at__isnull=False)
    rows = Assignment.objects.standing().with_end().filter(submission=submission)
    rows = rows.annotate(verdict=Subquery(advice.values("verdict")), words=Subquery(advice.values("words")))
    aside = Recusal.objects.in_force().filter(case=submission.case_id, person=OuterRef("reviewer"))
    rows = rows.annotate(counts=Q(review__done_at__isnull=False) & ~Exists(aside))
    return rows.select_related("reviewer", "stage", "review__version_judged")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier stage leaves to the readers of a later one: words, perhaps scores, perhaps a written advice."""

    stage: Stage
    given: list[Given]
    advice: Advice | None
    with_scores: bool


def left_by_earlier(assignment: Assignment) -> list[Earlier]:
    """What the readers of a stage see of the ones before it, as each of those says; in order. At most five queries.

    Nothing of the reader's own stage is in it, so nobody leans on somebody beside them.
    """
    if assignment.stage.position <= 1:
        return []
    told = Q(leaves=Leaves.ADVICE) | ~Q(shows=Shows.NOTHING)
    rows = Stage.objects.filter(opening=assignment.stage.opening_id, position__lt=assignment.stage.position)
    stages = list(rows.filter(told, closes_at__lte=dates.now()))
    if not stages:
        return []
    advices = Advice.objects.filter(stage__in=stages, submission=assignment.submission_id, done_at__isnull=False)
    by_stage = {advice.stage_id: advice for advice in advices}
    given: dict[int, list[Given]] = {}
    shown = [stage for stage in stages if stage.shows != Shows.NOTHING]
    for review in _counting(readers_of(assignment.submission).filter(stage__in=shown)):
        given.setdefault(review.assignment.stage_id, []).append(_given(review))
    return [
        Earlier(stage, given.get(stage.pk, []), by_stage.get(stage.pk), stage.shows == Shows.SCORES) for stage in stages
    ]
