"""What the portal holds about a person here: what they follow, by the address of their account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Follow
from civicportal.people.models import Person
from civicportal.people.own_data import name_fields, register


def export_follows(person: Person) -> list[dict[str, Any]]:
    """Each thing that the person follows or followed."""
    return [
        {
            "what": str(follower.item),
            "since": follower.asked_at.isoformat(),
            "until": follower.ended_at.isoformat() if follower.ended_at else None,
        }
        for follower in Follow.objects.filter(email=person.email).select_related("item").order_by("asked_at")
    ]


def erase_follows(person: Person) -> None:
    """Forgets what the person follows."""
    Follow.objects.filter(email=person.email).delete()


def register_own_data() -> None:
    """Called when the app is ready."""
    register("follows", _("What you follow"), export_follows, erase_follows)
    name_fields({"what": _("What"), "since": _("Since"), "until": _("Until")})
