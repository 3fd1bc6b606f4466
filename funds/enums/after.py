"""States and kinds of what follows a grant, each with its words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgreementState(models.TextChoices):
    """Where an agreement is. One that waits may be replaced by a corrected one; an accepted one stands."""

    WAITING = "waiting", _("Waits for the grantee's yes")
    ACCEPTED = "accepted", pgettext_lazy("agreement", "Accepted")
    REPLACED = "replaced", pgettext_lazy("agreement", "Replaced by a new one")


class PlanKind(models.TextChoices):
    """How a fund pays when nothing else is said."""

    AT_ONCE = "at_once", _("Everything at once, when the agreement is accepted")
    HALVES = "halves", _("Half when the agreement is accepted, half when the report is approved")
    MILESTONES = "milestones", _("In parts, each with its day and its condition")


class PayWhen(models.TextChoices):
    """What must have happened before a part is paid."""

    AGREEMENT = "agreement", _("When the agreement is accepted")
    MILESTONE = "milestone", _("When the condition is met")
    REPORT = "report", _("When the report is approved")


class PaymentState(models.TextChoices):
    """Where one part of the money is."""

    PLANNED = "planned", pgettext_lazy("payment", "Planned")
    CLEARED = "cleared", _("To be paid")
    EXPORTED = "exported", _("On its way")
    PAID = "paid", pgettext_lazy("payment", "Paid")
    DROPPED = "dropped", _("Not paid, the money was not used")


UNPAID = frozenset({PaymentState.PLANNED, PaymentState.CLEARED})
"""States in which a part may still be changed."""
GOING_OUT = frozenset({PaymentState.EXPORTED, PaymentState.PAID})


class PayoutKind(models.TextChoices):
    """How the money reaches the grantee. Never an account number: the city's economy system asks for it itself."""

    REGISTERED = "registered", _("To the account that you register with the city's bank")
    SUPPLIER = "supplier", _("To the account that the city already has for your organisation")
    INTERNAL = "internal", _("Within the city's own bookkeeping")


class UpdateState(models.TextChoices):
    """Where something that the project tells is."""

    WAITING = "waiting", pgettext_lazy("update", "Waits to be read")
    RELEASED = "released", pgettext_lazy("update", "Public")
    DECLINED = "declined", pgettext_lazy("update", "Not published")


class ChangeState(models.TextChoices):
    """Where a request to change what was agreed is."""

    ASKED = "asked", _("Waits for an answer")
    APPROVED = "approved", pgettext_lazy("change", "Approved")
    DECLINED = "declined", pgettext_lazy("change", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("change", "Taken back by you")


class ReportState(models.TextChoices):
    """Where the final report is."""

    WAITING = "waiting", _("Not sent yet")
    SENT = "sent", _("Sent, waits to be read")
    COMPLETION = "completion", _("Something is missing")
    APPROVED = "approved", pgettext_lazy("report", "Approved")


HANDED_IN = frozenset({ReportState.SENT, ReportState.COMPLETION, ReportState.APPROVED})


class CheckInState(models.TextChoices):
    """Where the question after the end is."""

    PLANNED = "planned", pgettext_lazy("check-in", "Not asked yet")
    ASKED = "asked", pgettext_lazy("check-in", "Asked")
    ANSWERED = "answered", _("Answered, waits to be read")
    RELEASED = "released", pgettext_lazy("check-in", "Public")
    KEPT = "kept", _("Read, not published")
    SILENT = "silent", pgettext_lazy("check-in", "Not answered")


class StillGoing(models.TextChoices):
    """The one question some months after the end."""

    YES = "yes", _("Yes, it goes on")
    CHANGED = "changed", _("Yes, in another form")
    NO = "no", _("No, it has ended")


class AidClass(models.TextChoices):
    """What three plain questions say about the one who gets the money."""

    PERSON = "person", _("A private person")
    NO_MARKET = "no_market", _("An association without economic activity")
    UNDERTAKING = "undertaking", _("An undertaking in the sense of the rules on state aid")


class YesNoUnsure(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")


LOOKS_AFTER: dict[str, str] = {
    "waiting": "info",
    "accepted": "ok",
    "replaced": "quiet",
    "planned": "quiet",
    "cleared": "info",
    "exported": "info",
    "paid": "ok",
    "dropped": "quiet",
    "released": "ok",
    "declined": "quiet",
    "asked": "info",
    "approved": "ok",
    "withdrawn": "quiet",
    "sent": "info",
    "completion": "warn",
    "answered": "info",
    "kept": "quiet",
    "silent": "quiet",
}
"""Which look of ui/tag.html a state has; the words carry the meaning."""
