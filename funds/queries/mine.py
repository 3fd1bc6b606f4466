"""What applicants read of what they have sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from civicportal.cases.models import Decision
from civicportal.submissions.models import CoWriter
from funds.enums.after import AgreementState
from funds.enums.applications import ApplicationState
from funds.models import Agreement, Application, Reserve

TOLD_OF_RESERVE = Exists(Reserve.objects.filter(application=OuterRef("pk"), told_at__isnull=False))
"""Whether the applicant has been told of a place on the reserve list."""


def public_state(application: Any) -> str:
    """The state as its applicant may know it: a decision that is held is not felt, also by one who waits in reserve.

    Takes an application of this module's queries.
    """
    if application.state == ApplicationState.DECIDED and application.told_of_reserve:
        return ApplicationState.RESERVE
    return str(application.state)


def my_application(person: Any, reference: str) -> Application:
    """The person's own application by its reference. Raises Http404 for anybody else, staff included."""
    return _application(Application.objects.filter(submission__person=person), reference)


def our_application(person: Any, reference: str) -> Application:
    """The same for its co-applicants too: they read it and its answer. Raises Http404 for anybody else."""
    return _application(_ours(person), reference)


def _ours(person: Any) -> Any:
    """What the person has sent, alone or with others."""
    along = CoWriter.objects.writing().filter(person=person).values("draft")
    return Application.objects.filter(Q(submission__person=person) | Q(submission__draft__in=along))


def _application(rows: Any, reference: str) -> Application:
    return get_object_or_404(
        rows.annotate(told_of_reserve=TOLD_OF_RESERVE).select_related(
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
    """For my page, newest first: those of co-applicants too. `accept_by` is when an agreement waits for a yes."""
    to_accept = Agreement.objects.filter(project=OuterRef("project__pk"), state=AgreementState.WAITING)
    return (
        _ours(person)
        .annotate(told_of_reserve=TOLD_OF_RESERVE, accept_by=Subquery(to_accept.values("accept_by")[:1]))
        .select_related("submission__case", "submission__opening", "round__fund", "project__fund", "project__report")
        .order_by("-submission__first_sent_at")
        .for_page()
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody has sent, and of it those that became a project of their own, the latest granted first."""

    applications: list[Any]
    granted: list[Any]


def sent_by(person: Any) -> Sent:
    """Both for my page: one query."""
    applications = list(my_applications(person))
    own = [one for one in applications if one.submission.person_id == person.pk and hasattr(one, "project")]
    own.sort(key=lambda one: (one.project.granted_on, one.project.pk), reverse=True)
    return Sent(applications, own)


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
