"""Judging: criteria with written anchors, stages in time, who reads what, scores. A score never decides."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.submissions.models import Opening, Submission, Version

STAFF_OF_A_ROUND = (Role.FUND_MANAGER, Role.DEPARTMENT_EDITOR, Role.DECISION_MAKER, Role.REGISTRAR)


class OpeningPartRows(Rows):
    """What belongs to an opening and is staff's to arrange."""

    def visible_to(self, person: Any) -> Self:
        """Backoffice: those of the units that one works for; an auditor sees all."""
        if person.has_role(Role.AUDITOR):
            return self
        return self.filter(opening__unit__in=person.units_as(*STAFF_OF_A_ROUND))


class Criterion(models.Model):
    """One thing that is judged in an opening, with its weight. Frozen when the first score is given."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = LocalizedField(_("name"))
    question = LocalizedField(_("what is asked"), long=True, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=1)

    objects = OpeningPartRows.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(weight__gt=0), name="a_weight_is_above_zero")]

    def __str__(self) -> str:
        return str(self.name)


class Anchor(models.Model):
    """What a score from 1 to 5 means for a criterion, in words."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="anchors")
    score = models.PositiveSmallIntegerField(_("score"))
    words = LocalizedField(_("means"))

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        ordering: ClassVar = ["score"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criterion", "score"], name="one_anchor_per_score"),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="an_anchor_is_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.score}: {self.words}"


class Stage(models.Model):
    """A time when certain people judge. Access follows the stage's window, not somebody's memory."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="stages")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = LocalizedField(_("name"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    blind = models.BooleanField(_("without the applicant's name"), default=True)
    wanted_reviews = models.PositiveSmallIntegerField(_("reviews wanted per submission"), default=2)

    objects = OpeningPartRows.as_manager()

    class Meta:
        verbose_name = _("review stage")
        verbose_name_plural = _("review stages")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opening", "position"], name="one_stage_per_position"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="a_stage_closes_after_it_opens"),
            ExclusionConstraint(
                name="stages_do_not_overlap",
                expressions=[
                    (
                        Func(F("opens_at"), F("closes_at"), function="TSTZRANGE", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    ("opening", RangeOperators.EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def is_open(self) -> bool:
        """Whether one may judge now."""
        return self.opens_at <= dates.now() < self.closes_at

    def has_closed(self) -> bool:
        return self.closes_at <= dates.now()


class AssignmentRows(Rows):
    def standing(self) -> Self:
        """Not taken back by staff."""
        return self.filter(ended_at__isnull=True)

    def readable_by(self, person: Any) -> Self:
        """What a reviewer may read: their own, taken back neither by staff nor by a recusal."""
        recused = Recusal.objects.in_force().filter(person=person).values("case")
        return self.standing().filter(reviewer=person).exclude(submission__case__in=recused)


class Assignment(models.Model):
    """One person reads one submission in one stage."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="assignments")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("reviewer")
    )
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(default=dates.now)
    ended_at = models.DateTimeField(null=True)

    objects = AssignmentRows.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stage", "submission", "reviewer"], name="assigned_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["reviewer", "stage"], condition=Q(ended_at__isnull=True), name="a_reviewers_queue")
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.reviewer}"


class Review(models.Model):
    """What one reviewer thinks of one version of a submission; a draft of theirs until it is done."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="review")
    version_judged = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    to_group = models.TextField(_("to the group"), blank=True)
    to_applicant = models.TextField(_("to the applicant"), blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=dates.now)
    saved_from = models.CharField(
        max_length=36, blank=True, editable=False, help_text="the browser tab that saved last"
    )
    aside = models.JSONField(null=True, editable=False, help_text="what another tab wrote, until its writer has chosen")
    done_at = models.DateTimeField(_("done"), null=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return str(self.assignment)


class Score(models.Model):
    """A score from 1 to 5 on a criterion, or none: "cannot judge" is no value and pulls nothing down."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(_("score"), null=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__range=(1, 5)), name="a_score_is_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"
