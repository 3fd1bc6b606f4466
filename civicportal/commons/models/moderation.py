"""Keeping the public place decent: reports, what was hidden and why, links that staff did not want."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civicportal.commons.enums import VOICE_ROLES, HideReason, ReportReason, ReportState
from civicportal.commons.models.items import Item, Step
from civicportal.commons.models.voices import Question, answered_for_by
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.people.enums import Role


class Target(models.Model):
    """A public thing, or one of its questions or steps: `item` is always said, of the others at most one."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("about"))
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, related_name="%(class)ss")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def thing(self) -> Item | Question | Step:
        """What it is about."""
        return self.question or self.step or self.item


class HidingRows(Rows):
    def in_force(self) -> Self:
        return self.filter(restored_at__isnull=True)

    def visible_to(self, person: Any) -> Self:
        """Backoffice: what was hidden in the units that one answers for. A hidden item has no unit; its row has."""
        if person.has_role(Role.AUDITOR, Role.COMMUNICATOR, Role.ADMINISTRATOR):
            return self
        return self.filter(unit__in=person.units_as(*VOICE_ROLES))


class Hiding(Target):
    """That staff took words out of the public, why, and when they were put back."""

    unit = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, choices=HideReason.choices)
    words = models.TextField(_("words to the writer"), blank=True)
    wanted = models.BooleanField(default=True, help_text=_("Public again once it is put back"))
    hidden_at = models.DateTimeField(_("hidden"), default=dates.now)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    restored_at = models.DateTimeField(_("put back"), null=True)
    restored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = HidingRows.as_manager()

    class Meta:
        verbose_name = _("hidden words")
        verbose_name_plural = _("hidden words")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "question", "step"],
                condition=Q(restored_at__isnull=True),
                nulls_distinct=False,
                name="hidden_once",
            ),
            models.CheckConstraint(
                condition=Q(question__isnull=True) | Q(step__isnull=True), name="hiding_is_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.get_reason_display()}"


class ReportRows(Rows):
    def waiting(self) -> Self:
        return self.filter(state=ReportState.WAITING)

    def visible_to(self, person: Any) -> Self:
        """Backoffice: reports on what one answers for, also once it is hidden; an auditor reads all."""
        if person.has_role(Role.AUDITOR):
            return self
        hidden = Hiding.objects.visible_to(person).values("item")
        return self.filter(answered_for_by(person) | Q(item__visible=False, item__in=hidden))


class Report(Target):
    """Somebody says that public words should not stand there."""

    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason.choices)
    words = models.TextField(_("words"), blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    language = models.CharField(max_length=2, default="sv")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=ReportState.choices, default=ReportState.WAITING)
    reported_at = models.DateTimeField(_("reported"), default=dates.now)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    hiding = models.ForeignKey(Hiding, on_delete=models.SET_NULL, null=True, related_name="reports")
    once = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = ReportRows.as_manager()

    class Meta:
        verbose_name = _("report on public words")
        verbose_name_plural = _("reports on public words")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(question__isnull=True) | Q(step__isnull=True), name="report_is_on_one_thing"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "reported_at"], name="reports_by_state"),
            models.Index(fields=["email"], name="reports_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.get_reason_display()}"


class Dismissal(models.Model):
    """Two public things that a person looked at and did not want linked: they are not proposed again."""

    one = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("dismissed suggestion")
        verbose_name_plural = _("dismissed suggestions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="dismissed_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="dismissed_in_one_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
