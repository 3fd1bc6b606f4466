"""When and by whom it is judged: stages with windows that carry the rights, and what each leaves to the next."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.review.enums import Judges, Leaves, Shows, StageKind, Verdict
from civicportal.review.models.criteria import OpeningPartRows
from civicportal.submissions.models import Opening, Submission


def person_field(**kwargs: Any) -> models.ForeignKey[Any, Any]:
    """The key to whoever did something."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **kwargs)


class Stage(models.Model):
    """A time when certain people judge. Access follows the stage's window, not somebody's memory."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="stages")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = LocalizedField(_("name"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    kind = models.CharField(_("what it gives"), max_length=10, choices=StageKind.choices, default=StageKind.SCORES)
    judges = models.CharField(_("who reads"), max_length=20, choices=Judges.choices, default=Judges.REVIEWER)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("named people"),
        related_name="+",
        blank=True,
        help_text=_("Nobody named means everybody with the role"),
    )
    blind = models.BooleanField(_("without the name of whoever sent it in"), default=True)
    wanted_reviews = models.PositiveSmallIntegerField(_("reviews wanted per submission"), default=2)

    redacted_first = models.BooleanField(
        _("names are struck out before anybody reads"),
        default=False,
        help_text=_("A submission is read when somebody has gone through its text"),
    )
    leaves = models.CharField(_("leaves to the next stage"), max_length=10, choices=Leaves.choices, default=Leaves.ALL)
    best = models.PositiveSmallIntegerField(_("how many go on"), null=True, blank=True)
    shows = models.CharField(_("the next stage sees"), max_length=10, choices=Shows.choices, default=Shows.NOTHING)

    objects = OpeningPartRows.as_manager()

    class Meta:
        verbose_name = _("review stage")
        verbose_name_plural = _("review stages")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opening", "position"], name="one_stage_per_position"),
            models.CheckConstraint(condition=~Q(leaves=Leaves.BEST) | Q(best__gt=0), name="the_best_are_so_many"),
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

    @property
    def is_scored(self) -> bool:
        """Whether each reader gives scores of their own."""
        return self.kind in {StageKind.SCORES, StageKind.PITCH}

    def is_open(self) -> bool:
        """Whether one may judge now."""
        return self.opens_at <= dates.now() < self.closes_at

    def has_closed(self) -> bool:
        return self.closes_at <= dates.now()


class Prolonging(models.Model):
    """A stage was given more time, and why."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="prolongings")
    closed_at = models.DateTimeField(help_text="when it would have closed")
    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    by = person_field()
    at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("prolonging of a stage")
        verbose_name_plural = _("prolongings of stages")
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("closed_at")), name="a_stage_is_only_made_longer")
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.until:%Y-%m-%d %H:%M}"


class Passing(models.Model):
    """Whether a submission goes on from a stage, as a person confirmed it. No row: nobody has said so yet."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="passings")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="passings")
    goes_on = models.BooleanField(_("goes on"))
    by = person_field()
    at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("what goes on from a stage")
        verbose_name_plural = _("what goes on from stages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stage", "submission"], name="goes_on_or_not_from_a_stage")
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.goes_on}"


class Advice(models.Model):
    """What a group says about a submission in an advice stage: one text that they write together."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="advices")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="advices")
    verdict = models.CharField(_("advice"), max_length=10, choices=Verdict.choices, blank=True)
    words = models.TextField(_("why"), blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=dates.now)
    saved_by = person_field()
    done_at = models.DateTimeField(_("done"), null=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("advice of a group")
        verbose_name_plural = _("advice of groups")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stage", "submission"], name="one_advice_per_stage_and_submission"),
            models.CheckConstraint(condition=Q(done_at=None) | ~Q(verdict=""), name="an_advice_that_is_done_says_it"),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.verdict}"
