"""Roles and kinds, with the words for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does for the city. A person may hold several, each for a unit and a time."""

    COACH = "coach", _("Coach")
    REVIEWER = "reviewer", _("Reviewer")
    DECISION_MAKER = "decision_maker", _("Decision maker")
    FUND_MANAGER = "fund_manager", _("Fund manager")
    FACILITATOR = "facilitator", _("Lab facilitator")
    DEPARTMENT_EDITOR = "department_editor", _("Department editor")
    NETWORK_COORDINATOR = "network_coordinator", _("Network coordinator")
    COMMUNICATOR = "communicator", _("Communicator")
    REGISTRAR = "registrar", _("Registrar")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


class OrganisationKind(models.TextChoices):
    DEPARTMENT = "department", _("Department")
    FUND_OFFICE = "fund_office", _("Fund office")
    LAB_TEAM = "lab_team", _("Lab team")
    NETWORK = "network", _("Network")
    ASSOCIATION = "association", _("Association")
    COMPANY = "company", _("Company")
    UNIVERSITY = "university", _("University")
    PUBLIC_BODY = "public_body", _("Public body")


UNIT_KINDS = frozenset(
    {OrganisationKind.DEPARTMENT, OrganisationKind.FUND_OFFICE, OrganisationKind.LAB_TEAM, OrganisationKind.NETWORK}
)
"""Kinds that are the city's own and can own things in the backoffice."""


class CodePurpose(models.TextChoices):
    """What a mailed code lets its reader do. A code for one purpose is worth nothing for another."""

    SIGN_IN = "sign_in", _("sign in")
    NEW_EMAIL = "new_email", _("confirm a new address")
    AGAIN = "again", _("show that it is still you")


class Theme(models.TextChoices):
    """The person's choice of colours; a visitor without an account gets what the device prefers."""

    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
