"""What a public thing is meant to change, and what it did: goals with indicators, and a ledger of values."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Item
from civicportal.effects.enums import Direction, Level
from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role

EDITORS = (
    Role.FUND_MANAGER,
    Role.FACILITATOR,
    Role.DEPARTMENT_EDITOR,
    Role.NETWORK_COORDINATOR,
    Role.COMMUNICATOR,
)
"""Who enters effects, each for the things of their own unit."""
FEWEST = 5
"""A figure that fewer people have answered for is not shown: it would tell what each of them said."""


def _figure(name: Any, **kwargs: Any) -> models.DecimalField[Any, Any]:
    """A number with its unit beside it: up to twelve digits and two decimals."""
    return models.DecimalField(name, max_digits=14, decimal_places=2, **kwargs)


class OwnedRows(Rows):
    """Rows that hang on an item: `TO_ITEM` is the way there."""

    TO_ITEM = "item"

    def visible_to(self, person: Any) -> Self:
        """Those of one's own units; the auditor sees all, and nobody those of a hidden item."""
        rows = self.filter(**{f"{self.TO_ITEM}__visible": True})
        if person.has_role(Role.AUDITOR):
            return rows
        return rows.filter(**{f"{self.TO_ITEM}__unit__in": person.units_as(*EDITORS)})


class GoalRows(OwnedRows):
    pass


class IndicatorRows(OwnedRows):
    TO_ITEM = "goal__item"


class MeasurementRows(OwnedRows):
    TO_ITEM = "indicator__goal__item"


class EffectGoal(models.Model):
    """What should be different for people when the thing has worked, and by when."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="effect_goals", verbose_name=_("item"))
    title = LocalizedField(_("goal"))
    about = LocalizedField(_("what it means"), long=True, blank=True)
    horizon = models.DateField(_("by when"), null=True, blank=True)
    once = models.UUIDField(unique=True, null=True, editable=False)

    objects = GoalRows.as_manager()

    class Meta:
        verbose_name = _("effect goal")
        verbose_name_plural = _("effect goals")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return str(self.title)


class Indicator(models.Model):
    """A figure that shows whether a goal is nearing: its unit, the way it should go, where it starts and should end.

    A baseline and a target each come with their day. `next_on` is when it is measured next: it stands in public, and
    when the day has come the indicator waits on the start page of those who own the thing.
    """

    goal = models.ForeignKey(EffectGoal, on_delete=models.CASCADE, related_name="indicators", verbose_name=_("goal"))
    name = LocalizedField(_("indicator"))
    unit = LocalizedField(_("unit"))
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.UP)
    baseline = _figure(_("baseline"), null=True, blank=True)
    baseline_on = models.DateField(_("baseline measured"), null=True, blank=True)
    target = _figure(_("target"), null=True, blank=True)
    target_on = models.DateField(_("target by"), null=True, blank=True)
    source = LocalizedField(_("how it is measured"), long=True, blank=True)
    next_on = models.DateField(_("next measurement"), null=True, blank=True)
    once = models.UUIDField(unique=True, null=True, editable=False)

    objects = IndicatorRows.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_on__isnull=True)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="a_baseline_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True, target_on__isnull=True)
                | Q(target__isnull=False, target_on__isnull=False),
                name="a_target_has_its_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["next_on"], name="indicators_to_measure")]

    def __str__(self) -> str:
        return str(self.name)


class Measurement(models.Model):
    """What an indicator was on a day. `answers` is how many people answered, where people were asked."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="measurements", verbose_name=_("indicator")
    )
    on = models.DateField(_("day"), default=dates.today)
    value = _figure(_("value"))
    answers = models.PositiveIntegerField(_("how many answered"), null=True, blank=True)
    note = LocalizedField(_("note"), long=True, blank=True)
    by_function = LocalizedField(_("measured by"), blank=True)

    objects = MeasurementRows.as_manager()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering: ClassVar = ["on"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["indicator", "on"], name="measured_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"

    @property
    def too_few(self) -> bool:
        """Whether so few have answered that the figure is kept from the public."""
        return self.answers is not None and self.answers < FEWEST


class ValueEntry(models.Model):
    """A value that came of working together, for the individual, the organisation or society; some are in kronor."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="values_made", verbose_name=_("item"))
    level = models.CharField(_("for whom"), max_length=12, choices=Level.choices)
    words = LocalizedField(_("what came of it"), long=True)
    on = models.DateField(_("day"), default=dates.today)
    amount = MoneyField(_("worth in kronor"), null=True, blank=True)
    once = models.UUIDField(unique=True, null=True, editable=False)

    objects = OwnedRows.as_manager()

    class Meta:
        verbose_name = _("value made")
        verbose_name_plural = _("values made")
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="worth_something")
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.words}"
