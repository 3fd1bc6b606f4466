"""What is agreed after a grant: the agreement, the parts of the money, changes of what was agreed."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from funds.enums.after import (
    AgreementState,
    ChangeState,
    PaymentState,
    PayoutKind,
    PayWhen,
    PlanKind,
)
from funds.models.projects import DECLARED, PARTS_ARE_THE_GRANT, Project
from funds.models.rounds import Fund


class GrantTerms(models.Model):
    """What a fund does after it has granted: the text of the agreement, how it pays, how long until the report."""

    fund = models.OneToOneField(Fund, on_delete=models.CASCADE, related_name="terms", verbose_name=_("fund"))
    agreement = LocalizedField(
        _("text of the agreement"), long=True, help_text=_("The words in braces are filled in for each project")
    )
    plan = models.CharField(_("how the fund pays"), max_length=12, choices=PlanKind.choices, default=PlanKind.HALVES)
    accept_days = models.PositiveSmallIntegerField(_("days to accept the agreement"), default=21)
    report_days = models.PositiveSmallIntegerField(_("days from the end of the project to the report"), default=60)
    how_paid = LocalizedField(_("how the money is paid, to the grantee"), long=True, blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("terms after a grant")
        verbose_name_plural = _("terms after grants")

    def __str__(self) -> str:
        return str(self.fund)


class Agreement(models.Model):
    """What the grantee says yes to. The Swedish text counts; what was accepted is never changed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("state"), max_length=10, choices=AgreementState.choices, default=AgreementState.WAITING)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text in English"), blank=True)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"), default=dates.now)
    accept_by = models.DateField(_("to be accepted by"))
    reminded = models.PositiveSmallIntegerField(_("reminders"), default=0)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_name = models.CharField(_("accepted by"), max_length=160, blank=True)
    payout = models.CharField(_("how the money comes"), max_length=12, choices=PayoutKind.choices, blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_agreement_per_number"),
            models.UniqueConstraint(fields=["project"], condition=~Q(state="replaced"), name="one_agreement_in_force"),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(accepted_name=""),
                name="an_accepted_agreement_says_by_whom",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="accepted_is_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'accepted' AND OLD.* IS DISTINCT FROM NEW.*"),
            ),
            pgtrigger.Protect(name="agreement_never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.number}"


class PaymentBatch(models.Model):
    """Payments that were handed to the economy system at one moment; its file can be made again by its number."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="batches")
    number = models.CharField(_("number"), max_length=20, unique=True)
    made_at = models.DateTimeField(_("made"), default=dates.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("payment file")
        verbose_name_plural = _("payment files")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.number


class PaymentRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """The payments of the funds that one sees."""
        return self.filter(project__fund__in=Fund.objects.visible_to(person))


class Payment(models.Model):
    """One part of a grant: how much, when, on what condition. All parts together are the grant."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="payments")
    position = models.PositiveSmallIntegerField()
    amount = MoneyField(_("amount"))
    pay_when = models.CharField(_("when"), max_length=10, choices=PayWhen.choices, default=PayWhen.AGREEMENT)
    condition = models.CharField(_("condition"), max_length=200, blank=True)
    due_on = models.DateField(_("day"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PaymentState.choices, default=PaymentState.PLANNED)
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    payee_number = models.CharField(_("the payee's number in the economy system"), max_length=20, blank=True)
    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, null=True, related_name="payments")
    paid_on = models.DateField(_("paid"), null=True, blank=True)

    objects = PaymentRows.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_some_money"),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_on__isnull=False),
                name="a_paid_payment_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="exported") | Q(batch__isnull=False), name="an_exported_payment_has_its_file"
            ),
            models.CheckConstraint(
                condition=~Q(pay_when="milestone") | ~Q(condition=""), name="a_milestone_says_its_condition"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="payments_by_state")]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="parts_are_the_grant",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func="IF TG_OP = 'DELETE' THEN which := OLD.project_id; ELSE which := NEW.project_id; END IF;"
                + PARTS_ARE_THE_GRANT,
                declare=DECLARED,
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ChangeRequest(models.Model):
    """What a grantee asks to change of what was agreed, with the answer; what stood before is kept with it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.ASKED)
    why = models.TextField(_("why"))
    language = models.CharField(max_length=2, default="sv")
    starts_on = models.DateField(_("new start"), null=True, blank=True)
    ends_on = models.DateField(_("new end"), null=True, blank=True)
    amount = MoneyField(_("new, lower sum"), null=True, blank=True)
    budget = models.JSONField(_("new budget lines"), default=list, blank=True, help_text=_("what and amount in öre"))
    contact_name = models.CharField(_("new contact person"), max_length=120, blank=True)
    before = models.JSONField(_("what stood before"), default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=dates.now)
    answer = models.TextField(_("answer and reason"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True)
    once = models.UUIDField(unique=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("change of what was agreed")
        verbose_name_plural = _("changes of what was agreed")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_change_per_number"),
            models.UniqueConstraint(fields=["project"], condition=Q(state="asked"), name="one_change_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "declined"]) | ~Q(answer=""), name="an_answered_change_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.number}"
