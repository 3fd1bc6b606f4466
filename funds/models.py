"""Funds with their years and rounds, applications, granted projects."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case, Recusal
from civicportal.commons.models import Theme, item_field
from civicportal.files.models import StoredFile
from civicportal.kernel.money import MoneyField
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.people.models import Organisation
from civicportal.places.models import District
from civicportal.submissions.models import Opening, Submission, opening_field
from funds.enums import ApplicantKind, ApplicationState, Audience, EndorsementNeed, ProjectState


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
    contact_series = models.CharField(
        _("letters of the reference of an idea told in two sentences"),
        max_length=8,
        blank=True,
        help_text=_("For example NS, which gives NS-2026-0007. Empty: the fund does not offer it"),
    )
    contact_days = models.PositiveSmallIntegerField(_("days to answer an idea told in two sentences"), default=10)
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


class ApplicationRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: those of cases that one may see, and those that one's unit coaches or decides; an auditor all.

        Never one's own: there one is the applicant, and queries.my_application is the door. None that one has stepped
        aside from, whatever the role. Reviewers read theirs on the review's own pages, which know when to hide the
        name. Of somebody with protected identity a coach sees nothing, and a decision maker not who it is.
        """
        if not person.is_authenticated:
            return self.none()
        recused = Recusal.objects.in_force().filter(person=person).values("case")
        rows = self.exclude(submission__person=person).exclude(submission__case__in=recused)
        if person.has_role(Role.AUDITOR):
            return rows
        nobody_to_protect = Q(submission__person__isnull=True) | Q(submission__person__protected=False)
        return rows.filter(
            Q(submission__case__in=Case.objects.visible_to(person))
            | Q(round__fund__unit__in=person.units_as(Role.DECISION_MAKER))
            | Q(nobody_to_protect, round__fund__unit__in=person.units_as(Role.COACH))
        )


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


class ProjectRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: the projects of the funds that one sees."""
        return self.filter(fund__in=Fund.objects.visible_to(person))


class Project(models.Model):
    """A granted idea on its way to be tested. Earlier grants without an application are imported as they were."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="projects", verbose_name=_("fund"))
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("round")
    )
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="project"
    )
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=ProjectState.choices, default=ProjectState.GRANTED)
    title = LocalizedField(_("title"))
    summary = LocalizedField(_("summary"))
    about = LocalizedField(_("about"), long=True, blank=True)
    learnt = LocalizedField(_("what was learnt"), long=True, blank=True)
    grantee_kind = models.CharField(_("kind of grantee"), max_length=14, choices=ApplicantKind.choices)
    grantee_name = models.CharField(
        _("grantee's name in public"),
        max_length=160,
        blank=True,
        help_text=_("Empty for a private person who has not chosen otherwise"),
    )
    requested = MoneyField(_("applied for"), null=True, blank=True)
    granted = MoneyField(_("granted"))
    granted_on = models.DateField(_("granted on"))
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    vision_areas = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("vision areas"))
    focus_challenge = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("focus challenge")
    )
    image = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    imported_as = models.CharField(max_length=80, unique=True, null=True, blank=True, help_text=_("row of an import"))
    links = ArrayField(models.URLField(), default=list, blank=True, verbose_name=_("links"))
    item = item_field()

    objects = ProjectRows.as_manager()

    class Meta:
        verbose_name = _("granted project")
        verbose_name_plural = _("granted projects")
        ordering: ClassVar = ["-granted_on", "-id"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(granted__gt=0), name="a_project_has_money")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("funds:project", args=[self.slug])

    @property
    def year(self) -> int:
        return self.granted_on.year
