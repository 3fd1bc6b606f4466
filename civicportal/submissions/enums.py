"""States of what several people do about one application: support, writing together, completing."""

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
    NOBODY = "nobody", _("Nobody answered")
    REPLACED = "replaced", _("Asked anew")


ENDORSEMENT_LOOKS: dict[str, str] = {
    EndorsementState.ASKED: "info",
    EndorsementState.YES: "ok",
    EndorsementState.TERMS: "ok",
    EndorsementState.TALK: "warn",
    EndorsementState.NOT_NOW: "quiet",
    EndorsementState.NOBODY: "warn",
    EndorsementState.REPLACED: "quiet",
}

OWN_WORDS: dict[str, str | Promise] = {
    EndorsementState.YES: _("Yes, I support it"),
    EndorsementState.TERMS: _("Yes, with terms"),
    EndorsementState.TALK: _("Let us talk first"),
    EndorsementState.NOT_NOW: _("Not now"),
}
"""What the one who was asked chooses between."""


class ShareEnd(models.TextChoices):
    """Why a draft is no longer shown to somebody."""

    WRITER = "writer", _("The writer ended it")
    SENT = "sent", _("The draft was sent")
    OTHER = "other", _("Somebody else took over")


SIGNATORY_WORDS: dict[str, str | Promise] = {
    EndorsementState.YES: _("Yes, I approve it"),
    EndorsementState.TERMS: _("Yes, with terms"),
    EndorsementState.TALK: _("Let us talk first"),
    EndorsementState.NOT_NOW: _("No, I do not approve it"),
}
"""The same for somebody who signs for the organisation that applies."""


class EndorsementKind(models.TextChoices):
    """On whose behalf somebody says yes: that of the workplace, or that of the organisation that applies."""

    MANAGER = "manager", _("The nearest manager")
    SIGNATORY = "signatory", _("Whoever signs for the organisation")


class CoWriterState(models.TextChoices):
    """Where somebody who was invited to write in a draft is."""

    INVITED = "invited", _("Invited, has not answered")
    WRITING = "writing", _("Writes in it")
    OWNS = "owns", _("Has taken it over")
    DECLINED = "declined", _("Said no")
    LEFT = "left", _("Has left")
    REMOVED = "removed", _("Taken away")


class CompletionState(models.TextChoices):
    """Where a request to complete what was sent is. The label is what staff read."""

    ASKED = "asked", _("Asked for")
    ANSWERED = "answered", _("Has come in")
    RAN_OUT = "ran_out", _("The time ran out")
    TAKEN_BACK = "taken_back", _("Taken back")


COMPLETION_LOOKS: dict[str, str] = {
    CompletionState.ASKED: "warn",
    CompletionState.ANSWERED: "ok",
    CompletionState.RAN_OUT: "quiet",
    CompletionState.TAKEN_BACK: "quiet",
}
