"""Giving out a stage as somebody has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import Promise

from civicportal.kernel.answers import Refused, insist
from civicportal.people.models import Person
from civicportal.review import rules
from civicportal.review.features import reviewed_of
from civicportal.review.models import Stage
from civicportal.submissions.models import Submission


@dataclass(slots=True)
class GivenOut:
    """How many readings were given out, and what was refused and why."""

    made: int = 0
    refused: list[tuple[str, str | Promise]] = field(default_factory=list)


def give_out(stage: Stage, *, chosen: Mapping[int, Sequence[Person]], by: Person) -> GivenOut:
    """Asks the people whom somebody has chosen, submission by submission, each through its feature's own door.

    `chosen` are submission ids with people; nobody chosen means nobody asked. What the rules refuse is left out and
    told, the rest is given. Raises Refused for whoever does not arrange the opening.
    """
    found = GivenOut()
    reviewed = reviewed_of(stage.opening)
    with transaction.atomic():
        insist(rules.can_arrange_opening(by, stage.opening))
        rows = reviewed.ready(stage.opening).filter(pk__in=chosen).select_related("opening", "case")
        for submission in rows.order_by("pk"):
            if people := chosen[submission.pk]:
                _give(found, stage, submission, people, by)
    return found


def _give(found: GivenOut, stage: Stage, submission: Submission, people: Sequence[Person], by: Person) -> None:
    for one in people:
        try:
            with transaction.atomic():
                found.made += len(reviewed_of(stage.opening).assign(submission, stage, [one], by))
        except Refused as refused:
            found.refused.append((submission.case.reference, refused.why))
