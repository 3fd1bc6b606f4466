"""Who reads what, and what they gave. A score never decides."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.review.models.criteria import LOWEST, MOST, Criterion
from civicportal.review.models.stages import Advice, Stage, person_field
from civicportal.submissions.models import Submission, Version


class AssignmentRows(Rows):
    def standing(self) -> Self:
        """Not taken back by staff."""
        return self.filter(ended_at__isnull=True)

    def readable_by(self, person: Any) -> Self:
        """What a reviewer may read: their own, taken back neither by staff nor by a recusal."""
        recused = Recusal.objects.in_force().filter(person=person).values("case")
        return self.standing().filter(reviewer=person).exclude(submission__case__in=recused)

    def with_end(self) -> Self:
        """With `is_done`: whether the reader's own scores are given, or the advice of their group."""
        advice = Advice.objects.filter(
            stage=OuterRef("stage"), submission=OuterRef("submission"), done_at__isnull=False
        )
        review = Review.objects.filter(assignment=OuterRef("pk"), done_at__isnull=False)
        return self.annotate(is_done=Exists(review) | Exists(advice))

    def unfinished(self) -> Self:
        """Those that still wait for scores, or for the group's advice."""
        return self.with_end().filter(is_done=False)


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
    to_applicant = models.TextField(_("to whoever sent it in"), blank=True)
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
    """A score on a criterion's own scale, or none: "cannot judge" is no value and pulls nothing down."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(_("score"), null=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__range=(LOWEST, MOST)), name="a_score_is_of_a_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class NoInterest(models.Model):
    """Somebody was told that they may have an interest in a case, and said why they have none."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="no_interests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, help_text="which hint it answers, as registered in review.hints")
    why = models.TextField(_("why not"))
    said_at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("no interest in a case")
        verbose_name_plural = _("no interest in cases")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "person", "key"], name="one_word_per_hint")
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.person}"


class Redaction(models.Model):
    """The text of one answer as those read it who may not know who wrote it. The row counts, not its length."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="redactions")
    question = models.CharField(max_length=60)
    means = models.CharField(max_length=20, blank=True, help_text="such as title, as the form said")
    text = models.TextField(_("text"), blank=True)
    by = person_field()
    at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("redacted answer")
        verbose_name_plural = _("redacted answers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "question"], name="one_redaction_per_answer")
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.question}"


class GoneThrough(models.Model):
    """Somebody has read a version and struck out what tells who wrote it, if anything did."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="gone_through")
    by = person_field()
    at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("text gone through")
        verbose_name_plural = _("texts gone through")

    def __str__(self) -> str:
        return str(self.version)


class Calibration(models.Model):
    """A case that everybody in a stage scores first: a submission of the round, or a text written for it.

    The scores of a submission are its reviews, which count once as any other; those of a text never count.
    """

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="calibrations")
    position = models.PositiveSmallIntegerField(_("position"))
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="calibrations")
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("text"), blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("calibration case")
        verbose_name_plural = _("calibration cases")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stage", "position"], name="one_calibration_per_position"),
            models.CheckConstraint(condition=Q(position__range=(1, 2)), name="two_calibration_cases"),
            models.CheckConstraint(
                condition=Q(submission__isnull=False) & Q(text="") | Q(submission__isnull=True) & ~Q(text=""),
                name="a_calibration_is_a_submission_or_a_text",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.submission)


class Trial(models.Model):
    """What one reviewer gave a calibration text."""

    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="trials")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given = models.JSONField(default=list, help_text="pairs of criterion and score, none for cannot judge")
    done_at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("score of a calibration text")
        verbose_name_plural = _("scores of calibration texts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calibration", "person"], name="one_trial_per_reviewer")
        ]

    def __str__(self) -> str:
        return f"{self.calibration}: {self.person}"
