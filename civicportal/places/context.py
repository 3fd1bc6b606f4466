"""What every page knows: the city, the links of head and foot, this page in the other language."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from civicportal.kernel.web import by_revision
from civicportal.places import navigation
from civicportal.places.models import City
from civicportal.places.queries import the_city
from civicportal.places.style import sheet_url

NAMES = {"sv": "Svenska", "en": "English"}


def city(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all templates: at most one query, and none on a page that does not show the city."""
    row: Any = SimpleLazyObject(lambda: _city_of(request))
    return {
        "city": row,
        "brand_url": SimpleLazyObject(lambda: sheet_url(row)),
        "home_url": reverse("home"),
        "search_url": _maybe("search"),
        "feedback_url": _feedback(request),
        "navigation": navigation.shown(navigation.head, request),
        "footer_links": navigation.shown(navigation.foot, request),
        "demo": settings.DEMO,
        "theme": _theme(request),
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        **_other_language(request),
    }


def _city_of(request: HttpRequest) -> City:
    """One query per request at the most, however many templates ask; none while nothing public has changed."""
    known: City | None = getattr(request, "_city", None)
    if known is None:
        known = by_revision("city", the_city)
        request._city = known  # type: ignore[attr-defined]
    return known


def _maybe(name: str) -> str:
    """The address of a page, or nothing where the page is not part of this portal."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _feedback(request: HttpRequest) -> str:
    """The page that asks what was missing, told which page the reader comes from: its path, never its questions."""
    url = _maybe("feedback")
    return f"{url}?{urlencode({'page': request.path})}" if url else ""


def _theme(request: HttpRequest) -> str:
    """The colours that somebody signed in has chosen; visitors get what their device prefers, without a cookie."""
    user = getattr(request, "user", None)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or user is None or not user.is_authenticated:
        return ""
    return user.theme if user.theme in {"light", "dark"} else ""


def _other_language(request: HttpRequest) -> dict[str, str]:
    """This page in the other language; its home page where this one has no twin, such as a page that is not there."""
    other = "sv" if (get_language() or "sv").startswith("en") else "en"
    here = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    there = translate_url(here, other)
    if there == here:
        there = translate_url(reverse("home"), other)
    return {"other_language_url": there, "other_language_code": other, "other_language_name": NAMES[other]}
