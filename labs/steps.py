"""The dated steps of what somebody raised, as they read them: what was, what is, what is promised."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from civicportal.kernel import dates
from civicportal.kernel.templatetags.portal import said
from labs.enums import IDEA_WORDS, NEED_WORDS, OVER, RaisedState
from labs.models import Raised


def status_knots(raised: Raised, kind: str) -> list[dict[str, Any]]:
    """Knots for ui/thread.html, from what was sent to what is promised. What comes after stands in public steps."""
    lab, case = raised.lab, raised.case
    words = IDEA_WORDS if kind == "idea" else NEED_WORDS
    knots: list[dict[str, Any]] = [
        {
            "title": _("Received"),
            "state": "past",
            "when": dates.show_moment(raised.raised_at),
            "words": _("Thank you. We have what you wrote"),
        }
    ]
    waits = case.answered_at is None and raised.state not in OVER
    if raised.state != RaisedState.RECEIVED:
        answered = raised.answered_at if raised.answer else None
        knots.append(
            {
                "title": words[raised.state],
                "state": "now",
                "when": dates.show_day(answered, weekday=True) if answered else "",
                "by": said(lab.contact) if raised.state != RaisedState.WITHDRAWN else "",
            }
        )
    else:
        knots.append(
            {
                "title": words[raised.state],
                "state": "now",
                "words": _("Somebody reads it before it stands in public"),
                "by": said(lab.contact),
            }
        )
    if waits and case.answer_by:
        knots.append(
            {
                "title": _("The lab's answer"),
                "state": "next",
                "when": _("At the latest %(day)s") % {"day": dates.show_day(case.answer_by, weekday=True)},
                "words": _("You get a letter, and the answer stands here"),
            }
        )
    return knots
