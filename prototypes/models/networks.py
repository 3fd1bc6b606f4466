"""Networks that run prototypes together, their shared principles, and their toolbox of methods."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Item, item_field
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.people.models import Organisation
from prototypes.enums.prototypes import MethodFormat


class NetworkRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: the networks of the units that one works for; an auditor and an administrator see all."""
        if person.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
            return self
        return self.filter(unit__in=person.units_as(*Role.values))


class Network(models.Model):
    """People from several sectors who test together, under principles that all have agreed to."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    series = models.CharField(
        _("letters of the reference"),
        max_length=8,
        help_text=_("For example PT, which gives PT-2026-0042 to a suggestion of what to test"),
    )
    name = LocalizedField(_("name"))
    promise = LocalizedField(_("one sentence"), help_text=_("What the network does, at most 160 characters"))
    about = LocalizedField(_("what the network is"), long=True)
    do_no_harm = LocalizedField(_("do no harm"), long=True, help_text=_("What it means here, in plain words"))
    coordination = LocalizedField(_("who coordinates"), long=True, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer a suggestion"), default=21, validators=[MinValueValidator(1)]
    )
    item = item_field()

    objects = NetworkRows.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("prototypes:network", args=[self.slug])


class Principle(models.Model):
    """One thing that all in a network have agreed to, with what it means in practice."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="principles")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = LocalizedField(_("name"))
    words = LocalizedField(_("what it means"), long=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("principle")
        verbose_name_plural = _("principles")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return str(self.name)


class HarmPoint(models.Model):
    """One point of a network's do-no-harm checklist."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="harm_points")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    words = LocalizedField(_("point"), help_text=_("For example: Nobody is made to tell more than they want"))

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("point of the do-no-harm checklist")
        verbose_name_plural = _("points of the do-no-harm checklist")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return str(self.words)


class MethodRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: the methods of the networks that one sees."""
        return self.filter(network__in=Network.objects.visible_to(person))


class Method(models.Model):
    """One tool of the toolbox: what a process leader needs to lead it tomorrow."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="methods", verbose_name=_("network"))
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = LocalizedField(_("name"))
    what_for = LocalizedField(_("what it is for"), help_text=_("One sentence"))
    format = models.CharField(_("format"), max_length=10, choices=MethodFormat.choices)
    how = LocalizedField(_("how it is done"), long=True, help_text=_("One step a line"))
    minutes = models.PositiveSmallIntegerField(_("time in minutes"), validators=[MinValueValidator(1)])
    smallest_group = models.PositiveSmallIntegerField(
        _("smallest group"), validators=[MinValueValidator(1)], help_text=_("Number of people")
    )
    largest_group = models.PositiveSmallIntegerField(_("largest group"), help_text=_("Number of people"))
    material = LocalizedField(_("material"), long=True, blank=True, help_text=_("One thing a line"))
    used_in = models.ManyToManyField(Item, blank=True, related_name="+", verbose_name=_("used in"))
    item = item_field()

    objects = MethodRows.as_manager()

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(largest_group__gte=F("smallest_group")),
                name="a_group_has_a_size",
                violation_error_message=_("The largest group cannot be smaller than the smallest"),
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="a_method_takes_time"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("prototypes:method", args=[self.slug])
