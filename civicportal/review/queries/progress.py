"""How far a stage has come, how strict each reader is, how alike they score, and what the figures propose goes on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, pstdev
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from civicportal.kernel.figures import rounded
from civicportal.people.models import Person
from civicportal.review import hints
from civicportal.review.models import Advice, Assignment, Calibration, NoInterest, Passing, Score, Stage, Trial
from civicportal.review.queries.reviews import weighted_mean
from civicportal.review.queries.stages import shown_to
from civicportal.review.ranking import Ranked, ranking_for
from civicportal.submissions.models import Submission

# How far a stage has come


@dataclass(frozen=True, slots=True)
class ReaderProgress:
    """One reader in a stage."""

    person: Person
    asked: int
    begun: int
    done: int

    @property
    def left(self) -> int:
        return self.asked - self.done


def progress_of(stage: Stage) -> list[ReaderProgress]:
    """How far each reader has come, those with most left first; figures only. Two queries."""
    done = Q(review__done_at__isnull=False)
    if not stage.is_scored:
        said = Advice.objects.filter(stage=stage, done_at__isnull=False).values("submission")
        done = Q(submission__in=said)
    rows = Assignment.objects.standing().filter(stage=stage, submission__withdrawn_at__isnull=True)
    counted = rows.values_list("reviewer").annotate(
        asked=Count("pk"), begun=Count("pk", filter=Q(review__isnull=False)), done=Count("pk", filter=done)
    )
    figures = {reviewer: (asked, begun, finished) for reviewer, asked, begun, finished in counted}
    people = Person.objects.filter(pk__in=figures).for_page()
    found = [ReaderProgress(person, *figures[person.pk]) for person in people]
    return sorted(found, key=lambda one: (-one.left, str(one.person)))


@dataclass(frozen=True, slots=True)
class Strictness:
    """How a reader's means lie beside those of the others on the same submissions. It is shown and corrects nothing.

    `difference` is None where nobody else has read the same; `spread` is the spread of their own means.
    """

    person: Person
    n: int
    compared: int
    difference: float | None
    spread: float | None

    @property
    def said(self) -> str:
        """ "+0.40", or "−0.25" for somebody who is stricter; a dash where there is nothing to compare with."""
        if self.difference is None:
            return "–"
        figure = rounded(abs(self.difference), 2)
        if round(self.difference, 2) == 0:
            return figure
        return f"{'+' if self.difference > 0 else '−'}{figure}"


def strictness_of(stage: Stage, person: Any) -> list[Strictness]:
    """Each reader's strictness in a stage as the person may see it, the strictest first. Four queries.

    Submissions whose scores the person may not see count for nothing here, so that no figure gives them away.
    """
    seen = {ranked.submission_id for ranked in ranking_for(person, stage.opening, stage_id=stage.pk)}
    means = _means(stage, seen)
    by_submission: dict[int, dict[int, float]] = defaultdict(dict)
    for (submission, reviewer), mean in means.items():
        by_submission[submission][reviewer] = mean
    people = Person.objects.in_bulk({reviewer for _submission, reviewer in means})
    return sorted(
        (_strictness(one, pk, by_submission) for pk, one in people.items()),
        key=lambda found: (found.difference is None, found.difference or 0.0, str(found.person)),
    )


def _means(stage: Stage, submissions: set[int]) -> dict[tuple[int, int], float]:
    """The weighted mean of each finished review that counts."""
    rows = Score.objects.filter(
        review__assignment__stage=stage,
        review__assignment__submission__in=submissions,
        review__assignment__ended_at__isnull=True,
        review__done_at__isnull=False,
    )
    gone = hints.stepped_aside(submissions)
    given: dict[tuple[int, int], list[tuple[int | None, int, Decimal]]] = defaultdict(list)
    where = "review__assignment__"
    for submission, reviewer, value, highest, weight in rows.values_list(
        f"{where}submission", f"{where}reviewer", "value", "criterion__highest", "criterion__weight"
    ):
        if (submission, reviewer) not in gone:
            given[submission, reviewer].append((value, highest, weight))
    means = {pair: weighted_mean(scores) for pair, scores in given.items()}
    return {pair: float(mean) for pair, mean in means.items() if mean is not None}


def _strictness(person: Person, pk: int, by_submission: dict[int, dict[int, float]]) -> Strictness:
    own = [means[pk] for means in by_submission.values() if pk in means]
    differences = [
        means[pk] - fmean(mean for reviewer, mean in means.items() if reviewer != pk)
        for means in by_submission.values()
        if pk in means and len(means) > 1
    ]
    return Strictness(
        person,
        len(own),
        len(differences),
        fmean(differences) if differences else None,
        pstdev(own) if own else None,
    )


# Calibration


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A calibration case with the scores on each criterion: (name, n, lowest, highest, spread)."""

    case: Calibration
    done: int
    criteria: list[tuple[Any, int, int, int, float]]


def calibrated(stage: Stage, person: Any) -> list[Calibrated]:
    """The calibration cases of a stage with the spread on each criterion, as far as the person may see it."""
    cases = list(Calibration.objects.filter(stage=stage).select_related("submission__case").for_page())
    if not cases:
        return []
    seen = {ranked.submission_id for ranked in ranking_for(person, stage.opening, stage_id=stage.pk)}
    given: dict[tuple[int, int], list[int]] = defaultdict(list)
    readers: dict[int, set[int]] = defaultdict(set)
    for case, reviewer, criterion, value in _given_in(stage, cases, seen):
        readers[case].add(reviewer)
        if value is not None:
            given[case, criterion].append(value)
    criteria = list(stage.opening.criteria.all())
    return [
        Calibrated(
            case,
            len(readers[case.pk]),
            [
                (criterion.name, len(values), min(values), max(values), pstdev(values))
                for criterion in criteria
                if (values := given[case.pk, criterion.pk])
            ],
        )
        for case in cases
    ]


def _given_in(stage: Stage, cases: list[Calibration], seen: set[int]) -> Iterable[tuple[int, int, int, int | None]]:
    """(case, reader, criterion, score) of the texts and of the submissions."""
    for case, reviewer, pairs in Trial.objects.filter(calibration__in=cases).values_list(
        "calibration", "person", "given"
    ):
        for criterion, value in pairs:
            yield case, reviewer, criterion, value
    by_submission = {case.submission_id: case.pk for case in cases if case.submission_id in seen}
    if not by_submission:
        return
    gone = hints.stepped_aside(by_submission)
    rows = Score.objects.filter(
        review__assignment__stage=stage,
        review__assignment__submission__in=by_submission,
        review__assignment__ended_at__isnull=True,
        review__done_at__isnull=False,
    )
    where = "review__assignment__"
    for submission, reviewer, criterion, value in rows.values_list(
        f"{where}submission", f"{where}reviewer", "criterion", "value"
    ):
        if (submission, reviewer) not in gone:
            yield by_submission[submission], reviewer, criterion, value


# What goes on


@dataclass(frozen=True, slots=True)
class GoingOn:
    """One submission on the page where somebody says what goes on. `proposed` follows the ranking."""

    submission: Submission
    ranked: Ranked
    proposed: bool
    said: bool | None

    @property
    def checked(self) -> bool:
        return self.proposed if self.said is None else self.said


def going_on(stage: Stage, person: Any) -> list[GoingOn]:
    """The best of a stage as its figures propose, ties with the last of them included, and what was said already."""
    rows = ranking_for(person, stage.opening, stage_id=stage.pk)
    found = shown_to(person, Submission.objects.filter(pk__in=[row.submission_id for row in rows]))
    by_id = {submission.pk: submission for submission in found.select_related("case", "person").for_page()}
    said = dict(Passing.objects.filter(stage=stage).values_list("submission", "goes_on"))
    best = stage.best or 0
    return [
        GoingOn(by_id[row.submission_id], row, 0 < row.place <= best, said.get(row.submission_id))
        for row in rows
        if row.submission_id in by_id
    ]


def interests_denied(stage: Stage, person: Any) -> list[NoInterest]:
    """What readers in a stage have answered to hints of an interest, on what the person may see. One query."""
    asked = Assignment.objects.filter(stage=stage, submission=OuterRef("submission"), reviewer=OuterRef("person"))
    rows = NoInterest.objects.filter(Exists(asked), submission__in=shown_to(person, Submission.objects.all()))
    return list(rows.select_related("submission__case", "person").order_by("-said_at").for_page())
