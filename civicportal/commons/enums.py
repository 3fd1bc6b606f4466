"""States and reasons of what people say in public, and whose work it is to look after it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from civicportal.people.enums import Role

SUPPORT, WITHDRAW_SUPPORT, QUESTION = "commons.support", "commons.withdraw_support", "commons.question"
"""What is confirmed by mail here, by its key in commons.proofs."""

VOICE_ROLES = (Role.FUND_MANAGER, Role.FACILITATOR, Role.DEPARTMENT_EDITOR, Role.NETWORK_COORDINATOR)
"""Who answers people's words about the things of their own unit."""

VOICE_ROLES_EVERYWHERE = (Role.COMMUNICATOR, Role.ADMINISTRATOR)
"""Who may also do it for every unit."""


class QuestionState(models.TextChoices):
    WAITING = "waiting", _("Waits to be released")
    PUBLIC = "public", _("Public")
    HIDDEN = "hidden", _("Hidden")


class ReportState(models.TextChoices):
    WAITING = "waiting", _("To look at")
    HIDDEN = "hidden", _("Hidden")
    LEFT = "left", _("Left as it is")


class ReportReason(models.TextChoices):
    """What a reader can say is wrong, in their words."""

    PERSONAL = "personal", _("It tells something private about somebody")
    HATE = "hate", _("It threatens or insults")
    WRONG = "wrong", _("It is not true")
    ADVERT = "advert", _("It is advertising")
    COPIED = "copied", _("It is copied from somebody without leave")
    OTHER = "other", _("Something else")


class HideReason(models.TextChoices):
    """Why staff hide words: the law on electronic notice boards (1998:112, section 5) and the portal's own rules."""

    PERSONAL = "personal", _("It tells something private about somebody")
    UNLAWFUL = "unlawful", _("It is a threat, an insult or otherwise against the law")
    WRONG = "wrong", _("It is wrong about facts")
    ADVERT = "advert", _("It is advertising")
    COPIED = "copied", _("It is copied without leave")
    OFF_TOPIC = "off_topic", _("It is not about this")
    DOUBLE = "double", _("The same already stands there")
