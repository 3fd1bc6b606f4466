"""What reviewers and those who decide read."""

from civicportal.review.queries.giving import Coverage, coverage, people_of, stage_now, who_could_review
from civicportal.review.queries.queue import (
    Left,
    Place,
    QueueItem,
    StageQueue,
    assignment_for,
    left_to_review,
    next_unscored,
    number_done,
    place_of,
    queue,
)
from civicportal.review.queries.reviews import (
    Earlier,
    Given,
    Shown,
    criteria_of,
    left_by_earlier,
    readers_of,
    reviews_given,
    reviews_shown,
    weighted_mean,
)
from civicportal.review.ranking import Ranked, ranking, ranking_for

__all__ = [
    "Coverage",
    "Earlier",
    "Given",
    "Left",
    "Place",
    "QueueItem",
    "Ranked",
    "Shown",
    "StageQueue",
    "assignment_for",
    "coverage",
    "criteria_of",
    "left_by_earlier",
    "left_to_review",
    "next_unscored",
    "number_done",
    "people_of",
    "place_of",
    "queue",
    "ranking",
    "ranking_for",
    "readers_of",
    "reviews_given",
    "reviews_shown",
    "stage_now",
    "weighted_mean",
    "who_could_review",
]
