"""Reading pages of networks, prototypes and the toolbox: the same for everybody, links only."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.commons.around import around
from civicportal.commons.queries import item_at, steps
from civicportal.effects.queries import effects_of, values_of
from civicportal.kernel import dates, filters
from civicportal.kernel.lists import public_page_of
from civicportal.kernel.web import ANYONE, open_to, reading_page
from prototypes.enums.prototypes import STATE_LOOKS, STATES_SINCE, MethodFormat
from prototypes.models import Prototype
from prototypes.queries import public as queries

FILTERS = {
    "state": gettext_lazy("How it is going"),
    "theme": gettext_lazy("Theme"),
    "district": gettext_lazy("District"),
}


@open_to(ANYONE)
@reading_page
def prototype_list(request: HttpRequest) -> HttpResponse:
    """All prototypes; the address is the saved filter."""
    choice = queries.chosen_from(request.GET)
    page = public_page_of(
        queries.prototypes_shown(choice), request.GET.get("page"), queries.PAGE, ("prototypes", choice), ("item",)
    )
    boxes = queries.prototype_filters(choice)
    context = {
        "choice": choice,
        "page": page,
        "query": filters.without_page(request.GET).urlencode(),
        "groups": lambda: filters.groups(boxes, FILTERS),
        "chips": filters.chips(boxes, request.GET),
        "networks": queries.networks_told(),
        "clear_url": reverse("prototypes:prototype_list"),
    }
    return render(request, "prototypes/prototype_list.html", context)


def _head(prototype: Prototype) -> dict[str, object]:
    """What stands above every page of a prototype: its state with the day, and the row of its pages."""
    pages = (
        ("prototypes:prototype", _("Overview")),
        ("prototypes:log", _("The log")),
        ("prototypes:effects", _("Effects and value")),
    )
    return {
        "prototype": prototype,
        "look": STATE_LOOKS[prototype.state],
        "status": STATES_SINCE[prototype.state] % {"day": dates.show_day(prototype.state_since)},
        "pages": [{"label": label, "url": reverse(name, args=[prototype.slug])} for name, label in pages],
    }


@open_to(ANYONE)
@reading_page
def prototype(request: HttpRequest, slug: str) -> HttpResponse:
    """One prototype: its question, purpose, groups, do-no-harm check, value, thread. An old address redirects."""
    item = item_at("prototype", slug)
    page = queries.prototype_page(item)
    context = {
        **_head(page.prototype),
        "item": item,
        "page": page,
        "values": values_of(item),
        "around": around(item),
        "earlier": queries.earlier_meetings(item),
        "calendar_url": f"{reverse('prototypes:calendar')}?{urlencode({'om': f'prototype/{item.slug}'}, safe='/')}",
    }
    return render(request, "prototypes/prototype.html", context)


@open_to(ANYONE)
@reading_page
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """A prototype's log with its pictures, the latest first."""
    item = item_at("prototype", slug)
    found = queries.prototype_in_public(item)
    context = {**_head(found), "item": item, "steps": steps(item).order_by("-at", "-pk")}
    return render(request, "prototypes/log.html", context)


@open_to(ANYONE)
@reading_page
def effects(request: HttpRequest, slug: str) -> HttpResponse:
    """What a prototype should change, what is measured, and what value it has made."""
    item = item_at("prototype", slug)
    found = queries.prototype_in_public(item)
    context = {**_head(found), "item": item, "effects": effects_of(item)}
    return render(request, "prototypes/effects.html", context)


@open_to(ANYONE)
@reading_page
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """One network: what it is, its principles, its prototypes, its toolbox."""
    item = item_at("network", slug)
    found, principles = queries.network_in_public(item)
    context = {
        "network": found,
        "item": item,
        "principles": principles,
        "prototypes": queries.prototypes_of(found),
        "methods": queries.methods_of(found),
        "around": around(item),
    }
    return render(request, "prototypes/network.html", context)


@open_to(ANYONE)
@reading_page
def method_list(request: HttpRequest) -> HttpResponse:
    """The toolbox: everything that a process leader may need, by format or by words."""
    chosen, words = request.GET.get("format", ""), request.GET.get("q", "").strip()[:100]
    cards = queries.method_cards(chosen, words)
    page = public_page_of(cards, request.GET.get("page"), queries.PAGE, key=("methods", chosen, words))
    formats = [{"label": _("All"), "url": reverse("prototypes:method_list"), "current": chosen not in MethodFormat}]
    for value, label in MethodFormat.choices:
        formats.append({"label": label, "url": f"?format={value}", "current": chosen == value})
    keep = [{"name": "format", "value": chosen}] if chosen in MethodFormat else []
    context = {
        "page": page,
        "query": filters.without_page(request.GET).urlencode(),
        "formats": formats,
        "words": words,
        "keep": keep,
        "clear_url": reverse("prototypes:method_list"),
    }
    return render(request, "prototypes/method_list.html", context)


@open_to(ANYONE)
@reading_page
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """One method: what for, how, time, group size, material, and where it was used. It prints on a sheet."""
    item = item_at("method", slug)
    found = queries.method_in_public(item)
    context = {"method": found, "item": item, "used_in": queries.used_in(found), "around": around(item)}
    return render(request, "prototypes/method.html", context)
