"""What every page knows: the city, the links of head and foot, this page in the other language."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override

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
        "demo": settings.DEMO,
        "theme": _theme(request),
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        **_frame(request.path, get_language() or settings.LANGUAGE_CODE),
        "other_language_url": _other_language(request),
    }


def _frame(path: str, language: str) -> dict[str, Any]:
    """What follows from the address alone: the links of head and foot, with the one marked that leads here."""
    links = _links(language)
    return {
        **links,
        "feedback_url": _feedback(links["feedback_url"], path),
        "navigation": navigation.marked(links["navigation"], path),
        "footer_links": navigation.marked(links["footer_links"], path),
    }


@lru_cache
def _links(language: str) -> dict[str, Any]:
    """The links of head and foot in a language, which is the present one."""
    other = _other(language)
    return {
        "home_url": reverse("home"),
        "search_url": _maybe("search"),
        "feedback_url": _maybe("feedback"),
        "navigation": navigation.shown(navigation.head),
        "footer_links": navigation.shown(navigation.foot),
        "other_language_code": other,
        "other_language_name": NAMES[other],
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


def _feedback(url: str, path: str) -> str:
    """The page that asks what was missing, told which page the reader comes from: its path, never its questions."""
    return f"{url}?{urlencode({'page': path})}" if url else ""


def _theme(request: HttpRequest) -> str:
    """The colours that somebody signed in has chosen; visitors get what their device prefers, without a cookie."""
    user = getattr(request, "user", None)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or user is None or not user.is_authenticated:
        return ""
    return user.theme if user.theme in {"light", "dark"} else ""


def _other(language: str) -> str:
    return "sv" if language.startswith("en") else "en"


def _other_language(request: HttpRequest) -> str:
    """This page in the other language, with the same question where one was asked; the home page where it has none."""
    with override(_other(get_language() or settings.LANGUAGE_CODE)):
        there = _here(request)
        if there in {"", request.path}:
            return reverse("home")
    query = request.META.get("QUERY_STRING", "")
    return f"{there}?{query}" if query and request.method in {"GET", "HEAD"} else there


def _here(request: HttpRequest) -> str:
    """The address of this page in the present language; nothing where it is no page."""
    match = request.resolver_match
    try:
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs) if match else ""
    except NoReverseMatch:
        return ""
