"""What the worker does by the clock."""

from __future__ import annotations

import logging

from celery import shared_task

from civicportal.submissions.actions import expire_drafts as expire
from civicportal.submissions.actions.completing import follow_completions as follow
from civicportal.submissions.actions.endorsing import pass_on_endorsements
from civicportal.submissions.actions.endorsing import remind_endorsers as remind

logger = logging.getLogger(__name__)


@shared_task(name="submissions.expire_drafts")
def expire_drafts() -> None:
    """Warns owners of drafts that lie untouched, and removes those that were warned. Logs counts, never whose."""
    done = expire()
    if any(done.values()):
        logger.info("Drafts: %(warned)s warned, %(removed)s removed", done)


@shared_task(name="submissions.remind_endorsers")
def remind_endorsers() -> int:
    """Reminds those who were asked for support and have not answered, and passes on what has waited ten days."""
    return remind() + pass_on_endorsements()


@shared_task(name="submissions.follow_completions")
def follow_completions() -> None:
    """Reminds of what is to be completed, and closes what was not. Logs counts, never whose."""
    done = follow()
    if any(done.values()):
        logger.info("Completions: %(reminded)s reminded, %(ran_out)s ran out", done)
