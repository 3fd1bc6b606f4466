"""Reading pages of the calendar: list, month, one meeting, the files that other calendars read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from civicportal.commons.around import around
from civicportal.commons.queries import item_at
from civicportal.kernel import dates, ical
from civicportal.kernel.filters import Box, groups
from civicportal.kernel.web import ANYONE, open_to, reading_page
from civicportal.places.queries import the_city
from prototypes import feeds
from prototypes.enums.meetings import MEETING_LOOKS
from prototypes.models import Meeting
from prototypes.notices.meetings import when_said
from prototypes.queries import meetings as queries
from prototypes.queries.meetings import Choice
from prototypes.rules.meetings import can_sign_up

SHOWN_A_DAY = 3
YEARS = 5
"""How far from today the months go that the calendar shows."""


def language() -> str:
    return (get_language() or "sv")[:2]


def _frame(choice: Choice, here: str) -> dict[str, object]:
    """What list and month share: filters, chips, the ways to the other views with the same filters."""
    boxes = queries.filters(choice)
    query = choice.query()
    ahead = choice.ahead.query()
    return {
        "choice": choice,
        "groups": lambda: groups({NAMES[key]: boxes[key] for key in NAMES}, FILTERS),
        "chips": _chips(choice, boxes, here),
        "query": query,
        "list_url": _with(reverse("prototypes:calendar"), ahead),
        "past_url": _with(reverse("prototypes:calendar"), replace(choice, past=True).query()),
        "month_url": _with(reverse("prototypes:month"), ahead),
        "subscribe_url": _with(reverse("prototypes:subscribe"), ahead),
        "clear_url": reverse(here),
    }


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


FILTERS = {
    "slag": gettext_lazy("What it is about"),
    "form": gettext_lazy("Kind of meeting"),
    "stadsdel": gettext_lazy("District"),
    "om": gettext_lazy("Prototype"),
}
NAMES = {"kind": "slag", "format": "form", "district": "stadsdel", "about": "om"}
"""What a filter is called in the address."""


def _chips(choice: Choice, boxes: dict[str, list[Box]], here: str) -> list[dict[str, str]]:
    fields = {"kind": "kinds", "format": "formats", "district": "districts", "about": "about", "other": "about"}
    chips = []
    for key, name in fields.items():
        for box in (box for box in boxes[key] if box.chosen):
            without = replace(choice, **{name: tuple(each for each in getattr(choice, name) if each != box.value)})
            chips.append({"label": box.label, "url": _with(reverse(here), without.query())})
    for box in boxes["series"]:
        chips.append({"label": box.label, "url": _with(reverse(here), replace(choice, series="").query())})
    return chips


@open_to(ANYONE)
@reading_page
def calendar(request: HttpRequest) -> HttpResponse:
    """What is to come by week, or what has been; the address is the saved filter."""
    choice = queries.choice_from(request.GET)
    page = queries.listed(choice, request.GET.get("page"))
    ahead = not choice.past and page.number == 1
    first = next((each for each in page.object_list if not each.is_cancelled), None) if ahead else None
    listed = [each for each in page.object_list if each is not first]
    weeks = [_week(monday, list(some)) for monday, some in groupby(listed, key=monday_of)]
    context = {
        **_frame(choice, "prototypes:calendar"),
        "page": page,
        "weeks": weeks,
        "next": first,
        "asked_at": queries.this_minute(),
    }
    return render(request, "prototypes/calendar.html", context)


def monday_of(meeting: Meeting) -> date:
    """The Monday of the week in which a meeting is."""
    day = dates.day_of(meeting.starts_at)
    return day - timedelta(days=day.weekday())


def _week(monday: date, some: list[Meeting]) -> dict[str, object]:
    return {"monday": monday, "number": monday.isocalendar().week, "meetings": some}


@dataclass(frozen=True)
class Cell:
    """One day of the month's table."""

    day: date
    inside: bool
    today: bool
    meetings: list[Meeting]
    more: int


@open_to(ANYONE)
@reading_page
def month(request: HttpRequest) -> HttpResponse:
    """One month as a table, with the same filters as the list."""
    choice = queries.choice_from(request.GET).ahead
    first = month_from(request.GET.get("manad", ""))
    weeks = queries.days_of_month(first.year, first.month)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    found = queries.between(choice, first, last)
    frame = _frame(choice, "prototypes:month")
    context = {
        **frame,
        "first": first,
        "title": f"{MONTHS[first.month]} {first.year}",
        "weeks": [[_cell(day, first, found) for day in week] for week in weeks],
        "count": len(found),
        "before": _month_link(choice, first - timedelta(days=1)),
        "after": _month_link(choice, last + timedelta(days=1)),
        "now_url": _with(reverse("prototypes:month"), choice.query()),
        "this_month": first == dates.today().replace(day=1),
        "next": None if found else queries.next_after(choice, last),
        "keep": [{"name": "manad", "value": f"{first:%Y-%m}"}],
    }
    return render(request, "prototypes/calendar_month.html", context)


def month_from(said: str) -> date:
    """The first day of the month that an address names; this month when it names none. Raises Http404 far away."""
    today = dates.today()
    found = re.fullmatch(r"(\d{4})-(\d{2})", said)
    if found is None or not 1 <= int(found[2]) <= 12:
        return today.replace(day=1)
    if abs(int(found[1]) - today.year) > YEARS:
        raise Http404
    return date(int(found[1]), int(found[2]), 1)


def _month_link(choice: Choice, day: date) -> dict[str, str]:
    url = _with(reverse("prototypes:month"), choice.query(manad=f"{day:%Y-%m}"))
    return {"label": f"{MONTHS[day.month]} {day.year}", "url": url}


def _cell(day: date, first: date, found: list[Meeting]) -> Cell:
    own = [each for each in found if dates.day_of(each.starts_at) == day]
    shown = own if len(own) <= SHOWN_A_DAY + 1 else own[:SHOWN_A_DAY]
    return Cell(day, day.month == first.month, day == dates.today(), shown, len(own) - len(shown))


@open_to(ANYONE)
@reading_page
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: when, where, what happens, how one signs up, what came of it. An old address redirects."""
    item = item_at("meeting", slug)
    found = queries.meeting_in_public(item)
    context = {
        "meeting": found,
        "item": item,
        "around": around(item),
        "rest": queries.rest_of_series(found),
        "look": MEETING_LOOKS[found.state],
        "over": found.is_over(),
        "when": when_said(found, language()),
        "answer": can_sign_up(found),
    }
    return render(request, "prototypes/meeting.html", context)


@open_to(ANYONE)
@reading_page
def subscribe(request: HttpRequest) -> HttpResponse:
    """The address of the feed with the chosen filters, and how to put it into one's own calendar."""
    choice = queries.choice_from(request.GET).ahead
    path = _with(reverse("prototypes:feed"), choice.query())
    context = {
        "choice": choice,
        "chips": _chips(choice, queries.filters(choice), "prototypes:subscribe"),
        "address": feeds.whole(path),
        "webcal": re.sub(r"^https?:", "webcal:", feeds.whole(path)),
        "path": path,
        "back_url": _with(reverse("prototypes:calendar"), choice.query()),
    }
    return render(request, "prototypes/calendar_subscribe.html", context)


@open_to(ANYONE)
@reading_page
def feed(request: HttpRequest) -> HttpResponse:
    """The calendar of a filter for other programs."""
    choice = queries.choice_from(request.GET).ahead
    city = the_city()
    chosen = [box.label for boxes in queries.filters(choice).values() for box in boxes if box.chosen]
    name = ", ".join([_("Meetings in %(city)s") % {"city": city.name} if city.name else _("Meetings"), *chosen])
    words = _("The portal's calendar: %(url)s") % {"url": f"{settings.SITE_URL}{reverse('prototypes:calendar')}"}
    content = feeds.feed(queries.in_feed(choice), name=name, words=words, language=language(), moment=dates.now())
    return HttpResponse(content, content_type=ical.CONTENT_TYPE)


@open_to(ANYONE)
@reading_page
def meeting_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting for one's own calendar."""
    found = queries.meeting_in_public(item_at("meeting", slug))
    return HttpResponse(feeds.single(found, language()), content_type=ical.CONTENT_TYPE)
