"""Beginning a draft from a feature's own page: the same for whatever one writes to."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

from civicportal.commons.models import Item
from civicportal.kernel.web import at_most, client_address
from civicportal.submissions import actions
from civicportal.submissions.models import Draft, Opening


def typed_address(request: HttpRequest) -> dict[str, str] | None:
    """What the form with the address was sent with; somebody signed in has said theirs already. None before it is."""
    if request.method != "POST":
        return None
    known = {"email": request.user.email} if request.user.is_authenticated else {}
    return {**request.POST.dict(), **known}


def begin(request: HttpRequest, opening: Opening, said: dict[str, object], *, origin: Item | None) -> Draft:
    """The draft that the cleaned form (email, once) begins; it is theirs at once where they are signed in.

    `origin` is the public thing that it grows from. Raises TooMany.
    """
    at_most(20, 3600, what="start-draft", who=client_address(request))
    return actions.start_draft(
        opening=opening,
        email=said["email"],
        language=(get_language() or "sv")[:2],
        by=request.user if request.user.is_authenticated else None,
        session=request.session,
        once=said["once"],
        origin=origin,
    )
