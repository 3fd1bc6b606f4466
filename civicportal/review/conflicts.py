"""When two tabs wrote in the same review: both texts are kept and shown, and the reviewer chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.review.actions import Conflict, Written, written
from civicportal.review.models import Assignment, Review
from civicportal.review.queries import criteria_of
from civicportal.review.reading import is_blind
from civicportal.review.redacting import title_of

WORDS = gettext_lazy("You have written in another tab too. Both texts are kept")


@dataclass(frozen=True, slots=True)
class Pair:
    """One part of the review as it stands in both tabs."""

    label: str
    yours: str
    theirs: str
    long: bool = False

    @property
    def differs(self) -> bool:
        return self.yours != self.theirs


def put_by(assignment: Assignment) -> Written | None:
    """The text that was put aside in the reviewer's own review, if there is one."""
    kept = Review.objects.filter(assignment=assignment).values_list("aside", flat=True).first()
    return Written.from_json(kept) if kept else None


def as_json(assignment: Assignment, conflict: Conflict) -> dict[str, str]:
    """What static/js/autosave.js shows: both texts, and the page where one chooses."""
    return {
        "words": str(WORDS),
        "yours": _in_words(conflict.yours),
        "theirs": _in_words(conflict.theirs),
        "url": reverse("admin:review_conflict", args=[assignment.submission.case.reference]),
    }


def _in_words(side: Written) -> str:
    return "\n\n".join(text for text in (side.to_group, side.to_applicant) if text)


def context_of(assignment: Assignment, yours: Written) -> dict[str, Any]:
    """Both sides of everything that differs, and the version that a choice builds on."""
    review = Review.objects.filter(assignment=assignment).first()
    theirs = written(review)
    criteria = criteria_of(assignment.submission.opening_id)
    pairs = [
        Pair(str(criterion.name), _said(yours, criterion.pk), _said(theirs, criterion.pk)) for criterion in criteria
    ]
    pairs.append(Pair(_("To the group"), yours.to_group, theirs.to_group, long=True))
    pairs.append(Pair(_("To whoever sent it in"), yours.to_applicant, theirs.to_applicant, long=True))
    return {
        "case": assignment.submission.case,
        "called": title_of(assignment.submission, blind=is_blind(assignment)),
        "pairs": [pair for pair in pairs if pair.differs],
        "version": review.version if review else 0,
        "saved_at": review.saved_at if review else None,
    }


def _said(side: Written, criterion: int) -> str:
    if criterion not in side.scores:
        return _("No answer yet")
    value = side.scores[criterion]
    return _("Cannot judge") if value is None else str(value)
