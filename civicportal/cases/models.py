"""What the city must answer: reference, handler, answer-by date, conversation, recusal, decision."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from civicportal.cases.enums import Ground, Outcome, StateAid
from civicportal.kernel import dates
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.people.enums import Role
from civicportal.people.models import Organisation

READS_A_UNIT = (
    Role.FUND_MANAGER,
    Role.DECISION_MAKER,
    Role.REGISTRAR,
    Role.NETWORK_COORDINATOR,
    Role.FACILITATOR,
    Role.DEPARTMENT_EDITOR,
)

NOBODY_TO_PROTECT = Q(person__isnull=True) | Q(person__protected=False)


class CaseRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """The person's own cases, those of the units they work for, those they handle; an auditor reads all.

        A recusal takes a case away again from everybody but its own applicant. A case of somebody with protected
        identity is seen by its handler and the registrar only.
        """
        if not person.is_authenticated:
            return self.none()
        recused = Recusal.objects.in_force().filter(person=person).values("case")
        return self.filter(Q(person=person) | (self._read_as_staff(person) & ~Q(pk__in=recused)))

    def whose_letters_are_visible_to(self, person: Any) -> Self:
        """As visible_to; an auditor sees no letter of a case with a protected identity, for letters name people."""
        return self.visible_to(person).filter(NOBODY_TO_PROTECT | Q(person=person) | self._answered_for_by(person))

    def _read_as_staff(self, person: Any) -> Q:
        if person.has_role(Role.AUDITOR):
            return Q()
        units = person.units_as(*READS_A_UNIT)
        return (Q(unit__in=units) & NOBODY_TO_PROTECT) | self._answered_for_by(person)

    def _answered_for_by(self, person: Any) -> Q:
        return Q(unit__in=person.units_as(Role.REGISTRAR)) | Q(handler=person)


class Case(models.Model):
    """A matter with the city's own reference, which never changes. The diary's number comes later and apart."""

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title in the public register"), max_length=200)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases", verbose_name=_("unit"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="cases", verbose_name=_("from")
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_cases",
        verbose_name=_("handler"),
    )
    opened_at = models.DateTimeField(_("opened"), default=dates.now)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    # The first promise stays: whether the city answers in time is counted by that one.
    new_answer_by = models.DateField(_("new day for the answer"), null=True, blank=True)
    told_late_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    diary_number = models.CharField(_("diary number"), max_length=40, blank=True)

    objects = CaseRows.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "diary_number"], condition=~Q(diary_number=""), name="one_case_per_diary_number"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "answer_by"], condition=Q(answered_at__isnull=True), name="cases_unanswered")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def series(self) -> str:
        """The letters that the reference begins with: VF of VF-2026-0042."""
        return self.reference.partition("-")[0]

    def days_late(self, day: date | None = None) -> int:
        """Whole days past the promised date without an answer; 0 while the promise holds."""
        if self.answer_by is None or self.answered_at is not None:
            return 0
        return max(0, ((day or dates.today()) - self.answer_by).days)

    def late_words(self) -> str:
        """ "4 days late. New date: Tuesday 22 December 2026"; empty while the promise holds or is kept."""
        days, said = self.days_late(), []
        if days:
            said.append(ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days})
        if self.answered_at is None and self.new_answer_by is not None and self.new_answer_by >= dates.today():
            day = dates.show_day(self.new_answer_by, weekday=True)
            said.append(gettext("New date: %(day)s") % {"day": day})
        return ". ".join(said)


class CaseMessage(models.Model):
    """One message of the conversation between a person and the city about a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_city = models.BooleanField()
    text = models.TextField(_("message"))
    sent_at = models.DateTimeField(default=dates.now)
    once = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("message in a case")
        verbose_name_plural = _("messages in cases")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.case}: {dates.day_of(self.sent_at)}"


class RecusalRows(Rows):
    def in_force(self) -> Self:
        return self.filter(lifted_at__isnull=True)


class Recusal(models.Model):
    """Somebody steps aside from a case and neither sees, judges nor decides it (KL 6:28-30)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recusals", verbose_name=_("person")
    )
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    declared_at = models.DateTimeField(_("declared"), default=dates.now)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = RecusalRows.as_manager()

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(lifted_at__isnull=True), name="one_recusal_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.person}"


class DelegationRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """In the backoffice: those of one's units; an administrator and an auditor see all."""
        if not person.is_authenticated:
            return self.none()
        if person.has_role(Role.ADMINISTRATOR, Role.AUDITOR):
            return self
        return self.filter(unit__in=person.units_as(*Role.values))

    def today(self) -> Self:
        day = dates.today()
        return self.filter(Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def over(self, unit: int, series: str) -> Self:
        """Those that hold for cases of a unit whose references begin with these letters."""
        return self.filter(Q(series="") | Q(series=series), unit=unit)


class Delegation(models.Model):
    """The right of one named person to decide for the board, up to a sum (KL 7:5). Never a group, never a machine."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("delegate")
    )
    title = models.CharField(
        _("title"), max_length=120, help_text=_("As it stands under the decision, for example City director")
    )
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    point = models.CharField(_("delegation point"), max_length=80)
    ceiling = MoneyField(_("highest sum a decision"))
    series = models.CharField(
        _("which cases"),
        max_length=8,
        blank=True,
        help_text=_("The letters that their references begin with, such as VF. Empty: all cases of the unit"),
    )
    starts_on = models.DateField(_("from"), default=dates.today)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = DelegationRows.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")

    def __str__(self) -> str:
        return f"{self.point}: {self.person}"

    def clean(self) -> None:
        """References are in capital letters: small ones would let nobody decide."""
        self.series = self.series.strip().upper()


class DecisionRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """The decisions of the cases that the person sees; the applicant's own only when they are released."""
        if not person.is_authenticated:
            return self.none()
        released = Q(released_at__isnull=False) | ~Q(case__person=person)
        return self.filter(released, case__in=Case.objects.visible_to(person))

    def in_force(self) -> Self:
        return self.filter(superseded=False)


class Decision(models.Model):
    """One decision by one named delegate. It cannot be changed once released; a correction is a new one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    amount = MoneyField(_("amount"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    conditions = models.TextField(_("conditions"), blank=True)
    would_change = models.TextField(_("what would have changed the outcome"), blank=True)
    next_step = models.TextField(_("one next step"), blank=True)
    next_url = models.CharField(_("address of the next step"), max_length=300, blank=True)
    by_criterion = models.JSONField(
        _("reason per criterion"), default=list, blank=True, help_text=_("pairs of the criterion's name and the reason")
    )
    state_aid = models.CharField(_("state aid"), max_length=10, choices=StateAid.choices, blank=True)
    state_aid_note = models.TextField(_("why so"), blank=True)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="decisions")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField(_("decided"), default=dates.now)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    judged_sha256 = models.CharField(_("hash of the text that was judged"), max_length=64, blank=True)
    recused = models.JSONField(_("stepped aside"), default=list, help_text=_("names at the time of the decision"))
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    superseded = models.BooleanField(default=False)

    objects = DecisionRows.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(superseded=False), name="one_decision_in_force"),
            models.CheckConstraint(
                condition=Q(outcome__in=["granted", "partly"], amount__gt=0)
                | ~Q(outcome__in=["granted", "partly"]) & Q(amount__isnull=True),
                name="an_award_has_a_sum",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_decision_has_a_reason"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="released_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.released_at IS NOT NULL"
                    " AND to_jsonb(OLD) - 'superseded' IS DISTINCT FROM to_jsonb(NEW) - 'superseded'"
                ),
            ),
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_outcome_display()}"

    @property
    def is_award(self) -> bool:
        return self.outcome in {Outcome.GRANTED, Outcome.PARTLY}


class ProtocolRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Those of the units where one leads, decides or keeps the diary; an auditor reads all."""
        if not person.is_authenticated:
            return self.none()
        if person.has_role(Role.AUDITOR):
            return self
        return self.filter(unit__in=person.units_as(Role.FUND_MANAGER, Role.DECISION_MAKER, Role.REGISTRAR))


class Protocol(models.Model):
    """Minutes of a meeting that prepared decisions. Once signed it is frozen with its control number."""

    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="protocols", verbose_name=_("unit"))
    title = models.CharField(_("meeting"), max_length=160)
    held_on = models.DateField(_("day"), default=dates.today)
    place = models.CharField(_("place"), max_length=120, blank=True)
    present = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("present"))
    others = models.TextField(_("others present"), blank=True, help_text=_("One a line, with function"))
    notes = models.TextField(_("notes"), blank=True)
    version = models.PositiveIntegerField(default=0)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(null=True, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = ProtocolRows.as_manager()

    class Meta:
        verbose_name = _("protocol")
        verbose_name_plural = _("protocols")
        ordering: ClassVar = ["-held_on", "-pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="signed_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.signed_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="protocol_never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.held_on:%Y-%m-%d}"


class ProtocolItem(models.Model):
    """Which case stands in which signed protocol: each decision in one."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="minuted")
    position = models.PositiveSmallIntegerField()

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("item of a protocol")
        verbose_name_plural = _("items of protocols")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["protocol", "case"], name="a_case_stands_once_in_a_protocol")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="item_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.protocol} {self.position}"
