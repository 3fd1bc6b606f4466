"""What the worker does for letters. The broker only wakes it: the rows are the truth."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from civicportal.kernel import dates
from civicportal.notices import sending
from civicportal.notices.models import Pulse


@shared_task(name="notices.send_due")
def send_due() -> int:
    """Sends what is due, also what a worker that died left behind; returns how many letters went."""
    sent, more = sending.send_round()
    if more:
        send_due.delay()
    return sent


@shared_task(name="notices.send_message")
def send_message(pk: int) -> bool:
    """Sends one letter now, if it is due and no other worker has it."""
    return sending.send_one(pk)


@shared_task(name="notices.beat")
def beat() -> None:
    """Shows /healthz that the worker lives."""
    Pulse.objects.update_or_create(pk=1, defaults={"at": dates.now()})


@worker_ready.connect
def first_beat(**_: Any) -> None:
    """A worker that has just started shows at once that it lives, and looks for what was left."""
    beat.delay()
    send_due.delay()
