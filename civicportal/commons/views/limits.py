"""How often one may say something: by the caller's address, by the mail address, by the account."""

from __future__ import annotations

from django.http import HttpRequest

from civicportal.kernel.web import at_most, client_address

HOUR = 3600
PER_ADDRESS, PER_MAIL, PER_PERSON = 30, 6, 20


def limit(request: HttpRequest, what: str, email: str = "") -> None:
    """Counts one act. Raises TooMany past the hour's measure of the caller, the mail address or the account.

    A library's computers share one address, so its measure is the widest.
    """
    at_most(PER_ADDRESS, HOUR, what=f"commons.{what}", who=client_address(request))
    if request.user.is_authenticated:
        at_most(PER_PERSON, HOUR, what=f"commons.{what}.person", who=str(request.user.pk))
    elif email:
        at_most(PER_MAIL, HOUR, what=f"commons.{what}.mail", who=email)
