"""What is judged: criteria with weights, and in words what each score means."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.submissions.models import Opening

LOWEST, USUAL, MOST = 1, 5, 7
"""The lowest score, the highest one as a rule, and the highest that a criterion can have."""

STAFF_OF_A_ROUND = (Role.FUND_MANAGER, Role.DEPARTMENT_EDITOR, Role.DECISION_MAKER, Role.REGISTRAR)


def on_measure(value: int, highest: int) -> Decimal:
    """A score of a scale from 1 to `highest` on the measure that all criteria share, 1 to 5.

    A criterion with a longer scale counts no more than another: its weight alone says how much it does.
    """
    return Decimal(LOWEST) + Decimal((value - LOWEST) * (USUAL - LOWEST)) / Decimal(highest - LOWEST)


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
    highest = models.PositiveSmallIntegerField(_("highest score"), default=USUAL)

    objects = OpeningPartRows.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="a_weight_is_above_zero"),
            models.CheckConstraint(condition=Q(highest__range=(LOWEST + 1, MOST)), name="a_scale_has_two_to_seven"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def scale(self) -> range:
        """The scores that can be given."""
        return range(LOWEST, self.highest + 1)


class Anchor(models.Model):
    """What a score means for a criterion, in words."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="anchors")
    score = models.PositiveSmallIntegerField(_("score"))
    words = LocalizedField(_("means"))

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        ordering: ClassVar = ["score"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criterion", "score"], name="one_anchor_per_score"),
            models.CheckConstraint(condition=Q(score__range=(LOWEST, MOST)), name="an_anchor_is_of_a_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.score}: {self.words}"
