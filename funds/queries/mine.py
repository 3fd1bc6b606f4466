"""What applicants read of what they have sent."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from civicportal.cases.models import Decision
from funds.models import Application


def my_application(person: Any, reference: str) -> Application:
    """The person's own application by its reference. Raises Http404 for anybody else, staff included."""
    return get_object_or_404(
        Application.objects.filter(submission__person=person).select_related(
            "submission__case__handler",
            "submission__opening",
            "submission__person",
            "round__fund__item",
            "district",
            "project__item",
        ),
        submission__case__reference=reference,
    )


def my_applications(person: Any) -> QuerySet[Application]:
    """For my page, newest first."""
    return (
        Application.objects.filter(submission__person=person)
        .select_related("submission__case", "submission__opening", "round__fund")
        .order_by("-submission__first_sent_at")
        .for_page()
    )


def released_decision(application: Application) -> Decision:
    """The decision that the applicant may read. Raises Http404 while it is held or not made."""
    decision = (
        application.case.decisions.in_force()
        .filter(released_at__isnull=False)
        .select_related("delegation", "decided_by", "case")
        .first()
    )
    if decision is None:
        raise Http404
    return decision
