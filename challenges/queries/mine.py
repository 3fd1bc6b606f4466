"""What proposers read of what they have sent."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from challenges.models import Proposal


def my_proposal(person: Any, reference: str) -> Proposal:
    """The person's own proposal by its reference. Raises Http404 for anybody else, staff included."""
    return get_object_or_404(
        Proposal.objects.filter(submission__person=person).select_related(
            "submission__case__handler",
            "submission__opening",
            "submission__person",
            "challenge__unit",
            "challenge__item",
            "environment__item",
        ),
        submission__case__reference=reference,
    )


def my_proposals(person: Any) -> QuerySet[Proposal]:
    """For my page, newest first."""
    return (
        Proposal.objects.filter(submission__person=person)
        .select_related("submission__case", "submission__opening", "challenge")
        .order_by("-submission__first_sent_at")
        .for_page()
    )
