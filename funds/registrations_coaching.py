"""What a coach begins with on the start page of the backoffice: what to read, and how much is being written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from civicportal.backoffice import queues
from civicportal.kernel.dates import show_deadline
from civicportal.people.enums import Role
from funds.enums import LOOKS
from funds.queries import staff

COACH = (Role.COACH,)
MOST_SHOWN = 10


def register_coaching() -> None:
    """Called once, when the app is ready."""
    queues.register_panel(queues.Panel("funds.coaching", COACH, "funds/panels/coaching.html", panel))
    queues.register_figures(queues.Figures("funds.coaching", COACH, figures))


def panel(person: Any) -> dict[str, Any]:
    """The undecided applications that a coach may read, those promised an answer first on top: one query."""
    rows = [
        {"application": row, "case": row.case, "state": row.get_state_display(), "look": LOOKS[row.state]}
        for row in staff.to_follow(person)[:MOST_SHOWN]
    ]
    return {"rows": rows, "undecided": staff.UNDECIDED}


def figures(person: Any) -> list[queues.Figure]:
    """How many drafts are being written to each open round."""
    return [
        queues.Figure(
            label=_("being written to %(round)s") % {"round": round_},
            value=count,
            url=round_.fund.get_absolute_url(),
            note=_("closes %(when)s") % {"when": show_deadline(round_.opening.closes_at)},
        )
        for round_, count in staff.being_written(person)
    ]
