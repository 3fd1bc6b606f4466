"""The funds' work by the clock."""

from __future__ import annotations

from celery import shared_task

from funds.actions.rounds import announce_openings


@shared_task(name="funds.follow_the_clock")
def follow_the_clock() -> int:
    """Tells followers of a fund when a round opens. Safe to run twice: each round is announced once."""
    return announce_openings()
