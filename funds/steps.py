"""The dated steps of one application, as its applicant reads them: what was, what is, what is promised."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from civicportal.cases.models import Decision
from civicportal.kernel import dates
from funds.enums.applications import PUBLIC_WORDS, ApplicationState
from funds.models import Application, Reserve


def _place_told(application: Application) -> Reserve | None:
    """The place on the reserve list that the applicant has been told of, also while what comes of it is held."""
    place: Reserve | None = application.reserves.filter(told_at__isnull=False).order_by("-pk").first()
    return place


def status_knots(application: Application, decision: Decision | None) -> list[dict[str, Any]]:
    """Knots for ui/thread.html. A decision that is not released leaves no trace here."""
    opening, submission, state = application.opening, application.submission, application.state
    knots: list[dict[str, Any]] = [
        {
            "title": _("Received"),
            "state": "past",
            "when": dates.show_moment(submission.first_sent_at),
            "words": _("Thank you. We have your application"),
        }
    ]
    if submission.sent_at != submission.first_sent_at:
        knots.append({"title": _("Changed by you"), "state": "past", "when": dates.show_moment(submission.sent_at)})
    if state == ApplicationState.WITHDRAWN:
        when = dates.show_moment(submission.withdrawn_at) if submission.withdrawn_at else ""
        return [*knots, {"title": PUBLIC_WORDS[state], "state": "now", "when": when}]
    last = application.round.last_day_for(application.decision_on) if application.decision_on else None
    is_over = dates.today() > last if last else dates.now() >= opening.closes_at
    read = {
        "title": _("The round closes and everything is read"),
        "state": "past" if decision else ("now" if is_over else "next"),
        "when": dates.show_day(last, weekday=True) if last else dates.show_deadline(opening.closes_at),
        "words": _("Several people read each application by the published criteria"),
    }
    knots.append(read)
    knots.append(_outcome(application, decision) if decision else _what_is_promised(application))
    return knots


def _what_is_promised(application: Application) -> dict[str, Any]:
    """What comes next: a decision by a certain day, or for whoever stands in reserve, money that comes back."""
    if place := _place_told(application):
        return {
            "title": PUBLIC_WORDS[ApplicationState.RESERVE],
            "state": "now",
            "when": dates.show_day(place.told_at, weekday=True) if place.told_at else "",
            "words": _("If money comes back, you are asked"),
        }
    return {
        "title": _("Decision"),
        "state": "next",
        "when": _("At the latest %(day)s") % {"day": dates.show_day(application.answer_by, weekday=True)},
        "words": _("You get a letter by e-mail, and the decision stands here"),
    }


def _outcome(application: Application, decision: Decision) -> dict[str, Any]:
    return {
        "title": PUBLIC_WORDS[application.state],
        "state": "now",
        "when": dates.show_day(decision.decided_at, weekday=True),
        "by": decision.delegation.title,
        "amount": decision.amount,
    }
