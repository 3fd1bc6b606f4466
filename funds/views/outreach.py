"""The short link of a source: counted, and on to the fund."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from civicportal.kernel.web import ANYONE, open_to
from funds import arriving
from funds.actions.outreach import count_visit
from funds.queries.outreach import source_at


@require_safe
@open_to(ANYONE)
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """Adds one to the day's count and leads on to the fund's page. No cookie, and no word of who came.

    The link goes on leading there when the source no longer counts: posters hang longer than campaigns.
    """
    source = source_at(code)
    if arriving.is_a_person(request):
        count_visit(source)
    response = redirect(f"{source.fund.get_absolute_url()}?{arriving.query(source.code)}")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
