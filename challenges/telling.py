"""Dates of challenges told as knots of a thread: when one can answer, what was sent, what a test shall reach."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from challenges.enums import PUBLIC_WORDS, ProposalState
from challenges.models import Proposal
from civicportal.kernel import dates
from civicportal.kernel.templatetags.portal import said
from civicportal.kernel.text import localized
from civicportal.submissions.models import Opening

Knots = list[dict[str, Any]]


def timetable(opening: Opening | None) -> Knots:
    """When a call or a challenge opens, closes and answers; nothing before that is settled."""
    if opening is None:
        return []
    moment = dates.now()
    opened, closed = opening.opens_at <= moment, opening.closes_at <= moment
    answered = dates.today() > opening.answer_by
    return [
        {"title": _("Opens"), "state": "past" if opened else "next", "when": dates.show_moment(opening.opens_at)},
        {
            "title": _("Last minute to send a proposal"),
            "state": "past" if closed else ("now" if opened else "next"),
            "when": _("%(when)s, Swedish time") % {"when": dates.show_deadline(opening.closes_at)},
        },
        {
            "title": _("Everybody has an answer"),
            "state": "past" if answered else ("now" if closed else "next"),
            "when": _("At the latest %(day)s") % {"day": dates.show_day(opening.answer_by, weekday=True)},
            "words": _("The department chooses with whom it goes on. A no comes with the reason and a next step"),
        },
    ]


def status_knots(proposal: Proposal) -> Knots:
    """The dated steps of one proposal, as its proposer reads them: what was, what is, what is promised."""
    opening, submission, state = proposal.opening, proposal.submission, proposal.state
    knots: Knots = [
        {
            "title": _("Received"),
            "state": "past",
            "when": dates.show_moment(submission.first_sent_at),
            "words": _("Thank you. We have your proposal"),
        }
    ]
    if submission.sent_at != submission.first_sent_at:
        knots.append({"title": _("Changed by you"), "state": "past", "when": dates.show_moment(submission.sent_at)})
    if state == ProposalState.WITHDRAWN:
        when = dates.show_moment(submission.withdrawn_at) if submission.withdrawn_at else ""
        return [*knots, {"title": PUBLIC_WORDS[state], "state": "now", "when": when}]
    closed = dates.now() >= opening.closes_at
    knots.append(
        {
            "title": _("The challenge closes and every proposal is read"),
            "state": "past" if proposal.answered_at else ("now" if closed else "next"),
            "when": dates.show_deadline(opening.closes_at),
            "words": _("Several people read each proposal by the published criteria"),
        }
    )
    if proposal.answered_at is None:
        knots.append(
            {
                "title": _("Answer"),
                "state": "next",
                "when": _("At the latest %(day)s") % {"day": dates.show_day(opening.answer_by, weekday=True)},
                "words": _("You get a letter by e-mail, and the answer stands here"),
            }
        )
        return knots
    knots.append(
        {
            "title": PUBLIC_WORDS[state],
            "state": "now",
            "when": dates.show_day(proposal.answered_at, weekday=True),
            "by": proposal.challenge.unit.name,
        }
    )
    return knots


def milestone_knots(rows: list[dict[str, Any]]) -> Knots:
    """Milestones in the order of their days; the first that is not reached is where the test stands now."""
    knots: Knots = []
    here = True
    for row in rows:
        due = date.fromisoformat(row["due_on"])
        if row["reached_on"]:
            when = _("Reached %(day)s") % {"day": dates.show_day(date.fromisoformat(row["reached_on"]))}
            knots.append({"title": said(localized(row["title"])), "state": "past", "when": when})
            continue
        late = due < dates.today()
        words = _("Late. It was meant for %(day)s") if late else _("By %(day)s")
        knots.append(
            {
                "title": said(localized(row["title"])),
                "state": "now" if here else "next",
                "when": words % {"day": dates.show_day(due, weekday=not late)},
            }
        )
        here = False
    return knots
