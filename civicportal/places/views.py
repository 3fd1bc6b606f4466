"""The city's own stylesheet."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from civicportal.kernel.web import ANYONE, open_to
from civicportal.places.queries import the_city
from civicportal.places.style import sheet, version


@require_safe
@open_to(ANYONE)
def city_style(request: HttpRequest) -> HttpResponse:
    """The accents as CSS; kept for a year by browsers that ask for the version that stands now."""
    city = the_city()
    response = HttpResponse(sheet(city), content_type="text/css; charset=utf-8")
    fresh = request.GET.get("v") == version(city)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "public, max-age=60"
    return response
