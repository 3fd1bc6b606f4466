"""What coaching tells the kernel when the portal starts: letters, doors, my page, queues, figures, recusal hints."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import queues
from civicportal.cases import kinds as cases
from civicportal.kernel import dates
from civicportal.kernel.dates import show_deadline
from civicportal.kernel.templatetags.ui import shortened
from civicportal.people.enums import Role
from civicportal.places import mine
from civicportal.review import hints
from funds import own_data_coaching
from funds.actions.coaching import CASE_KIND
from funds.enums.applications import LOOKS
from funds.notices import coaching as notices_coaching
from funds.proving import coaching as proving_coaching
from funds.queries import coaching as queries
from funds.queries import coaching_staff, staff

COACH = (Role.COACH,)
MOST_SHOWN = 10


def register_coaching() -> None:
    """Called once, when the app is ready."""
    notices_coaching.register_letters()
    proving_coaching.register_proofs()
    own_data_coaching.register_own_data()
    hints.register("coached", queries.coaches_of, many=queries.coaches_of_many, firm=True)
    cases.register(
        cases.CaseKind(
            key=CASE_KIND,
            label=gettext_lazy("Coaching"),
            talk_path=lambda case: reverse("funds:coaching_mine", args=[case.reference]),
            work_path=lambda case: reverse("admin:funds_coaching_case", args=[case.reference]),
            is_talk=True,
        )
    )
    own = gettext_lazy("Your coaching")
    mine.register(mine.Group(key="coaching", label=own, rows=my_rows, source=queries.my_talks, position=21))
    queues.register(queues.Queue("funds.coach", gettext_lazy("Requests for a coach"), COACH, waiting))
    queues.register_panel(queues.Panel("funds.coaching", COACH, "funds/panels/coaching.html", panel))
    queues.register_figures(queues.Figures("funds.coaching", COACH, figures))


def panel(person: Any) -> dict[str, Any]:
    """Today's booked times, and the undecided applications that a coach may read, those promised an answer first."""
    rows = [
        {"application": row, "case": row.case, "state": row.get_state_display(), "look": LOOKS[row.state]}
        for row in staff.to_follow(person)[:MOST_SHOWN]
    ]
    today = coaching_staff.booked_today(list(coaching_staff.coming_bookings(person)))
    return {"rows": rows, "undecided": staff.UNDECIDED, "today": today}


def waiting(person: Any) -> list[queues.Waiting]:
    """Requests to take, and the person's own coachings where the other wrote last."""
    open_ones = coaching_staff.waiting(person)
    return [
        queues.Waiting(
            label=shortened(one.words or "", 90),
            url=reverse("admin:funds_coaching_case", args=[one.case.reference]),
            verb=_("Answer") if one.case.handler_id else _("Take"),
            due=None if one.case.answered_at else one.case.answer_by,
            note=f"{one.case.reference} · {one.fund.name}",
        )
        for one in open_ones[:200]
    ]


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


def my_rows(talks: list[Any]) -> list[mine.Row]:
    """One's coachings, each with the next booked time, its coach or the promised day."""
    return [_row(case) for case in talks if hasattr(case, "coaching")]


def _row(case: Any) -> mine.Row:
    if case.closed_at:
        status, look = _("Ended"), "quiet"
    elif case.booked_at:
        status, look = _("Booked %(when)s") % {"when": dates.show_moment(case.booked_at)}, "info"
    elif case.handler:
        status, look = _("Your coach: %(name)s") % {"name": case.handler}, "ok"
    else:
        status, look = _("Received"), "info"
    return mine.Row(
        label=_("Coaching at %(fund)s") % {"fund": case.coaching.fund.name},
        url=case.coaching.get_absolute_url(),
        note=case.reference,
        status=status,
        look=look,
        due=None if case.handler or case.closed_at else case.answer_by,
    )
