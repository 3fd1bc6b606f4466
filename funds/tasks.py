"""The funds' work by the clock."""

from __future__ import annotations

from celery import shared_task

from funds.actions import agreements, checkins
from funds.actions.coach_times import remind
from funds.actions.reminding import remind_of_reports
from funds.actions.rounds import announce_openings


@shared_task(name="funds.follow_the_clock")
def follow_the_clock() -> int:
    """Tells followers of a fund when a round opens. Safe to run twice: each round is announced once."""
    return announce_openings()


@shared_task(name="funds.remind_of_coach_times")
def remind_of_coach_times() -> int:
    """Writes to those who meet a coach within a day. Safe to run twice: each booked time once."""
    return remind()


@shared_task(name="funds.follow_up_grants")
def follow_up_grants() -> int:
    """Reminders of agreements and reports, questions after the end. Safe to run twice: each letter goes once."""
    return agreements.remind() + remind_of_reports() + checkins.ask_due()
