"""Drafts that are the writer's own until they are sent."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case
from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.submissions.models.forms import Form, Opening


class DraftRows(Rows):
    def being_written(self) -> Self:
        """Drafts that somebody writes in: never sent, or opened again to be changed."""
        return self.filter(sent_at__isnull=True)

    def of(self, person: Any) -> Self:
        """The drafts that an account owns."""
        return self.filter(person=person) if person.is_authenticated else self.none()

    def written_by(self, person: Any) -> Self:
        """The drafts that an account owns, and those that it was let into."""
        if not person.is_authenticated:
            return self.none()
        from civicportal.submissions.models.together import CoWriter

        return self.filter(
            Q(person=person) | Q(pk__in=CoWriter.objects.writing().filter(person=person).values("draft"))
        )


class Draft(models.Model):
    """Somebody's own space until they send it. Staff see counts and nothing else.

    Reached by the account that owns it, or by a session that started it or opened its mailed link.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="drafts")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="drafts")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, default="sv")
    resume_hash = models.CharField(max_length=64, unique=True, null=True)
    resume_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(default=dates.now)
    changed_at = models.DateTimeField(default=dates.now)
    warned_at = models.DateTimeField(null=True)
    at_step = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True, help_text=_("empty while somebody writes in it"))
    shared_at = models.DateTimeField(null=True, help_text=_("last shown to somebody; empty while it never was"))
    once = models.UUIDField(null=True, unique=True)
    origin = models.ForeignKey(
        Item, on_delete=models.SET_NULL, null=True, related_name="+", help_text=_("public thing that it carries on")
    )
    has_co_writers = models.BooleanField(default=False, help_text=_("whether others were ever invited to write in it"))
    only_questions = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text=_("the questions that are open to be completed; empty when the whole form is"),
    )
    talk = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, related_name="+", help_text=_("conversation that it grew from")
    )

    objects = DraftRows.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes: ClassVar = [
            models.Index(fields=["changed_at"], name="drafts_by_age"),
            models.Index(fields=["email"], name="drafts_by_address"),
        ]

    def __str__(self) -> str:
        return str(self.token)


class Answer(models.Model):
    """One answer of a draft, encrypted. `version` makes two tabs or two writers meet a shown conflict."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=dates.now)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.question
