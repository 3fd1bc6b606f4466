"""A public thing's address to share, and its code to print."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from civicportal.commons import queries
from civicportal.kernel.web import ANYONE, open_to, reading_page


@require_safe
@open_to(ANYONE)
@reading_page
def share_code(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The address of an item's page as a QR code: SVG, so that it prints sharp on a poster of any size."""
    item = queries.item_at(kind, slug)
    picture = io.BytesIO()
    code = segno.make(f"{settings.SITE_URL}{item.get_absolute_url()}", error="m", micro=False)
    code.save(picture, kind="svg", scale=8, border=4, svgclass=None, lineclass=None, title=str(item.title))
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_safe
@open_to(ANYONE)
@reading_page
def share(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The page from which an item is shared: its address to copy and its code to print."""
    item = queries.item_at(kind, slug)
    facts = {
        "item": item,
        "address": f"{settings.SITE_URL}{item.get_absolute_url()}",
        "qr_url": reverse("commons:share_code", args=[kind, slug]),
    }
    return render(request, "commons/share.html", facts)
