"""Where people hear of a fund: short links that are counted, and what grew from them. Nothing here is about a person.

A source has a code of its own, printed on a poster or posted in a feed. Opening its link adds one to a day's count.
Whoever begins to apply from there leaves a row that joins the draft to the source, by keys and a day only.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.submissions.models import Draft
from funds.enums.applications import SourceKind
from funds.models.applications import Application
from funds.models.rounds import Fund

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that nobody mistakes for another when they type a code from a poster: no i, l, o, 0, 1."""
LENGTH = 6


def new_code() -> str:
    """A code that is short enough to type and one of some 890 million."""
    return "".join(secrets.choice(LETTERS) for _number in range(LENGTH))


class SourceRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: those of the funds that one sees."""
        return self.filter(fund__in=Fund.objects.visible_to(person))


class Source(models.Model):
    """One place where people meet a fund: a poster in a library, a post, a workshop, a department that tips."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="sources", verbose_name=_("fund"))
    kind = models.CharField(_("kind of source"), max_length=10, choices=SourceKind.choices)
    name = LocalizedField(_("name"), help_text=_("Where it is or what it is, for example: The library in Fredriksdal"))
    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    about = models.ForeignKey(
        Item,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meeting or project"),
        help_text=_("Applications that begin here count for it"),
    )
    starts_on = models.DateField(_("from"), default=dates.today)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=dates.now)
    once = models.UUIDField(null=True, unique=True, editable=False)

    objects = SourceRows.as_manager()

    class Meta:
        verbose_name = _("outreach source")
        verbose_name_plural = _("outreach sources")
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="a_source_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("funds:short_link", args=[self.code])

    def counts_on(self, day: date) -> bool:
        """Whether a visit on this day is counted; the link leads on also before and after."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class SourceDay(models.Model):
    """How often a source's link was opened on one day. No address, no device, no person."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    visits = models.PositiveIntegerField(default=0)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("day of a source")
        verbose_name_plural = _("days of a source")
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "day"], name="one_count_per_source_and_day")]

    def __str__(self) -> str:
        return f"{self.source} {self.day}"


class CameFrom(models.Model):
    """A draft that began from a source, and the application it became: keys and the day, nothing else.

    The row stays when the draft is gone, so that the count of begun drafts does not shrink.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="arrivals")
    draft = models.OneToOneField(Draft, on_delete=models.SET_NULL, null=True, related_name="+")
    application = models.OneToOneField(Application, on_delete=models.SET_NULL, null=True, related_name="came_from")
    on = models.DateField(default=dates.today)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("beginning from a source")
        verbose_name_plural = _("beginnings from a source")

    def __str__(self) -> str:
        return f"{self.source} {self.on}"
