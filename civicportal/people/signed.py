"""The request of a view that only signed-in people reach, so that `request.user` is known to be a person."""

from __future__ import annotations

from django.http import HttpRequest

from civicportal.people.models import Person


class SignedRequest(HttpRequest):
    """For the signature of views behind `open_to(SIGNED_IN)`, STAFF or a role, and of admin methods."""

    user: Person
