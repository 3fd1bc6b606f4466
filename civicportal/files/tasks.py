"""What the worker does with pictures."""

from __future__ import annotations

from celery import shared_task

from civicportal.files import actions, queries


@shared_task(name="files.make_sizes")
def make_sizes(pk: int | None = None) -> int:
    """Makes the sizes of one picture, or without a number of every picture that was left waiting. Returns how many."""
    numbers = queries.waiting_pictures() if pk is None else [pk]
    for number in numbers:
        actions.make_sizes(number)
    return len(numbers)
