"""The decision room: what is proposed and tried out, who waits in reserve, the meetings. None of it decides."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.cases.enums import StateAid
from civicportal.cases.models import Protocol
from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from funds.enums.applications import NextKind, PendingOutcome
from funds.models.applications import Application
from funds.models.rounds import Round


class Pending(models.Model):
    """What the room proposes for one application: a draft of the decision, which only a delegate can confirm."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="pending")
    outcome = models.CharField(_("proposed"), max_length=10, choices=PendingOutcome.choices, blank=True)
    amount = MoneyField(_("amount"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    by_criterion = models.JSONField(_("reason per criterion"), default=dict, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    would_change = models.TextField(_("what would change it"), blank=True)
    next_kind = models.CharField(_("next step"), max_length=10, choices=NextKind.choices, blank=True)
    next_item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    next_words = models.TextField(_("the next step in words"), blank=True)
    state_aid = models.CharField(_("state aid"), max_length=10, choices=StateAid.choices, blank=True)
    state_aid_note = models.TextField(_("why so"), blank=True)
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(default=dates.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("proposed outcome")
        verbose_name_plural = _("proposed outcomes")

    def __str__(self) -> str:
        return f"{self.application}: {self.get_outcome_display()}"

    @property
    def is_award(self) -> bool:
        return self.outcome in {PendingOutcome.GRANTED, PendingOutcome.PARTLY}


class ScenarioRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """One's own, and those that their makers have shared with the room."""
        return self.filter(Q(owner=person) | Q(shared=True))


class Scenario(models.Model):
    """A what-if for a round. It changes nothing until somebody makes proposals of it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="scenarios", verbose_name=_("round"))
    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField(_("shared with the room"), default=False)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=dates.now)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ScenarioRows.as_manager()

    class Meta:
        verbose_name = _("what-if")
        verbose_name_plural = _("what-ifs")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "owner", "name"], name="one_what_if_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class ScenarioLine(models.Model):
    """What a what-if does with one application."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="lines")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=PendingOutcome.choices, blank=True)
    amount = MoneyField(_("amount"), null=True, blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("line of a what-if")
        verbose_name_plural = _("lines of what-ifs")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "application"], name="one_line_per_application")
        ]

    def __str__(self) -> str:
        return f"{self.scenario}: {self.application}"


class ReserveRows(Rows):
    def waiting(self) -> Self:
        return self.filter(ended_at__isnull=True)


class Reserve(models.Model):
    """A place on a round's reserve list, given by a named delegate. The case stays open: it is no decision yet."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reserves")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reserves")
    place = models.PositiveSmallIntegerField(_("place"))
    amount = MoneyField(_("amount"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    point = models.CharField(_("delegation point"), max_length=80)
    placed_at = models.DateTimeField(default=dates.now)
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ReserveRows.as_manager()

    class Meta:
        verbose_name = _("place on the reserve list")
        verbose_name_plural = _("places on the reserve list")
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(ended_at__isnull=True), name="one_place_in_reserve"
            ),
            models.UniqueConstraint(fields=["round", "place"], name="one_in_each_place_in_reserve"),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.place}"


class Sitting(models.Model):
    """A meeting that prepared decisions of a round; what was said stands in its protocol."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sittings")
    protocol = models.OneToOneField(Protocol, on_delete=models.PROTECT, related_name="sitting")

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("meeting of the decision room")
        verbose_name_plural = _("meetings of the decision room")

    def __str__(self) -> str:
        return str(self.protocol)
