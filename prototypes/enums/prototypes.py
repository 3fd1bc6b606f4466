"""States and kinds of networks, prototypes and the toolbox, each with the words for the public."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PrototypeState(models.TextChoices):
    """Where a prototype is; the label is public."""

    IN_PROGRESS = "in_progress", _("Work in progress")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended, how it went")


STANDING = (PrototypeState.ACTIVE, PrototypeState.IN_PROGRESS, PrototypeState.PAUSED, PrototypeState.ENDED)
"""The order of the list: first where one can take part now."""

STATE_LOOKS: dict[str, str] = {
    PrototypeState.IN_PROGRESS: "info",
    PrototypeState.ACTIVE: "ok",
    PrototypeState.PAUSED: "warn",
    PrototypeState.ENDED: "quiet",
}
"""Which look of ui/tag.html a state has; the words carry the meaning."""

STATES_SINCE: dict[str, str | Promise] = {
    PrototypeState.IN_PROGRESS: _("Work in progress since %(day)s"),
    PrototypeState.ACTIVE: _("Active since %(day)s"),
    PrototypeState.PAUSED: _("Paused since %(day)s"),
    PrototypeState.ENDED: _("Ended %(day)s"),
}
"""The state with its day, where there is room for a sentence."""

LIVE_STATES = frozenset({PrototypeState.IN_PROGRESS, PrototypeState.ACTIVE})
"""States in which work goes on: somebody tells how it goes, and one can join a working group."""


class PartnerKind(models.TextChoices):
    """What kind of organisation sits in a coordination group."""

    CITY = "city", _("The city")
    MUNICIPAL_COMPANY = "municipal_company", _("Municipal company")
    ASSOCIATION = "association", _("Association")
    STUDY_ASSOCIATION = "study_association", _("Study association")
    COMPANY = "company", _("Company")
    UNIVERSITY = "university", _("University or college")
    PUBLIC_BODY = "public_body", _("Another public body")
    RESIDENTS = "residents", _("Residents")


class MethodFormat(models.TextChoices):
    """The two formats of the process leaders: hear many on a challenge, or try solutions together."""

    LISTEN = "listen", _("Listen broadly")
    TEST = "test", _("Test together")


class Verdict(models.TextChoices):
    """What the do-no-harm check found on one point."""

    FINE = "fine", _("Nothing speaks against it")
    CARE = "care", _("Needs care")
    STOP = "stop", _("Not yet, this must be solved first")


VERDICT_LOOKS: dict[str, str] = {Verdict.FINE: "ok", Verdict.CARE: "warn", Verdict.STOP: "error"}


class SuggestionState(models.TextChoices):
    """Where somebody's wish to test something as a prototype is; the label is what its writer reads."""

    WAITING = "waiting", _("Waits for an answer")
    ACCEPTED = "accepted", _("Yes, it becomes a prototype")
    DECLINED = "declined", _("Not as a prototype now")


SUGGESTION_LOOKS: dict[str, str] = {
    SuggestionState.WAITING: "info",
    SuggestionState.ACCEPTED: "ok",
    SuggestionState.DECLINED: "quiet",
}
