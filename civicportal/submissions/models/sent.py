"""What was sent to the city, each version of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case
from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.submissions.models.drafts import Draft
from civicportal.submissions.models.forms import Form, Opening


class Submission(models.Model):
    """What was sent to the city: from this moment a public document. One per draft, whatever is clicked twice."""

    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, null=True, related_name="submission")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="submissions")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="submission")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="submissions"
    )
    language = models.CharField(max_length=2, default="sv")
    first_sent_at = models.DateTimeField(_("first sent"))
    sent_at = models.DateTimeField(_("sent"))
    late = models.BooleanField(_("late"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    origin = models.ForeignKey(
        Item, on_delete=models.SET_NULL, null=True, related_name="+", help_text=_("public thing that it carries on")
    )

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes: ClassVar = [models.Index(fields=["opening", "sent_at"], name="submissions_of_an_opening")]

    def __str__(self) -> str:
        return str(self.case)


class Version(models.Model):
    """The answers as they were sent one time. Each sending makes one; none is changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(help_text=_("question to value"))
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=dates.now)
    once = models.UUIDField(null=True, unique=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("version sent")
        verbose_name_plural = _("versions sent")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.number}"


class BudgetLine(models.Model):
    """One line of the budget that was sent."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="budget_lines")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(_("what"), max_length=120)
    amount = MoneyField(_("amount"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "position"], name="one_budget_line_per_position")
        ]

    def __str__(self) -> str:
        return self.what
