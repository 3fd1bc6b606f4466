"""A round that is being judged."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from civicportal.review.models import Assignment, Criterion, Stage
from civicportal.submissions.models import Opening, Submission
from tests.people import Cast, make_cast
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


@pytest.fixture
def round_(db: None) -> Round:
    cast = make_cast()
    opening = factories.make_opening(cast.unit)
    criteria = [factories.make_criterion(opening, "nyttan", "3"), factories.make_criterion(opening, "planen", "1")]
    stage = factories.make_stage(opening)
    submission = factories.make_submission(opening, cast.resident, need="Vi vill laga cyklar tillsammans")
    mine, theirs = factories.give_out(submission, stage, cast.reviewer, cast.second_reviewer, by=cast.fund_manager)
    return Round(cast, opening, criteria, stage, submission, mine, theirs)
