"""A round that is being judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from civicportal.review.models import Assignment, Criterion, Stage
from civicportal.submissions.models import Opening, Submission
from tests.kept import Copies, kept
from tests.people import Cast
from tests.review import factories


@dataclass
class Round:
    """Two reviewers, two criteria (weights 3 and 1), one open blind stage and one submission given to both."""

    cast: Cast
    opening: Opening
    criteria: list[Criterion]
    stage: Stage
    submission: Submission
    mine: Assignment
    theirs: Assignment


def make_round(cast: Cast) -> Round:
    opening = factories.make_opening(cast.unit)
    criteria = [factories.make_criterion(opening, "nyttan", "3"), factories.make_criterion(opening, "planen", "1")]
    stage = factories.make_stage(opening)
    submission = factories.make_submission(opening, cast.resident, need="Vi vill laga cyklar tillsammans")
    mine, theirs = factories.give_out(submission, stage, cast.reviewer, cast.second_reviewer, by=cast.fund_manager)
    return Round(cast, opening, criteria, stage, submission, mine, theirs)


@pytest.fixture(scope="module")
def kept_round(request: pytest.FixtureRequest, kept_cast: Any) -> Iterator[Round | None]:
    """The round of a file whose tests all ask for it."""
    yield from kept(request, "round_", lambda: make_round(kept_cast))


@pytest.fixture
def round_(kept_round: Round | None, copies: Copies, cast: Cast) -> Round:
    return copies.of(kept_round) or make_round(cast)
