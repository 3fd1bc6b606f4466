"""Addresses for programs: robots, sitemap, icon, manifest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from civicportal.commons.words import CONTENT_LANGUAGES
from civicportal.kernel.web import ANYONE, open_to, reading_page
from civicportal.pages import queries
from civicportal.places import standing
from civicportal.places.queries import the_city

KEPT_OUT = (
    "/backoffice/", "/konto/", "/mitt/", "/utkast/", "/sok/", "/bevaka/", "/stod/", "/fraga/", "/anmal/", "/kontakta/",
    "/bekrafta/", "/demo/", "/tyck-till/", "/f/",
)  # fmt: skip
"""Somebody's own pages, pages with a form to one thing, searches, and short links that are counted."""
STANDING = ("home", "guide", "news_list", "about", "contact", "accessibility", "privacy", "cookies")


@require_safe
@open_to(ANYONE)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the public pages in both languages, never somebody's own."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: {start}{path}" for path in KEPT_OUT for start in ("", "/en")]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _entry(urls: dict[str, str], changed: datetime | None) -> str:
    """One page in its languages."""
    found = {language: f"{settings.SITE_URL}{url}" for language, url in urls.items()}
    twins = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(url)}/>' for code, url in found.items()
    )
    when = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
    return "".join(f"<url><loc>{escape(url)}</loc>{twins}{when}</url>" for url in found.values())


def _entries() -> Iterator[str]:
    for name, args in [*((name, ()) for name in STANDING), *standing.all_places()]:
        urls = {}
        for language in CONTENT_LANGUAGES:
            with override(language):
                urls[language] = reverse(name, args=args)
        yield _entry(urls, None)
    for item, changed in queries.addresses_for_sitemap():
        urls = {}
        for language in CONTENT_LANGUAGES:
            with override(language):
                urls[language] = item.get_absolute_url()
        yield _entry(urls, changed)


@require_safe
@open_to(ANYONE)
@reading_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, in both languages."""
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    )
    return HttpResponse(head + "\n".join(_entries()) + "\n</urlset>\n", content_type="application/xml; charset=utf-8")


@require_safe
@open_to(ANYONE)
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask without reading the page."""
    response = redirect(static("img/touch.png"))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
@open_to(ANYONE)
def manifest(request: HttpRequest) -> JsonResponse:
    """The portal's name and icon, for a phone's home screen."""
    city = the_city()
    name = f"{city.portal_name.said('sv').text} {city.name}".strip()
    facts = {
        "name": name,
        "short_name": city.short_name,
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "display": "browser",
        "background_color": "#fbf7f0",
        "theme_color": "#0e4a6b",
        "icons": [
            {"src": static("img/mark.svg"), "type": "image/svg+xml", "sizes": "any"},
            {"src": static("img/touch.png"), "type": "image/png", "sizes": "180x180"},
        ],
    }
    response = JsonResponse(facts, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
