"""The parts of a grant: planned, cleared when their condition is met, handed over once, marked as paid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.money import show
from civicportal.kernel.moves import walk
from civicportal.kernel.text import one_line
from civicportal.people.models import Person
from civicportal.records.actions import next_reference, record
from funds.enums.after import GOING_OUT, UNPAID, PaymentState, PayWhen
from funds.models import Fund, FundYear, Payment, PaymentBatch, Project, Round
from funds.notices import after as notices
from funds.plans import Part, parts_of
from funds.rules.after import PAYMENT_MOVES, can_look_after, can_plan
from funds.rules.applications import can_manage

SERIES = "UTB"
PAYEE = re.compile(r"[0-9A-Za-zÅÄÖåäö-]{1,20}")
MOST_DIGITS = 6
"""A number with more digits may be an account's or a person's; the economy system's own have fewer."""
MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part as staff plan it; `amount` in öre."""

    amount: int
    pay_when: str
    condition: str = ""
    due_on: date | None = None


def in_words(payment: Payment | Part, language: str) -> str:
    """One part as a line: the sum, and when it is paid."""
    when = str(PayWhen(payment.pay_when).label).lower()
    words = f"{show(payment.amount, language)}: {payment.condition or when}"
    due = getattr(payment, "due_on", None)
    return f"{words}, {dates.show_day(due, language=language)}" if due else words


def _lock(project: Project) -> Project:
    rows = Project.objects.select_for_update(of=("self",)).select_related("fund", "application__submission__case")
    locked: Project = rows.get(pk=project.pk)
    return locked


def _reference(project: Project, position: int) -> str:
    number = project.application.case.reference if project.application else f"{project.fund.series}-{project.pk}"
    return f"{number}-{position}"


def _write(project: Project, parts: Sequence[Part | Wanted]) -> None:
    project.payments.all().delete()
    Payment.objects.bulk_create(
        Payment(
            project=project,
            position=position,
            amount=part.amount,
            pay_when=part.pay_when,
            condition=part.condition,
            due_on=getattr(part, "due_on", None),
            reference=_reference(project, position),
        )
        for position, part in enumerate(parts, start=1)
    )


def plan_by_default(project: Project, kind: str, *, by: Person) -> None:
    """The fund's own way to pay, when a grant is released."""
    parts = parts_of(project.granted, kind)
    _write(project, parts)
    record(project, verb="project.planned", by=by, facts={"kind": kind, "amounts": [part.amount for part in parts]})


@transaction.atomic
def plan(project: Project, wanted: Sequence[Wanted], *, by: Person) -> None:
    """Makes the plan anew. Raises Refused when a part has gone out or the parts are not the grant to the öre."""
    locked = _lock(project)
    insist(can_plan(by, locked))
    if not 1 <= len(wanted) <= MOST_PARTS or any(part.amount < 1 for part in wanted):
        raise Refused(no(_("A plan has at least one part, and each part some money")))
    left = locked.granted - sum(part.amount for part in wanted)
    if left:
        words = _("%(sum)s of the grant is in no part") if left > 0 else _("The parts are %(sum)s more than the grant")
        raise Refused(no(words % {"sum": show(abs(left))}))
    if any(part.pay_when == PayWhen.MILESTONE and not part.condition for part in wanted):
        raise Refused(no(_("Write the condition of each part that has one")))
    _write(locked, wanted)
    record(locked, verb="project.planned", by=by, facts={"amounts": [part.amount for part in wanted]})
    if locked.agreements.filter(state="accepted").exists():
        clear_on_agreement(locked)


def clear_on_agreement(project: Project) -> None:
    """What waited for the agreement may be paid now."""
    for payment in project.payments.filter(pay_when=PayWhen.AGREEMENT, state=PaymentState.PLANNED):
        walk(PAYMENT_MOVES, "clear", payment, by=None)


@transaction.atomic
def clear(payment: Payment, *, by: Person) -> Payment:
    """The condition of a part is met, so it may be paid. Raises Refused."""
    _lock(payment.project)
    fresh: Payment = walk(PAYMENT_MOVES, "clear", payment, by=by)
    return fresh


@transaction.atomic
def set_payee(project: Project, number: str, *, by: Person) -> None:
    """Notes the number that the payee has in the economy system, on every part that has not gone out.

    Raises Refused for what may be an account's or a person's number: those are never kept here.
    """
    locked = _lock(project)
    insist(can_look_after(by, locked))
    number = one_line(number)
    if not PAYEE.fullmatch(number) or sum(char.isdigit() for char in number) > MOST_DIGITS:
        raise Refused(
            no(
                _(
                    "Write only the number that the payee has in the economy system: at most six digits, with letters"
                    " if it has any. An account's or a person's number must not stand here"
                )
            )
        )
    locked.payments.filter(state__in=UNPAID).update(payee_number=number)
    record(locked, verb="project.payee_set", by=by)


def to_export(fund: Fund) -> Q:
    """Which parts go into the next file: cleared, the payee known, the day not ahead."""
    due = Q(due_on__isnull=True) | Q(due_on__lte=dates.today())
    return Q(project__fund=fund, state=PaymentState.CLEARED) & ~Q(payee_number="") & due


@transaction.atomic
def export(fund: Fund, *, by: Person) -> PaymentBatch:
    """Hands what is to be paid over to the economy system, once: a file with a number of its own.

    Raises Refused when there is nothing to pay, as for the second of two who press at the same moment.
    """
    insist(can_manage(by, fund))
    rows = Payment.objects.select_for_update(of=("self",)).filter(to_export(fund)).order_by("pk")
    payments = [payment for payment in rows if can_look_after(by, payment.project)]
    if not payments:
        raise Refused(no(_("There is nothing to pay now")))
    batch = PaymentBatch.objects.create(fund=fund, number=next_reference(SERIES), made_by=by)
    Payment.objects.filter(pk__in=[payment.pk for payment in payments]).update(batch=batch)
    for payment in payments:
        walk(PAYMENT_MOVES, "export", payment, by=by, facts={"batch": batch.pk})
    record(batch, verb="payments.exported", by=by, facts={"number": batch.number, "payments": len(payments)})
    return batch


@transaction.atomic
def mark_paid(payment: Payment, *, by: Person, on: date) -> Payment:
    """Notes that a part was paid on a day; the grantee hears. Said twice is said once. Raises Refused."""
    fresh = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if fresh.state == PaymentState.PAID:
        return fresh
    if on > dates.today():
        raise Refused(no(_("That day has not come yet. Write the day when the money was paid")))
    insist(PAYMENT_MOVES.can("pay", by, fresh))
    fresh.paid_on = on
    fresh.save(update_fields=["paid_on"])
    fresh = walk(PAYMENT_MOVES, "pay", fresh, by=by)
    notices.paid(fresh)
    return fresh


@dataclass
class Paid:
    """What a list of paid references did: marked now, marked before, sentences about lines that were not read."""

    marked: int = 0
    before: int = 0
    problems: list[str] = field(default_factory=list)


@transaction.atomic
def mark_list(fund: Fund, text: str, *, by: Person, on: date) -> Paid:
    """Marks the payments of a list from the economy system: one reference a line, and its day behind a semicolon.

    `on` is the day of lines without one. All lines or none: with one problem nothing is marked. Raises Refused.
    """
    insist(can_manage(by, fund))
    done, found = Paid(), []
    known = {
        payment.reference: payment
        for payment in Payment.objects.filter(project__fund=fund, state__in={PaymentState.CLEARED, *GOING_OUT})
    }
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        reference, _mark, day = (part.strip() for part in line.partition(";"))
        try:
            when = date.fromisoformat(day) if day else on
        except ValueError:
            done.problems.append(say("Line %(n)d: write the day as 2026-03-31") % {"n": number})
            continue
        if reference not in known or not can_look_after(by, known[reference].project):
            done.problems.append(say("Line %(n)d: no payment of this fund waits with that reference") % {"n": number})
        elif when > dates.today():
            done.problems.append(say("Line %(n)d: that day has not come yet") % {"n": number})
        else:
            found.append((known[reference], when))
    if not done.problems:
        for payment, when in found:
            done.before += payment.state == PaymentState.PAID
            done.marked += payment.state != PaymentState.PAID
            mark_paid(payment, by=by, on=when)
    return done


def said_of(done: Paid) -> str:
    """What a list did, as one sentence."""
    return ngettext("%(n)d payment is marked as paid", "%(n)d payments are marked as paid", done.marked) % {
        "n": done.marked
    }


def lower(project: Project, amount: int, *, by: Person) -> None:
    """Lowers a grant to `amount` öre: the last parts shrink first, and the round and the year have the money again.

    Called in the transaction of an approved change, the project locked. Raises Refused when so much has gone out.
    """
    less = project.granted - amount
    left = less
    for payment in project.payments.filter(state__in=UNPAID).order_by("-position"):
        taken = min(left, payment.amount)
        left -= taken
        if taken == payment.amount:
            payment.delete()
        elif taken:
            payment.amount -= taken
            payment.save(update_fields=["amount"])
    if left:
        raise Refused(no(_("So much is paid already. What is not used is given back with the final report instead")))
    project.granted = amount
    project.save(update_fields=["granted"])
    if project.round_id:
        round_ = Round.objects.select_for_update(of=("self",)).get(pk=project.round_id)
        Round.objects.filter(pk=round_.pk).update(granted=F("granted") - less)
        FundYear.objects.filter(pk=round_.fund_year_id).update(granted=F("granted") - less)
    record(project, verb="project.lowered", by=by, facts={"less": less, "to": amount})


def settle(project: Project, used: int, *, by: Person) -> int:
    """Ends a plan when the report is approved: what was used and not yet paid may be paid, the rest is dropped.

    Returns the öre that are to be given back, because more has gone out than was used.
    """
    owed = min(used, project.granted)
    out = sum(payment.amount for payment in project.payments.filter(state__in=GOING_OUT))
    left = max(0, owed - out)
    for payment in project.payments.filter(state__in=UNPAID).order_by("position"):
        if left >= payment.amount:
            left -= payment.amount
            if payment.state == PaymentState.PLANNED:
                walk(PAYMENT_MOVES, "clear", payment, by=by)
            continue
        rest = payment
        if left:
            rest = _rest_of(payment, left)
            if payment.state == PaymentState.PLANNED:
                walk(PAYMENT_MOVES, "clear", payment, by=by)
            left = 0
        walk(PAYMENT_MOVES, "drop", rest, by=by)
    return max(0, out - owed)


def _rest_of(payment: Payment, keep: int) -> Payment:
    """Parts a payment in two: `keep` öre stay, the rest is a payment of its own."""
    last = payment.project.payments.aggregate(last=Max("position"))["last"]
    rest: Payment = Payment.objects.create(
        project=payment.project,
        position=last + 1,
        amount=payment.amount - keep,
        pay_when=PayWhen.REPORT,
        reference=_reference(payment.project, last + 1),
    )
    payment.amount = keep
    payment.save(update_fields=["amount"])
    return rest
