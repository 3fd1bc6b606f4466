"""Whether the portal is well, for the machine that watches it."""

from __future__ import annotations

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civicportal.kernel.web import ANYONE, open_to
from civicportal.notices.queries import queue_trouble

OK = "ok"


@open_to(ANYONE)
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when a query ran, the worker beats and no letter has waited too long; else 503 naming the part."""
    try:
        parts = {"database": OK, "queue": queue_trouble() or OK}
    except Error:
        parts = {"database": "does not answer", "queue": "unknown"}
    well = all(word == OK for word in parts.values())
    return JsonResponse(parts, status=200 if well else 503)
