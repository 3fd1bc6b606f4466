"""What a department needs others for: calls, challenges, their goals and the voices behind them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.enums import IN_PUBLIC, Audience, Phase, Publication
from civicportal.commons.models import Theme, item_field
from civicportal.files.models import StoredFile
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.people.models import Organisation
from civicportal.places.models import District
from civicportal.submissions.models import Opening, opening_field

MOST_MONTHS = 24
"""A test environment is a learning process of at most two years."""


class PublishedRows(Rows):
    def in_public(self) -> Self:
        return self.filter(item__visible=True)

    def open(self) -> Self:
        """Those that one can answer now."""
        return self.in_public().exclude(state=Publication.ENDED).filter(opening__in=Opening.objects.open())

    def due(self, moment: Any) -> Self:
        """Those whose time to be published has come."""
        return self.filter(state=Publication.SCHEDULED, publish_at__lte=moment)


class Published(models.Model):
    """What calls and challenges share: an owner, a way into the public, a time to answer.

    `phase` is what the public item tells now; the clock moves it on. `opening` is made by the action that sets the
    times. A challenge has its department's own opening, so that its cases, reviewers and scores are the department's;
    in a call it takes form, times and criteria from the call's opening, to which nobody writes.
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("department"))
    state = models.CharField(_("state"), max_length=10, choices=Publication.choices, default=Publication.DRAFT)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices, default=Phase.COMING, editable=False)
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    opening = opening_field(null=True, blank=True, editable=False)
    title = LocalizedField(_("title"), help_text=_("A few words that fit on a card"))
    email = models.EmailField(_("e-mail of the function that answers"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    image = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    item = item_field()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_public(self) -> bool:
        return self.state in IN_PUBLIC


class CallRows(PublishedRows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: every call for those who edit a department's challenges, because departments share a call."""
        if person.has_role(Role.AUDITOR, Role.DEPARTMENT_EDITOR):
            return self
        return self.filter(unit__in=person.units_as(Role.REGISTRAR, Role.COMMUNICATOR, Role.REVIEWER))


class Call(Published):
    """A call (kallelse): one narrative and one timetable that several departments' challenges share."""

    summary = LocalizedField(_("in one sentence"), help_text=_("What the challenges have in common"))
    narrative = LocalizedField(_("the shared story"), long=True)
    asked = LocalizedField(_("what we ask of those who answer"), long=True, blank=True, help_text=_("One thing a line"))
    given = LocalizedField(_("what those who answer get"), long=True, blank=True, help_text=_("One thing a line"))

    objects = CallRows.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    def get_absolute_url(self) -> str:
        return reverse("challenges:call", args=[self.slug])


class ChallengeRows(PublishedRows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: the challenges of the departments that one works for; an auditor sees all."""
        if person.has_role(Role.AUDITOR):
            return self
        roles = (Role.DEPARTMENT_EDITOR, Role.DECISION_MAKER, Role.COMMUNICATOR, Role.REGISTRAR)
        return self.filter(unit__in=person.units_as(*roles))


class Challenge(Published):
    """One need that a department cannot meet alone, published with all that is known about it."""

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, null=True, blank=True, related_name="challenges", verbose_name=_("call")
    )
    need = LocalizedField(_("the need in one sentence"))
    background = LocalizedField(_("background"), long=True, blank=True)
    identified = LocalizedField(
        _("how the need was identified"),
        long=True,
        blank=True,
        help_text=_("Workshops, dialogues, surveys, requests at the front line. One way a line"),
    )
    target_groups = LocalizedField(
        _("whom it concerns"), long=True, blank=True, help_text=_("The target groups, one a line")
    )
    audiences = ArrayField(
        models.CharField(max_length=14, choices=Audience.choices),
        verbose_name=_("groups to be found by"),
        default=list,
        blank=True,
    )
    direction = LocalizedField(_("political direction"), long=True, blank=True)
    anchoring = LocalizedField(_("how it is anchored"), long=True, blank=True)
    open_questions = LocalizedField(
        _("open questions"), long=True, blank=True, help_text=_("What you do not know yet, one question a line")
    )
    place = LocalizedField(_("place"), blank=True, help_text=_("If there is one: a house, a square, some districts"))
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    other_bodies = LocalizedField(
        _("other bodies concerned"),
        long=True,
        blank=True,
        help_text=_("For example the region or the employment service, one a line"),
    )
    learnt = LocalizedField(_("what the department has learnt so far"), long=True, blank=True)
    promise = LocalizedField(
        _("what the department brings"),
        long=True,
        blank=True,
        help_text=_("People, hours, places and data, and what happens to a good answer. One thing a line"),
    )
    outcome = LocalizedField(_("what came of it"), long=True, blank=True, editable=False)

    objects = ChallengeRows.as_manager()

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")

    def get_absolute_url(self) -> str:
        return reverse("challenges:challenge", args=[self.slug])


class Voice(models.Model):
    """What somebody who is concerned has said, in public by a consent that is noted here."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="voices")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    quote = LocalizedField(_("quote"))
    name = models.CharField(_("name"), max_length=120, help_text=_("As the person wants to be called"))
    function = LocalizedField(_("function"), blank=True, help_text=_("For example resident, or school nurse"))
    consented_on = models.DateField(
        _("said yes on"), help_text=_("The day when the person agreed to be quoted here with name and function")
    )

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Goal(models.Model):
    """What the department wants to have reached, and by when."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    words = LocalizedField(_("goal"))
    horizon = LocalizedField(_("horizon"), help_text=_("For example within three years"))

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(words={}), name="a_goal_says_something")]

    def __str__(self) -> str:
        return str(self.words)
