"""What other packages want to do when somebody has signed in, or has another address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from civicportal.people.models import Person

on_sign_in: list[Callable[[HttpRequest, Person], None]] = []
"""Called in order, once the session belongs to the person. What the visitor did before is still in the session."""

on_email_changed: list[Callable[[Person, str], None]] = []
"""Called in order with the person, at their new address, and the old one, in the transaction of the change."""


def signed_in(request: HttpRequest, person: Person) -> None:
    """Tells everyone who asked that the person has signed in."""
    for call in on_sign_in:
        call(request, person)


def email_changed(person: Person, old: str) -> None:
    """Tells everyone who keeps something by address that the person has another one now."""
    for call in on_email_changed:
        call(person, old)
