"""What the funds tell the review: which applications may be given out, and by which door."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from civicportal.people.models import Person
from civicportal.review import features
from civicportal.review.models import Stage
from civicportal.submissions.models import Opening, Submission
from funds.actions import applications
from funds.enums.applications import ApplicationState

GIVEN_OUT = (ApplicationState.SCREENED, ApplicationState.IN_REVIEW)


def register_review() -> None:
    """Called when the app is ready."""
    features.register(
        "funds.round",
        features.Reviewed(
            ready=ready,
            assign=assign,
            work_path=lambda submission: reverse("admin:funds_application", args=[submission.case.reference]),
        ),
    )


def ready(opening: Opening) -> QuerySet[Submission]:
    """Those that have been read through, and are not decided."""
    return Submission.objects.filter(opening=opening, application__state__in=GIVEN_OUT)


def assign(submission: Submission, stage: Stage, reviewers: Iterable[Person], by: Person) -> list[Any]:
    """The funds' own door: it asks whether the application may be handled, and puts it in review."""
    application = submission.application
    return list(applications.assign(application, stage=stage, reviewers=reviewers, by=by))
