"""Uploads that were checked; pictures in sizes. Names only in the database."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.rows import Rows


class StoredFile(models.Model):
    """One file that somebody sent, kept under a random name with the type that its content shows.

    A private file lies encrypted or plain in the private storage and is reached through a view with the getter of
    what it belongs to. A public picture is re-encoded by the worker into three sizes named by content hash.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("being made ready")
        STORED = "stored", _("stored")
        REFUSED = "refused", _("refused")
        MISSING = "missing", _("missing")

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(help_text=_("bytes"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    encrypted = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STORED)
    is_picture = models.BooleanField(default=False)
    alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    sizes = models.JSONField(default=dict, help_text=_("width in pixels to public path"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name
