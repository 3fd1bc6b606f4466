"""What other packages want to do when somebody has signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from civicportal.people.models import Person

on_sign_in: list[Callable[[HttpRequest, Person], None]] = []
"""Called in order, once the session belongs to the person. What the visitor did before is still in the session."""


def signed_in(request: HttpRequest, person: Person) -> None:
    """Tells everyone who asked that the person has signed in."""
    for call in on_sign_in:
        call(request, person)
