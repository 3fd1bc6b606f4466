"""Reading pages of the funds: the same for everybody, links only."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons import offers
from civicportal.commons.queries import around, item_at
from civicportal.effects.queries import effects_of
from civicportal.kernel import filters
from civicportal.kernel.lists import public_page_of
from civicportal.kernel.web import ANYONE, open_to, reading_page
from civicportal.submissions.queries import open_questions, printed_questions
from funds import arriving
from funds.enums.applications import PROJECT_LOOKS
from funds.queries import public as queries
from funds.queries.money import figures_of

FILTERS = {
    "year": _("Year"),
    "fund": _("Fund"),
    "area": _("Vision area"),
    "district": _("District"),
    "kind": _("Kind of applicant"),
    "state": _("Where it stands"),
}
ORDERS = {"newest": _("Newest first"), "oldest": _("Oldest first"), "largest": _("Largest sum first")}


@open_to(ANYONE)
@reading_page
def fund_list(request: HttpRequest) -> HttpResponse:
    """All funds with where each stands now."""
    origin = offers.origin(request)
    context = {"funds": queries.funds_shown(), "origin": origin, "carried": offers.named(origin)}
    return render(request, "funds/fund_list.html", context)


@open_to(ANYONE)
@reading_page
def fund(request: HttpRequest, slug: str) -> HttpResponse:
    """One fund: what, who, how it is judged, all questions, dates, money."""
    found, meter = queries.fund_with_meter(slug)
    clock = queries.clock_of(queries.rounds_of(found))
    shown = clock.shown
    surroundings = around(found.item)
    context = {
        "fund": found,
        "apply_url": _apply_url(slug, arriving.carried(request)),
        "workshops": surroundings.upcoming,
        "clock": clock,
        "round": shown,
        "criteria": queries.criteria_of(shown),
        "definition": open_questions(shown.opening) if shown else None,
        "meter": meter,
        "earlier": queries.granted_earlier(found),
        "for_whom": queries.for_whom(found),
        "around": replace(surroundings, upcoming=[]),
    }
    return render(request, "funds/fund.html", context)


def _apply_url(slug: str, code: str) -> str:
    """The way in, which goes on carrying the source that somebody came by."""
    address = reverse("funds:apply", args=[slug])
    return f"{address}?{arriving.query(code)}" if code else address


@open_to(ANYONE)
@reading_page
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions of the application form on one page that can be printed and filled in by hand."""
    found = queries.fund_in_public(slug)
    shown = queries.clock_of(queries.rounds_of(found)).shown
    return render(
        request,
        "funds/questions.html",
        {"fund": found, "round": shown, "definition": printed_questions(shown.opening) if shown else None},
    )


@open_to(ANYONE)
@reading_page
def project_list(request: HttpRequest) -> HttpResponse:
    """The gallery of granted projects; the address is the saved filter."""
    choice = queries.gallery_from(request.GET)
    cards = queries.project_cards(choice)
    page = public_page_of(cards, request.GET.get("page"), queries.PAGE, key=("funds.gallery", choice))
    context = {
        "choice": choice,
        "page": page,
        "query": filters.without_page(request.GET).urlencode(),
        "groups": lambda: filters.groups(queries.gallery_filters(choice), FILTERS),
        "chips": filters.chips(queries.gallery_filters(choice), request.GET) if choice.count else [],
        "orders": filters.orders(ORDERS, choice.order, request.GET),
        "clear_url": reverse("funds:project_list"),
        "keep": [{"name": "order", "value": choice.order}] if choice.order != "newest" else [],
    }
    return render(request, "funds/project_list.html", context)


@open_to(ANYONE)
@reading_page
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One granted project: money, dates, thread. An address that it had before redirects."""
    item = item_at("project", slug)
    found = queries.project_in_public(item)
    surroundings = around(item)
    context = {
        "project": found,
        "item": item,
        "look": PROJECT_LOOKS[found.state],
        "around": surroundings,
        "effects": effects_of(item),
        "money": figures_of(found),
        "learnt": queries.learnt_besides(found),
        "report": queries.report_in_short(found),
        "told": queries.told_with_pictures(item),
        "follow_url": surroundings.follow_url,
        "gallery_url": f"{reverse('funds:project_list')}?{urlencode({'year': found.year})}",
    }
    return render(request, "funds/project.html", context)
