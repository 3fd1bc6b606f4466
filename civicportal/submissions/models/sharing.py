"""A draft shown to somebody who helps, for as long as its writer wants, and what they say about its answers."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.people.sealing import seal, unseal
from civicportal.submissions.enums import ShareEnd
from civicportal.submissions.models.drafts import Draft


class ShareRows(Rows):
    def standing(self) -> Self:
        """Those by which somebody may read a draft now: not ended, not too old, the draft not sent.

        Nothing of somebody with protected identity is shown this way, also where it was shared before.
        """
        return self.filter(
            ended_at__isnull=True, until__gt=dates.now(), draft__sent_at__isnull=True, draft__person__protected=False
        )


class Share(models.Model):
    """The writer lets one person read a draft. Never made by anybody else, ended by the writer at any time."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="shares")
    with_whom = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(default=dates.now)
    until = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=8, choices=ShareEnd.choices, blank=True)

    objects = ShareRows.as_manager()

    class Meta:
        verbose_name = _("shared draft")
        verbose_name_plural = _("shared drafts")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft", "with_whom"], condition=Q(ended_at__isnull=True), name="one_share_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.draft)


class AnswerCommentRows(Rows):
    def asked(self) -> Self:
        """What was said about an answer; replies stand under it."""
        return self.filter(replies_to__isnull=True)

    def unresolved(self) -> Self:
        return self.asked().filter(resolved_at__isnull=True)


class AnswerComment(models.Model):
    """What somebody says about one answer of a draft. Its words are as closed as the draft's own.

    The writer answers it (`replies_to`) and decides when it is done with (`resolved_at`).
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, help_text=_("the form's number, and its address"))
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replies_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    sealed = models.BinaryField()
    said_at = models.DateTimeField(default=dates.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AnswerCommentRows.as_manager()

    class Meta:
        verbose_name = _("comment on an answer")
        verbose_name_plural = _("comments on answers")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.question

    @property
    def text(self) -> str:
        return unseal(bytes(self.sealed)).decode()

    @text.setter
    def text(self, words: str) -> None:
        self.sealed = seal(words.encode())
