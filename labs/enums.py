"""Stages, states and kinds of the labs, each with the words for the public and for staff."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """Where a lab is in its process; the label is public."""

    NEEDS = "needs", _("Identifying needs")
    IDEAS = "ideas", _("Finding ideas")
    DESIGN = "design", _("Designing solutions")
    TEST = "test", _("Testing")
    LEARNT = "learnt", _("Learnt and spread")


STAGE_WORDS: dict[str, str | Promise] = {
    Stage.NEEDS: _("Those who live here say what is needed. We listen on walks, in workshops, on paper and here."),
    Stage.IDEAS: _("Needs that hang together are gathered into topics, and everybody suggests ideas on them."),
    Stage.DESIGN: _("Residents, the city and partners turn ideas into solutions with a team and a cost."),
    Stage.TEST: _("Solutions are tried for a set time, and what is expected is written down before."),
    Stage.LEARNT: _("We tell what worked and what did not, and hand on what others can use."),
}
"""What happens in each stage, for the lab's page."""


class RaisedState(models.TextChoices):
    """Where a need or an idea is. The label is the staff's word; NEED_WORDS and IDEA_WORDS have the public's."""

    RECEIVED = "received", _("To release")
    PUBLIC = "public", _("In public, to answer")
    GATHERED = "gathered", _("Taken up")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Answered with a no")
    WITHHELD = "withheld", _("Not published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


NEED_WORDS: dict[str, str | Promise] = {
    RaisedState.RECEIVED: _("Received, being read now"),
    RaisedState.PUBLIC: _("Waits for the lab's answer"),
    RaisedState.GATHERED: _("Gathered into a topic"),
    RaisedState.ANSWERED: _("Answered by the lab"),
    RaisedState.DECLINED: _("Not taken further, and why"),
    RaisedState.WITHHELD: _("Not published, and why"),
    RaisedState.WITHDRAWN: _("Withdrawn by you"),
}
IDEA_WORDS: dict[str, str | Promise] = {
    **NEED_WORDS,
    RaisedState.GATHERED: _("Lives on in a solution"),
}

RAISED_LOOKS: dict[str, str] = {
    RaisedState.RECEIVED: "info",
    RaisedState.PUBLIC: "info",
    RaisedState.GATHERED: "ok",
    RaisedState.ANSWERED: "ok",
    RaisedState.DECLINED: "quiet",
    RaisedState.WITHHELD: "quiet",
    RaisedState.WITHDRAWN: "quiet",
}
"""Which look of ui/tag.html a state has; the words carry the meaning."""

SHOWN = (RaisedState.PUBLIC, RaisedState.GATHERED, RaisedState.ANSWERED, RaisedState.DECLINED)
"""States in which the words stand in public."""

OVER = (RaisedState.DECLINED, RaisedState.WITHHELD, RaisedState.WITHDRAWN)
"""States in which nothing more is promised."""


class Source(models.TextChoices):
    """How a need or an idea came to the lab; the label is public."""

    WEB = "web", _("Written here")
    WALK = "walk", _("On a walk in the district")
    WORKSHOP = "workshop", _("In a workshop")
    PAPER = "paper", _("On paper")
    MEETING = "meeting", _("At a meeting")
    CALL = "call", _("By phone or mail")


OFFLINE = [(value, label) for value, label in Source.choices if value != Source.WEB]
"""The sources of what staff type in for others."""


class TopicState(models.TextChoices):
    OPEN = "open", _("Open for ideas")
    CLOSED = "closed", pgettext_lazy("topic", "Closed")


TOPIC_LOOKS = {TopicState.OPEN: "info", TopicState.CLOSED: "quiet"}


class SolutionState(models.TextChoices):
    """Where a solution is; the label is public."""

    DESIGN = "design", _("Being designed")
    READY = "ready", _("Ready to be tested")
    IN_TEST = "in_test", _("Being tested now")
    LIVES_ON = "lives_on", _("Tested, and it goes on")
    DROPPED = "dropped", _("Stopped, what was learnt")


SOLUTION_LOOKS = {
    SolutionState.DESIGN: "info",
    SolutionState.READY: "info",
    SolutionState.IN_TEST: "info",
    SolutionState.LIVES_ON: "ok",
    SolutionState.DROPPED: "quiet",
}


class TrialState(models.TextChoices):
    """Where a test is; the label is public."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Being tested now")
    ENDED = "ended", _("Finished, how it went")


TRIAL_LOOKS = {TrialState.PLANNED: "quiet", TrialState.RUNNING: "info", TrialState.ENDED: "ok"}


class Verdict(models.TextChoices):
    """What is decided after a test; the label is public."""

    GO_ON = "go_on", _("We go on")
    CHANGE = "change", _("We change it and test again")
    STOP = "stop", _("We stop")


CASE_KINDS = {"need": "labs.need", "idea": "labs.idea"}
"""What the cases of needs and of ideas are called in the kernel."""


class PartnerKind(models.TextChoices):
    """What sort of partner takes part; the label is public."""

    DEPARTMENT = "department", _("The city's department")
    RESEARCH = "research", _("Research and development")
    UNIVERSITY = "university", _("University")
    HOUSING = "housing", _("Municipal housing company")
    DISTRICT = "district", _("District network")
    ASSOCIATION = "association", _("Association")
    RIGHTS = "rights", _("Rights organisation")
    COMPANY = "company", _("Company")
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood project")
    OTHER = "other", _("Another partner")
