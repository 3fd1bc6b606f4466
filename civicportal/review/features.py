"""What a feature tells the review about what comes in to its openings: when it may be given out, and by which door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from civicportal.people.models import Person
from civicportal.review.actions.reviews import assign
from civicportal.review.models import Assignment, Stage
from civicportal.submissions.models import Opening, Submission


def _every(opening: Opening) -> QuerySet[Submission]:
    return Submission.objects.filter(opening=opening)


def _by_the_kernel(submission: Submission, stage: Stage, reviewers: Iterable[Person], by: Person) -> list[Assignment]:
    return [assign(submission, stage=stage, reviewer=reviewer, by=by) for reviewer in reviewers]


def _nowhere(submission: Submission) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One kind of opening. `ready` are the submissions that may be given out; `assign` is the feature's own action.

    `work_path` is the page of a submission in the backoffice, and `status_path` the one that its writer reads.
    """

    ready: Callable[[Opening], QuerySet[Submission]] = _every
    assign: Callable[[Submission, Stage, Iterable[Person], Person], list[Any]] = _by_the_kernel
    work_path: Callable[[Submission], str] = _nowhere


_features: dict[str, Reviewed] = {}
_plain = Reviewed()


def register(key: str, reviewed: Reviewed) -> None:
    """Adds what a feature says about its kind of opening. Raises ValueError when the key is taken."""
    if key in _features:
        raise ValueError(f"{key} is registered twice")
    _features[key] = reviewed


def reviewed_of(opening: Opening) -> Reviewed:
    """What the opening's feature has said; where it said nothing, everything that came in may be given out."""
    return _features.get(opening.kind, _plain)
