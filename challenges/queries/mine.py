"""What proposers read of what they have sent."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from challenges.models import Proposal
from civicportal.submissions.models import CoWriter


def my_proposal(person: Any, reference: str) -> Proposal:
    """The person's own proposal by its reference. Raises Http404 for anybody else, staff included."""
    return _proposal(Proposal.objects.filter(submission__person=person), reference)


def our_proposal(person: Any, reference: str) -> Proposal:
    """The same for those who wrote it together with them: they read it and its answer."""
    return _proposal(_ours(person), reference)


def _ours(person: Any) -> Any:
    along = CoWriter.objects.writing().filter(person=person).values("draft")
    return Proposal.objects.filter(Q(submission__person=person) | Q(submission__draft__in=along))


def _proposal(rows: Any, reference: str) -> Proposal:
    return get_object_or_404(
        rows.select_related(
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
    """For my page, newest first: those that one wrote along in too."""
    return (
        _ours(person)
        .select_related("submission__case", "submission__opening", "challenge")
        .order_by("-submission__first_sent_at")
        .for_page()
    )
