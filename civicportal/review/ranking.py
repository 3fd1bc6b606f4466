"""The ranking of an opening's submissions by what reviewers gave. It recommends and never decides.

How: each review counts once, with the weighted mean of the criteria that its reviewer could judge; a submission has
the mean, the median and the spread (population standard deviation) of its reviews. Reviews count when they are done,
not taken back, and not by somebody who has stepped aside from the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.review.models import Assignment
from civicportal.review.rules import SEES_SCORES
from civicportal.submissions.models import Opening, Submission

_RANKING = """
WITH judged AS (
    SELECT assignment.submission_id, sum(score.value * criterion.weight) / sum(criterion.weight) AS mean
    FROM review_review review
    JOIN review_assignment assignment ON assignment.id = review.assignment_id
    JOIN submissions_submission submission ON submission.id = assignment.submission_id
    JOIN review_score score ON score.review_id = review.id AND score.value IS NOT NULL
    JOIN review_criterion criterion ON criterion.id = score.criterion_id
    WHERE submission.opening_id = %(opening)s
      AND (%(stage)s::bigint IS NULL OR assignment.stage_id = %(stage)s)
      AND review.done_at IS NOT NULL
      AND assignment.ended_at IS NULL
      AND NOT EXISTS (
          SELECT 1 FROM cases_recusal recusal
          WHERE recusal.case_id = submission.case_id
            AND recusal.person_id = assignment.reviewer_id
            AND recusal.lifted_at IS NULL
      )
    GROUP BY review.id, assignment.submission_id
)
SELECT submission.id,
       round(avg(judged.mean), 4) AS mean,
       round((percentile_cont(0.5) WITHIN GROUP (ORDER BY judged.mean))::numeric, 4) AS median,
       round(stddev_pop(judged.mean), 4) AS spread,
       count(judged.mean)
FROM submissions_submission submission
LEFT JOIN judged ON judged.submission_id = submission.id
WHERE submission.opening_id = %(opening)s AND submission.withdrawn_at IS NULL
GROUP BY submission.id
ORDER BY mean DESC NULLS LAST, median DESC NULLS LAST, submission.id
"""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One submission's place. The figures are None, never 0, where no review has a value yet."""

    submission_id: int
    mean: Decimal | None
    median: Decimal | None
    spread: Decimal | None
    n: int


def ranking(opening: Opening, *, stage_id: int | None = None) -> list[Ranked]:
    """All submissions of an opening that are not withdrawn, best mean first, those without reviews last. One query.

    For a person's eyes use `ranking_for`. `stage_id` counts the reviews of one stage only. Figures are rounded to
    four places; equal means are ordered by median, then by age.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RANKING, {"opening": opening.pk, "stage": stage_id})
        return [Ranked(*row) for row in cursor.fetchall()]


def ranking_for(person: Any, opening: Opening, *, stage_id: int | None = None) -> list[Ranked]:
    """The ranking as the person may see it: empty without a role that sees scores.

    Submissions that they have stepped aside from, and those that they still have their own score to give, are
    left out, so that no figure tells them what others gave. At most three queries.
    """
    if not (person.has_role(Role.AUDITOR) or opening.unit_id in person.units_as(*SEES_SCORES)):
        return []
    recused = Recusal.objects.in_force().filter(person=person).values("case")
    hidden = set(Submission.objects.filter(opening=opening, case__in=recused).values_list("pk", flat=True))
    own = Assignment.objects.readable_by(person).filter(submission__opening=opening, stage__closes_at__gt=dates.now())
    hidden |= set(own.filter(review__done_at__isnull=True).values_list("submission", flat=True))
    return [ranked for ranked in ranking(opening, stage_id=stage_id) if ranked.submission_id not in hidden]
