"""The ranking of an opening's submissions by what reviewers gave. It recommends and never decides.

How: each review counts once, with the weighted mean of the criteria that its reviewer could judge, each on the measure
1 to 5 whatever its own scale is (models.criteria.on_measure). A submission has the mean, the median and the spread
(population standard deviation) of its reviews. Reviews count when they are done, not taken back, and not by somebody
who has stepped aside from the case. Equal means are ties and share their place.
The review of a calibration case counts once, as any other; scores of a calibration text are no reviews.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.review.models import Assignment
from civicportal.review.rules import SEES_SCORES
from civicportal.submissions.models import Opening, Submission

# Scores are summed by review before anything is joined to them: a round of a thousand has fifteen thousand.
_RANKING = """
WITH given AS (
    SELECT score.review_id,
           sum((1 + (score.value - 1) * 4.0 / (criterion.highest - 1)) * criterion.weight) / sum(criterion.weight)
               AS mean
    FROM review_score score
    JOIN review_criterion criterion ON criterion.id = score.criterion_id
    WHERE criterion.opening_id = %(opening)s AND score.value IS NOT NULL
    GROUP BY score.review_id
), judged AS (
    SELECT assignment.submission_id, given.mean
    FROM given
    JOIN review_review review ON review.id = given.review_id
    JOIN review_assignment assignment ON assignment.id = review.assignment_id
    JOIN submissions_submission submission ON submission.id = assignment.submission_id
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
    place: int = field(default=0, compare=False)
    tied: bool = field(default=False, compare=False)


def ranking(opening: Opening, *, stage_id: int | None = None) -> list[Ranked]:
    """All submissions of an opening that are not withdrawn, best mean first, those without reviews last. One query.

    For a person's eyes use `ranking_for`. `stage_id` counts the reviews of one stage only. Figures are rounded to
    four places; equal means stand by median, then by age, and are ties all the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RANKING, {"opening": opening.pk, "stage": stage_id})
        return with_places([Ranked(*row) for row in cursor.fetchall()])


def with_places(rows: Sequence[Ranked]) -> list[Ranked]:
    """The rows with their places by mean, as sport counts: 1, 2, 2, 4. Without a mean there is no place (0)."""
    times = Counter(row.mean for row in rows if row.mean is not None)
    first, before = {}, 0
    for mean in sorted(times, reverse=True):
        first[mean] = before + 1
        before += times[mean]
    return [row if row.mean is None else _placed(row, first[row.mean], times[row.mean] > 1) for row in rows]


def _placed(row: Ranked, place: int, tied: bool) -> Ranked:
    # dataclasses.replace() takes four times as long, which a round of a thousand feels.
    return Ranked(row.submission_id, row.mean, row.median, row.spread, row.n, place, tied)


def disputed_first(rows: Sequence[Ranked]) -> list[Ranked]:
    """The most disputed first: by spread, then by how many judged; those that fewer than two have judged last."""

    def order(row: Ranked) -> tuple[bool, Decimal, int, int]:
        return (row.n < 2, -(row.spread if row.spread is not None else Decimal(0)), -row.n, row.submission_id)

    return sorted(rows, key=order)


ORDERS: dict[str, Callable[[Sequence[Ranked]], list[Ranked]]] = {"mean": list, "disputed": disputed_first}
"""The orders of `ranking_for`, by the key that its callers give."""


def ranking_for(person: Any, opening: Opening, *, stage_id: int | None = None, order: str = "mean") -> list[Ranked]:
    """The ranking as the person may see it: empty without a role that sees scores.

    `order` is "mean" for best first or "disputed" for the widest spread first. Places are counted among all, so that
    somebody who may not see one reads the same places as everybody else.

    Submissions that they have stepped aside from, and those that they still have their own score to give, are
    left out, so that no figure tells them what others gave. At most three queries.
    """
    if not (person.has_role(Role.AUDITOR) or opening.unit_id in person.units_as(*SEES_SCORES)):
        return []
    recused = Recusal.objects.in_force().filter(person=person).values("case")
    hidden = set(Submission.objects.filter(opening=opening, case__in=recused).values_list("pk", flat=True))
    own = Assignment.objects.readable_by(person).filter(submission__opening=opening, stage__closes_at__gt=dates.now())
    hidden |= set(own.unfinished().values_list("submission", flat=True))
    return ORDERS[order]([row for row in ranking(opening, stage_id=stage_id) if row.submission_id not in hidden])
