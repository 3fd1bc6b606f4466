"""Which arrow from where to where, and who may walk it.

A match is no decision on money or rights: the department chooses with whom it goes on, as with any cooperation. So a
named editor of the department answers each proposal with an own move, with reasons and by letter, and the decision
record of cases (delegation, sum, legality review) is not used.
"""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from challenges.enums import UNANSWERED, EnvironmentState, ProposalState, Publication
from challenges.models import Call, Challenge, Proposal, TestEnvironment
from civicportal.cases import rules as cases
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine
from civicportal.people.enums import Role
from civicportal.review.rules import has_no_interest, interest_is_open
from civicportal.submissions.completing import standing_completion
from civicportal.submissions.together import is_co_applicant

NEEDED = {
    Challenge: ("need", "background", "identified", "target_groups"),
    Call: ("summary", "narrative"),
}
"""What a call or challenge must say before it can be public."""


def edits(person: Any, unit_id: int) -> bool:
    """Whether the person edits this department's challenges today."""
    return person is not None and unit_id in person.units_as(Role.DEPARTMENT_EDITOR)


def can_edit(person: Any, thing: Call | Challenge) -> Answer:
    """Editors write and publish what is their own department's."""
    if edits(person, thing.unit_id):
        return YES
    return no(_("Only an editor of %(unit)s can do this") % {"unit": thing.unit})


def is_whole(thing: Call | Challenge) -> Answer:
    """Whether everything that a reader needs is written."""
    missing = [
        str(capfirst(thing._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        for name in NEEDED[type(thing)]
        if not getattr(thing, name)
    ]
    if not missing:
        return YES
    return no(_("Write this first: %(fields)s") % {"fields": ", ".join(missing)})


def can_schedule(person: Any, thing: Call | Challenge) -> Answer:
    """Whole, and by an editor of the department."""
    return can_edit(person, thing) & is_whole(thing)


def can_publish(person: Any, thing: Call | Challenge) -> Answer:
    """By an editor at once, or by the clock (None) when the set time has come."""
    if person is None:
        due = thing.publish_at is not None and thing.publish_at <= dates.now()
        return is_whole(thing) if due else no(_("Its time has not come yet"))
    return can_schedule(person, thing)


def can_hide(person: Any, thing: Call | Challenge) -> Answer:
    """What people have answered, or are answering, stays in public."""
    if isinstance(thing, Challenge) and thing.proposals.exists():
        return no(_("Proposals have come in, so the challenge stays public. You can end it instead"))
    return can_edit(person, thing)


def can_set_times(person: Any, thing: Call | Challenge) -> Answer:
    """The editor sets when one can answer, until the first answer is given; in a call the call's times count."""
    if isinstance(thing, Challenge):
        if thing.call_id:
            return no(_("The call sets the times of its challenges"))
        if thing.proposals.exclude(state__in=UNANSWERED).exclude(state=ProposalState.WITHDRAWN).exists():
            return no(_("A proposal has been answered, so the times stay as they are"))
    return can_edit(person, thing)


# Proposals


def is_recused(person: Any, proposal: Proposal) -> bool:
    """Whether the person has stepped aside, or must, because the proposal is their own."""
    if proposal.submission.person_id == person.pk or is_co_applicant(person, proposal.submission):
        return True
    return cases.is_recused(person, proposal.case)


def sees_who(person: Any, proposal: Proposal) -> bool:
    """Whether the person may read who proposes: a protected identity is for the handler and the registrar."""
    proposer, case = proposal.submission.person, proposal.case
    if proposer is None or not proposer.protected:
        return True
    return case.handler_id == person.pk or case.unit_id in person.units_as(Role.REGISTRAR)


def can_handle(person: Any, proposal: Proposal) -> Answer:
    """An editor of the challenge's own department handles a proposal unless recused."""
    answer = can_edit(person, proposal.challenge)
    if answer and is_recused(person, proposal):
        return no(_("You have stepped aside from this proposal"))
    return answer


def is_to_answer(person: Any, proposal: Proposal) -> Answer:
    """Answers are given when everybody has had the same time to propose."""
    if proposal.submission.withdrawn_at is not None:
        return no(_("The proposer has withdrawn it"))
    if dates.now() < proposal.opening.closes_at:
        return no(
            _("The challenge is open until %(when)s. Answers are given after that")
            % {"when": dates.show_deadline(proposal.opening.closes_at)}
        )
    if (waiting := standing_completion(proposal.submission)) is not None:
        when = dates.show_deadline(waiting.until)
        return no(_("The proposer has been asked to complete it until %(when)s") % {"when": when})
    return can_handle(person, proposal)


def can_answer(person: Any, proposal: Proposal) -> Answer:
    """By an editor who has answered what speaks of an interest (jäv), or whom nothing speaks of."""
    answer = is_to_answer(person, proposal)
    return has_no_interest(person, proposal.submission, handles=True) if answer else answer


def answer_offered(name: str, person: Any, proposal: Proposal) -> Answer:
    """Whether the page of an answer, "match" or "refuse", is led to; an interest is asked about on the way there."""
    if proposal.state not in PROPOSAL_MOVES.moves[name].sources:
        return PROPOSAL_MOVES.can(name, person, proposal)
    return is_to_answer(person, proposal)


def asks_of_interest(person: Any, proposal: Proposal) -> bool:
    """Whether an editor has to step aside, or say why they have no interest, before they answer."""
    return bool(can_handle(person, proposal)) and interest_is_open(person, proposal.submission, handles=True)


def may_change(proposal: Proposal) -> Answer:
    """What was sent may change while nobody has begun to score it; the deadline is the rule of submissions."""
    if proposal.state not in {ProposalState.RECEIVED, ProposalState.SCREENED}:
        return no(_("The department has begun to read your proposal, so it can no longer be changed"))
    return YES


def may_complete(proposal: Proposal) -> Answer:
    """Completing matters until it is answered, also while it is being scored."""
    if proposal.state not in UNANSWERED:
        return no(_("It has its answer, so completing it would change nothing"))
    return YES


def may_withdraw(proposal: Proposal) -> Answer:
    """It may be taken back until it is answered."""
    if proposal.state not in UNANSWERED:
        return no(_("The proposal already has its answer"))
    return YES


def is_own(person: Any, proposal: Proposal) -> Answer:
    """Only the one who sent it takes it back; submissions asks the rest before."""
    if proposal.submission.person_id == person.pk:
        return YES
    return no(_("Only the person who sent the proposal can withdraw it"))


# Test environments


def can_tell_about(person: Any, environment: TestEnvironment) -> Answer:
    """Editors of the department, and its communicators, write the open log."""
    if environment.challenge.unit_id in person.units_as(Role.DEPARTMENT_EDITOR, Role.COMMUNICATOR):
        return YES
    return no(_("Only an editor or a communicator of %(unit)s can do this") % {"unit": environment.challenge.unit})


def can_lead(person: Any, environment: TestEnvironment) -> Answer:
    """Editors of the department start and end a test."""
    return can_edit(person, environment.challenge)


def can_finish(person: Any, environment: TestEnvironment) -> Answer:
    """A test is finished with its result written: new forms of partnership and lessons that scale."""
    if not environment.partnerships or not environment.lessons:
        return no(_("Write the result first: new forms of partnership, and lessons that scale"))
    return can_lead(person, environment)


P = Publication
CHALLENGE_MOVES, CALL_MOVES = Machine("challenge", Publication), Machine("call", Publication)
for _machine in (CHALLENGE_MOVES, CALL_MOVES):
    _machine.add("schedule", [P.DRAFT, P.SCHEDULED], P.SCHEDULED, can_schedule)
    _machine.add("unschedule", [P.SCHEDULED], P.DRAFT, can_edit)
    _machine.add("publish", [P.DRAFT, P.SCHEDULED], P.PUBLISHED, can_publish)
    _machine.add("hide", [P.PUBLISHED], P.DRAFT, can_hide)
    _machine.add("end", [P.PUBLISHED], P.ENDED, can_edit)

S = ProposalState
PROPOSAL_MOVES = Machine("proposal", ProposalState)
PROPOSAL_MOVES.add("screen", [S.RECEIVED], S.SCREENED, can_handle)
PROPOSAL_MOVES.add("review", [S.SCREENED], S.IN_REVIEW, can_handle)
PROPOSAL_MOVES.add("match", [S.SCREENED, S.IN_REVIEW], S.MATCHED, can_answer)
PROPOSAL_MOVES.add("refuse", [S.RECEIVED, S.SCREENED, S.IN_REVIEW], S.REFUSED, can_answer)
PROPOSAL_MOVES.add("withdraw", [S.RECEIVED, S.SCREENED, S.IN_REVIEW], S.WITHDRAWN, is_own)

E = EnvironmentState
ENVIRONMENT_MOVES = Machine("environment", EnvironmentState)
ENVIRONMENT_MOVES.add("start", [E.PREPARING], E.RUNNING, can_lead)
ENVIRONMENT_MOVES.add("finish", [E.RUNNING], E.FINISHED, can_finish)
ENVIRONMENT_MOVES.add("stop", [E.PREPARING, E.RUNNING], E.STOPPED, can_lead)


def machine_of(thing: Call | Challenge) -> Machine:
    """The machine by which a call or a challenge is published."""
    return CALL_MOVES if isinstance(thing, Call) else CHALLENGE_MOVES
