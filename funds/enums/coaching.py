"""When somebody wants a coach, how they meet, and what becomes of a booked time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Phase(models.TextChoices):
    """Where the person is when they ask."""

    BEFORE = "before", _("Before applying")
    WRITING = "writing", _("While writing")
    SENT = "sent", _("After applying")
    PROJECT = "project", _("During the project")


class CoachPlace(models.TextChoices):
    """How one meets a coach."""

    ON_SITE = "on_site", pgettext_lazy("meeting a coach", "On site")
    VIDEO = "video", pgettext_lazy("meeting a coach", "On video")


class BookingState(models.TextChoices):
    BOOKED = "booked", _("Booked")
    CANCELLED = "cancelled", pgettext_lazy("booking", "Cancelled")
