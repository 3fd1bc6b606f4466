"""States and kinds of meetings, each with the words for the public."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civicportal.people.enums import Role

CALLERS = (
    Role.NETWORK_COORDINATOR,
    Role.FACILITATOR,
    Role.FUND_MANAGER,
    Role.DEPARTMENT_EDITOR,
    Role.COMMUNICATOR,
)
"""Who calls meetings, each in their own unit."""

CHANGED, CANCELLED = "prototypes.meeting_changed", "prototypes.meeting_cancelled"
NEWS = (CHANGED, CANCELLED)
"""Letters that must reach their reader before the meeting."""


class MeetingState(models.TextChoices):
    """Where a meeting is. The label is the staff's word."""

    DRAFT = "draft", pgettext_lazy("meeting", "Not public yet")
    CALLED = "called", pgettext_lazy("meeting", "Called")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")
    HELD = "held", pgettext_lazy("meeting", "Held, with minutes")


MEETING_LOOKS: dict[str, str] = {
    MeetingState.DRAFT: "quiet",
    MeetingState.CALLED: "info",
    MeetingState.CANCELLED: "error",
    MeetingState.HELD: "ok",
}
"""Which look of ui/tag.html a state has; the words carry the meaning."""

PUBLIC_STATES = (MeetingState.CALLED, MeetingState.CANCELLED, MeetingState.HELD)


class MeetingFormat(models.TextChoices):
    """How people work together there; the label is public."""

    OPEN = "open", _("Open meeting place")
    WORKSHOP = "workshop", _("Workshop")
    DIALOGUE = "dialogue", _("Broad dialogue")
    SOLVING = "solving", _("Problem solvers")
    TRAINING = "training", _("Training")
    INFORMATION = "information", _("Information")


class Place(models.TextChoices):
    """Where one takes part."""

    ON_SITE = "on_site", _("On site")
    VIDEO = "video", _("On video")
    BOTH = "both", _("On site and on video")


class Rhythm(models.TextChoices):
    """How often a series comes back."""

    WEEK = "week", _("Every week")
    TWO = "two", _("Every second week")
    THREE = "three", _("Every third week")
    FOUR = "four", _("Every fourth week")
    MONTH = "month", _("Once a month, on the same weekday of the month")


class SignUpState(models.TextChoices):
    """Where a sign-up is; the label is what the person reads."""

    SEATED = "seated", pgettext_lazy("sign-up", "You have a place")
    WAITING = "waiting", pgettext_lazy("sign-up", "You are on the waiting list")
    GIVEN_UP = "given_up", pgettext_lazy("sign-up", "You have given up your place")
