"""Meetings, one by one or in a series on the wall clock, and who has signed up."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Item, item_field
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.kernel.text import LocalizedField
from civicportal.people.enums import Role
from civicportal.people.models import Organisation, Person
from civicportal.places.models import District
from prototypes.enums.meetings import CALLERS, MeetingFormat, MeetingState, Place, SignUpState


class InvitationRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: those of the units that one works for; an auditor and an administrator see all."""
        if person.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
            return self
        return self.filter(unit__in=person.units_as(*Role.values))


class Invitation(models.Model):
    """What a meeting and a series of meetings have in common: what, for whom, where, how, by whom."""

    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    about = models.ManyToManyField(Item, blank=True, related_name="+", verbose_name=_("what it is about"))
    format = models.CharField(
        _("kind of meeting"), max_length=12, choices=MeetingFormat.choices, default=MeetingFormat.OPEN
    )
    title = LocalizedField(_("title"))
    summary = LocalizedField(_("in short"), help_text=_("One or two sentences: what one comes for"))
    for_whom = LocalizedField(_("who it is for"), blank=True)
    look_back = LocalizedField(
        _("look back"), long=True, blank=True, help_text=_("What has happened since last time, and what was promised")
    )
    pause = LocalizedField(_("pause"), long=True, blank=True, help_text=_("Coffee, food, time to talk"))
    work_on = LocalizedField(_("work on"), long=True, blank=True, help_text=_("What we do together this time"))
    where = models.CharField(_("how one takes part"), max_length=8, choices=Place.choices, default=Place.ON_SITE)
    place = models.CharField(_("place"), max_length=120, blank=True)
    address = models.CharField(_("street address"), max_length=160, blank=True)
    access = LocalizedField(
        _("getting there and getting in"),
        long=True,
        blank=True,
        help_text=_("Bus, stairs, hearing loop, toilet, quiet room: what somebody must know before they come"),
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    video_link = models.URLField(
        _("link to the video meeting"), blank=True, help_text=_("Only those who have signed up get it")
    )
    facilitator = LocalizedField(_("led by"), blank=True, help_text=_("A function, never somebody's name"))
    email = models.EmailField(_("questions go to"), blank=True)
    spoken = LocalizedField(
        _("languages at the meeting"), blank=True, help_text=_("For example: Swedish, interpreter into Arabic")
    )
    seats = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty when there is room for all. Whoever comes late stands on a waiting list"),
    )
    by_sign_up = models.BooleanField(_("one signs up"), default=True)
    remind_hours = models.PositiveSmallIntegerField(
        _("hours before, to send a reminder"), default=24, help_text=_("0 for no reminder")
    )
    changed_at = models.DateTimeField(default=dates.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)

    @property
    def on_video(self) -> bool:
        return self.where in {Place.VIDEO, Place.BOTH}

    @property
    def on_site(self) -> bool:
        return self.where in {Place.ON_SITE, Place.BOTH}

    @property
    def whereabouts(self) -> str:
        """Place and address on one line, or that it is on video. Never the link."""
        site = ", ".join(part for part in (self.place, self.address) if part) if self.on_site else ""
        if self.where == Place.ON_SITE:
            return site
        return f"{site} · {Place(self.where).label}" if site else str(Place(self.where).label)


COMMON = tuple(field.name for field in Invitation._meta.local_fields if field.name not in {"changed_at"})
"""What a date of a series gets from its series when it is made."""


class Series(Invitation):
    """Meetings that come back: a rule on the wall clock from a first day to a last, and what each date begins with."""

    slug = models.SlugField(_("address"), max_length=70, unique=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rule = models.CharField(_("rule"), max_length=120, help_text=_("An RRULE without an end"))
    first_on = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    starts = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))

    objects = InvitationRows.as_manager()

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("first_on")), name="a_series_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="a_series_meeting_has_a_length"),
        ]

    def get_absolute_url(self) -> str:
        return f"{reverse('prototypes:calendar')}?serie={self.slug}"


LONGEST = timedelta(days=1)
"""So the index by start finds what goes on now without reading what has been."""


class MeetingRows(InvitationRows):
    def public(self) -> Self:
        return self.filter(item__visible=True)

    def ahead(self, moment: datetime) -> Self:
        """Those that are not over at a moment."""
        return self.filter(ends_at__gt=moment, starts_at__gt=moment - LONGEST)

    def over(self, moment: datetime) -> Self:
        """Those that have ended by a moment."""
        return self.filter(ends_at__lte=moment, starts_at__lt=moment)


class Meeting(Invitation):
    """One meeting. Of a series it knows which day of the rule it stands for, also when it was moved to another."""

    slug = models.SlugField(_("address"), max_length=90, unique=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("series")
    )
    series_on = models.DateField(
        _("day of the rule"), null=True, blank=True, help_text=_("Empty for a date added to the series")
    )
    state = models.CharField(_("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.DRAFT)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    moved_from = models.DateTimeField(_("moved from"), null=True, editable=False)
    reason = LocalizedField(_("why it was moved or cancelled"), blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False, help_text=_("changes of time, place and status"))
    taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    minutes = LocalizedField(_("minutes"), long=True, blank=True)
    minutes_at = models.DateTimeField(_("minutes published"), null=True, editable=False)
    attended = models.PositiveIntegerField(_("how many came"), null=True, blank=True)
    images = models.ManyToManyField(StoredFile, blank=True, related_name="+", verbose_name=_("pictures"))
    item = item_field()

    objects = MeetingRows.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering: ClassVar = ["starts_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_meeting_has_a_length"),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("starts_at") + LONGEST), name="a_meeting_ends_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(taken__lte=F("seats")), name="no_more_taken_than_there_are_places"
            ),
            models.UniqueConstraint(fields=["series", "series_on"], name="a_day_of_a_series_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "id"], name="meetings_by_time"),
            models.Index(fields=["state", "ends_at"], name="meetings_by_state"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("prototypes:meeting", args=[self.slug])

    @property
    def seats_left(self) -> int | None:
        """How many places are free; None when there is room for all."""
        return None if self.seats is None else max(0, self.seats - self.taken)

    @property
    def is_full(self) -> bool:
        return self.seats is not None and self.taken >= self.seats

    @property
    def is_cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED

    @property
    def begins_in_series(self) -> datetime | None:
        """The start that the rule of its series gives it; None for a meeting alone and for an added date."""
        if self.series is None or self.series_on is None:
            return None
        return datetime.combine(self.series_on, self.series.starts, tzinfo=dates.STOCKHOLM)

    def is_over(self, moment: datetime | None = None) -> bool:
        return self.ends_at <= (moment or dates.now())


class SignUpRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: those to the unit's meetings, for who calls them and the registrar; an auditor sees all.

        People with protected identity are seen by those who see them anyway.
        """
        known = Q(person__isnull=True) | Q(person__protected=False) | Q(person__in=Person.objects.visible_to(person))
        rows = self.filter(known)
        if person.has_role(Role.AUDITOR):
            return rows
        return rows.filter(meeting__unit__in=person.units_as(*CALLERS, Role.REGISTRAR))

    def seated(self) -> Self:
        return self.filter(state=SignUpState.SEATED)

    def waiting(self) -> Self:
        """The waiting list, in its order."""
        return self.filter(state=SignUpState.WAITING).order_by("signed_at", "id")

    def in_force(self) -> Self:
        return self.filter(state__in=[SignUpState.SEATED, SignUpState.WAITING])


class SignUp(models.Model):
    """Somebody who wants to come, by account or by a confirmed address: once per meeting and address."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sign_ups", verbose_name=_("meeting"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(max_length=2, default="sv")
    needs = models.CharField(_("what we should know"), max_length=400, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=SignUpState.choices)
    signed_at = models.DateTimeField(_("signed up"), default=dates.now)
    seated_at = models.DateTimeField(_("got a place"), null=True)
    link_hash = models.CharField(max_length=64, unique=True, help_text=_("the link in the letters, as a hash"))
    told_at = models.DateTimeField(_("told by phone or in another way"), null=True)

    objects = SignUpRows.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "email"], name="one_sign_up_per_address")]
        indexes: ClassVar = [
            models.Index(fields=["meeting", "state", "signed_at"], name="sign_ups_in_order"),
            models.Index(fields=["email"], name="sign_ups_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.state}"
