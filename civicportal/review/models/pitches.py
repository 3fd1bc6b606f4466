"""The day when those who applied pitch: slots that cannot overlap within one jury, and its questions."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.review.models.stages import Stage, person_field
from civicportal.submissions.models import Submission


class Slot(models.Model):
    """A time when one applicant meets the jury of a pitch stage, on a place or over a video link."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="slots")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="slots")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    link = models.URLField(_("link to the video meeting"), max_length=300, blank=True)
    changes = models.PositiveSmallIntegerField(default=0, help_text="sequence of the calendar event")
    changed_at = models.DateTimeField(default=dates.now)
    asked_at = models.DateTimeField(null=True, help_text="when the applicant asked for another time")
    asked_words = models.TextField(_("what suits better"), blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("pitch time")
        verbose_name_plural = _("pitch times")
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_pitch_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(place="") | ~Q(link=""), name="a_pitch_is_somewhere"),
            models.UniqueConstraint(fields=["stage", "submission"], name="one_pitch_per_submission"),
            ExclusionConstraint(
                name="pitches_do_not_overlap",
                expressions=[
                    (
                        Func(F("starts_at"), F("ends_at"), function="TSTZRANGE", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    ("stage", RangeOperators.EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.starts_at.astimezone(dates.STOCKHOLM):%Y-%m-%d %H:%M}"


class JuryQuestion(models.Model):
    """Something that the jury wants to ask at a pitch, prepared beforehand."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="jury_questions")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="jury_questions")
    words = models.TextField(_("question"))
    by = person_field()
    at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("question of the jury")
        verbose_name_plural = _("questions of the jury")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.submission}: {self.pk}"
