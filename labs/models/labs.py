"""A lab, who takes part in it, and the methods it has used."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Theme, item_field
from civicportal.files.models import StoredFile
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.people.models import Organisation
from civicportal.places.models import District
from labs.enums import PartnerKind, Stage


class LabRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: the labs of the units that one works for; an auditor and an administrator see all."""
        if person.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
            return self
        return self.filter(unit__in=person.units_as(*Role.values))


class Lab(models.Model):
    """A lab in one or several districts, where those who live there define the need and lead the process."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    state = models.CharField(_("where it stands"), max_length=10, choices=Stage.choices, default=Stage.NEEDS)
    name = LocalizedField(_("name"))
    summary = LocalizedField(_("one sentence"), help_text=_("What the lab is about, at most 160 characters"))
    challenge_question = LocalizedField(
        _("challenge question"), help_text=_("For example: How do we make the city's development more democratic?")
    )
    category = LocalizedField(_("category"), help_text=_("For example Democracy"))
    what = LocalizedField(_("What"), long=True)
    why = LocalizedField(_("Why"), long=True)
    how = LocalizedField(_("How"), long=True)
    residents_part = LocalizedField(_("The residents' part"), long=True)
    hypothesis = LocalizedField(_("hypothesis"), long=True)
    districts = models.ManyToManyField(District, related_name="+", verbose_name=_("districts"))
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    budget = MoneyField(_("estimated budget"), null=True, blank=True)
    contact = LocalizedField(_("contact function"), help_text=_("The function that answers, for example The lab team"))
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    takes_needs = models.BooleanField(_("needs can be raised"), default=True)
    answer_days = models.PositiveSmallIntegerField(
        _("days to an answer"), default=21, help_text=_("Everybody who raises something gets an answer within so many")
    )
    image = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    item = item_field()

    objects = LabRows.as_manager()

    class Meta:
        verbose_name = _("lab")
        verbose_name_plural = _("labs")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(answer_days__gt=0), name="a_lab_answers_some_day")
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("labs:lab", args=[self.slug])


class PartRows(Rows):
    def visible_to(self, person: Any) -> Self:
        return self.filter(lab__in=Lab.objects.visible_to(person))


class Partner(models.Model):
    """Somebody who carries a lab together with the city."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="partners", verbose_name=_("lab"))
    kind = models.CharField(_("kind"), max_length=14, choices=PartnerKind.choices)
    name = LocalizedField(_("name"))
    part = LocalizedField(_("what they do in the lab"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PartRows.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return str(self.name)


class Method(models.Model):
    """A way of working that a lab has tried, and what it gave."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="methods", verbose_name=_("lab"))
    name = LocalizedField(_("name"))
    about = LocalizedField(_("how it was used"), long=True, blank=True)
    gave = LocalizedField(_("what it gave"), long=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PartRows.as_manager()

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return str(self.name)
