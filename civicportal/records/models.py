"""The append-only log, reference numbers and the retention schedule."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField


class Entry(models.Model):
    """One thing that was done, by whom, to what. Never changed and never removed: the database refuses.

    It holds ids, states, field names and hashes and never people's words, so that erasing a person's
    data and keeping an unbroken log agree.
    """

    at = models.DateTimeField(default=dates.now, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id", "-id"], name="entry_of_a_subject")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'the log is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_kind} {self.subject_id}"


class Series(models.Model):
    """The last number given in a series of references for a year. Its row lock makes the series gap-free."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints: ClassVar = [models.UniqueConstraint(fields=["prefix", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class RetentionRule(models.Model):
    """How long a class of documents is kept, from which event, by which line of the city's document plan."""

    class Afterwards(models.TextChoices):
        KEEP = "keep", _("Keep for ever")
        PURGE = "purge", _("Propose purging, an archivist approves")

    record_class = models.SlugField(_("class"), unique=True)
    name = LocalizedField(_("what it is"))
    plan_reference = models.CharField(_("line in the document plan"), max_length=80, blank=True)
    start_event = models.CharField(_("counted from"), max_length=80)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    afterwards = models.CharField(_("afterwards"), max_length=10, choices=Afterwards.choices, default=Afterwards.KEEP)

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention schedule")
        ordering: ClassVar = ["record_class"]

    def __str__(self) -> str:
        return str(self.name)
