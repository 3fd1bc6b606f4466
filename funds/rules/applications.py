"""Which arrow from where to where, and who may walk it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from civicportal.cases import rules as cases
from civicportal.cases.rules import can_lead
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine
from civicportal.people.enums import Role
from civicportal.people.rules import is_address_of, is_employee_of
from civicportal.review.rules import can_answer_before_deciding, has_no_interest, interest_is_open
from civicportal.submissions.completing import standing_completion
from civicportal.submissions.endorsing import has_signature, has_support
from civicportal.submissions.together import is_co_applicant
from funds.enums.applications import OPEN_STATES, ApplicationState, EndorsementNeed, ProjectState
from funds.models import Application, Fund, Inquiry, Project, Round

S = ApplicationState

UNDER_DECISION = [S.RECEIVED, S.SCREENED, S.IN_REVIEW, S.DECIDED, S.RESERVE]
"""States that a decision can still be made or changed in."""


def is_recused(person: Any, application: Application) -> bool:
    """Whether the person has stepped aside, or must, because the application is their own."""
    if application.submission.person_id == person.pk or is_co_applicant(person, application.submission):
        return True
    return cases.is_recused(person, application.case)


def sees_who(person: Any, application: Application) -> bool:
    """Whether the person may read who has applied: a protected identity is for the handler and the registrar."""
    applicant, case = application.submission.person, application.case
    if applicant is None or not applicant.protected:
        return True
    return case.handler_id == person.pk or case.unit_id in person.units_as(Role.REGISTRAR)


def sees_held_decisions(person: Any, application: Application) -> bool:
    """Whether the person may know a decision before its release. A coach, who talks with the applicant, may not."""
    roles = (Role.FUND_MANAGER, Role.DECISION_MAKER, Role.REGISTRAR)
    return person.has_role(Role.AUDITOR) or application.round.fund.unit_id in person.units_as(*roles)


def can_manage(person: Any, fund: Fund) -> Answer:
    """Fund managers of the fund's own unit run its rounds."""
    if fund.unit_id in person.units_as(Role.FUND_MANAGER):
        return YES
    return no(_("Only a fund manager of %(fund)s can do this") % {"fund": fund.name})


def can_handle(person: Any, application: Application) -> Answer:
    """A fund manager handles an application unless recused (KL 6:30: whoever is recused does not handle it)."""
    answer = can_manage(person, application.round.fund)
    if answer and is_recused(person, application):
        return no(_("You have stepped aside from this application"))
    return answer


def can_apply(person: Any, fund: Fund) -> Answer:
    """A fund for employees takes what comes from a confirmed address in the department's domains, or a role there."""
    if not fund.is_for_employees:
        return YES
    units = list(fund.audience_units.all())
    if any(is_employee_of(person, unit) for unit in units):
        return YES
    return no(
        _("%(fund)s is for those who work at %(units)s. You are signed in as %(email)s")
        % {"fund": fund.name, "units": names_of(unit.name for unit in units), "email": person.email}
    )


def can_apply_from(email: str, fund: Fund) -> Answer:
    """The same of an address before anybody has shown whose it is; when it is sent, the account is asked again."""
    if not fund.is_for_employees:
        return YES
    units = list(fund.audience_units.all())
    if any(is_address_of(email, unit) for unit in units):
        return YES
    return no(
        _("%(fund)s is for those who work at %(units)s. Write your address at work")
        % {"fund": fund.name, "units": names_of(unit.name for unit in units)}
    )


def names_of(names: Iterable[str]) -> str:
    """Departments in words: "A, B and C"."""
    *some, last = [*names] or [""]
    return _("%(some)s and %(last)s") % {"some": ", ".join(some), "last": last} if some else last


def supported_enough(application: Application, *, before: str) -> Answer:
    """Whether those behind the applicant have said yes, where it is asked for before this step.

    The nearest manager where the round wants it; and before money is granted to an organisation, whoever signs for it
    where the applicant does not.
    """
    need = application.round.endorsement
    if before == EndorsementNeed.DECISION and not (signed := has_signature(application.submission)):
        return signed
    if need == EndorsementNeed.NONE or (before, need) == (EndorsementNeed.ASSIGNMENT, EndorsementNeed.DECISION):
        return YES
    return has_support(application.submission)


def can_prepare_draft(person: Any, inquiry: Inquiry) -> Answer:
    """Whoever answers for the conversation makes a draft of it, once, for somebody who may apply."""
    if not (answer := can_lead(person, inquiry.case)):
        return answer
    if inquiry.drafted_at is not None:
        return no(_("A draft is made already"))
    teller = inquiry.case.person
    if teller is None or not teller.is_active:
        return no(_("Nobody with an account stands behind the conversation, so nobody could own the draft."))
    return can_apply(teller, inquiry.fund)


def may_change(application: Application) -> Answer:
    """What was sent may change while nobody has begun to judge it; the deadline is the rule of submissions."""
    if application.state not in {S.RECEIVED, S.SCREENED}:
        return no(_("The fund has begun to read your application, so it can no longer be changed"))
    return YES


def may_complete(application: Application) -> Answer:
    """Completing matters while nothing is decided, also while it is being read."""
    if application.state not in OPEN_STATES:
        return no(_("It is decided, so completing it would change nothing"))
    return YES


def may_withdraw(application: Application) -> Answer:
    """It may be taken back until the decision is released. A held decision must not be felt here."""
    if application.state not in UNDER_DECISION:
        return no(_("The application already has its final answer"))
    return YES


def is_own(person: Any, application: Application) -> Answer:
    """Only the one who sent it takes it back; submissions asks the rest before."""
    if application.submission.person_id == person.pk:
        return YES
    return no(_("Only the person who sent the application can withdraw it"))


def can_take_up_decision(person: Any, application: Application) -> Answer:
    """Part of the decision's rule that belongs to funds; the delegation itself is the rule of cases.

    What speaks of an interest binds whoever decides as it binds whoever judges: stepped aside from, or answered (Local
    Government Act 6:28-30).
    """
    if application.round.fund.unit_id not in person.units_as(Role.DECISION_MAKER):
        return no(_("Only a decision maker of the fund can decide"))
    if is_recused(person, application):
        return no(_("You have stepped aside from this application"))
    if application.submission.withdrawn_at:
        return no(_("The applicant has withdrawn the application"))
    if (waiting := standing_completion(application.submission)) is not None:
        when = dates.show_deadline(waiting.until)
        return no(_("The applicant has been asked to complete it until %(when)s") % {"when": when})
    return has_no_interest(person, application.submission)


def asks_of_interest(person: Any, application: Application) -> bool:
    """Whether somebody who decides has to step aside, or say why they have no interest, before the page opens."""
    submission = application.submission
    return bool(can_answer_before_deciding(person, submission)) and interest_is_open(person, submission)


def can_propose(person: Any, application: Application) -> Answer:
    """Those who run the fund and those who decide write proposals together, each but for what they stepped aside from.

    A proposal is no decision: it can change until the application has its released answer.
    """
    if application.round.fund.unit_id not in person.units_as(Role.FUND_MANAGER, Role.DECISION_MAKER):
        return no(_("Only fund managers and decision makers of the fund write proposals"))
    if is_recused(person, application):
        return no(_("You have stepped aside from this application"))
    if application.state not in UNDER_DECISION:
        return no(_("The application already has its final answer"))
    return YES


def can_release(person: Any, round_: Round, day: date | None = None) -> Answer:
    """Everybody in a round hears at the same moment, so every application must have its decision first.

    `day` is one decision date of a round that is open all year: then those of that date hear together.
    """
    if not (can_manage(person, round_.fund) or round_.fund.unit_id in person.units_as(Role.DECISION_MAKER)):
        return no(_("Only a fund manager or a decision maker of the fund can release decisions"))
    rows = round_.applications.all()
    if day is not None:
        if day not in round_.decision_dates or day > dates.today():
            return no(_("The decision date has not come yet"))
        rows = rows.filter(decision_on=day)
    elif round_.is_all_year:
        return no(_("Release the decisions of one decision date at a time"))
    elif dates.now() < round_.opening.closes_at:
        return no(_("The round is still open"))
    waiting = rows.filter(state__in=OPEN_STATES).count()
    if waiting:
        return no(
            ngettext(
                "%(count)d application has no decision yet. All in a round hear at the same moment",
                "%(count)d applications have no decision yet. All in a round hear at the same moment",
                waiting,
            )
            % {"count": waiting}
        )
    if not rows.filter(state=S.DECIDED).exists():
        return no(_("There is no decision to release"))
    return YES


def can_tell_about(person: Any, project: Project) -> Answer:
    """Fund managers and communicators of the fund's unit write a project's public steps."""
    if project.fund.unit_id in person.units_as(Role.FUND_MANAGER, Role.COMMUNICATOR):
        return YES
    return no(_("Only a fund manager or a communicator of %(fund)s can do this") % {"fund": project.fund.name})


def can_reach_out(person: Any, fund: Fund) -> Answer:
    """Fund managers and communicators of the fund's unit make its sources and print its posters."""
    if fund.unit_id in person.units_as(Role.FUND_MANAGER, Role.COMMUNICATOR):
        return YES
    return no(_("Only a fund manager or a communicator of %(fund)s can do this") % {"fund": fund.name})


APPLICATION_MOVES = Machine("application", ApplicationState)
APPLICATION_MOVES.add("screen", [S.RECEIVED], S.SCREENED, can_handle)
APPLICATION_MOVES.add("review", [S.SCREENED], S.IN_REVIEW, can_handle)
APPLICATION_MOVES.add("decide", UNDER_DECISION, S.DECIDED, can_take_up_decision)
APPLICATION_MOVES.add("reserve", [S.DECIDED], S.RESERVE)
APPLICATION_MOVES.add("grant", [S.DECIDED], S.GRANTED)
APPLICATION_MOVES.add("refuse", [S.DECIDED], S.REFUSED)
APPLICATION_MOVES.add("dismiss", [S.DECIDED], S.DISMISSED)
APPLICATION_MOVES.add("withdraw", UNDER_DECISION, S.WITHDRAWN, is_own)

P = ProjectState
PROJECT_MOVES = Machine("project", ProjectState)
PROJECT_MOVES.add("start", [P.GRANTED], P.RUNNING, can_tell_about)
PROJECT_MOVES.add("finish", [P.RUNNING], P.FINISHED, can_tell_about)
PROJECT_MOVES.add("stop", [P.GRANTED, P.RUNNING], P.STOPPED, can_tell_about)
