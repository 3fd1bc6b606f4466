"""The stored counters of a round and its fund year: reserved when a decision is made, never overspent."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.answers import Refused, no
from civicportal.kernel.money import show
from funds.models import Application, FundYear, Round
from funds.queries.staff import decision_of, reserved


def locked_round(round_id: int) -> Round:
    """The round and its year under row locks, always in this order so that two decisions cannot wait for each other."""
    found = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    found.fund_year = FundYear.objects.select_for_update().get(pk=found.fund_year_id)
    return found


def reserve(application: Application, amount: int) -> None:
    """Sets `amount` öre aside for an application in place of what was set aside before.

    Raises Refused with what is left, when the round or the year has not that much. The CHECK constraints in the
    database refuse even a raw UPDATE, so this sentence is only the friendlier door.
    """
    found = locked_round(application.round_id)
    change = amount - reserved(decision_of(application))
    left = min(found.left, found.fund_year.left)
    if change > left:
        raise Refused(
            no(
                _("There is %(left)s left to grant. This decision needs %(more)s more")
                % {"left": show(left), "more": show(change)}
            )
        )
    if not change:
        return
    try:
        with transaction.atomic():
            Round.objects.filter(pk=found.pk).update(granted=F("granted") + change)
            FundYear.objects.filter(pk=found.fund_year_id).update(granted=F("granted") + change)
    except IntegrityError as error:
        raise Refused(no(_("The money of the round is not enough for this decision"))) from error


def give_back(application: Application) -> None:
    """Frees what a held decision had set aside."""
    reserve(application, 0)
