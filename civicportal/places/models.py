"""The city: its name, brand and contact, its districts. Data, so that another city needs no code."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.kernel.web import public_words_changed


class City(models.Model):
    """The one city that this copy of the portal serves."""

    name = models.CharField(_("name"), max_length=80, help_text=_("For example Helsingborg"))
    short_name = models.CharField(
        _("name in the header"),
        max_length=14,
        help_text=_("At most 14 characters, so that the header is one row on a phone"),
    )
    portal_name = LocalizedField(_("the portal's name"))
    tagline = LocalizedField(_("one sentence about the portal"))
    authority = models.CharField(_("responsible board"), max_length=120, help_text=_("Controller of the personal data"))
    organisation_number = models.CharField(_("organisation number"), max_length=13, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_hours = LocalizedField(_("phone hours"), blank=True)
    desk = LocalizedField(_("where one can come by"), long=True, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    data_protection_email = models.EmailField(_("data protection officer's e-mail"), blank=True)
    court = models.CharField(_("court for appeals"), max_length=120, default="Förvaltningsrätten i Malmö")
    accent = models.CharField(_("accent colour, light"), max_length=7, blank=True)
    accent_dark = models.CharField(_("accent colour, dark"), max_length=7, blank=True)
    release_words_at_once = models.BooleanField(_("residents' words go public at once"), default=False)

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("city")
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_city")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        from civicportal.places.brand import accent_problem

        if problem := accent_problem(self.accent, self.accent_dark):
            raise ValidationError(problem)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
        public_words_changed()


class District(models.Model):
    """A part of the city, as people there call it."""

    name = models.CharField(_("name"), max_length=80, unique=True, help_text=_("May carry soft hyphens"))
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    residents = models.PositiveIntegerField(_("residents"), null=True, blank=True)
    listed = models.BooleanField(_("can be chosen"), default=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return self.name
