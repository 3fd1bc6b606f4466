"""Uploads that were checked; pictures in sizes. Names only in the database."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
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


class ExportRows(Rows):
    def of(self, person: Any) -> Self:
        """The exports that a person has asked for: nobody else's, whatever the role."""
        return self.filter(person=person) if person.is_authenticated else self.none()

    def left(self) -> Self:
        """Exports that no worker has: never begun, or begun by one that has died."""
        now = dates.now()
        waiting = Q(state=Export.State.WAITING, asked_at__lte=now - timedelta(seconds=30))
        return self.filter(waiting | Q(state=Export.State.RUNNING, lease_until__lte=now))

    def old(self) -> Self:
        """Exports whose files are to be taken away."""
        return self.filter(asked_at__lte=dates.now() - KEPT).exclude(state=Export.State.GONE)


KEPT = timedelta(days=7)
"""How long the file of an export is kept."""


class Export(models.Model):
    """A table that somebody in the backoffice has asked for as a file; the worker writes it row by row."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its turn")
        RUNNING = "running", _("being written")
        DONE = "done", _("ready")
        FAILED = "failed", _("could not be written")
        GONE = "gone", _("taken away")

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    asked = models.JSONField(default=dict, help_text=_("what of it: ids and addresses only"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    language = models.CharField(max_length=2, default="sv")
    once = models.UUIDField(unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    hidden = models.PositiveIntegerField(default=0, help_text=_("rows left out, such as for a conflict of interest"))
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=dates.now)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    objects = ExportRows.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="no_more_rows_than_there_are")
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def is_going_on(self) -> bool:
        return self.state in {Export.State.WAITING, Export.State.RUNNING}
