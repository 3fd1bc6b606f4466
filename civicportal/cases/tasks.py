"""The cases' work by the clock."""

from __future__ import annotations

from celery import shared_task

from civicportal.cases import actions


@shared_task(name="cases.tell_late")
def tell_late() -> int:
    """Tells those whose answer is late. Safe to run twice: each hears of it once."""
    return actions.tell_late()
