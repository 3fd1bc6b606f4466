"""What the funds' templates need beyond the portal's own words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.kernel import dates
from funds.models import Round

register = template.Library()

DEEDS = {
    "application.submitted": gettext_lazy("Sent in"),
    "application.changed": gettext_lazy("Changed by the applicant"),
    "application.screen": gettext_lazy("Read through, it can be judged"),
    "application.review": gettext_lazy("Given to reviewers"),
    "application.decide": gettext_lazy("Decided, held until release"),
    "application.grant": gettext_lazy("Released: granted"),
    "application.refuse": gettext_lazy("Released: refused"),
    "application.dismiss": gettext_lazy("Released: dismissed"),
    "application.withdraw": gettext_lazy("Withdrawn by the applicant"),
}
"""What the log's verbs are called where staff read an application's history."""


@register.filter
def deed(verb: str) -> str:
    """A verb of the log in words; one without words stands as it is."""
    return str(DEEDS.get(verb, verb))


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
