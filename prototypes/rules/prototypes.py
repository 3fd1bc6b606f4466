"""Which arrow from where to where, and who may walk it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine
from civicportal.people.enums import Role
from prototypes.enums.prototypes import PrototypeState, SuggestionState, Verdict
from prototypes.models import HarmCheck, HarmLine, Network, Prototype, Suggestion, WorkingGroup

P = PrototypeState
S = SuggestionState

TELLERS = (Role.NETWORK_COORDINATOR, Role.COMMUNICATOR)
CHECK_HOLDS = timedelta(days=365)
"""How long a do-no-harm check holds before it is to be made again."""


def can_lead(person: Any, network: Network) -> Answer:
    """Coordinators of the network's own unit lead its prototypes."""
    if network.unit_id in person.units_as(Role.NETWORK_COORDINATOR):
        return YES
    return no(_("Only a coordinator of %(network)s can do this") % {"network": network.name})


def can_lead_prototype(person: Any, prototype: Prototype) -> Answer:
    return can_lead(person, prototype.network)


def can_tell_about(person: Any, prototype: Prototype) -> Answer:
    """Coordinators and communicators of the network's unit write a prototype's public log."""
    if prototype.item is None or not prototype.item.visible:
        return no(_("The prototype is not public yet. Publish it before you write in its log"))
    if prototype.network.unit_id in person.units_as(*TELLERS):
        return YES
    return no(
        _("Only a coordinator or a communicator of %(network)s can do this") % {"network": prototype.network.name}
    )


def check_in_force(prototype: Prototype) -> HarmCheck | None:
    """The latest do-no-harm check, while it holds."""
    since = dates.today() - CHECK_HOLDS
    return HarmCheck.objects.filter(prototype=prototype, made_on__gt=since).order_by("-made_on", "-pk").first()


def does_no_harm(prototype: Prototype) -> Answer:
    """The principle above all others: a prototype runs only after a check that found nothing to solve first."""
    check = check_in_force(prototype)
    if check is None:
        return no(_("Make the do-no-harm check first"))
    if HarmLine.objects.filter(check_made=check, verdict=Verdict.STOP).exists():
        return no(_("The do-no-harm check names something that must be solved first. Solve it and check again"))
    return YES


def can_run(person: Any, prototype: Prototype) -> Answer:
    """Starting or going on: by the network's coordinators, after the do-no-harm check."""
    return can_lead_prototype(person, prototype) & does_no_harm(prototype)


def can_join(group: WorkingGroup) -> Answer:
    """A working group takes new members while its prototype is public, is worked on, and says so."""
    prototype = group.prototype
    if not prototype.is_live:
        return no(_("The prototype is not being worked on now, so its groups take no new members"))
    if not group.takes_members:
        return no(_("This group takes no new members now"))
    return YES


def can_answer(person: Any, suggestion: Suggestion) -> Answer:
    """A coordinator of the network answers, unless it is their own or they have stepped aside (KL 6:30)."""
    answer = can_lead(person, suggestion.network)
    if not answer:
        return answer
    if suggestion.case.person_id == person.pk:
        return no(_("This is your own suggestion. A colleague answers it"))
    if Recusal.objects.in_force().filter(case=suggestion.case, person=person).exists():
        return no(_("You have stepped aside from this case, so you take no part in it."))
    return YES


PROTOTYPE_MOVES = Machine("prototype", PrototypeState)
PROTOTYPE_MOVES.add("start", [P.IN_PROGRESS], P.ACTIVE, can_run)
PROTOTYPE_MOVES.add("pause", [P.IN_PROGRESS, P.ACTIVE], P.PAUSED, can_lead_prototype)
PROTOTYPE_MOVES.add("resume", [P.PAUSED], P.ACTIVE, can_run)
PROTOTYPE_MOVES.add("end", [P.IN_PROGRESS, P.ACTIVE, P.PAUSED], P.ENDED, can_lead_prototype)

SUGGESTION_MOVES = Machine("suggestion", SuggestionState)
SUGGESTION_MOVES.add("accept", [S.WAITING], S.ACCEPTED, can_answer)
SUGGESTION_MOVES.add("decline", [S.WAITING], S.DECLINED, can_answer)
