"""Versioned forms, and the times when one may write in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.kernel.web import public_words_changed
from civicportal.people.models import Organisation


class FormRows(Rows):
    def in_use(self, name: str) -> Self:
        """The versions of a form that were taken into use, the newest first."""
        return self.filter(name=name, taken_at__isnull=False).order_by("-version")

    def in_the_making(self, name: str) -> Self:
        """The version that staff write on, if there is one."""
        return self.filter(name=name, taken_at__isnull=True)


class Form(models.Model):
    """One version of a form: steps and questions as data. Never changed once it was taken into use.

    A version without `taken_at` is in the making: staff write on it, and nobody can write in it.
    """

    name = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    definition = models.JSONField(help_text=_("steps with questions, see submissions/definition.py"))
    made_at = models.DateTimeField(default=dates.now)
    taken_at = models.DateTimeField(
        _("in use since"), null=True, default=dates.now, help_text=_("Empty while it is being made")
    )

    objects = FormRows.as_manager()

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "version"], name="one_form_per_version"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(taken_at__isnull=True), name="one_version_in_the_making"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        public_words_changed()


class OpeningRows(Rows):
    def open(self, moment: datetime | None = None) -> Self:
        moment = moment or dates.now()
        return self.filter(opens_at__lte=moment, closes_at__gt=moment)


class Opening(models.Model):
    """A time when one may write: which form, from when, to when, about how much.

    `closes_at` is the first instant that is too late, so that "kl. 23.59" is open through that minute.
    """

    kind = models.CharField(max_length=40, help_text=_("whose opening it is, such as funds.round"))
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="openings", verbose_name=_("form"))
    series = models.CharField(_("letters of the reference"), max_length=8)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    lowest = MoneyField(_("lowest sum"), null=True, blank=True)
    highest = MoneyField(_("highest sum"), null=True, blank=True)
    answer_by = models.DateField(_("answer by"))
    latest_start = models.DateField(
        _("latest start"), null=True, blank=True, help_text=_("The last day on which what is applied for may begin")
    )

    objects = OpeningRows.as_manager()

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="an_opening_closes_after_it_opens")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {dates.day_of(self.opens_at)}"

    def is_open(self, moment: datetime | None = None) -> bool:
        """Whether one may start and send now."""
        moment = moment or dates.now()
        return self.opens_at <= moment < self.closes_at

    @property
    def is_to_come(self) -> bool:
        """Whether it has not opened yet."""
        return dates.now() < self.opens_at

    def is_late(self, moment: datetime) -> bool:
        """Whether something that arrived then is late: past the deadline and its published grace."""
        return moment >= self.closes_at + dates.GRACE


def opening_field(**kwargs: Any) -> models.OneToOneField[Any, Any]:
    """The key from a feature's round or call to its opening."""
    return models.OneToOneField(Opening, on_delete=models.PROTECT, related_name="+", **kwargs)
