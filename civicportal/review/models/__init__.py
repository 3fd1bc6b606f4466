"""Judging: criteria with written anchors, stages in time, who reads what, scores. A score never decides."""

from civicportal.review.models.criteria import STAFF_OF_A_ROUND, Anchor, Criterion, OpeningPartRows
from civicportal.review.models.pitches import JuryQuestion, Slot
from civicportal.review.models.reviews import (
    Assignment,
    AssignmentRows,
    Calibration,
    GoneThrough,
    NoInterest,
    Redaction,
    Review,
    Score,
    Trial,
)
from civicportal.review.models.stages import Advice, Passing, Prolonging, Stage

__all__ = [
    "STAFF_OF_A_ROUND",
    "Advice",
    "Anchor",
    "Assignment",
    "AssignmentRows",
    "Calibration",
    "Criterion",
    "GoneThrough",
    "JuryQuestion",
    "NoInterest",
    "OpeningPartRows",
    "Passing",
    "Prolonging",
    "Redaction",
    "Review",
    "Score",
    "Slot",
    "Stage",
    "Trial",
]
