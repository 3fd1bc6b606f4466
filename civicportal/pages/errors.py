"""Refusals and failures as pages that look like the portal and say what one can do."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from civicportal.commons.queries import Moved
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import TooMany

logger = logging.getLogger(__name__)

NEVER_GIVEN_BACK = ("csrfmiddlewaretoken", "code", "token", "password", "secret", "credential")
MOST_GIVEN_BACK = 400
"""How many values of a form go onto the page that gives it back."""


def wants_json(request: HttpRequest) -> bool:
    """A small script is asking, not a page."""
    return "application/json" in request.headers.get("Accept", "")


def _page(request: HttpRequest, status: int, **facts: object) -> HttpResponse:
    """A page of the portal; for a script the sentence alone."""
    if wants_json(request):
        return JsonResponse({"words": str(facts.get("why", ""))}, status=status)
    return render(request, f"{status}.html", facts, status=status)


class SaidErrors:
    """Turns what our own code raises into pages: a refusal 403, too often 429, an old address 301, too large 413."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for an exception that is meant for people; None for any other."""
        if isinstance(exception, Refused):
            return _page(request, 403, why=exception.why)
        if isinstance(exception, TooMany):
            response = _page(request, 429, retry_after=exception.retry_after, why=_("Wait a minute and try again."))
            response.headers["Retry-After"] = str(exception.retry_after)
            return response
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.url)
        if isinstance(exception, RequestDataTooBig):
            return too_large(request)
        return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where the whole that was sent was too large."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _page(request, 400, why=_("The address or the form had something in it that we cannot read."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the reason where there is one that is meant for people."""
    why = str(exception) if isinstance(exception, PermissionDenied) else ""
    return _page(request, 403, why=why)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what one may not see. Never says what was not found."""
    return _page(request, 404, why=_("That page is not here"))


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return _page(request, 413, why=_("That was too large"))


def broken(request: HttpRequest) -> HttpResponse:
    """500: no database, no context; a reference that stands in the log too."""
    reference = uuid.uuid4().hex[:8].upper()
    logger.error("A page broke; the reader was given the reference %s", reference)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def _is_own_form(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of the portal itself. Only then is it given back to be sent again."""
    told = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(told) and urlsplit(told).netloc == request.get_host()


def _is_text(value: str) -> bool:
    """Something that a person wrote, to be shown, rather than a choice or a short fact that is carried along."""
    return len(value) > 60 or "\n" in value


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its proof, most often because the session or its cookie was gone.

    What was written comes back, ready to be sent again. A form from another site is refused without being shown.
    """
    if wants_json(request):
        return JsonResponse({"words": _("You have been signed out. Load the page again to go on.")}, status=403)
    given: list[dict[str, object]] = []
    if _is_own_form(request):
        for name, values in request.POST.lists():
            if not any(word in name.lower() for word in NEVER_GIVEN_BACK):
                given += [{"name": name, "value": value, "number": 0} for value in values]
    for number, field in enumerate((field for field in given if _is_text(str(field["value"]))), start=1):
        field["number"] = number
    facts = {"given": given[:MOST_GIVEN_BACK], "address": request.get_full_path(), "token": get_token(request)}
    return render(request, "pages/csrf.html", facts, status=403)
