"""States and kinds of the challenges, each with the words for the public and for staff."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Publication(models.TextChoices):
    """Where a call or a challenge is on its way into the public; the label is the staff's."""

    DRAFT = "draft", _("Draft, not public")
    SCHEDULED = "scheduled", _("Waits for its time")
    PUBLISHED = "published", pgettext_lazy("challenge", "Public")
    ENDED = "ended", _("Ended, stays public")


IN_PUBLIC = frozenset({Publication.PUBLISHED, Publication.ENDED})


class Phase(models.TextChoices):
    """What a reader is told of a public call or challenge. It follows the clock and what has been answered."""

    COMING = "coming", _("Not open for proposals yet")
    OPEN = "open", _("Open for proposals")
    READING = "reading", _("The proposals are being read")
    CLOSED = "closed", _("Closed for proposals")
    TESTING = "testing", _("Being tested together")
    ENDED = "ended", pgettext_lazy("challenge", "Finished, what we learnt")


AHEAD = frozenset({Phase.COMING, Phase.OPEN, Phase.READING})
"""A call that one can still answer, or whose answers are awaited; the others are told as earlier ones."""

PHASE_LOOKS: dict[str, str] = {
    Phase.COMING: "quiet",
    Phase.OPEN: "ok",
    Phase.READING: "info",
    Phase.CLOSED: "quiet",
    Phase.TESTING: "info",
    Phase.ENDED: "quiet",
}


class Audience(models.TextChoices):
    """Whom a challenge concerns, in groups that one can look for; the challenge's own words say it closer."""

    EVERYBODY = "everybody", _("Everybody in the city")
    NEIGHBOURS = "neighbours", _("Those who live in some districts")
    CHILDREN = "children", _("Children")
    YOUNG = "young", _("Young people")
    OLDER = "older", _("Older people")
    JOB_SEEKERS = "job_seekers", _("People without work")
    ILL_HEALTH = "ill_health", _("People with ill health or addiction")
    DISABILITY = "disability", _("People with a disability")
    ASSOCIATIONS = "associations", _("Associations and businesses")


class ProposalState(models.TextChoices):
    """Where a proposal is. The label is the staff's word; `PUBLIC_WORDS` has the proposer's."""

    RECEIVED = "received", pgettext_lazy("proposal", "Received")
    SCREENED = "screened", pgettext_lazy("proposal", "Read through, to be given to reviewers")
    IN_REVIEW = "in_review", pgettext_lazy("proposal", "Being scored")
    MATCHED = "matched", pgettext_lazy("proposal", "Matched")
    REFUSED = "refused", pgettext_lazy("proposal", "Answered with a no")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")


PUBLIC_WORDS: dict[str, str | Promise] = {
    ProposalState.RECEIVED: pgettext_lazy("proposal", "Received"),
    ProposalState.SCREENED: _("Being read now"),
    ProposalState.IN_REVIEW: _("Being read now"),
    ProposalState.MATCHED: _("You go on together with the department"),
    ProposalState.REFUSED: _("Not this time"),
    ProposalState.WITHDRAWN: _("Withdrawn by you"),
}
"""What the proposer reads."""

LOOKS: dict[str, str] = {
    ProposalState.RECEIVED: "info",
    ProposalState.SCREENED: "info",
    ProposalState.IN_REVIEW: "info",
    ProposalState.MATCHED: "ok",
    ProposalState.REFUSED: "quiet",
    ProposalState.WITHDRAWN: "quiet",
}
"""Which look of ui/tag.html a state has; the words carry the meaning."""

UNANSWERED = frozenset({ProposalState.RECEIVED, ProposalState.SCREENED, ProposalState.IN_REVIEW})
"""States in which the proposer still waits for the answer."""
ANSWERED = frozenset({ProposalState.MATCHED, ProposalState.REFUSED})


class ProposerKind(models.TextChoices):
    """Who answers a challenge: the social innovators of the city's own words."""

    PERSON = "person", _("A private person")
    ASSOCIATION = "association", _("An association")
    COMPANY = "company", _("A company")
    RESEARCHERS = "researchers", _("Researchers")
    STUDENTS = "students", _("Students")
    EMPLOYEE = "employee", _("Somebody who works for the city")
    ORGANISATION = "organisation", _("Another organisation")


class EnvironmentState(models.TextChoices):
    """Where a test environment is; the label is public."""

    PREPARING = "preparing", _("Being prepared")
    RUNNING = "running", pgettext_lazy("environment", "Being tested now")
    FINISHED = "finished", pgettext_lazy("environment", "Finished, how it went")
    STOPPED = "stopped", pgettext_lazy("environment", "Stopped, what was learnt")


ENVIRONMENT_LOOKS: dict[str, str] = {
    EnvironmentState.PREPARING: "info",
    EnvironmentState.RUNNING: "info",
    EnvironmentState.FINISHED: "ok",
    EnvironmentState.STOPPED: "quiet",
}


OVER = frozenset({EnvironmentState.FINISHED, EnvironmentState.STOPPED})


class Ground(models.TextChoices):
    """What the spread of participants is told by: the grounds of the Discrimination Act (2008:567) chapter 1:4-5."""

    SEX = "sex", _("Sex")
    GENDER_IDENTITY = "gender_identity", _("Transgender identity or expression")
    ETHNICITY = "ethnicity", _("Ethnicity")
    RELIGION = "religion", _("Religion or other belief")
    DISABILITY = "disability", _("Disability")
    ORIENTATION = "orientation", _("Sexual orientation")
    AGE = "age", _("Age")
