"""What somebody asks a fund for, and ideas told to it in two sentences."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case, Recusal
from civicportal.commons.models import Theme
from civicportal.commons.models.items import theme_names
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.people.enums import Role
from civicportal.places.models import District
from civicportal.submissions.models import CoWriter, Opening, Submission
from funds.enums.applications import ApplicantKind, ApplicationState
from funds.models.rounds import Fund, Round


class ApplicationRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: those of cases that one may see, and those that one's unit coaches or decides; an auditor all.

        Never one's own, alone or as a co-applicant: there one is the applicant, and queries.my_application is the door.
        None that one has stepped aside from, whatever the role. Reviewers read theirs on the review's own pages, which
        know when to hide the name. Of somebody with protected identity a coach sees nothing, and a decision maker not
        who it is.
        """
        if not person.is_authenticated:
            return self.none()
        recused = Recusal.objects.in_force().filter(person=person).values("case")
        along = CoWriter.objects.writing().filter(person=person, draft__submission__isnull=False)
        rows = self.exclude(submission__person=person).exclude(submission__case__in=recused)
        rows = rows.exclude(submission__in=along.values("draft__submission"))
        if person.has_role(Role.AUDITOR):
            return rows
        nobody_to_protect = Q(submission__person__isnull=True) | Q(submission__person__protected=False)
        return rows.filter(
            Q(submission__case__in=Case.objects.visible_to(person))
            | Q(round__fund__unit__in=person.units_as(Role.DECISION_MAKER))
            | Q(nobody_to_protect, round__fund__unit__in=person.units_as(Role.COACH))
        )

    def with_areas(self) -> Self:
        """Each with `area_names`: its vision areas in words."""
        return self.annotate(area_names=theme_names(Application.vision_areas))


class Application(models.Model):
    """What somebody asks a fund for. Its answers are the submission's; here is what lists and decisions need."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="application")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications", verbose_name=_("round"))
    state = models.CharField(
        _("state"), max_length=12, choices=ApplicationState.choices, default=ApplicationState.RECEIVED
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), max_length=400)
    applicant_kind = models.CharField(_("kind of applicant"), max_length=14, choices=ApplicantKind.choices)
    organisation_name = models.CharField(_("organisation"), max_length=160, blank=True)
    organisation_number = models.CharField(_("organisation number"), max_length=10, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=120)
    name_in_public = models.BooleanField(_("the applicant's name may stand in public"), default=False)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    vision_areas = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("vision areas"))
    focus_challenge = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("focus challenge")
    )
    requested = MoneyField(_("applied for"))
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    decision_on = models.DateField(
        _("decided on"), null=True, blank=True, help_text=_("The decision date it belongs to, in a round open all year")
    )

    objects = ApplicationRows.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(requested__gt=0), name="an_application_asks_for_money")
        ]
        indexes: ClassVar = [models.Index(fields=["round", "state"], name="applications_of_a_round")]

    def __str__(self) -> str:
        return self.title

    @property
    def case(self) -> Case:
        return self.submission.case

    @property
    def opening(self) -> Opening:
        return self.submission.opening

    @property
    def answer_by(self) -> date:
        """The day that was promised: the decision date it belongs to, else the round's."""
        return self.decision_on or self.opening.answer_by

    @property
    def needs_state_aid_answer(self) -> bool:
        """An applicant with an organisation number gets no award before somebody has answered the question."""
        return bool(self.organisation_number)

    def get_absolute_url(self) -> str:
        return reverse("funds:application", args=[self.case.reference])


class InquiryRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: those of the cases that one sees, never one's own."""
        return self.filter(case__in=Case.objects.visible_to(person).exclude(person=person))


class Inquiry(models.Model):
    """An idea told to a fund in two sentences, without a form. What is said lies in its case's conversation."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="inquiries", verbose_name=_("fund"))
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="inquiry")
    language = models.CharField(max_length=2, default="sv")
    drafted_at = models.DateTimeField(_("made a draft of"), null=True, editable=False)

    objects = InquiryRows.as_manager()

    class Meta:
        verbose_name = _("idea in two sentences")
        verbose_name_plural = _("ideas in two sentences")

    def __str__(self) -> str:
        return str(self.case)

    def get_absolute_url(self) -> str:
        return reverse("funds:inquiry", args=[self.case.reference])
