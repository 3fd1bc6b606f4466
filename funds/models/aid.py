"""Support of small amounts (Regulation (EU) 2023/2831): what the applicant is, what it has had, what is reported."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Decision
from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from funds.enums.after import AidClass, YesNoUnsure
from funds.models.applications import Application
from funds.models.rounds import Fund


class AidDeclaration(models.Model):
    """Three plain answers about an applicant, and what it has had from others in three years. A new one replaces it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="aid_declarations")
    private = models.CharField(_("applies as a private person"), max_length=6, choices=YesNoUnsure.choices)
    sells = models.CharField(_("sells goods or services"), max_length=6, choices=YesNoUnsure.choices)
    benefits = models.CharField(_("the money may help what it sells"), max_length=6, choices=YesNoUnsure.choices)
    result = models.CharField(_("so it is"), max_length=12, choices=AidClass.choices)
    note = models.TextField(_("why so"), blank=True)
    others_cents = models.PositiveBigIntegerField(_("from others in three years, in euro cents"), default=0)
    declared_on = models.DateField(_("declared by the applicant on"), default=dates.today)
    rate = models.DecimalField(_("kronor for one euro"), max_digits=8, decimal_places=4, null=True, blank=True)
    rate_on = models.DateField(_("rate of"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=dates.now)
    superseded = models.BooleanField(default=False)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("declaration of small aid")
        verbose_name_plural = _("declarations of small aid")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(superseded=False), name="one_aid_declaration_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(result="undertaking") | Q(rate__gt=0, rate_on__isnull=False),
                name="an_undertaking_has_a_rate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_result_display()}"


class AidAwardRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """The register of the funds that one sees; held decisions are not in it."""
        return self.filter(
            declaration__application__round__fund__in=Fund.objects.visible_to(person),
            decision__superseded=False,
            decision__released_at__isnull=False,
        )

    def in_force(self) -> Self:
        """Those that count: of decisions that stand, held ones too, because they take their room at once."""
        return self.filter(decision__superseded=False)


class AidAward(models.Model):
    """One award of de minimis aid, with the sum in euro, its rate and day, and what is told to the central register."""

    declaration = models.ForeignKey(AidDeclaration, on_delete=models.PROTECT, related_name="awards")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("organisation number"), max_length=10)
    name = models.CharField(_("undertaking"), max_length=160)
    amount = MoneyField(_("amount"))
    rate = models.DecimalField(_("kronor for one euro"), max_digits=8, decimal_places=4)
    rate_on = models.DateField(_("rate of"))
    cents = models.PositiveBigIntegerField(_("amount in euro cents"))
    before_cents = models.PositiveBigIntegerField(_("in three years before, in euro cents"))
    granted_on = models.DateField(_("granted"))
    tell_by = models.DateField(_("to be registered by"))
    told_on = models.DateField(_("registered"), null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AidAwardRows.as_manager()

    class Meta:
        verbose_name = _("award of small aid")
        verbose_name_plural = _("awards of small aid")
        ordering: ClassVar = ["-granted_on", "-id"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(rate__gt=0), name="an_aid_award_has_a_rate")]
        indexes: ClassVar = [models.Index(fields=["number", "granted_on"], name="aid_of_an_undertaking")]

    def __str__(self) -> str:
        return f"{self.name} {self.granted_on:%Y-%m-%d}"
