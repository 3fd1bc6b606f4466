"""What is done with a case. Each function locks the case, asks the rule, writes the log and queues the letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from civicportal.cases import notices, rules
from civicportal.cases.enums import StateAid
from civicportal.cases.kinds import talks
from civicportal.cases.models import Case, CaseMessage, Decision, Recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.rows import held
from civicportal.kernel.text import nfc, one_line
from civicportal.notices.actions import release, void
from civicportal.people.models import Organisation, Person
from civicportal.records.actions import next_reference, record

FIRST_HOUR, MOST_AT_ONCE = 8, 500
"""When letters about what is late begin to go in the morning, and how many are written at a time."""


def _locked(case: Case) -> Case:
    fresh: Case = held(Case.objects.select_related("unit", "person", "handler"), case.pk)
    return fresh


@transaction.atomic
def open_case(
    *,
    kind: str,
    title: str,
    unit: Organisation,
    person: Person | None,
    series: str,
    answer_by: date | None,
    by: Person | None,
) -> Case:
    """Opens a case under the next reference of the series (such as "VF").

    `answer_by` is the day until which the city promises an answer. The series' row stays locked until the caller's
    transaction ends, so this is called last in it.
    """
    case = Case(kind=kind, title=one_line(title)[:200], unit=unit, person=person, answer_by=answer_by)
    case.reference = next_reference(series)
    case.save(force_insert=True)
    record(case, verb="case.open", by=by, facts={"kind": kind, "reference": case.reference})
    return case


@transaction.atomic
def say(case: Case, *, by: Person, text: str, once: UUID) -> CaseMessage:
    """Writes one message in a case; the other side gets a letter with its text.

    `once` is the form's number: the same message sent twice is there once. Raises Refused.
    """
    case = _locked(case)
    if first := CaseMessage.objects.filter(once=once).first():
        if (first.case_id, first.sender_id) == (case.pk, by.pk):
            return first
        raise Refused(no(_("Load the page again before you write.")))
    insist(rules.can_speak(by, case))
    words = nfc(text).strip()
    if not words:
        raise Refused(no(_("Write your message")))
    message = CaseMessage.objects.create(case=case, sender=by, from_city=by.pk != case.person_id, text=words, once=once)
    record(case, verb="case.say", by=by, facts={"message": message.pk, "from_city": message.from_city})
    if message.from_city and case.kind in talks():
        _answer(case)
    notices.message_written(message)
    return message


@transaction.atomic
def declare_recusal(case: Case, *, person: Person, ground: str, by: Person) -> Recusal:
    """Notes that somebody steps aside; from now on they neither see nor handle the case.

    Saying it twice is the same as saying it once. A handler who steps aside is no longer the handler. `ground` is a
    value of enums.Ground. Raises Refused.
    """
    case = _locked(case)
    insist(rules.can_declare_recusal(by, case, person))
    if first := Recusal.objects.in_force().filter(case=case, person=person).first():
        return first
    recusal = Recusal.objects.create(case=case, person=person, ground=ground, declared_by=by)
    if case.handler_id == person.pk:
        case.handler = None
        case.save(update_fields=["handler"])
    record(case, verb="case.recuse", by=by, facts={"recusal": recusal.pk, "person": person.pk, "ground": ground})
    return recusal


@transaction.atomic
def lift_recusal(recusal: Recusal, *, by: Person) -> Recusal:
    """Lets somebody who stepped aside take part again. Raises Refused."""
    _locked(recusal.case)
    recusal = Recusal.objects.select_for_update(of=("self",)).select_related("case").get(pk=recusal.pk)
    insist(rules.can_lift_recusal(by, recusal))
    if recusal.lifted_at is None:
        recusal.lifted_at = dates.now()
        recusal.save(update_fields=["lifted_at"])
        record(
            recusal.case, verb="case.lift_recusal", by=by, facts={"recusal": recusal.pk, "person": recusal.person_id}
        )
    return recusal


@transaction.atomic
def claim(case: Case, *, person: Person) -> Case:
    """Gives a case that came without an account to the account that has proved the same address.

    A case that has its person keeps it.
    """
    case = _locked(case)
    if case.person_id is None:
        case.person = person
        case.save(update_fields=["person"])
        record(case, verb="case.claim", by=person)
    return case


@transaction.atomic
def assign_handler(case: Case, *, handler: Person, by: Person) -> Case:
    """Names the person who handles the case. Raises Refused."""
    case = _locked(case)
    insist(rules.can_assign_handler(by, case, handler))
    if case.handler_id != handler.pk:
        before, case.handler = case.handler_id, handler
        case.save(update_fields=["handler"])
        record(case, verb="case.assign_handler", by=by, facts={"from": before, "to": handler.pk})
    return case


@transaction.atomic
def take(case: Case, *, by: Person) -> Case:
    """A coach becomes the handler of a case that nobody handles. Two who press at once: one gets it. Raises Refused."""
    case = _locked(case)
    if case.handler_id == by.pk:
        return case
    insist(rules.can_take(by, case))
    case.handler = by
    case.save(update_fields=["handler"])
    record(case, verb="case.take", by=by, facts={"to": by.pk})
    return case


@transaction.atomic
def decide(
    case: Case,
    *,
    by: Person,
    outcome: str,
    amount: int | None = None,
    reason: str,
    conditions: str = "",
    would_change: str = "",
    next_step: str = "",
    state_aid: str = "",
    state_aid_note: str = "",
    needs_state_aid: bool = False,
    judged_sha256: str = "",
    by_criterion: Sequence[Sequence[str]] = (),
    next_url: str = "",
) -> Decision:
    """Decides a case; the decision is held until `release_decision`.

    A decision in force is replaced: it stays in the file, and its letters that are not sent yet are withdrawn.
    `amount` is in öre and only for an award. `needs_state_aid` says that the applicant has an organisation number.
    `judged_sha256` is the hash of the text that was judged. `by_criterion` are pairs of a criterion's name and the
    reason by it; `next_url` is the path of a public page that the next step leads to. Raises Refused (who may:
    rules.can_decide).
    """
    case = _locked(case)
    insist(
        rules.can_decide(by, case, amount=amount, outcome=outcome, state_aid=state_aid, needs_state_aid=needs_state_aid)
    )
    delegation = rules.delegation_of(by, case, amount)
    words = {"reason": reason, "conditions": conditions, "would_change": would_change, "next_step": next_step}
    texts = {name: nfc(text).strip() for name, text in words.items()}
    note = nfc(state_aid_note).strip()
    if delegation is None:
        raise Refused(no(rules.NO_DELEGATION))
    if not texts["reason"]:
        raise Refused(no(_("Write the reason for the decision")))
    if state_aid == StateAid.OTHER and not note:
        raise Refused(no(_("Write how the question about state aid was assessed")))
    old = _replaced(case)
    decision = Decision.objects.create(
        case=case, outcome=outcome, amount=amount, state_aid=state_aid, state_aid_note=note, decided_by=by,
        delegation=delegation, judged_sha256=judged_sha256, replaces=old,
        recused=_names_of_recused(case), next_url=next_url,
        by_criterion=[[name, nfc(text).strip()] for name, text in by_criterion if text.strip()], **texts,
    )  # fmt: skip
    # Not the outcome: the decision holds it, and the log is read by people who may not know it before its release.
    facts = {"decision": decision.pk, "replaces": old.pk if old else None}
    record(case, verb="case.decide", by=by, facts=facts)
    return decision


def _replaced(case: Case) -> Decision | None:
    """Takes the decision in force, if there is one, out of force with its letters."""
    old = Decision.objects.in_force().select_for_update().filter(case=case).first()
    if old is not None:
        _out_of_force(old)
    return old


def _out_of_force(decision: Decision) -> None:
    decision.superseded = True
    decision.save(update_fields=["superseded"])
    void(decision)


@transaction.atomic
def revoke_held(case: Case, *, by: Person) -> Decision | None:
    """Takes back a decision that is not released, with its letters, for instance when the applicant withdraws.

    Returns the decision, or None when there is none to take back: a released decision stands. Raises Refused unless
    `by` is the one whose case it is, the one who decided, or answers for the case.
    """
    case = _locked(case)
    held = Decision.objects.in_force().select_for_update().filter(case=case, released_at__isnull=True).first()
    if held is None:
        return None
    if by.pk not in {case.person_id, held.decided_by_id}:
        insist(rules.can_lead(by, case))
    _out_of_force(held)
    record(case, verb="case.revoke_decision", by=by, facts={"decision": held.pk})
    return held


def _names_of_recused(case: Case) -> list[str]:
    recusals = Recusal.objects.in_force().filter(case=case).select_related("person").order_by("pk")
    return [str(recusal.person) for recusal in recusals]


@transaction.atomic
def release_decision(decision: Decision, *, by: Person) -> Decision:
    """Makes a decision final and lets its letters go: those about the decision itself. The case is answered with it.

    A released decision is returned as it is. Raises Refused.
    """
    case = _locked(decision.case)
    decision = Decision.objects.select_for_update(of=("self",)).select_related("case__unit").get(pk=decision.pk)
    insist(rules.can_release(by, decision))
    if decision.released_at is not None:
        return decision
    decision.released_at = dates.now()
    decision.save(update_fields=["released_at"])
    _answer(case)
    record(case, verb="case.release_decision", by=by, facts={"decision": decision.pk, "outcome": decision.outcome})
    release(decision)
    return decision


def _answer(case: Case) -> bool:
    if case.answered_at is not None:
        return False
    case.answered_at = dates.now()
    case.save(update_fields=["answered_at"])
    return True


@transaction.atomic
def answered(case: Case, *, by: Person | None) -> Case:
    """Notes that the city has answered, which stops the answer-by clock. Raises Refused; the clock (None) may."""
    case = _locked(case)
    if by is not None and by.pk != case.person_id:
        insist(rules.can_lead(by, case))
    if _answer(case):
        record(case, verb="case.answered", by=by)
    return case


@transaction.atomic
def promise_again(case: Case, *, day: date, why: str, by: Person) -> Case:
    """Promises another day for an answer that is late, or will be; the person reads the day and the reason in a letter.

    The first promise stays beside it. Raises Refused without a reason, and for a day that is not to come.
    """
    case = _locked(case)
    insist(rules.can_promise_again(by, case))
    words = nfc(why).strip()
    if day <= dates.today():
        raise Refused(no(_("Choose a day that is to come")))
    if not words:
        raise Refused(no(_("Write why it takes longer")))
    case.new_answer_by = day
    if case.days_late() and case.told_late_at is None:
        case.told_late_at = dates.now()
    case.save(update_fields=["new_answer_by", "told_late_at"])
    record(case, verb="case.promised_again", by=by, facts={"day": day.isoformat()})
    notices.promised_again(case, words)
    return case


def tell_late() -> int:
    """Writes once to each whose promised day has gone by without an answer. Returns how many were told.

    Not before eight in the morning: nobody is to be woken by it.
    """
    if dates.now().astimezone(dates.STOCKHOLM).hour < FIRST_HOUR:
        return 0
    late = Case.objects.filter(answered_at=None, closed_at=None, told_late_at=None, answer_by__lt=dates.today())
    return sum(_tell_late(pk) for pk in late.order_by("answer_by", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


@transaction.atomic
def _tell_late(pk: int) -> int:
    case = _locked(Case(pk=pk))
    if case.answered_at is not None or case.closed_at is not None or case.told_late_at is not None:
        return 0
    case.told_late_at = dates.now()
    case.save(update_fields=["told_late_at"])
    if notices.late(case) is None:
        return 0
    record(case, verb="case.told_late", by=None)
    return 1


@transaction.atomic
def close(case: Case, *, by: Person) -> Case:
    """Closes an answered case: nothing more is written in it. Raises Refused."""
    case = _locked(case)
    insist(rules.can_close(by, case))
    case.closed_at = dates.now()
    case.save(update_fields=["closed_at"])
    record(case, verb="case.close", by=by)
    return case


@transaction.atomic
def set_diary_number(case: Case, *, number: str, by: Person) -> Case:
    """Enters the number that the case has in the city's diary; the portal's own reference stays. Raises Refused."""
    case = _locked(case)
    insist(rules.can_register(by, case))
    before, case.diary_number = case.diary_number, one_line(number)[:40]
    if before == case.diary_number:
        return case
    try:
        with transaction.atomic():
            case.save(update_fields=["diary_number"])
    except IntegrityError as error:
        raise Refused(no(_("Another case of the unit has this diary number."))) from error
    record(case, verb="case.set_diary_number", by=by, facts={"from": before, "to": case.diary_number})
    return case
