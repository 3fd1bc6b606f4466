"""Who may do what with a case. Each no carries its reason in words for the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from civicportal.cases.enums import AWARDS, StateAid
from civicportal.cases.models import Case, Decision, Delegation, Recusal
from civicportal.kernel import money
from civicportal.kernel.answers import YES, Answer, no
from civicportal.people.enums import Role
from civicportal.people.models import Person

LEADS_A_CASE = (Role.FUND_MANAGER, Role.NETWORK_COORDINATOR, Role.FACILITATOR, Role.DEPARTMENT_EDITOR)
"""Roles that answer for the cases of their unit: hand them out, reply, release and close."""

HANDLES = (*LEADS_A_CASE, Role.COACH, Role.REGISTRAR)
"""Roles whose holders can be named handler of a case."""

NOT_YOURS = _("This case belongs to another unit.")
STEPPED_ASIDE = _("You have stepped aside from this case, so you take no part in it.")
NO_DELEGATION = _("You have no delegation for this unit that is valid today.")
CLOSED = _("This case is closed.")


SEEN_BY = "_seen_by"


def is_recused(person: Person, case: Case) -> bool:
    """Whether the person has stepped aside from the case."""
    if getattr(case, SEEN_BY, None) == person.pk:
        return False
    return Recusal.objects.in_force().filter(case=case, person=person).exists()


def seen_by(person: Person, case: Case) -> None:
    """Notes on a row that a getter has just found for somebody by rules that leave out what one is recused from.

    The rules of the same page need not ask again for each button. An action reads the row anew, under its lock, and
    asks again.
    """
    setattr(case, SEEN_BY, person.pk)


def is_staff_of(person: Person, case: Case, *roles: str) -> bool:
    """Whether the person holds one of the roles for the case's unit today."""
    return case.unit_id in person.units_as(*roles)


def can_lead(person: Person, case: Case) -> Answer:
    """Whether the person answers for the case: its handler, or somebody who leads the cases of its unit."""
    if is_recused(person, case):
        return no(STEPPED_ASIDE)
    if case.person_id == person.pk:
        return no(_("This is your own case."))
    if person.pk == case.handler_id or is_staff_of(person, case, *LEADS_A_CASE):
        return YES
    return no(NOT_YOURS)


def can_speak(person: Person, case: Case) -> Answer:
    """Whether the person may write in the case: the one whose case it is, or somebody who answers for it."""
    if case.closed_at is not None:
        return no(_("This case is closed, so nothing more can be written in it. Contact the city in another way."))
    if case.person_id == person.pk:
        return YES
    if case.person_id is None:
        return no(_("Nobody with an account stands behind this case, so there is nobody to write to here."))
    return can_lead(person, case) if not is_staff_of(person, case, Role.REGISTRAR) else _unless_recused(person, case)


def _unless_recused(person: Person, case: Case) -> Answer:
    return no(STEPPED_ASIDE) if is_recused(person, case) else YES


def can_declare_recusal(by: Person, case: Case, person: Person) -> Answer:
    """Whether `by` may note that `person` steps aside: oneself always, others by whoever answers for the case.

    Whoever is biased says so unasked (Local Government Act 6:30), so no rule stands in the way of saying it.
    """
    if person.pk == case.person_id:
        return no(_("The applicant is a party to the case and does not handle it."))
    if by.pk == person.pk:
        return YES if by.is_staff else no(_("Only somebody who works for the city can step aside."))
    return can_lead(by, case)


def can_lift_recusal(by: Person, recusal: Recusal) -> Answer:
    """A recusal is lifted by whoever answers for the case, never by the one who stepped aside."""
    if by.pk == recusal.person_id:
        return no(_("Somebody else decides whether you may take part again."))
    return can_lead(by, recusal.case)


def can_hand_out(by: Person, case: Case) -> Answer:
    """An open case is given to a handler by whoever answers for it."""
    return no(CLOSED) if case.closed_at is not None else can_lead(by, case)


def can_assign_handler(by: Person, case: Case, handler: Person) -> Answer:
    """The handler works for the case's unit, has not stepped aside, and it is not their own case."""
    if not (answer := can_hand_out(by, case)):
        return answer
    if handler.pk == case.person_id:
        return no(_("Nobody handles their own case."))
    if not is_staff_of(handler, case, *HANDLES):
        return no(_("The handler must work for the unit that has the case."))
    if is_recused(handler, case):
        return no(_("The person has stepped aside from this case."))
    return YES


def can_take(by: Person, case: Case) -> Answer:
    """A coach of the unit takes a case that nobody handles yet."""
    if case.closed_at is not None:
        return no(CLOSED)
    if case.person_id == by.pk:
        return no(_("This is your own case."))
    if not is_staff_of(by, case, Role.COACH):
        return no(NOT_YOURS)
    if case.handler_id is not None:
        return no(_("A colleague has already taken this."))
    return _unless_recused(by, case)


def can_register(by: Person, case: Case) -> Answer:
    """The diary number is the registrar's."""
    if not is_staff_of(by, case, Role.REGISTRAR):
        return no(_("Only the unit's registrar enters the diary number."))
    return _unless_recused(by, case)


def can_promise_again(by: Person, case: Case) -> Answer:
    """Another day for the answer is promised by whoever answers for the case, while it has none."""
    if case.closed_at is not None:
        return no(CLOSED)
    if case.answered_at is not None or case.answer_by is None:
        return no(_("No answer is promised here."))
    return can_lead(by, case)


def can_close(by: Person, case: Case) -> Answer:
    """A case is closed by whoever answers for it, once it is answered."""
    if case.closed_at is not None:
        return no(CLOSED)
    if case.answered_at is None:
        return no(_("The case has no answer yet. Answer it before you close it."))
    return can_lead(by, case)


def delegation_of(person: Person, case: Case, amount: int | None = None) -> Delegation | None:
    """The delegation by which the person decides the case today: the lowest that is enough for the sum (in öre).

    A unit can have several funds, each with its own point in the delegation order: one that is given for certain
    references decides no others.
    """
    held = Delegation.objects.today().over(case.unit_id, case.series).filter(person=person)
    return held.filter(ceiling__gte=amount or 0).order_by("ceiling", "pk").first()


def can_decide(
    person: Person,
    case: Case,
    *,
    amount: int | None = None,
    outcome: str | None = None,
    state_aid: str = "",
    needs_state_aid: bool = False,
) -> Answer:
    """Whether the person may decide the case, and in this way.

    A valid delegation for the unit today and a sum within its ceiling (Local Government Act 7:5); not one's own case
    and no recusal (6:28-30); for an award to somebody with an organisation number the answer about state aid.
    `amount` is in öre. Without `outcome` the question is whether the person decides in this case at all.
    """
    if case.closed_at is not None:
        return no(CLOSED)
    if case.person_id == person.pk:
        return no(_("Nobody decides in their own case."))
    if is_recused(person, case):
        return no(STEPPED_ASIDE)
    if delegation_of(person, case) is None:
        return no(NO_DELEGATION)
    if outcome is None:
        return YES
    return _sum_fits(person, case, outcome, amount) & _state_aid_is_said(outcome, state_aid, needs_state_aid)


def _sum_fits(person: Person, case: Case, outcome: str, amount: int | None) -> Answer:
    if outcome not in AWARDS:
        return YES if amount is None else no(_("Only an award has a sum."))
    if not amount or amount < 0:
        return no(_("Write how much is granted."))
    if delegation_of(person, case, amount) is None:
        return no(_("%(amount)s is more than your delegation allows.") % {"amount": money.show(amount)})
    return YES


def _state_aid_is_said(outcome: str, state_aid: str, needed: bool) -> Answer:
    if state_aid and state_aid not in StateAid.values:
        return no(_("Choose one of the answers about state aid."))
    if outcome in AWARDS and needed and not state_aid:
        return no(
            _("The applicant has an organisation number. Answer the question about state aid before you grant money.")
        )
    return YES


def can_release(person: Person, decision: Decision) -> Answer:
    """A decision in force is released by the one who made it or by whoever answers for the case."""
    if decision.superseded:
        return no(_("This decision has been replaced by another."))
    if is_recused(person, decision.case):
        return no(STEPPED_ASIDE)
    return YES if decision.decided_by_id == person.pk else can_lead(person, decision.case)
