"""What somebody without an account asked for and has yet to confirm by mail."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.rows import Rows
from civicportal.people.sealing import seal, unseal


class ProofRows(Rows):
    def waiting(self) -> ProofRows:
        """Asked for, not confirmed, and still good."""
        return self.filter(confirmed_at__isnull=True, expires_at__gt=dates.now())


class Proof(models.Model):
    """One thing to be confirmed by the reader of a mailbox. Until then nothing of it has happened.

    What was written is sealed until it is confirmed, and emptied then; only the link's SHA-256 is kept.
    """

    kind = models.CharField(max_length=60)
    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(max_length=2, default="sv")
    token_hash = models.CharField(max_length=64, unique=True)
    about_kind = models.CharField(max_length=80, blank=True)
    about_id = models.BigIntegerField(null=True)
    sealed = models.BinaryField(default=bytes)
    asked_at = models.DateTimeField(default=dates.now)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    led_to = models.CharField(max_length=500, blank=True, help_text=_("path of the receipt"))

    objects = ProofRows.as_manager()

    class Meta:
        verbose_name = _("thing to confirm")
        verbose_name_plural = _("things to confirm")
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], name="proofs_by_age"),
            models.Index(fields=["email"], name="proofs_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at.astimezone(dates.STOCKHOLM):%Y-%m-%d %H:%M}"

    @property
    def payload(self) -> dict[str, Any]:
        """What was written with it; empty once it is confirmed. Raises CannotUnseal after a lost key."""
        found: dict[str, Any] = json.loads(unseal(bytes(self.sealed))) if self.sealed else {}
        return found

    @payload.setter
    def payload(self, value: dict[str, Any]) -> None:
        self.sealed = seal(json.dumps(value, ensure_ascii=False).encode()) if value else b""
