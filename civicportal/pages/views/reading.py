"""Pages to read: home, staff's pages, news, search, style guide, my page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civicportal.commons.search import nearest
from civicportal.kernel import filters
from civicportal.kernel.lists import page_of
from civicportal.kernel.web import ANYONE, SIGNED_IN, open_to, reading_page
from civicportal.pages import finding, queries
from civicportal.pages.models import News, PageKey
from civicportal.pages.story import story_to_tell
from civicportal.places import doors, mine, panels, papers
from civicportal.places.queries import the_city


@require_safe
@open_to(ANYONE)
@reading_page
def home(request: HttpRequest) -> HttpResponse:
    """The question, the doors, one thread told, what features show, what is new."""
    facts = {
        "doors": doors.in_order(),
        "story": story_to_tell(),
        "panels": panels.shown(request),
        "newest": queries.right_now(3),
        "news": queries.latest_news(3),
        "answered_in_time": queries.answered_in_time(),
    }
    return render(request, "pages/home.html", facts)


def _words(request: HttpRequest, key: PageKey, template: str, **more: Any) -> HttpResponse:
    """One of staff's pages."""
    page = queries.page_with_sections(key)
    city = the_city()
    facts = queries.city_facts(city, page, settings.SITE_URL)
    return render(request, template, {"page": page, "city": city, "facts": facts, **more})


@require_safe
@open_to(ANYONE)
@reading_page
def about(request: HttpRequest) -> HttpResponse:
    """What the portal is."""
    return _words(request, PageKey.ABOUT, "pages/words.html")


@require_safe
@open_to(ANYONE)
@reading_page
def contact(request: HttpRequest) -> HttpResponse:
    """Phone, desk, post, and the forms to print."""
    return _words(request, PageKey.CONTACT, "pages/contact.html", papers=papers.in_order())


@require_safe
@open_to(ANYONE)
@reading_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law asks for."""
    return _words(request, PageKey.ACCESSIBILITY, "pages/words.html")


@require_safe
@open_to(ANYONE)
@reading_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with personal data."""
    return _words(request, PageKey.PRIVACY, "pages/words.html")


@require_safe
@open_to(ANYONE)
@reading_page
def cookies(request: HttpRequest) -> HttpResponse:
    """Each cookie by name."""
    return _words(request, PageKey.COOKIES, "pages/words.html")


@require_safe
@open_to(ANYONE)
@reading_page
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every part of the look, with sample words."""
    from civicportal.pages import styleguide

    return render(request, "pages/styleguide.html", {"samples": styleguide.samples()})


@require_safe
@open_to(ANYONE)
@reading_page
def news_list(request: HttpRequest) -> HttpResponse:
    """All news, the newest first."""
    page = page_of(News.objects.out().order_by("-out_at", "-id"), request.GET.get("page"))
    return render(request, "pages/news_list.html", {"page": page})


@require_safe
@open_to(ANYONE)
@reading_page
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """One piece of news."""
    return render(request, "pages/news.html", {"piece": queries.news_at(slug)})


@require_safe
@open_to(ANYONE)
@reading_page
def search(request: HttpRequest) -> HttpResponse:
    """What the words find, narrowed by kind, district and theme: kind by kind, or one kind page by page."""
    wanted = finding.wanted_from(request.GET)
    told = finding.facets(wanted)
    facts = {
        "wanted": wanted,
        "count": told.total,
        "groups": filters.groups(told.choices, finding.FILTERS),
        "chips": filters.chips(told.choices, request.GET),
        "clear_url": f"?{urlencode({'q': wanted.words})}" if wanted.words else reverse("search"),
    }
    if kind := wanted.one_kind():
        page = finding.page_of_one_kind(wanted, told, request.GET.get("page"))
        return render(
            request,
            "pages/search_kind.html",
            {**facts, "kind": kind, "page": page, "query": filters.without_page(request.GET).urlencode()},
        )
    hits = finding.hits_by_kind(wanted, told.kinds, request.GET) if wanted.asks else []
    near = nearest(wanted.words) if wanted.words and not hits and not wanted.count else []
    return render(request, "pages/search.html", {**facts, "found": hits, "nearest": near})


@require_safe
@never_cache
@open_to(SIGNED_IN)
def my_page(request: HttpRequest) -> HttpResponse:
    """What waits for you, your drafts, your cases, what you follow."""
    groups = mine.shown(request.user)
    return render(
        request, "pages/my_page.html", {"groups": groups, "filled": [shown for shown in groups if shown.rows]}
    )
