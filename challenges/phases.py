"""Where a public call or challenge stands: told by its state, the clock, and what has been answered."""

from __future__ import annotations

from datetime import datetime

from challenges.enums import UNANSWERED, EnvironmentState, Phase, Publication
from challenges.models import Call, Challenge
from civicportal.kernel import dates


def phase_of(thing: Call | Challenge, moment: datetime | None = None) -> Phase:
    """What a reader is told now. A challenge asks at most two queries: what waits, and what is being tested."""
    moment = moment or dates.now()
    if thing.state == Publication.ENDED:
        return Phase.ENDED
    opening = thing.opening
    if opening is not None and opening.is_open(moment):
        return Phase.OPEN
    if isinstance(thing, Challenge) and _is_tested(thing):
        return Phase.TESTING
    if opening is None or moment < opening.opens_at:
        return Phase.COMING
    return Phase.READING if _is_read(thing) else Phase.CLOSED


def _is_tested(challenge: Challenge) -> bool:
    going_on = (EnvironmentState.PREPARING, EnvironmentState.RUNNING)
    return challenge.environments.filter(state__in=going_on).exists()


def _is_read(thing: Call | Challenge) -> bool:
    """Whether proposals wait for their answer: a challenge's own, or those of a call's challenges."""
    if isinstance(thing, Challenge):
        return thing.proposals.filter(state__in=UNANSWERED).exists()
    return Challenge.objects.filter(call=thing, proposals__state__in=UNANSWERED).exists()
