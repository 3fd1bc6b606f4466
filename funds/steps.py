"""The dated steps of one application, as its applicant reads them: what was, what is, what is promised."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from civicportal.cases.models import Decision
from civicportal.kernel import dates
from funds.enums import PUBLIC_WORDS, ApplicationState
from funds.models import Application


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
    read = {
        "title": _("The round closes and everything is read"),
        "state": "past" if decision else ("next" if dates.now() < opening.closes_at else "now"),
        "when": dates.show_deadline(opening.closes_at),
        "words": _("Several people read each application by the published criteria"),
    }
    knots.append(read)
    if decision is None:
        knots.append(
            {
                "title": _("Decision"),
                "state": "next",
                "when": _("At the latest %(day)s") % {"day": dates.show_day(opening.answer_by, weekday=True)},
                "words": _("You get a letter by e-mail, and the decision stands here"),
            }
        )
        return knots
    knots.append(
        {
            "title": PUBLIC_WORDS[state],
            "state": "now",
            "when": dates.show_day(decision.decided_at, weekday=True),
            "by": decision.delegation.title,
            "amount": decision.amount,
        }
    )
    return knots
