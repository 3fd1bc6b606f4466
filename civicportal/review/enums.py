"""Where a review stands, for its own reviewer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Progress(models.TextChoices):
    NEW = "new", _("Not started")
    STARTED = "started", _("Started")
    DONE = "done", _("Done")
