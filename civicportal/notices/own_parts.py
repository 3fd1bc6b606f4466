"""The letters and the wishes about letters among somebody's own data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.notices.models import Lane, Message, MessageState, Preference
from civicportal.people import own_data
from civicportal.people.models import Person


def _letters(person: Person) -> list[dict[str, Any]]:
    """Every letter that was let go, except those with sign-in codes."""
    rows = (
        Message.objects.filter(person=person)
        .exclude(lane=Lane.CODE)
        .exclude(state__in=[MessageState.HELD, MessageState.VOID])
    )
    return [
        {"to": row.email, "written": row.written_at.isoformat(), "subject": row.subject, "text": row.text}
        for row in rows.order_by("id")
    ]


def _preferences(person: Person) -> list[dict[str, Any]]:
    return [
        {"kind": row.kind, "wanted": row.wanted} for row in Preference.objects.filter(person=person).order_by("kind")
    ]


def _forget_preferences(person: Person) -> None:
    Preference.objects.filter(person=person).delete()


def register() -> None:
    """Called once when the app is ready."""
    kept = _("Letters belong to the cases that they are about and are kept with them.")
    own_data.register("letters", _("Letters to you"), _letters, kept=kept)
    own_data.register("preferences", _("Which letters you want"), _preferences, _forget_preferences)
