"""What a project tells: updates in public, its final report with receipts, how it is some months later."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Step
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.submissions.models import Draft, Opening, Submission
from funds.enums.after import CheckInState, ReportState, StillGoing, UpdateState
from funds.models.projects import Project


class ProjectUpdate(models.Model):
    """What a grantee tells about the project. When staff release it, it is a public step with its picture."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="updates")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=UpdateState.choices, default=UpdateState.WAITING)
    title = models.CharField(_("in short"), max_length=120)
    words = models.TextField(_("what happened"))
    language = models.CharField(max_length=2, default="sv")
    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"), default=dates.now)
    reason = models.TextField(_("why it is not published"), blank=True)
    step = models.OneToOneField(Step, on_delete=models.SET_NULL, null=True, related_name="+")
    once = models.UUIDField(unique=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("update of a project")
        verbose_name_plural = _("updates of projects")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_update_per_number"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="a_declined_update_says_why"),
        ]

    def __str__(self) -> str:
        return self.title


class Report(models.Model):
    """The final report of a project. Its answers are a submission; here is when it is due and what follows of it."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="report")
    state = models.CharField(_("state"), max_length=10, choices=ReportState.choices, default=ReportState.WAITING)
    due_on = models.DateField(_("due"))
    rung = models.SmallIntegerField(
        _("last reminder"), null=True, help_text=_("days from the due day, negative before it")
    )
    opening = models.OneToOneField(Opening, on_delete=models.PROTECT, null=True, related_name="+")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, null=True, related_name="funds_report")
    summary = models.TextField(_("report in short, in public"), blank=True)
    used = MoneyField(_("used"), null=True, blank=True)
    missing = models.TextField(_("what is missing"), blank=True)
    words = models.TextField(_("words with the approval"), blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    to_return = MoneyField(_("to be returned"), default=0)
    return_by = models.DateField(_("to be returned by"), null=True, blank=True)
    returned_on = models.DateField(_("returned"), null=True, blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("final report")
        verbose_name_plural = _("final reports")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_return__gte=0) & (Q(returned_on__isnull=True) | Q(to_return__gt=0)),
                name="what_is_returned_was_to_be",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False, used__isnull=False),
                name="an_approved_report_has_its_sum",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="reports_by_day")]

    def __str__(self) -> str:
        return str(self.project)

    @property
    def draft(self) -> Draft | None:
        """The writer's draft: the opening is this report's alone, so there is at most one."""
        rows = Draft.objects.filter(opening=self.opening_id) if self.opening_id else Draft.objects.none()
        return rows.order_by("pk").first()

    def days_late(self) -> int:
        """Whole days past the due day while it is not sent; 0 in time."""
        if self.state not in {ReportState.WAITING, ReportState.COMPLETION}:
            return 0
        return max(0, (dates.today() - self.due_on).days)


class Receipt(models.Model):
    """A receipt of what the money went to, sealed as drafts are. Staff read it once the report is sent."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="receipts")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("what it was for"), max_length=120)
    added_at = models.DateTimeField(default=dates.now)
    once = models.UUIDField(unique=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.what


class CheckIn(models.Model):
    """One question some months after the end: does it go on, and what came of it?"""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="check_ins")
    months = models.PositiveSmallIntegerField(_("months after the end"))
    due_on = models.DateField(_("asked on"))
    state = models.CharField(_("state"), max_length=10, choices=CheckInState.choices, default=CheckInState.PLANNED)
    link_hash = models.CharField(max_length=64, unique=True, null=True)
    asked_at = models.DateTimeField(_("asked"), null=True)
    going = models.CharField(_("does it go on"), max_length=8, choices=StillGoing.choices, blank=True)
    words = models.TextField(_("what came of it"), blank=True)
    language = models.CharField(max_length=2, default="sv")
    answered_at = models.DateTimeField(_("answered"), null=True)
    step = models.OneToOneField(Step, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering: ClassVar = ["months"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "months"], name="one_check_in_a_time")]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="check_ins_by_day")]

    def __str__(self) -> str:
        return f"{self.project}: {self.months}"
