"""What the funds' templates need beyond the portal's own words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from civicportal.kernel import dates
from funds.models import Round

register = template.Library()


@register.filter
def round_knots(round_: Round) -> list[dict[str, Any]]:
    """The dates of a round as knots of a thread: past, now, to come."""
    opening, moment = round_.opening, dates.now()
    opened, closed = opening.opens_at <= moment, opening.closes_at <= moment
    return [
        {"title": _("Opens"), "state": "past" if opened else "next", "when": dates.show_moment(opening.opens_at)},
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
