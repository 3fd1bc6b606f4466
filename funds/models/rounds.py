"""Funds with their years and rounds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Theme, item_field
from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.people.models import Organisation
from civicportal.submissions.models import Form, opening_field
from funds.enums.applications import Audience, EndorsementNeed, Endorser


class FundRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: the funds of the units that one works for; an auditor and an administrator see all."""
        if person.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
            return self
        return self.filter(unit__in=person.units_as(*Role.values))


class Fund(models.Model):
    """Money set aside for other people's ideas, with somebody responsible and a way to judge."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    series = models.CharField(
        _("letters of the reference"), max_length=8, help_text=_("For example VF, which gives VF-2026-0042")
    )
    name = LocalizedField(_("name"))
    promise = LocalizedField(_("one sentence"), help_text=_("What one gets and for what, at most 160 characters"))
    about = LocalizedField(_("what the fund is"), long=True)
    who_may = LocalizedField(_("who may apply"), long=True, help_text=_("One condition a line"))
    who_may_not = LocalizedField(_("what the fund is not for"), long=True, blank=True)
    what_you_get = LocalizedField(_("what one gets"), long=True, help_text=_("One thing a line"))
    how_judged = LocalizedField(_("how it is judged"), long=True)
    coaching = LocalizedField(_("about coaching"), long=True, blank=True)
    ready_points = LocalizedField(
        _("points of the ready to send list"),
        long=True,
        blank=True,
        help_text=_("One point a line, the same order in both languages. Empty: the portal's own points"),
    )
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    eligibility = models.JSONField(
        _("eligibility questions"),
        default=list,
        blank=True,
        help_text=_("question, wanted answer and the text for a no, per language"),
    )
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience.choices, default=Audience.ANYONE)
    audience_units = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="+",
        verbose_name=_("departments"),
        help_text=_("Whose employees may apply: an address in their domains, or a role held there"),
    )
    form = models.ForeignKey(
        Form,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("questions of the application"),
        help_text=_("What the next round asks"),
    )
    checklist = models.JSONField(
        _("checklist"), default=list, blank=True, help_text=_("what one ticks before sending, per language")
    )
    lowest = MoneyField(_("lowest sum"), null=True, blank=True)
    highest = MoneyField(_("highest sum"), null=True, blank=True)
    endorsement = models.CharField(
        _("a manager's support"),
        max_length=10,
        choices=EndorsementNeed.choices,
        default=EndorsementNeed.NONE,
        help_text=_("What new rounds begin with"),
    )
    endorser = models.CharField(
        _("who gives the support"), max_length=10, choices=Endorser.choices, default=Endorser.NEAREST
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    contact_series = models.CharField(
        _("letters of the reference of an idea told in two sentences"),
        max_length=8,
        blank=True,
        help_text=_("For example NS, which gives NS-2026-0007. Empty: the fund does not offer it"),
    )
    contact_days = models.PositiveSmallIntegerField(_("days to answer an idea told in two sentences"), default=10)
    report_form = models.ForeignKey(
        Form,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("questions of the final report"),
    )
    minutes_to_apply = models.PositiveSmallIntegerField(_("minutes to apply"), default=30)
    granted_before = models.PositiveIntegerField(
        _("ideas granted before this portal"),
        default=0,
        help_text=_("A count without rows, shown with the portal's own"),
    )
    item = item_field()

    objects = FundRows.as_manager()

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("funds:fund", args=[self.slug])

    @property
    def is_for_employees(self) -> bool:
        return self.audience == Audience.EMPLOYEES


class FundYear(models.Model):
    """A fund's budget of a year and what of it is granted. The database refuses to grant more."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="years", verbose_name=_("fund"))
    year = models.PositiveSmallIntegerField(_("year"))
    budget = MoneyField(_("budget"))
    granted = MoneyField(_("granted"), default=0, editable=False)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("fund year")
        verbose_name_plural = _("fund years")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fund", "year"], name="one_budget_a_year"),
            models.CheckConstraint(
                condition=Q(granted__gte=0) & Q(granted__lte=F("budget")), name="a_year_is_not_overspent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund} {self.year}"

    @property
    def left(self) -> int:
        """Öre not yet granted."""
        return self.budget - self.granted


class RoundRows(Rows):
    def visible_to(self, person: Any) -> Self:
        return self.filter(fund__in=Fund.objects.visible_to(person))


class Round(models.Model):
    """One time to apply to a fund (ansökningsomgång), with its own share of the year's budget."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("fund"))
    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("year"))
    opening = opening_field()
    slug = models.SlugField(_("address"), max_length=40)
    name = LocalizedField(_("name"))
    budget = MoneyField(_("budget"))
    granted = MoneyField(_("granted"), default=0, editable=False)
    focus_challenges = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("focus challenges"))
    endorsement = models.CharField(
        _("the nearest manager's support"),
        max_length=10,
        choices=EndorsementNeed.choices,
        default=EndorsementNeed.NONE,
    )
    decision_dates = ArrayField(
        models.DateField(),
        default=list,
        blank=True,
        verbose_name=_("decision dates"),
        help_text=_("For a round that is open all year: each application belongs to the next date after it was sent"),
    )
    days_before = models.PositiveSmallIntegerField(
        _("days before a decision date"),
        default=0,
        help_text=_("How long before the date an application must have come to be decided on it"),
    )
    announced_open_at = models.DateTimeField(null=True, editable=False)
    released_at = models.DateTimeField(_("decisions released"), null=True, editable=False)

    objects = RoundRows.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering: ClassVar = ["-opening__opens_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fund", "slug"], name="one_round_per_address"),
            models.CheckConstraint(
                condition=Q(granted__gte=0) & Q(granted__lte=F("budget")), name="a_round_is_not_overspent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund}, {self.name}"

    @property
    def place(self) -> str:
        """The fund's address and the round's: two funds may call their rounds alike."""
        return f"{self.fund.slug}/{self.slug}"

    @property
    def left(self) -> int:
        """Öre not yet granted."""
        return self.budget - self.granted

    @property
    def is_all_year(self) -> bool:
        """Whether one applies at any time, and decisions are made on certain dates."""
        return bool(self.decision_dates)

    def decided_on(self, day: date) -> date | None:
        """The decision date that what is sent on a day belongs to; the last one for what comes after it.

        None for a round that is decided as a whole.
        """
        if not self.decision_dates:
            return None
        first = day + timedelta(days=self.days_before)
        later = [one for one in sorted(self.decision_dates) if one > day and one >= first]
        return later[0] if later else max(self.decision_dates)

    @property
    def next_decision(self) -> date | None:
        """The decision date that what is sent today belongs to."""
        return self.decided_on(dates.today())

    @property
    def next_last_day(self) -> date | None:
        """The last day on which one can send what is decided on the next decision date."""
        return self.last_day_for(self.next_decision) if self.next_decision else None

    def last_day_for(self, decision: date) -> date:
        """The last day on which one can send what is decided on a date."""
        return decision - timedelta(days=max(self.days_before, 1))
