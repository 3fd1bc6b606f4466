"""Test environments: where a matched proposal and a challenge are tried together, in the open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import DateTimeField, ExpressionWrapper, F, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.enums import EnvironmentState, Ground
from challenges.models.challenges import Challenge
from challenges.models.proposals import Proposal
from civicportal.commons.models import item_field
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField

MOST_DAYS = timedelta(days=731)
"""Twenty-four months at their longest. The actions count months; this is the database's own wall."""


class EnvironmentRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: those of the challenges that one sees."""
        return self.filter(challenge__in=Challenge.objects.visible_to(person))


class TestEnvironment(models.Model):
    """One proposal and one challenge, tried together for at most 24 months. Its steps are the open process log."""

    __test__ = False  # the word is the city's; no class of tests

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="environment")
    challenge = models.ForeignKey(
        Challenge, on_delete=models.PROTECT, related_name="environments", verbose_name=_("challenge")
    )
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=EnvironmentState.choices, default=EnvironmentState.PREPARING
    )
    title = LocalizedField(_("title"))
    summary = LocalizedField(_("what is tested, in one sentence"))
    about = LocalizedField(_("about the test"), long=True, blank=True)
    where = LocalizedField(_("where it is tested"), blank=True)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"), help_text=_("At most 24 months after the start"))
    partnerships = LocalizedField(_("new forms of partnership"), long=True, blank=True)
    lessons = LocalizedField(
        _("lessons that scale"), long=True, blank=True, help_text=_("What others can use, one lesson a line")
    )
    learnt = LocalizedField(_("how it went"), long=True, blank=True)
    image = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    item = item_field()

    objects = EnvironmentRows.as_manager()

    class Meta:
        verbose_name = _("test environment")
        verbose_name_plural = _("test environments")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="an_environment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(
                    ends_on__lte=ExpressionWrapper(F("starts_on") + Value(MOST_DAYS), output_field=DateTimeField())
                ),
                name="an_environment_is_two_years_at_most",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("challenges:environment", args=[self.slug])


class MilestoneRows(Rows):
    def left(self) -> Self:
        return self.filter(reached_on__isnull=True)


class Milestone(models.Model):
    """Something that shall have happened by a day."""

    environment = models.ForeignKey(TestEnvironment, on_delete=models.CASCADE, related_name="milestones")
    title = LocalizedField(_("milestone"))
    due_on = models.DateField(_("by"))
    reached_on = models.DateField(_("reached"), null=True, blank=True, editable=False)

    objects = MilestoneRows.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering: ClassVar = ["due_on", "id"]

    def __str__(self) -> str:
        return str(self.title)

    def is_late(self) -> bool:
        return self.reached_on is None and self.due_on < dates.today()


class Participants(models.Model):
    """How many take part, by one ground and group: a figure that staff enter, never anything about one person."""

    environment = models.ForeignKey(TestEnvironment, on_delete=models.CASCADE, related_name="participants")
    ground = models.CharField(_("by"), max_length=16, choices=Ground.choices)
    group = LocalizedField(_("group"), help_text=_("For example women, or 65 years and older"))
    number = models.PositiveIntegerField(_("how many"))

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("participants by group")
        verbose_name_plural = _("participants by group")
        ordering: ClassVar = ["ground", "id"]

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.group}"
