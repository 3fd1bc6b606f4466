"""What the worker does by the clock."""

from __future__ import annotations

import logging

from celery import shared_task

from civicportal.submissions.actions import expire_drafts as expire
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
    """Reminds those who were asked for support and have not answered. Each reminder goes once."""
    return remind()
