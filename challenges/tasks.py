"""The challenges' work by the clock."""

from __future__ import annotations

from celery import shared_task

from challenges.actions.publishing import publish_what_is_due, tell_phases


@shared_task(name="challenges.follow_the_clock")
def follow_the_clock() -> int:
    """Publishes what has reached its time, and lets public pages tell that they have opened or closed.

    Safe to run twice and safe to run late. Returns how many calls and challenges moved on.
    """
    return publish_what_is_due() + tell_phases()
