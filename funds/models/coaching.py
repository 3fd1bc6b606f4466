"""Coaching: who asked for it and who gives it, the times that coaches publish, what is booked, notes, ready lists."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case, Recusal
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.people.enums import Role
from funds.enums.coaching import BookingState, CoachPlace, Phase
from funds.models.applications import Application
from funds.models.projects import Project
from funds.models.rounds import Fund

NOBODY_TO_PROTECT = Q(case__person__isnull=False, case__person__protected=False)


class CoachingRows(Rows):
    def visible_to(self, person: Any) -> Self:
        """Backoffice: the coaches and fund managers of the fund's unit; an auditor all.

        Never one's own, none that one has stepped aside from, and nobody's whose identity is protected: such a person
        is helped in another way, and no coach sees who it is. Nor, but for whoever coaches it, one about an application
        that one has stepped aside from: a coach who leaves the judging to others goes on helping.
        """
        if not person.is_authenticated:
            return self.none()
        recused = Recusal.objects.in_force().filter(person=person).values("case")
        aside = Application.objects.filter(submission__case__in=recused)
        drafts = aside.filter(submission__draft__isnull=False).values("submission__draft__token")
        about = Q(application__in=aside) | Q(draft_token__in=drafts)
        rows = self.filter(NOBODY_TO_PROTECT).exclude(case__person=person).exclude(case__in=recused)
        rows = rows.filter(Q(case__handler=person) | ~about)
        if person.has_role(Role.AUDITOR):
            return rows
        return rows.filter(fund__unit__in=person.units_as(Role.COACH, Role.FUND_MANAGER))

    def going_on(self) -> Self:
        return self.filter(case__closed_at__isnull=True)


class Coaching(models.Model):
    """Somebody asked for a coach. The conversation is its case's, and the coach is the case's handler."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="coachings", verbose_name=_("fund"))
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="coaching")
    phase = models.CharField(_("when"), max_length=8, choices=Phase.choices, default=Phase.BEFORE)
    language = models.CharField(max_length=2, default="sv")
    draft_token = models.UUIDField(null=True, help_text=_("of the draft that it is about, which may be gone"))
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="coachings")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="coachings")

    objects = CoachingRows.as_manager()

    class Meta:
        verbose_name = _("coaching")
        verbose_name_plural = _("coachings")

    def __str__(self) -> str:
        return str(self.case)

    def get_absolute_url(self) -> str:
        return reverse("funds:coaching_mine", args=[self.case.reference])


class CoachTurn(models.Model):
    """One coach's time with a coaching: taken, and perhaps handed over with a word to the next."""

    coaching = models.ForeignKey(Coaching, on_delete=models.PROTECT, related_name="turns")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=dates.now)
    ended_at = models.DateTimeField(null=True)
    words = models.TextField(_("word to the next coach"), blank=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("a coach's turn")
        verbose_name_plural = _("coaches' turns")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["coaching"], condition=Q(ended_at__isnull=True), name="one_coach_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.coaching}: {self.coach}"


class CoachTimeRows(Rows):
    def published(self) -> Self:
        """Not taken back by the coach."""
        return self.filter(withdrawn_at__isnull=True)

    def free(self) -> Self:
        """Published, still to come, and nobody has booked it."""
        taken = Booking.objects.standing().values("time")
        return self.published().filter(starts_at__gt=dates.now()).exclude(pk__in=taken)


class CoachTime(models.Model):
    """A time at which somebody can talk with a coach. Two of one coach's never overlap: the database refuses it.

    `series` joins the times that were published together. The link of a video meeting is for whoever books.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="coach_times", verbose_name=_("fund"))
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coach_times", verbose_name=_("coach")
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    where = models.CharField(_("how"), max_length=8, choices=CoachPlace.choices, default=CoachPlace.ON_SITE)
    place = models.CharField(_("place"), max_length=160, blank=True)
    video_link = models.URLField(_("link to the video meeting"), blank=True)
    series = models.UUIDField(default=uuid.uuid4)
    withdrawn_at = models.DateTimeField(null=True)

    objects = CoachTimeRows.as_manager()

    class Meta:
        verbose_name = _("coach's time")
        verbose_name_plural = _("coaches' times")
        ordering: ClassVar = ["starts_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_coach_time_ends_after_it_begins"),
            ExclusionConstraint(
                name="coach_times_do_not_overlap",
                expressions=[
                    (
                        Func(F("starts_at"), F("ends_at"), function="TSTZRANGE", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    ("coach", RangeOperators.EQUAL),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["fund", "starts_at"], name="coach_times_of_a_fund")]

    def __str__(self) -> str:
        return dates.show_moment(self.starts_at)

    @property
    def on_video(self) -> bool:
        return self.where == CoachPlace.VIDEO

    @property
    def whereabouts(self) -> str:
        """Where, in words that may be public: never the link."""
        return self.place if self.where == CoachPlace.ON_SITE else str(CoachPlace(self.where).label)

    def has_begun(self) -> bool:
        return self.starts_at <= dates.now()


class BookingRows(Rows):
    def standing(self) -> Self:
        return self.filter(state=BookingState.BOOKED)

    def coming(self) -> Self:
        """Booked and not over yet."""
        return self.standing().filter(time__ends_at__gt=dates.now())


class Booking(models.Model):
    """Somebody's booked time with a coach. A time has one booking that stands, whoever presses at the same instant.

    `token` names the calendar's event for life and `sequence` counts its moves. The link in the letters opens the
    booking without signing in; only its hash is kept.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    time = models.ForeignKey(CoachTime, on_delete=models.PROTECT, related_name="bookings", verbose_name=_("time"))
    coaching = models.ForeignKey(Coaching, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(_("state"), max_length=9, choices=BookingState.choices, default=BookingState.BOOKED)
    booked_at = models.DateTimeField(default=dates.now)
    changed_at = models.DateTimeField(default=dates.now)
    sequence = models.PositiveSmallIntegerField(default=0)
    cancelled_by_coach = models.BooleanField(default=False)
    reason = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True)
    link_hash = models.CharField(max_length=64, unique=True)
    once = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = BookingRows.as_manager()

    class Meta:
        verbose_name = _("booked time with a coach")
        verbose_name_plural = _("booked times with coaches")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["time"], condition=Q(state="booked"), name="one_booking_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.coaching}: {self.time}"

    @property
    def stands(self) -> bool:
        return self.state == BookingState.BOOKED


class CoachNote(models.Model):
    """What a coach writes down: for the coach alone, or shared with the person. A private one is a memory aid."""

    coaching = models.ForeignKey(Coaching, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("note"), max_length=4000)
    shared = models.BooleanField(_("shared with the person"), default=False)
    written_at = models.DateTimeField(default=dates.now)
    once = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("coach's note")
        verbose_name_plural = _("coaches' notes")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.coaching}: {dates.day_of(self.written_at)}"


class Readiness(models.Model):
    """One point of the "ready to send" list of a coaching: ticked by the writer, by the coach, or by both."""

    coaching = models.ForeignKey(Coaching, on_delete=models.PROTECT, related_name="ready")
    point = models.CharField(max_length=40)
    writer_at = models.DateTimeField(null=True)
    coach_at = models.DateTimeField(null=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("point of a ready list")
        verbose_name_plural = _("points of ready lists")
        constraints: ClassVar = [models.UniqueConstraint(fields=["coaching", "point"], name="one_tick_per_point")]

    def __str__(self) -> str:
        return f"{self.coaching}: {self.point}"
