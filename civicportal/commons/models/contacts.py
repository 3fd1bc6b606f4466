"""Research partners that staff tell of, and requests to get in contact that the other side answers yes or no."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.cases.rules import LEADS_A_CASE
from civicportal.commons.models.items import Item, Theme, item_field
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.people.models import Organisation


class PartnerRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: the partners of the units that one works for; an auditor and an administrator see all."""
        if person.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
            return self
        return self.filter(unit__in=person.units_as(*Role.values))


class Partner(models.Model):
    """A research group or another part of a university that likes to work with the city's ideas.

    `unit` is the city's own that looks after the words; `email` is the partner's contact function, never shown in
    public: a request goes there, and is answered by the link in it.
    """

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    name = LocalizedField(_("name"))
    summary = LocalizedField(_("one sentence"))
    about = LocalizedField(_("what they can help with"), long=True, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    contact_function = LocalizedField(_("contact function"))
    email = models.EmailField(_("the contact function's e-mail"))
    language = models.CharField(
        _("language of letters"), max_length=2, choices=[("sv", "Svenska"), ("en", "English")], default="sv"
    )
    listed = models.BooleanField(_("stands in public"), default=True)
    item = item_field()

    objects = PartnerRows.as_manager()

    class Meta:
        verbose_name = _("research partner")
        verbose_name_plural = _("research partners")

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("commons:partner", args=[self.slug])


class ContactState(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    YES = "yes", _("Yes, happy to talk")
    NO = "no", _("Not this time")


class ContactRequestRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Those to things of the units whose cases one leads; never one's own; an auditor sees all."""
        rows = self.exclude(person=person)
        if person.has_role(Role.AUDITOR):
            return rows
        return rows.filter(item__unit__in=person.units_as(*LEADS_A_CASE))

    def waiting(self) -> Self:
        return self.filter(state=ContactState.WAITING)


class ContactRequest(models.Model):
    """Somebody asks to get in contact with those behind a public thing.

    Names and addresses are shared only when the other side has said yes. `number` is its address for the asker;
    of the link in the letter only the hash is kept.
    """

    number = models.UUIDField(default=uuid.uuid4, unique=True, help_text=_("the form's own, so that it happens once"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="contact_requests", verbose_name=_("about"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("from")
    )
    language = models.CharField(max_length=2, default="sv")
    words = models.TextField(_("what it is about"))
    state = models.CharField(_("state"), max_length=8, choices=ContactState.choices, default=ContactState.WAITING)
    answer = models.TextField(_("answer"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"), default=dates.now)
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects = ContactRequestRows.as_manager()

    class Meta:
        verbose_name = _("contact request")
        verbose_name_plural = _("contact requests")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "person"], condition=Q(state="waiting"), name="one_waiting_request_per_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.state}"
