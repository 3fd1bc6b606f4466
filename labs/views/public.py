"""Reading pages of the labs: the same for everybody, links only."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.around import around
from civicportal.effects.queries import effects_of
from civicportal.kernel import filters
from civicportal.kernel.lists import public_page_of
from civicportal.kernel.web import ANYONE, open_to, reading_page
from labs.enums import (
    RAISED_LOOKS,
    SOLUTION_LOOKS,
    STAGE_WORDS,
    TOPIC_LOOKS,
    SolutionState,
    Source,
    Stage,
    TopicState,
    TrialState,
)
from labs.models import Lab
from labs.queries import public as queries
from labs.rules import can_raise, can_suggest
from labs.shelves import LISTS, NAMES, shelf_facts

FILTERS = {"state": _("Where it stands"), "district": _("District"), "topic": _("Topic")}
ORDERS = {"newest": _("Newest first"), "oldest": _("Oldest first"), "supported": _("Most supported first")}


@open_to(ANYONE)
@reading_page
def lab_list(request: HttpRequest) -> HttpResponse:
    """All labs, those that go on first."""
    cards = queries.labs_in_public()
    page = public_page_of(cards, request.GET.get("page"), queries.PAGE, key="labs.labs")
    return render(request, "labs/lab_list.html", {"page": page})


@open_to(ANYONE)
@reading_page
def lab(request: HttpRequest, slug: str) -> HttpResponse:
    """One lab: what, why, how, who, where it stands, and what grows in it."""
    found = queries.lab_in_public(slug)
    context = {
        "lab": found,
        "item": found.item,
        "stage": Stage(found.state).label,
        "stages": stage_knots(found),
        "shelves": [shelf_facts(found, shelf) for shelf in queries.shelves_of(found)],
        "effects": effects_of(found.item),
        "may_raise": can_raise(found),
        "around": around(found.item),
    }
    return render(request, "labs/lab.html", context)


def stage_knots(lab: Lab) -> list[dict[str, Any]]:
    """The five stages as knots of a thread: those behind, the one where the lab stands, those to come."""
    here = Stage.values.index(lab.state)
    return [
        {
            "title": stage.label,
            "words": STAGE_WORDS[stage],
            "state": "now" if number == here else ("past" if number < here else "next"),
        }
        for number, stage in enumerate(Stage)
    ]


@open_to(ANYONE)
@reading_page
def things(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """All needs, topics, ideas, solutions or tests of a lab; the address is the saved filter."""
    if kind not in LISTS:
        raise Http404
    found = queries.lab_named(slug)
    choice = queries.choice_from(LISTS[kind], request.GET)
    cards = queries.cards_of(found, choice)
    key = ("labs.things", found.pk, choice)
    boxes = queries.filters_of(found, choice)
    orders = {order: label for order, label in ORDERS.items() if order != "supported" or choice.kind != "test"}
    context = {
        "lab": found,
        "kind": choice.kind,
        "heading": NAMES[choice.kind].many,
        "choice": choice,
        "page": public_page_of(cards, request.GET.get("page"), queries.PAGE, key=key),
        "query": filters.without_page(request.GET).urlencode(),
        "groups": lambda: filters.groups(boxes, FILTERS),
        "chips": filters.chips(boxes, request.GET),
        "orders": filters.orders(orders, choice.order, request.GET),
        "clear_url": reverse("labs:things", args=[slug, kind]),
        "keep": [{"name": "order", "value": choice.order}] if choice.order != "newest" else [],
        "may_raise": can_raise(found) if choice.kind == "need" else None,
    }
    return render(request, "labs/things.html", context)


@open_to(ANYONE)
@reading_page
def need(request: HttpRequest, slug: str) -> HttpResponse:
    """One need: what was said, the lab's answer, the topic that it is part of."""
    found = queries.need_in_public(slug)
    return _raised(request, found, kind="need", ideas=queries.ideas_of_need(found))


@open_to(ANYONE)
@reading_page
def idea(request: HttpRequest, slug: str) -> HttpResponse:
    """One idea: what was suggested and on what, and the lab's answer."""
    return _raised(request, queries.idea_in_public(slug), kind="idea", ideas=[])


def _raised(request: HttpRequest, found: Any, *, kind: str, ideas: list[Any]) -> HttpResponse:
    context = {
        "raised": found,
        "item": found.item,
        "kind": kind,
        "lab": found.lab,
        "topic": found.topic if found.topic and found.topic.item and found.topic.item.visible else None,
        "need": found.need if kind == "idea" and found.need and found.need.item and found.need.item.visible else None,
        "ideas": ideas,
        "look": RAISED_LOOKS[found.state],
        "source": Source(found.source).label,
        "around": around(found.item),
    }
    return render(request, "labs/raised.html", context)


@open_to(ANYONE)
@reading_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic with the needs that were gathered into it, and the ideas on it."""
    found = queries.topic_in_public(slug)
    inside = queries.items_of_topic(found)
    context = {
        "topic": found,
        "item": found.item,
        "lab": found.lab,
        "needs": inside["need"],
        "needs_count": getattr(inside["need"][0], "count", 0) if inside["need"] else 0,
        "ideas": inside["idea"],
        "solutions": inside["solution"],
        "look": TOPIC_LOOKS[TopicState(found.state)],
        "may_suggest": can_suggest(found),
        "around": around(found.item),
    }
    return render(request, "labs/topic.html", context)


@open_to(ANYONE)
@reading_page
def solution(request: HttpRequest, slug: str) -> HttpResponse:
    """One solution: how it works, who does it, what it costs, what it grew from and how it was tested."""
    found = queries.solution_in_public(slug)
    inside = queries.items_of_solution(found)
    context = {
        "solution": found,
        "item": found.item,
        "lab": found.lab,
        "topic": found.topic if found.topic and found.topic.item and found.topic.item.visible else None,
        "ideas": inside["idea"],
        "trials": inside["test"],
        "look": SOLUTION_LOOKS[SolutionState(found.state)],
        "around": around(found.item),
    }
    return render(request, "labs/solution.html", context)


@open_to(ANYONE)
@reading_page
def test(request: HttpRequest, slug: str) -> HttpResponse:
    """One test: what is expected, when, what it showed, what is decided."""
    found = queries.trial_in_public(slug)
    shown = found.solution.item is not None and found.solution.item.visible
    context = {
        "trial": found,
        "item": found.item,
        "lab": found.solution.lab,
        "solution": found.solution if shown else None,
        "ended": found.state == TrialState.ENDED,
        "look": found.item.status_look,
        "status": found.item.status_words,
        "around": around(found.item),
    }
    return render(request, "labs/test.html", context)
