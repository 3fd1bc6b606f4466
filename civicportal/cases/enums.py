"""Outcomes, grounds and answers that belong to every case of the city."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """What a decision says. The Swedish terms are bifall, delvis bifall, avslag, avvisning and avskrivning."""

    GRANTED = "granted", pgettext_lazy("outcome", "Granted")
    PARTLY = "partly", pgettext_lazy("outcome", "Partly granted")
    REFUSED = "refused", pgettext_lazy("outcome", "Refused")
    DISMISSED = "dismissed", pgettext_lazy("outcome", "Dismissed, it does not meet the conditions")
    WRITTEN_OFF = "written_off", pgettext_lazy("outcome", "Written off")


AWARDS = frozenset({Outcome.GRANTED, Outcome.PARTLY})


class Ground(models.TextChoices):
    """Why somebody steps aside: Local Government Act (2017:725) chapter 6, section 28."""

    PARTY = "party", _("I am, or somebody near me is, a party or affected by the outcome")
    REPRESENTATIVE = "representative", _("I have represented the applicant")
    COACHED = "coached", _("I have coached this application")
    OTHER = "other", _("Something else that could make my impartiality doubted")


class StateAid(models.TextChoices):
    """What the money is by the rules on state aid. Asked where the applicant has an organisation number."""

    NO_ECONOMIC_ACTIVITY = "none", _("No economic activity, the rules do not apply")
    DE_MINIMIS = "de_minimis", _("De minimis aid, Regulation (EU) 2023/2831")
    BLOCK_EXEMPTION = "gber", _("Covered by the general block exemption regulation")
    OTHER = "other", _("Assessed in another way, see the note")


DEEDS = {
    "case.open": _("The case was opened"),
    "case.say": _("A message was written"),
    "case.recuse": _("Somebody stepped aside"),
    "case.lift_recusal": _("A recusal was lifted"),
    "case.assign_handler": _("A handler was named"),
    "case.decide": _("A decision was made"),
    "case.revoke_decision": _("A held decision was taken back"),
    "case.release_decision": _("The decision was released"),
    "case.promised_again": _("Another day was promised for the answer"),
    "case.told_late": _("A letter said that the answer is late"),
    "case.answered": _("The case was answered"),
    "case.close": _("The case was closed"),
    "case.set_diary_number": _("The diary number was entered"),
}
"""What the log's verbs about a case mean, in words."""
