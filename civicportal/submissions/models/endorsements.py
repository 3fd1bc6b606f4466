"""What somebody behind the sender says by a signed link."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.submissions.enums import EndorsementKind, EndorsementState
from civicportal.submissions.models.sent import Submission, Version


class EndorsementRows(Rows):
    def standing(self) -> Self:
        """Those that count: one that was asked of somebody else instead, or asked again, is not among them."""
        return self.exclude(state=EndorsementState.REPLACED)

    def waiting(self) -> Self:
        return self.filter(state=EndorsementState.ASKED)


class Endorsement(models.Model):
    """Somebody behind the sender says by a signed link whether they support it: the nearest manager, or a signatory.

    No account is needed: the link is the key, and only its hash is kept. `version` is what they had before them.
    What waits too long is passed on to the unit's own people, at `passed_on_at`; one of them may close it unanswered
    (`closed_by`). `hours` are working hours in all that a manager promises.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="endorsements")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="endorsements")
    kind = models.CharField(
        _("whose support"), max_length=10, choices=EndorsementKind.choices, default=EndorsementKind.MANAGER
    )
    email = models.EmailField(_("asked of"), max_length=254)
    state = models.CharField(
        _("state"), max_length=10, choices=EndorsementState.choices, default=EndorsementState.ASKED
    )
    name = models.CharField(_("name and function"), max_length=160, blank=True)
    words = models.TextField(_("terms or reason"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"), default=dates.now)
    reminded = models.PositiveSmallIntegerField(_("reminders"), default=0)
    answered_at = models.DateTimeField(_("answered"), null=True)
    hours = models.PositiveSmallIntegerField(_("hours promised"), null=True, blank=True)
    passed_on_at = models.DateTimeField(_("passed on"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EndorsementRows.as_manager()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "kind"], condition=~Q(state="replaced"), name="one_endorsement_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_state_display()}"

    @property
    def is_signatory(self) -> bool:
        return self.kind == EndorsementKind.SIGNATORY

    @property
    def is_yes(self) -> bool:
        return self.state in {EndorsementState.YES, EndorsementState.TERMS}
