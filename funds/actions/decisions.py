"""Decisions: made one by one by a named delegate, held, and released for the whole round at one moment."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from civicportal.cases import actions as cases
from civicportal.cases.enums import AWARDS, Outcome
from civicportal.cases.models import Decision
from civicportal.cases.rules import can_lead
from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.moves import walk
from civicportal.notices import actions as letters
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions.notices.together import tell_co_writers
from funds.actions import aid
from funds.actions.money import locked_round, reserve
from funds.actions.projects import open_project
from funds.enums.applications import OPEN_STATES, ApplicationState, EndorsementNeed
from funds.models import Application, Reserve, Round
from funds.notices import applications as notices
from funds.rules.applications import APPLICATION_MOVES, can_release, supported_enough

FINAL_MOVE = {
    Outcome.GRANTED: "grant",
    Outcome.PARTLY: "grant",
    Outcome.REFUSED: "refuse",
    Outcome.DISMISSED: "dismiss",
    Outcome.WRITTEN_OFF: "dismiss",
}


@transaction.atomic
def decide(application: Application, *, by: Person, outcome: str, amount: int | None = None, **words: Any) -> Decision:
    """One named delegate decides one application. The decision is held until the round is released.

    `amount` is in öre and asked for awards only. `words` are reason, by_criterion, conditions, would_change, next_step,
    next_url, state_aid and state_aid_note. A new decision takes the place of a held one and voids its unsent letter.
    No score can decide: a person with a valid delegation does (KL 6:38, 7:5).

    Raises Refused without delegation, above its ceiling, when recused, without a state-aid answer for an applicant
    with an organisation number, above the ceiling of small aid, when the money is not enough, or for an award without
    the nearest manager's support where the round asks for it.
    """
    locked_round(application.round_id)  # first, as release does, so that the two never wait for each other
    fresh = walk(APPLICATION_MOVES, "decide", application, by=by)
    amount = amount if outcome in AWARDS else None
    if outcome in AWARDS:
        insist(supported_enough(fresh, before=EndorsementNeed.DECISION))
    declared = aid.check(fresh, outcome, amount, words)
    reserve(fresh, amount or 0)
    end_reserve(fresh)
    earlier = fresh.case.decisions.in_force().first()
    if earlier:
        letters.void(earlier)
    version = fresh.submission.versions.last()
    decision = cases.decide(
        fresh.case,
        by=by,
        outcome=outcome,
        amount=amount,
        needs_state_aid=fresh.needs_state_aid_answer,
        judged_sha256=version.sha256 if version else "",
        **words,
    )
    aid.note_award(fresh, decision, declared, by=by)
    notices.decided(fresh, decision)
    return decision


@transaction.atomic
def release(round_: Round, *, by: Person, day: date | None = None) -> int:
    """Everybody in the round hears now: states, letters and public projects in one transaction.

    `day` is one decision date of a round that is open all year, whose applications hear together. Returns how many
    were told. A second call finds nothing and is refused. Raises Refused while an application has no decision.
    """
    locked = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    insist(can_release(by, locked, day))
    waiting = locked.applications.filter(state=ApplicationState.DECIDED, **({"decision_on": day} if day else {}))
    rows = waiting.select_for_update(of=("self",)).select_related("submission__case", "round__fund").order_by("pk")
    count = 0
    for application in rows:
        place = Reserve.objects.waiting().select_for_update().filter(application=application).first()
        if place is not None:
            _tell_reserve(application, place, by)
        else:
            _tell_decision(application, by)
        count += 1
    if day is None or _is_over(locked):
        locked.released_at = locked.released_at or dates.now()
        locked.save(update_fields=["released_at"])
    record(locked, verb="round.released", by=by, facts={"decisions": count, "day": day.isoformat() if day else None})
    return count


def _is_over(round_: Round) -> bool:
    """Whether a round that was open all year is closed and everybody in it has heard."""
    if dates.now() < round_.opening.closes_at:
        return False
    return not round_.applications.filter(state__in=[*OPEN_STATES, ApplicationState.DECIDED]).exists()


def _tell_decision(application: Application, by: Person) -> None:
    decision = application.case.decisions.in_force().get()
    decision = cases.release_decision(decision, by=by)
    walk(APPLICATION_MOVES, FINAL_MOVE[Outcome(decision.outcome)], application, by=by)
    letters.release(decision)
    tell_co_writers(application.submission, "decided")
    if decision.is_award:
        open_project(application, decision, by=by)


def _tell_reserve(application: Application, place: Reserve, by: Person) -> None:
    """The place is told. The promise of an answer is kept by it; the case itself stays open."""
    walk(APPLICATION_MOVES, "reserve", application, by=by)
    place.told_at = dates.now()
    place.save(update_fields=["told_at"])
    letters.release(place)
    cases.answered(application.case, by=by if can_lead(by, application.case) else None)


def end_reserve(application: Application) -> None:
    """Takes an application from the reserve list with a letter that is not sent yet: it has got its decision."""
    for place in Reserve.objects.waiting().filter(application=application):
        letters.void(place)
        place.ended_at = dates.now()
        place.save(update_fields=["ended_at"])
