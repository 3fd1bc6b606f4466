"""Public pictures. In production a web server may serve the same folder at the same addresses."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from civicportal.kernel.web import ANYONE, open_to


@require_safe
@open_to(ANYONE)
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """One size of a public picture: its address is its content, so it never changes and may be kept for ever."""
    try:
        kept = storages["pictures"].open(name)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(kept, content_type="image/webp")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
