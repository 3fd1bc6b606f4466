"""What the writing pages put on my page: the drafts that one is writing, each with the way back into it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.kernel import dates
from civicportal.places import mine
from civicportal.submissions import queries


def register_my_page() -> None:
    """Called when the app is ready."""
    mine.register(mine.Group(key="drafts", label=gettext_lazy("Your drafts"), rows=my_drafts, position=10))


def my_drafts(person: Any) -> list[mine.Row]:
    """The person's own drafts, latest first, by what they call their idea so far; nobody else ever sees these lines."""
    return [
        mine.Row(
            label=queries.opened_title(draft.sealed) or _("Draft to %(name)s") % {"name": draft.called},
            url=reverse("submissions:tasks", args=[draft.token]),
            status=_status(draft),
            note=_("%(name)s · Saved %(when)s") % {"name": draft.called, "when": dates.show_moment(draft.changed_at)},
        )
        for draft in queries.titled_drafts(person)
    ]


def _status(draft: Any) -> str:
    if draft.only_questions:
        return _("We need one thing more from you")
    if draft.has_co_writers:
        return _("Draft that you write together")
    return _("Draft that you share") if draft.is_shown else _("Draft, only you can see it")
