"""Several people behind one application: who writes in the draft, what they are asked to complete, whom to reach."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.submissions.enums import CompletionState, CoWriterState
from civicportal.submissions.models.drafts import Draft
from civicportal.submissions.models.sent import Submission, Version


class CoWriterRows(Rows):
    def writing(self) -> Self:
        """Those who are in: they write before the sending and read after it."""
        return self.filter(state=CoWriterState.WRITING)

    def standing(self) -> Self:
        """Those who are in, and those who are invited and have not answered."""
        return self.filter(state__in=[CoWriterState.INVITED, CoWriterState.WRITING])


class CoWriter(models.Model):
    """Somebody who writes in another's draft, by invitation to an address. Only the owner sends, invites, removes.

    `email` is the address that was invited, `token_hash` of the link that was mailed to it. `handed_at` says since
    when the owner offers to hand the whole matter over to them.
    """

    number = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="co_writers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, default="sv")
    state = models.CharField(max_length=10, choices=CoWriterState.choices, default=CoWriterState.INVITED)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(default=dates.now)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)

    objects = CoWriterRows.as_manager()

    class Meta:
        verbose_name = _("co-writer")
        verbose_name_plural = _("co-writers")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft", "email"],
                condition=Q(state__in=["invited", "writing"]),
                name="one_invitation_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["draft", "person"], condition=Q(state="writing"), name="one_co_writer_per_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft}: {self.get_state_display()}"


class CompletionRows(Rows):
    def standing(self) -> Self:
        return self.filter(state=CompletionState.ASKED)


class Completion(models.Model):
    """The city asks for some answers to be completed until a date (komplettering). Only those questions are opened.

    `version` is what was sent when it was asked, `answered_with` the version that came of it. `until` is the first
    instant that is too late. `seen_at` says when staff had looked at what came in, or at that nothing did.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="completions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=CompletionState.choices, default=CompletionState.ASKED)
    questions = ArrayField(models.CharField(max_length=60), verbose_name=_("questions"))
    words = models.TextField(_("what is missing"))
    until = models.DateTimeField(_("until"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=dates.now)
    reminded = models.PositiveSmallIntegerField(_("reminders"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True)
    answered_with = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    once = models.UUIDField(null=True, unique=True)

    objects = CompletionRows.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission"], condition=Q(state="asked"), name="one_completion_at_a_time"),
            models.CheckConstraint(condition=Q(until__gt=models.F("asked_at")), name="a_completion_has_some_time"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["until"], condition=Q(state="asked"), name="completions_that_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_state_display()}"

    def is_over(self, moment: datetime | None = None) -> bool:
        """Whether the time with its grace is over."""
        return (moment or dates.now()) >= self.until + dates.GRACE


class Contact(models.Model):
    """Whom the city reaches about what was sent, where the applicant has changed it since.

    Another address waits in `new_email` until both the old and the new one have said yes by the link they got.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="contact")
    name = models.CharField(_("contact person"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    changed_at = models.DateTimeField(_("changed"), default=dates.now)
    new_email = models.EmailField(max_length=254, blank=True)
    asked_at = models.DateTimeField(null=True)
    old_hash = models.CharField(max_length=64, unique=True, null=True)
    new_hash = models.CharField(max_length=64, unique=True, null=True)
    old_yes_at = models.DateTimeField(null=True)
    new_yes_at = models.DateTimeField(null=True)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return str(self.submission)
