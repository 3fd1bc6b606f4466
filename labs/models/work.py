"""What comes of needs and ideas: solutions with team and cost, tests with what they showed."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import item_field
from civicportal.files.models import StoredFile
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.places.models import District
from labs.enums import SolutionState, TrialState, Verdict
from labs.models.labs import Lab
from labs.models.raised import Idea, Topic


class SolutionRows(Rows):
    def visible_to(self, person: Any) -> Self:
        return self.filter(lab__in=Lab.objects.visible_to(person))


class Solution(models.Model):
    """What a team wants to try: grown from ideas, with who does it and what it costs."""

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="solutions", verbose_name=_("lab"))
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="solutions", verbose_name=_("topic")
    )
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=SolutionState.choices, default=SolutionState.DESIGN)
    title = LocalizedField(_("title"))
    summary = LocalizedField(_("one sentence"))
    about = LocalizedField(_("how it works"), long=True, blank=True)
    team = LocalizedField(
        _("team"), long=True, help_text=_("One function or group a line, for example Residents of the street, 6 people")
    )
    cost = MoneyField(_("cost"), null=True, blank=True)
    paid_by = LocalizedField(_("who pays"), blank=True)
    ideas = models.ManyToManyField(Idea, blank=True, related_name="solutions", verbose_name=_("ideas it grew from"))
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    image = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    item = item_field()

    objects = SolutionRows.as_manager()

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("labs:solution", args=[self.slug])


class TrialRows(Rows):
    def visible_to(self, person: Any) -> Self:
        return self.filter(solution__in=Solution.objects.visible_to(person))


class Trial(models.Model):
    """A test of a solution: what is expected is written down before, what it showed and what is decided after."""

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="trials", verbose_name=_("solution"))
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=TrialState.choices, default=TrialState.PLANNED)
    title = LocalizedField(_("title"))
    summary = LocalizedField(_("one sentence"))
    hypothesis = LocalizedField(_("hypothesis"), long=True, help_text=_("If we do this, then we expect that"))
    measured_by = LocalizedField(_("how we see whether it works"), long=True, blank=True)
    place = LocalizedField(_("place"), blank=True)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    verdict = models.CharField(_("decision"), max_length=8, choices=Verdict.choices, blank=True, editable=False)
    result = LocalizedField(_("result"), long=True, blank=True, editable=False)
    learnt = LocalizedField(_("what was learnt"), long=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    item = item_field()

    objects = TrialRows.as_manager()

    class Meta:
        verbose_name = _("test")
        verbose_name_plural = _("tests")
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_lab_test_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(state="ended") | ~Q(verdict=""), name="an_ended_lab_test_has_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("labs:test", args=[self.slug])
