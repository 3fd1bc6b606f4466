"""What the challenges' templates need beyond the portal's own words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import gettext_lazy

from challenges.enums import Audience
from civicportal.kernel import dates

register = template.Library()

DEEDS = {
    "proposal.submitted": gettext_lazy("Sent in"),
    "proposal.changed": gettext_lazy("Changed by the proposer"),
    "proposal.completed": gettext_lazy("Completed by the proposer"),
    "proposal.screen": gettext_lazy("Read through"),
    "proposal.review": gettext_lazy("Given to reviewers"),
    "proposal.match": gettext_lazy("Matched with the challenge"),
    "proposal.refuse": gettext_lazy("Answered with a no"),
    "proposal.withdraw": gettext_lazy("Withdrawn by the proposer"),
    "proposal.name_taken_down": gettext_lazy("The name was taken down"),
}
"""What the log's verbs are called where staff read a proposal's history."""


@register.filter
def proposal_deed(verb: str) -> str:
    """A verb of the log in words; one without words stands as it is."""
    return str(DEEDS.get(verb, verb))


@register.filter
def is_ahead(moment: datetime | None) -> bool:
    """Whether a moment lies ahead of now."""
    return moment is not None and moment > dates.now()


@register.filter
def is_to_come(day: date | None) -> bool:
    """Whether a day is today or ahead."""
    return day is not None and day >= dates.today()


@register.filter
def group_names(groups: list[str]) -> list[Any]:
    """The public words of the groups that a challenge concerns."""
    return [audience.label for audience in Audience if audience in groups]
