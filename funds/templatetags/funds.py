"""What the funds' templates need beyond the portal's own words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText, localized
from funds.models import Round

register = template.Library()

DEEDS = {
    "application.submitted": gettext_lazy("Sent in"),
    "application.changed": gettext_lazy("Changed by the applicant"),
    "application.completed": gettext_lazy("Completed by the applicant"),
    "application.screen": gettext_lazy("Read through, it can be judged"),
    "application.review": gettext_lazy("Given to reviewers"),
    "application.decide": gettext_lazy("Decided, held until release"),
    "application.grant": gettext_lazy("Released: granted"),
    "application.refuse": gettext_lazy("Released: refused"),
    "application.dismiss": gettext_lazy("Released: dismissed"),
    "application.reserve": gettext_lazy("Released: told of a place on the reserve list"),
    "application.withdraw": gettext_lazy("Withdrawn by the applicant"),
}
"""What the log's verbs are called where staff read an application's history."""


@register.filter
def deed(verb: str) -> str:
    """A verb of the log in words; one without words stands as it is."""
    return str(DEEDS.get(verb, verb))


@register.filter
def checklist(points: list[dict[str, Any]]) -> list[LocalizedText]:
    """The words of a checklist's points."""
    return [localized(point["words"]) for point in points]


@register.filter
def round_knots(round_: Round) -> list[dict[str, Any]]:
    """The dates of a round as knots of a thread: past, now, to come."""
    opening, moment = round_.opening, dates.now()
    opened, closed = opening.opens_at <= moment, opening.closes_at <= moment
    if round_.is_all_year:
        return [_opens(opening.opens_at, opened), *_decisions(round_)]
    return [
        _opens(opening.opens_at, opened),
        {
            "title": _("Last minute to apply"),
            "state": "past" if closed else ("now" if opened else "next"),
            "when": _("%(when)s, Swedish time") % {"when": dates.show_deadline(opening.closes_at)},
        },
        {
            "title": _("Decisions"),
            "state": "past" if round_.released_at else ("now" if closed else "next"),
            "when": _("At the latest %(day)s") % {"day": dates.show_day(opening.answer_by, weekday=True)},
            "words": _("Everybody hears on the same day, by letter"),
        },
    ]


def _opens(opens_at: datetime, opened: bool) -> dict[str, Any]:
    return {"title": _("Opens"), "state": "past" if opened else "next", "when": dates.show_moment(opens_at)}


def _decisions(round_: Round, most: int = 6) -> list[dict[str, Any]]:
    """The decision dates of a round that is open all year: the one that is next, and those after it."""
    today, coming = dates.today(), round_.next_decision
    days = [day for day in sorted(round_.decision_dates) if day >= today]
    return [
        {
            "title": _("Decisions"),
            "state": "now" if day == coming else "next",
            "when": dates.show_day(day, weekday=True),
            "words": _("For what has come by %(day)s")
            % {"day": dates.show_day(round_.last_day_for(day), weekday=True)},
        }
        for day in days[:most]
    ]
