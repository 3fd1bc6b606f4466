"""Where a review stands, what a stage is for, what a group advises."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from civicportal.people.enums import Role

JUDGES = (Role.REVIEWER, Role.COACH, Role.DECISION_MAKER)
"""Roles that can be asked to read and judge: department members and jury, the coach team, the steering group."""


class Progress(models.TextChoices):
    NEW = "new", _("Not started")
    STARTED = "started", _("Started")
    DONE = "done", _("Done")


class StageKind(models.TextChoices):
    """What a stage gives: scores by each reader, one written advice by the group, or scores after a pitch."""

    SCORES = "scores", _("Each gives scores")
    ADVICE = "advice", _("The group writes one advice")
    PITCH = "pitch", _("Those who applied pitch, each gives scores")


class Judges(models.TextChoices):
    """Who reads in a stage when nobody is named."""

    REVIEWER = Role.REVIEWER.value, _("Reviewers")
    COACH = Role.COACH.value, _("The coach team")
    DECISION_MAKER = Role.DECISION_MAKER.value, _("The steering group")


class Leaves(models.TextChoices):
    """What a stage leaves to the next one."""

    ALL = "all", _("Everything goes on")
    BEST = "best", _("The best go on, as somebody confirms")
    ADVICE = "advice", _("Everything goes on with a written advice")


class Shows(models.TextChoices):
    """What the next stage sees of this one before its own readers are done."""

    NOTHING = "nothing", _("Nothing")
    WORDS = "words", _("The words")
    SCORES = "scores", _("Words and scores")


class Verdict(models.TextChoices):
    """What a group says in an advice. It recommends; a named delegate decides."""

    YES = "yes", _("Yes")
    TERMS = "terms", _("Yes, with terms")
    NO = "no", _("No")
