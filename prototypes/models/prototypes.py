"""Prototypes with their coordination and working groups, do-no-harm checks, and suggestions of what to test."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case
from civicportal.commons.models import Item, Theme, item_field
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.people.models import Person, canonical_email
from civicportal.places.models import District
from prototypes.enums.prototypes import LIVE_STATES, STANDING, PartnerKind, PrototypeState, SuggestionState, Verdict
from prototypes.models.networks import Network


class PrototypeRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: the prototypes of the networks that one sees."""
        return self.filter(network__in=Network.objects.visible_to(person))

    def live(self) -> Self:
        """Those where work goes on."""
        return self.filter(state__in=LIVE_STATES)


class Prototype(models.Model):
    """Something that a network tests together, openly: a process in operation, not a paper about one."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="prototypes", verbose_name=_("network"))
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    state = models.CharField(
        _("state"), max_length=12, choices=PrototypeState.choices, default=PrototypeState.IN_PROGRESS
    )
    standing = models.GeneratedField(
        expression=models.Case(
            *(When(state=state, then=Value(place)) for place, state in enumerate(STANDING)),
            default=Value(len(STANDING)),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    state_since = models.DateField(_("in this state since"), default=dates.today, editable=False)
    name = LocalizedField(_("name"))
    question = LocalizedField(_("the question it explores"))
    summary = LocalizedField(_("one sentence"), help_text=_("It stands on cards, at most 160 characters"))
    purpose = LocalizedField(_("purpose"), long=True)
    since = models.DateField(_("since when"), default=dates.today, help_text=_("The day that the work began"))
    backed_by = LocalizedField(_("with whose support"), blank=True, help_text=_("For example state support since 2020"))
    contact = LocalizedField(_("whom to write to"), help_text=_("A function, never somebody's name"))
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    learnt = LocalizedField(_("what was learnt"), long=True, blank=True)
    image = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    tests = models.ForeignKey(
        Item,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("what it tests"),
    )
    item = item_field()

    objects = PrototypeRows.as_manager()

    class Meta:
        verbose_name = _("prototype")
        verbose_name_plural = _("prototypes")
        ordering: ClassVar = ["-since", "-id"]
        indexes: ClassVar = [models.Index(fields=["standing", "-since", "-id"], name="prototypes_by_standing")]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("prototypes:prototype", args=[self.slug])

    @property
    def is_live(self) -> bool:
        """Whether work goes on."""
        return self.state in LIVE_STATES


class Partner(models.Model):
    """One organisation of a prototype's coordination group."""

    prototype = models.ForeignKey(Prototype, on_delete=models.CASCADE, related_name="partners")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("organisation"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind.choices)
    part = LocalizedField(_("its part"), blank=True, help_text=_("What it does in the group"))

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("organisation of the coordination group")
        verbose_name_plural = _("coordination group")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class WorkingGroup(models.Model):
    """People who do a part of a prototype's work. Anybody may join while it takes new members."""

    prototype = models.ForeignKey(Prototype, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("It stands in the group's address"))
    name = LocalizedField(_("name"))
    about = LocalizedField(_("what it does"), long=True)
    meets = LocalizedField(_("when and where it meets"), blank=True)
    takes_members = models.BooleanField(_("takes new members"), default=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["prototype", "number"], name="one_group_a_number")]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("prototypes:group", args=[self.prototype.slug, self.number])


class MemberRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: those in the groups that one coordinates; protected people by those who see them anyway."""
        if person.has_role(Role.AUDITOR):
            return self
        known = Q(person__isnull=True) | Q(person__protected=False) | Q(person__in=Person.objects.visible_to(person))
        units = person.units_as(Role.NETWORK_COORDINATOR)
        return self.filter(known, group__prototype__network__unit__in=units)

    def now(self) -> Self:
        """Those who are in their group today."""
        return self.filter(left_at__isnull=True)

    def of_person(self, person: Any) -> Self:
        """A person's own, by account or by the account's address."""
        return self.filter(Q(person=person) | Q(email=canonical_email(person.email)))


class GroupMember(models.Model):
    """Somebody in a working group, by a proved address. Never public: only the coordinators read who it is."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(max_length=2, default="sv")
    joined_at = models.DateTimeField(default=dates.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MemberRows.as_manager()

    class Meta:
        verbose_name = _("member of a working group")
        verbose_name_plural = _("members of working groups")
        ordering: ClassVar = ["joined_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "email"], condition=Q(left_at__isnull=True), name="in_a_group_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["email"], name="members_by_address")]

    def __str__(self) -> str:
        return f"{self.group_id}: {dates.day_of(self.joined_at)}"


class HarmCheck(models.Model):
    """The do-no-harm check of one day. A new check does not change the old one: both stand in the log."""

    prototype = models.ForeignKey(Prototype, on_delete=models.CASCADE, related_name="harm_checks")
    made_on = models.DateField(_("date"), default=dates.today)
    by_function = LocalizedField(_("by"), help_text=_("The function that made the check"))
    once = models.UUIDField(unique=True, null=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("do-no-harm check")
        verbose_name_plural = _("do-no-harm checks")
        ordering: ClassVar = ["-made_on", "-id"]

    def __str__(self) -> str:
        return f"{self.prototype_id}: {self.made_on}"


class HarmLine(models.Model):
    """What a check found on one point, with the point's words as they were that day."""

    check_made = models.ForeignKey(HarmCheck, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    point = LocalizedField(_("point"))
    verdict = models.CharField(_("what we found"), max_length=5, choices=Verdict.choices)
    note = LocalizedField(_("what we do about it"), blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("line of a do-no-harm check")
        verbose_name_plural = _("lines of do-no-harm checks")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.FINE) | ~Q(note={}), name="what_needs_care_says_what_is_done"
            )
        ]

    def __str__(self) -> str:
        return str(self.point)


class SuggestionRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: those of the cases that one sees, never one's own."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(case__in=Case.objects.visible_to(person)).exclude(case__person=person)


class Suggestion(models.Model):
    """Somebody's wish that a network tests something, with what it came from. It is a case, and gets an answer."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="suggestion")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="suggestions")
    origin = models.ForeignKey(
        Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("from")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SuggestionState.choices, default=SuggestionState.WAITING
    )
    title = models.CharField(_("what it is called"), max_length=120)
    wish = models.TextField(_("what should be tested, and with whom"), max_length=2000)
    language = models.CharField(max_length=2, default="sv")
    reason = models.TextField(_("the answer"), blank=True, help_text=_("why yes or why no"))
    prototype = models.OneToOneField(
        Prototype, on_delete=models.PROTECT, null=True, blank=True, related_name="suggestion"
    )
    once = models.UUIDField(unique=True)

    objects = SuggestionRows.as_manager()

    class Meta:
        verbose_name = _("suggestion of what to test")
        verbose_name_plural = _("suggestions of what to test")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=SuggestionState.WAITING, prototype__isnull=True)
                | ~Q(state=SuggestionState.WAITING) & ~Q(reason=""),
                name="an_answer_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("prototypes:suggestion", args=[self.case.reference])
