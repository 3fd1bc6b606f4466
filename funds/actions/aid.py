"""Support of small amounts: what an applicant declares, the ceiling at the decision's door, the register."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from civicportal.cases.enums import AWARDS, StateAid
from civicportal.cases.models import Decision
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.text import nfc
from civicportal.people.models import Person
from civicportal.records.actions import record
from funds.aid import CEILING_CENTS, REGISTERED_WITHIN, cents_of, class_of, euro, window_start, working_days_after
from funds.enums.after import AidClass
from funds.models import AidAward, AidDeclaration, Application
from funds.rules.applications import can_handle, can_manage, can_take_up_decision

OLDEST_RATE_DAYS = 31
"""A rate may be so many days old at the decision; then it is typed anew."""


@transaction.atomic
def declare(
    application: Application,
    *,
    by: Person,
    private: str,
    sells: str,
    benefits: str,
    others_cents: int = 0,
    declared_on: date | None = None,
    rate: Decimal | None = None,
    rate_on: date | None = None,
    note: str = "",
) -> AidDeclaration:
    """Keeps what the applicant answers about itself and about other small aid; the answers before stay in the file.

    `others_cents` is what it has had from others in three years. Raises Refused for others than who handles or
    decides, and for an undertaking without a rate.
    """
    locked = Application.objects.select_for_update(of=("self",)).select_related("submission__case", "round__fund")
    application = locked.get(pk=application.pk)
    if not can_take_up_decision(by, application):
        insist(can_handle(by, application))
    result = class_of(private=private, sells=sells, benefits=benefits)
    if result == AidClass.UNDERTAKING and (not rate or rate_on is None):
        raise Refused(no(_("Write how many kronor one euro is, and the day of that rate")))
    if rate_on and rate_on > dates.today():
        raise Refused(no(_("That day has not come yet")))
    application.aid_declarations.filter(superseded=False).update(superseded=True)
    made: AidDeclaration = AidDeclaration.objects.create(
        application=application, private=private, sells=sells, benefits=benefits, result=result,
        note=nfc(note).strip(), others_cents=others_cents if result == AidClass.UNDERTAKING else 0,
        declared_on=declared_on or dates.today(), rate=rate, rate_on=rate_on, made_by=by,
    )  # fmt: skip
    record(application, verb="application.aid_declared", by=by, facts={"declaration": made.pk, "result": result})
    return made


def declaration_of(application: Application) -> AidDeclaration | None:
    """The declaration in force."""
    found: AidDeclaration | None = application.aid_declarations.filter(superseded=False).first()
    return found


def had_before(number: str, day: date, *, but: Application | None = None) -> int:
    """Euro cents of small aid that the portal's funds have awarded an undertaking in the three years up to a day.

    Held awards count: they take their room at once. `but` leaves out an application whose decision is made anew.
    """
    rows = AidAward.objects.in_force().filter(number=number, granted_on__gte=window_start(day), granted_on__lte=day)
    if but is not None:
        rows = rows.exclude(declaration__application=but)
    return int(rows.aggregate(sum=Sum("cents"))["sum"] or 0)


def check(application: Application, outcome: str, amount: int | None, words: dict[str, Any]) -> AidDeclaration | None:
    """What the decision's door asks about small aid. Returns the declaration that an award of it rests on.

    Whoever the answers make an undertaking gets an award as de minimis aid or by another ground of the rules, and one
    of de minimis aid only below the ceiling. Awards to the same undertaking wait for each other. Raises Refused.
    """
    if outcome not in AWARDS:
        return None
    aid, declared = words.get("state_aid") or "", declaration_of(application)
    if declared is not None and declared.result == AidClass.UNDERTAKING and aid in {"", StateAid.NO_ECONOMIC_ACTIVITY}:
        raise Refused(
            no(_("The answers say that the applicant is an undertaking. Choose de minimis aid, or answer them anew"))
        )
    if aid != StateAid.DE_MINIMIS:
        return None
    if declared is None or declared.result != AidClass.UNDERTAKING:
        raise Refused(no(_("Answer the three questions about small aid first: what the applicant is, and what it has")))
    _check_ceiling(application, declared, amount or 0)
    return declared


def _check_ceiling(application: Application, declared: AidDeclaration, amount: int) -> None:
    if declared.rate is None or declared.rate_on is None:
        raise Refused(no(_("Write how many kronor one euro is, and the day of that rate")))
    if (dates.today() - declared.rate_on).days > OLDEST_RATE_DAYS:
        raise Refused(no(_("The rate of the euro is more than a month old. Write the rate of today")))
    _stand_in_line(application.organisation_number)
    before = had_before(application.organisation_number, dates.today(), but=application) + declared.others_cents
    now = cents_of(amount, declared.rate)
    if before + now > CEILING_CENTS:
        language = get_language() or "sv"
        words = _(
            "The applicant has had %(before)s of small aid in three years. With this award it would be %(sum)s, and"
            " the ceiling is %(ceiling)s (Regulation (EU) 2023/2831, article 3). You can grant less, or nothing"
        )
        facts = {"before": before, "sum": before + now, "ceiling": CEILING_CENTS}
        raise Refused(no(words % {name: euro(cents, language) for name, cents in facts.items()}))


def _stand_in_line(number: str) -> None:
    """Decisions about one undertaking wait for each other, so that two at once never pass the ceiling together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"funds.aid:{number}"])


def note_award(application: Application, decision: Decision, declared: AidDeclaration | None, *, by: Person) -> None:
    """Writes the award beside its decision, with the rate it was counted at; it counts while the decision stands."""
    if declared is None or declared.rate is None or declared.rate_on is None or not decision.amount:
        return
    day = dates.today()
    before = had_before(application.organisation_number, day, but=application) + declared.others_cents
    award = AidAward.objects.create(
        declaration=declared,
        decision=decision,
        number=application.organisation_number,
        name=application.organisation_name,
        amount=decision.amount,
        rate=declared.rate,
        rate_on=declared.rate_on,
        cents=cents_of(decision.amount, declared.rate),
        before_cents=before,
        granted_on=day,
        tell_by=working_days_after(day, REGISTERED_WITHIN),
    )
    record(application, verb="application.aid_noted", by=by, facts={"award": award.pk, "cents": award.cents})


def released(decision: Decision) -> None:
    """The right to the aid arises when the applicant hears of it: from that day it is 20 working days."""
    day = dates.today()
    AidAward.objects.filter(decision=decision).update(
        granted_on=day, tell_by=working_days_after(day, REGISTERED_WITHIN)
    )


@transaction.atomic
def mark_registered(award: AidAward, *, by: Person, on: date) -> AidAward:
    """Notes that an award stands in the central register. Said twice is said once. Raises Refused."""
    rows = AidAward.objects.select_for_update(of=("self",)).select_related("declaration__application__round__fund")
    fresh = rows.get(pk=award.pk)
    insist(can_manage(by, fresh.declaration.application.round.fund))
    if fresh.told_on is not None:
        return fresh
    if not fresh.granted_on <= on <= dates.today():
        raise Refused(no(_("Write a day between the grant and today")))
    fresh.told_on, fresh.told_by = on, by
    fresh.save(update_fields=["told_on", "told_by"])
    record(fresh.declaration.application, verb="application.aid_registered", by=by, facts={"award": fresh.pk})
    return fresh
