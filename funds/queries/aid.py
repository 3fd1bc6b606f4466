"""Small aid as it is read: the clause of a decision, the register, an application's declaration."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from civicportal.cases.models import Decision
from civicportal.kernel import dates
from funds.aid import euro
from funds.models import AidAward

REGULATION = "2023/2831"


def clause(decision: Decision, language: str) -> list[tuple[str, str]]:
    """The row of a decision on de minimis aid: what it is, how much, at what rate."""
    if decision.state_aid != "de_minimis":
        return []
    award = AidAward.objects.filter(decision=decision).first()
    if award is None:
        return []
    with override(language):
        words = _(
            "The grant is de minimis aid under Commission Regulation (EU) 2023/2831: %(sum)s at %(rate)s kronor for one"
            " euro (rate of %(day)s). Together with what you have had in three years it is %(all)s. Tell whoever gives"
            " you such aid in the next three years, and keep this decision for ten years."
        )
        rate = f"{award.rate.normalize():f}"
        facts = {
            "sum": euro(award.cents, language),
            "rate": rate if language == "en" else rate.replace(".", ","),
            "day": dates.show_day(award.rate_on, language=language),
            "all": euro(award.cents + award.before_cents, language),
        }
        return [(_("De minimis aid"), words % facts)]


def register_of(person: Any) -> QuerySet[AidAward]:
    """The awards of the funds that the person sees, those not registered yet first, the nearest last day on top."""
    rows = AidAward.objects.visible_to(person).select_related(
        "decision", "declaration__application__submission__case", "declaration__application__round__fund"
    )
    return rows.order_by("told_on", "tell_by", "pk").for_page()


def to_register(person: Any) -> QuerySet[AidAward]:
    """Those that the central register does not know yet."""
    return register_of(person).filter(told_on__isnull=True)
