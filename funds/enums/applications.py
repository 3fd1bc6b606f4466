"""States and kinds of the funds, each with the words for the public and for staff."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplicationState(models.TextChoices):
    """Where an application is. The label is the staff's word; `PUBLIC_WORDS` has the applicant's."""

    RECEIVED = "received", _("Received")
    SCREENED = "screened", _("Screened, to be assigned")
    IN_REVIEW = "in_review", _("In review")
    DECIDED = "decided", _("Decided, held until release")
    GRANTED = "granted", pgettext_lazy("application", "Granted")
    REFUSED = "refused", pgettext_lazy("application", "Refused")
    DISMISSED = "dismissed", _("Dismissed")
    RESERVE = "reserve", _("On the reserve list")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLIC_WORDS: dict[str, str | Promise] = {
    ApplicationState.RECEIVED: _("Received"),
    ApplicationState.SCREENED: _("Being read now"),
    ApplicationState.IN_REVIEW: _("Being read now"),
    ApplicationState.DECIDED: _("Being read now"),
    ApplicationState.GRANTED: pgettext_lazy("application", "Granted"),
    ApplicationState.REFUSED: _("Not funded this time"),
    ApplicationState.DISMISSED: _("Could not be considered"),
    ApplicationState.RESERVE: _("On the reserve list"),
    ApplicationState.WITHDRAWN: _("Withdrawn by you"),
}
"""What the applicant reads. A held decision reads like the review before it: nothing leaks before release."""

LOOKS: dict[str, str] = {
    ApplicationState.RECEIVED: "info",
    ApplicationState.SCREENED: "info",
    ApplicationState.IN_REVIEW: "info",
    ApplicationState.DECIDED: "info",
    ApplicationState.GRANTED: "ok",
    ApplicationState.REFUSED: "quiet",
    ApplicationState.DISMISSED: "quiet",
    ApplicationState.RESERVE: "warn",
    ApplicationState.WITHDRAWN: "quiet",
}
"""Which look of ui/tag.html a state has; the words carry the meaning."""

OPEN_STATES = frozenset({ApplicationState.RECEIVED, ApplicationState.SCREENED, ApplicationState.IN_REVIEW})
"""States in which nothing is decided yet."""


class PendingOutcome(models.TextChoices):
    """What the room means to do with an application. Nothing is decided by it."""

    GRANTED = "granted", pgettext_lazy("outcome", "Granted")
    PARTLY = "partly", pgettext_lazy("outcome", "Partly granted")
    RESERVE = "reserve", _("Reserve list")
    REFUSED = "refused", pgettext_lazy("outcome", "Refused")


class NextKind(models.TextChoices):
    """Where the one next step of a no leads."""

    COACH = "coach", _("Talk with a coach")
    FUND = "fund", _("Another fund")
    CHALLENGE = "challenge", _("A challenge")
    PROJECT = "project", _("A similar project")


class ApplicantKind(models.TextChoices):
    PERSON = "person", _("A private person")
    ASSOCIATION = "association", _("An association")
    ORGANISATION = "organisation", _("Another organisation")
    COMPANY = "company", _("A company")
    EMPLOYEE = "employee", _("Somebody who works for the city")


class Audience(models.TextChoices):
    """For whom a fund is."""

    ANYONE = "anyone", _("Anybody")
    EMPLOYEES = "employees", _("Those who work at certain departments")


class EndorsementNeed(models.TextChoices):
    """Before what the nearest manager must have said yes."""

    NONE = "none", _("Not asked for")
    ASSIGNMENT = "assignment", _("Before it is given to reviewers")
    DECISION = "decision", _("Before money is granted")


class Endorser(models.TextChoices):
    """Whose support a fund asks for."""

    NEAREST = "nearest", _("The nearest manager")
    HEAD = "head", _("The head of the department")


class ProjectState(models.TextChoices):
    """Where a granted project is; the label is public."""

    GRANTED = "granted", _("Granted, about to start")
    RUNNING = "running", _("Being tested now")
    FINISHED = "finished", _("Finished, how it went")
    STOPPED = "stopped", _("Stopped, what was learnt")


PROJECT_LOOKS: dict[str, str] = {
    ProjectState.GRANTED: "info",
    ProjectState.RUNNING: "info",
    ProjectState.FINISHED: "ok",
    ProjectState.STOPPED: "quiet",
}


class SourceKind(models.TextChoices):
    """What kind of place people meet a fund in; the label is public."""

    SOCIAL = "social", _("Social media")
    EVENT = "event", _("Events")
    WORKSHOP = "workshop", _("Workshops")
    TIP = "tip", _("Tips from departments")
    GRANTED = "granted", _("Granted projects")
    POSTER = "poster", _("Posters")
