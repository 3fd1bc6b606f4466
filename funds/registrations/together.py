"""What writing together, completing and signing tell the kernel about the funds' applications."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import queues
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.places import mine
from civicportal.submissions.completing import came_in
from civicportal.submissions.enums import CompletionState
from funds.models import Application
from funds.queries import mine as own

ASKERS = (Role.FUND_MANAGER, Role.NETWORK_COORDINATOR)


def register_together() -> None:
    """Called once, when the app is ready."""
    label = gettext_lazy("Completions that came in")
    queues.register(queues.Queue("funds.completions", label, ASKERS, completions_to_read))
    mine.register(
        mine.Group(
            key="funds.completions",
            label=gettext_lazy("We need one thing more from you"),
            rows=my_completions,
            position=5,
            urgent=True,
        )
    )


def completions_to_read(person: Any) -> list[queues.Waiting]:
    """What applicants have completed, or did not in time, until somebody has looked."""
    rows = came_in(person).filter(submission__in=Application.objects.visible_to(person).values("submission"))
    return [
        queues.Waiting(
            label=one.submission.case.title,
            url=reverse("admin:funds_completion", args=[one.submission.case.reference]),
            verb=_("Read"),
            due=one.submission.case.answer_by,
            note=f"{one.submission.case.reference} · "
            + (_("the time ran out") if one.state == CompletionState.RAN_OUT else _("has come in")),
        )
        for one in rows[:200]
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
            due=dates.last_minute(one.until).date(),
        )
        for one in own.my_completions(person)
    ]
