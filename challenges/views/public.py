"""Reading pages of the challenges: the same for everybody, links only."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.enums import AHEAD, ENVIRONMENT_LOOKS, OVER, PHASE_LOOKS, Phase
from challenges.queries import public as queries
from challenges.telling import timetable
from civicportal.commons import offers
from civicportal.commons.around import around
from civicportal.commons.models import Step
from civicportal.effects.queries import goals_of
from civicportal.kernel import dates, filters
from civicportal.kernel.lists import public_page_of
from civicportal.kernel.web import ANYONE, open_to, reading_page
from civicportal.submissions.queries import open_questions

FILTERS = {"oppen": _("Open now"), "avdelning": _("Department"), "grupp": _("Whom it concerns")}


@open_to(ANYONE)
@reading_page
def challenge_list(request: HttpRequest) -> HttpResponse:
    """All public challenges; the address is the saved filter, and may carry what somebody wants to answer with."""
    wanted = queries.wanted_from(request.GET)
    key = None if wanted.open_now else ("challenges.list", wanted)
    cards = queries.challenge_cards(wanted)
    page = public_page_of(cards, request.GET.get("page"), queries.PAGE, key=key)
    boxes = queries.filters(wanted)
    origin = offers.origin(request) if offers.FROM in request.GET else None
    calls = queries.public_calls() if not (wanted.count or wanted.words or origin) else []
    context = {
        "wanted": wanted,
        "page": page,
        "query": filters.without_page(request.GET).urlencode(),
        "groups": lambda: filters.groups(boxes, FILTERS),
        "chips": filters.chips(boxes, request.GET),
        "clear_url": reverse("challenges:challenge_list"),
        "calls": [call for call in calls if call.status in AHEAD],
        "earlier_calls": [call for call in calls if call.status not in AHEAD],
        "origin": origin,
        "answers": _ways_to_answer(origin) if origin else [],
    }
    return render(request, "challenges/challenge_list.html", context)


def _ways_to_answer(origin: Any) -> list[dict[str, object]]:
    """One link for each open challenge, with the thing that somebody wants to answer it with."""
    carried = urlencode({offers.FROM: offers.named(origin)}, safe="/")
    return [
        {"challenge": challenge, "url": f"{reverse('challenges:answer', args=[challenge.slug])}?{carried}"}
        for challenge in queries.open_challenges()
    ]


@open_to(ANYONE)
@reading_page
def challenge(request: HttpRequest, slug: str) -> HttpResponse:
    """One challenge: the need and all that is known about it, when and how to answer."""
    return render(request, "challenges/challenge.html", facts_of(queries.challenge_in_public(slug)))


def facts_of(found: Any) -> dict[str, Any]:
    """Everything on a challenge's page. One that is not public yet has no thread and no effects: its preview."""
    item = found.item if found.item is not None and found.item.visible else None
    opening = found.opening
    return {
        "challenge": found,
        "item": item,
        "picture": found.image,
        "phase": Phase(found.phase).label,
        "look": PHASE_LOOKS[found.phase],
        "is_open": bool(opening and opening.is_open() and found.is_public),
        "opening": opening,
        "timetable": timetable(opening),
        "voices": queries.voices_of(found),
        "goals": queries.goals_of(found),
        "criteria": queries.criteria_in_brief(found),
        "around": around(item) if item else None,
        "effects": goals_of(item) if item else [],
    }


@open_to(ANYONE)
@reading_page
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions of the form, and how proposals are judged, on one page to read before one begins, or to print."""
    found = queries.challenge_to_answer(slug)
    context = {
        "challenge": found,
        "opening": found.opening,
        "criteria": queries.criteria_of(found),
        "definition": open_questions(found.opening) if found.opening else None,
    }
    return render(request, "challenges/questions.html", context)


@open_to(ANYONE)
@reading_page
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: the story that its challenges share, and when to answer."""
    found = queries.call_in_public(slug)
    context = {
        "call": found,
        "item": found.item,
        "phase": Phase(found.phase).label,
        "look": PHASE_LOOKS[found.phase],
        "is_open": bool(found.opening and found.opening.is_open()),
        "opening": found.opening,
        "timetable": timetable(found.opening),
        "challenges": queries.challenges_of(found),
        "around": around(found.item),
    }
    return render(request, "challenges/call.html", context)


@open_to(ANYONE)
@reading_page
def proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """A matched proposal in public: what it wants, by whom, where it is tested."""
    found = queries.proposal_in_public(slug)
    context = {"proposal": found, "item": found.item, "around": around(found.item)}
    return render(request, "challenges/proposal.html", context)


@open_to(ANYONE)
@reading_page
def environment(request: HttpRequest, slug: str) -> HttpResponse:
    """A test environment: milestones, the open log, who takes part, what came of it."""
    found = queries.environment_in_public(slug)
    told = around(found.item)
    context = {
        "environment": found,
        "item": found.item,
        "look": ENVIRONMENT_LOOKS[found.state],
        "is_over": found.state in OVER or found.ends_on < dates.today(),
        "milestones": queries.milestones_of(found),
        "log": queries.log_of(found.item, told.knots),
        "spread": queries.spread_of(found),
        "effects": goals_of(found.item),
        "around": told,
        "thread": [knot for knot in told.knots if knot.item_id != found.item_id or knot.step_kind != Step.Kind.UPDATE],
    }
    return render(request, "challenges/environment.html", context)
