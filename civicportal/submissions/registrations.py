"""What the writing pages put on my page: the drafts that one is writing, each with the way back into it."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.kernel import dates
from civicportal.people.sealing import unseal
from civicportal.places import mine
from civicportal.submissions import queries


def register_my_page() -> None:
    """Called when the app is ready."""
    mine.register(mine.Group(key="drafts", label=gettext_lazy("Your drafts"), rows=my_drafts, position=10))


def my_drafts(person: Any) -> list[mine.Row]:
    """The person's own drafts, latest first, by what they call their idea so far; nobody else ever sees these lines."""
    return [
        mine.Row(
            label=_title(draft) or _("Draft to %(name)s") % {"name": draft.called},
            url=reverse("submissions:tasks", args=[draft.token]),
            status=_("Draft, only you can see it"),
            note=_("%(name)s · Saved %(when)s") % {"name": draft.called, "when": dates.show_moment(draft.changed_at)},
        )
        for draft in queries.titled_drafts(person)
    ]


def _title(draft: Any) -> str:
    value = json.loads(unseal(bytes(draft.sealed)))["value"] if draft.sealed else ""
    return value if isinstance(value, str) else ""
