"""What somebody behind a sender can say, with the words for the owner, for staff and for themselves."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class EndorsementState(models.TextChoices):
    """Where a request for support is. The label is what the owner and staff read."""

    ASKED = "asked", _("Asked, no answer yet")
    YES = "yes", _("Yes, supports it")
    TERMS = "terms", _("Yes, with terms")
    TALK = "talk", _("Wants to talk first")
    NOT_NOW = "not_now", _("Not now")
    REPLACED = "replaced", _("Asked anew")


ENDORSEMENT_LOOKS: dict[str, str] = {
    EndorsementState.ASKED: "info",
    EndorsementState.YES: "ok",
    EndorsementState.TERMS: "ok",
    EndorsementState.TALK: "warn",
    EndorsementState.NOT_NOW: "quiet",
    EndorsementState.REPLACED: "quiet",
}

OWN_WORDS: dict[str, str | Promise] = {
    EndorsementState.YES: _("Yes, I support it"),
    EndorsementState.TERMS: _("Yes, with terms"),
    EndorsementState.TALK: _("Let us talk first"),
    EndorsementState.NOT_NOW: _("Not now"),
}
"""What the one who was asked chooses between."""
