"""What the portal holds about a person's coaching: for their eyes, and what ends when they close the account.

A coach's private notes are a memory aid in running text, which the right of access leaves out (lag 2018:218, 5:2).
They are removed with the account; what was shared is part of the case.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.people.models import Person
from civicportal.people.own_data import name_fields, register
from funds.actions.coach_times import cancel
from funds.models import Booking, Coaching, CoachNote


def export_coaching(person: Person) -> list[dict[str, Any]]:
    """Each coaching with its coaches, booked times and the notes that were shared."""
    rows = Coaching.objects.filter(case__person=person).select_related("case", "fund").order_by("pk")
    rows = rows.prefetch_related("turns__coach", "bookings__time__coach", "notes")
    return [
        {
            "reference": coaching.case.reference,
            "for": str(coaching.fund.name),
            "since": coaching.case.opened_at.isoformat(),
            "coaches": [str(turn.coach) for turn in coaching.turns.all()],
            "booked": [
                {"when": booking.time.starts_at.isoformat(), "state": str(booking.get_state_display())}
                for booking in coaching.bookings.all()
            ],
            "notes": [note.text for note in coaching.notes.all() if note.shared],
        }
        for coaching in rows
    ]


def erase_coaching(person: Person) -> None:
    """Coming times are given back, and what coaches noted for themselves is gone."""
    for booking in Booking.objects.standing().filter(coaching__case__person=person).select_related("time"):
        if not booking.time.has_begun():
            cancel(booking, by=person)
    CoachNote.objects.filter(coaching__case__person=person, shared=False).delete()


def register_own_data() -> None:
    """Called when the app is ready."""
    register("coaching", _("Your coaching"), export_coaching, erase_coaching)
    name_fields(
        {"coaches": _("Coaches"), "booked": _("Booked"), "notes": _("Notes shared with you"), "when": _("When")}
    )
