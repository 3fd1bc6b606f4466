"""What a fund does after its grants, set up by those who run it."""

from __future__ import annotations

from django.db import transaction

from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.braces import unknown
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.records.actions import record
from funds.models import Fund, GrantTerms
from funds.rules.applications import can_manage
from funds.terms import PLACES


@transaction.atomic
def set_terms(
    fund: Fund, *, by: Person, agreement: LocalizedText, plan: str, accept_days: int, report_days: int,
    how_paid: LocalizedText,
) -> GrantTerms:  # fmt: skip
    """Keeps the terms; agreements that are made already stand as they are. Raises Refused."""
    locked = Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk)
    insist(can_manage(by, locked))
    if strange := [name for text in agreement.texts.values() for name in unknown(text, PLACES)]:
        raise Refused(no(", ".join(strange)))
    values = {
        "agreement": agreement, "plan": plan, "accept_days": accept_days, "report_days": report_days,
        "how_paid": how_paid,
    }  # fmt: skip
    terms, _new = GrantTerms.objects.update_or_create(fund=locked, defaults=values)
    record(locked, verb="fund.terms_set", by=by, facts={"fields": sorted(values)})
    return terms


def copy_terms(source: Fund, target: Fund) -> None:
    """Gives a copied fund the same terms; nothing where the source has none of its own."""
    found = GrantTerms.objects.filter(fund=source).first()
    if found is not None:
        found.pk, found.fund = None, target
        found._state.adding = True
        found.save()
