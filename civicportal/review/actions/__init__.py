"""What is done with reviews, one module for each kind of act; those of a single review are named here."""

from civicportal.review.actions.reviews import (
    Conflict,
    Unfinished,
    Written,
    _hash_of,
    assign,
    choose,
    end_assignment,
    finish_review,
    reopen_review,
    save_review,
    step_aside,
    written,
)

__all__ = [
    "Conflict",
    "Unfinished",
    "Written",
    "_hash_of",
    "assign",
    "choose",
    "end_assignment",
    "finish_review",
    "reopen_review",
    "save_review",
    "step_aside",
    "written",
]
