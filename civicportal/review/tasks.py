"""The reviewers' reminders, by the clock."""

from __future__ import annotations

from celery import shared_task
from django.db import transaction

from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.review import notices
from civicportal.review.models import Assignment

FIRST_HOUR = 8
"""Nobody is reminded in the night."""


@shared_task(name="review.remind")
def remind() -> int:
    """Reminds readers three days before a stage closes and on its last day: one letter a person and day.

    Safe to run any number of times. Returns how many were reminded.
    """
    now = dates.now()
    if now.hour < FIRST_HOUR:
        return 0
    waiting = Assignment.objects.standing().filter(stage__opens_at__lte=now, stage__closes_at__gt=now)
    reminded = 0
    for person in Person.objects.filter(pk__in=waiting.values("reviewer"), is_active=True).order_by("pk"):
        with transaction.atomic():
            reminded += notices.remind(person, now.date()) is not None
    return reminded
