"""What the writing pages put on my page and on the desk: drafts, what is to be completed, what came in of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import queues
from civicportal.cases.rules import LEADS_A_CASE
from civicportal.kernel import dates
from civicportal.places import mine
from civicportal.submissions import queries
from civicportal.submissions.completing import asked_of, came_in
from civicportal.submissions.enums import CompletionState
from civicportal.submissions.kinds import kind_of


def register_my_page() -> None:
    """Called when the app is ready."""
    mine.register(mine.Group(key="drafts", label=gettext_lazy("Your drafts"), rows=my_drafts, position=10))


def register_completing() -> None:
    """Called when the app is ready: the same for whatever feature's submissions are completed."""
    queues.register(
        queues.Queue("submissions.completions", gettext_lazy("Completions that came in"), LEADS_A_CASE, completions_in)
    )
    mine.register(
        mine.Group(
            key="completions",
            label=gettext_lazy("We need one thing more from you"),
            rows=my_completions,
            position=5,
            urgent=True,
        )
    )


def completions_in(person: Any) -> list[queues.Waiting]:
    """What applicants have completed, or did not in time, until somebody has looked."""
    found = [(one, kind_of(one.submission.opening).complete_path(one.submission)) for one in came_in(person)[:200]]
    return [
        queues.Waiting(
            label=one.submission.case.title,
            url=url,
            verb=_("Read"),
            due=one.submission.case.answer_by,
            note=f"{one.submission.case.reference} · "
            + (_("the time ran out") if one.state == CompletionState.RAN_OUT else _("has come in")),
        )
        for one, url in found
        if url
    ]


def my_completions(person: Any) -> list[mine.Row]:
    """What the person is asked to complete, with the last day."""
    return [
        mine.Row(
            label=one.submission.case.title,
            url=reverse("submissions:complete", args=[one.submission.case.reference]),
            status=_("We need one thing more from you"),
            look="warn",
            note=one.submission.case.reference,
            until=dates.last_minute(one.until).date(),
        )
        for one in asked_of(person)
    ]


def my_drafts(person: Any) -> list[mine.Row]:
    """The person's own drafts, latest first, by what they call their idea so far; nobody else ever sees these lines.

    What they are asked to complete stands among what waits for them, and not here too.
    """
    return [
        mine.Row(
            label=queries.opened_title(draft.sealed) or _("Draft to %(name)s") % {"name": draft.called},
            url=reverse("submissions:tasks", args=[draft.token]),
            status=_status(draft),
            note=_("%(name)s · Saved %(when)s") % {"name": draft.called, "when": dates.show_moment(draft.changed_at)},
        )
        for draft in queries.titled_drafts(person)
        if not (draft.only_questions and draft.person_id == person.pk)
    ]


def _status(draft: Any) -> str:
    if draft.only_questions:
        return _("We need one thing more from you")
    if draft.has_co_writers:
        return _("Draft that you write together")
    return _("Draft that you share") if draft.is_shown else _("Draft, only you can see it")
