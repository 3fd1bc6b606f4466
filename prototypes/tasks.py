"""The meetings' work by the clock."""

from __future__ import annotations

from celery import shared_task

from prototypes.actions import signups
from prototypes.queries.meetings import to_remind


@shared_task(name="prototypes.remind")
def remind() -> int:
    """Writes to those who have a place at a meeting that is near. Safe to run twice: each meeting is told once."""
    return sum(signups.remind(pk) for pk in to_remind())
