"""Who works in the decision room, and when a proposal is finished."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.cases.enums import Outcome, StateAid
from civicportal.commons.models import Item
from civicportal.commons.queries.public import open_items
from civicportal.kernel.answers import YES, Answer, no
from civicportal.people.enums import Role
from funds.enums.applications import NextKind, PendingOutcome
from funds.models import Application, Fund, Pending, Round, Scenario
from funds.rules.applications import can_apply

ROOM = (Role.FUND_MANAGER, Role.DECISION_MAKER)
"""Who prepares and decides together."""

MUST_EXPLAIN = frozenset({Outcome.REFUSED, Outcome.DISMISSED})
"""Whoever gets one of these is owed what would have changed it, and a way on."""

KINDS_OF_NEXT: dict[str, str] = {NextKind.FUND: "fund", NextKind.CHALLENGE: "challenge", NextKind.PROJECT: "project"}
"""Of what kind the public page is that a next step leads to. A coach has the fund's own page."""


def works_in_room(person: Any, round_: Round) -> Answer:
    """Fund managers and decision makers of the fund's own unit; an auditor reads along and changes nothing."""
    if round_.fund.unit_id in person.units_as(*ROOM):
        return YES
    return no(_("Only fund managers and decision makers of the fund work in the room"))


def can_edit_scenario(person: Any, scenario: Scenario) -> Answer:
    """One's own, and those shared with the room."""
    answer = works_in_room(person, scenario.round)
    if answer and scenario.owner_id != person.pk and not scenario.shared:
        return no(_("This what-if is somebody else's own"))
    return answer


def ready_to_confirm(application: Application, pending: Pending) -> Answer:
    """Whether a proposal says all that a decision must say. Whoever gets a no is owed why, and a way on."""
    for missing, words in (
        (not pending.outcome, _("Choose an outcome")),
        (not pending.reason, _("Write the reason for the decision")),
        (pending.is_award and not pending.amount, _("Write how much is granted")),
        (
            _is_not_whole(application, pending),
            _("Granted is the whole sum that was applied for. Choose partly granted"),
        ),
        (_is_whole(application, pending), _("This is the whole sum that was applied for. Choose granted")),
        (_lacks_state_aid(application, pending), _("Answer the question about state aid")),
        (pending.state_aid == StateAid.OTHER and not pending.state_aid_note, _("Write how state aid was assessed")),
    ):
        if missing:
            return no(words)
    return no_is_explained(application, pending) if pending.outcome == PendingOutcome.REFUSED else YES


def _is_not_whole(application: Application, pending: Pending) -> bool:
    return pending.outcome == PendingOutcome.GRANTED and pending.amount != application.requested


def _is_whole(application: Application, pending: Pending) -> bool:
    return pending.outcome == PendingOutcome.PARTLY and (pending.amount or 0) >= application.requested


def _lacks_state_aid(application: Application, pending: Pending) -> bool:
    return pending.is_award and application.needs_state_aid_answer and not pending.state_aid


def no_is_explained(application: Application, pending: Pending) -> Answer:
    """Whether a no says what would have changed it, and leads the applicant on."""
    if not pending.would_change:
        return no(_("Write what would have changed the outcome"))
    if not pending.next_kind:
        return no(_("Choose one next step for the applicant"))
    return leads_on(application, pending.next_kind, pending.next_item)


def leads_on(application: Application, kind: str, item: Item | None) -> Answer:
    """Whether the one next step of a no leads to what it names: a page of that kind, public, that takes somebody in.

    Nobody who has got a no is sent on to a closed door.
    """
    if kind == NextKind.COACH:
        return YES
    if item is None or not item.visible:
        return no(_("Choose the public page that the next step leads to"))
    if item.kind != KINDS_OF_NEXT[kind]:
        return no(_("%(title)s is a page of another kind than the next step names") % {"title": item.title})
    if kind != NextKind.PROJECT and not open_items(item.kind).filter(pk=item.pk).exists():
        return no(_("%(title)s is not open. Choose a page that the applicant can answer") % {"title": item.title})
    return _is_another_fund(application, item) if kind == NextKind.FUND else YES


def _is_another_fund(application: Application, item: Item) -> Answer:
    """Another fund than this one, for which the applicant is among those who may apply."""
    if item.pk == application.round.fund.item_id:
        return no(_("The application came to this fund. Choose another"))
    applicant = application.submission.person
    if applicant is not None and not can_apply(applicant, Fund.objects.get(item=item)):
        return no(_("The applicant is not among those that %(fund)s is for") % {"fund": item.title})
    return YES
