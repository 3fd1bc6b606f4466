"""Names that stand in public by consent, and who takes them down when the yes is taken back."""

from __future__ import annotations

from typing import Protocol

from civicportal.people.models import Person


class Taker(Protocol):
    """Takes a person's name away from everything public of one feature, inside the caller's transaction."""

    def __call__(self, person: Person, *, by: Person) -> object: ...


takers: list[Taker] = []


def register(taker: Taker) -> None:
    """Called by a feature in ready(). The same taker twice counts once."""
    if taker not in takers:
        takers.append(taker)


def take_down(person: Person, *, by: Person) -> None:
    """Called when a consent is taken back, an account is closed, or an identity becomes protected."""
    for taker in takers:
        taker(person, by=by)
