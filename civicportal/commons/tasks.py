"""Scheduled housekeeping of the commons."""

from __future__ import annotations

from celery import shared_task

from civicportal.commons import proofs


@shared_task(name="commons.sweep_proofs")
def sweep_proofs() -> int:
    """Forgets what nobody confirmed by mail in time. Returns how many."""
    return proofs.sweep()
