"""Decisions of the demo: those of the closed round released, those of the deciding round held."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import F

from civicportal.cases.enums import Outcome, StateAid
from civicportal.cases.models import Decision, Delegation, Recusal
from civicportal.demo.applications import Told
from civicportal.demo.fund import KRONA, RoundPlan
from civicportal.demo.log import Log
from civicportal.kernel import dates
from civicportal.people.models import Person
from funds.actions.decisions import FINAL_MOVE
from funds.enums.applications import ApplicationState as S
from funds.models import FundYear, Round

DE_MINIMIS = frozenset({"cykelkok"})
NO_ACTIVITY = "Verksamheten är öppen för alla utan avgift och säljer inget på en marknad."
SMALL_AID = (
    "Verkstaden kan i liten skala ta betalt för reservdelar. "
    "Sökanden har inte fått annat sådant stöd de senaste tre åren."
)


def load(told: dict[str, Told], cast: dict[str, Person], log: Log) -> dict[str, Decision]:
    """Makes the decisions, sets their money aside in the counters. Returns them by application."""
    decided = [one for one in told.values() if _has_decision(one)]
    stood_aside = defaultdict(list)
    for recusal in Recusal.objects.in_force().select_related("person").order_by("pk"):
        stood_aside[recusal.case_id].append(str(recusal.person))
    delegation = Delegation.objects.get(person=cast["director"])
    rows = Decision.objects.bulk_create(
        _decision(one, number, delegation, stood_aside[one.case.pk]) for number, one in enumerate(decided)
    )
    for one, row in zip(decided, rows, strict=True):
        _log_decision(one, row, cast, log)
        if row.is_award:
            Round.objects.filter(pk=one.plan.row.pk).update(granted=F("granted") + row.amount)
            FundYear.objects.filter(pk=one.plan.row.fund_year_id).update(granted=F("granted") + row.amount)
    return {one.key: row for one, row in zip(decided, rows, strict=True)}


def _has_decision(one: Told) -> bool:
    """Whether somebody has decided it: a place on the reserve list is none."""
    states = {S.DECIDED, S.GRANTED, S.REFUSED, S.DISMISSED}
    return one.state in states and one.data.get("outcome") != "reserve"


def _decided_at(one: Told, number: int) -> datetime:
    """The director's afternoons: two days before the release, or yesterday."""
    released = one.plan.times.released
    last = released - timedelta(days=2) if released else dates.now() - timedelta(hours=20)
    return last.replace(microsecond=0) - timedelta(minutes=6 * number)


def _decision(one: Told, number: int, delegation: Delegation, stood_aside: list[str]) -> Decision:
    data = one.data
    amount = data["amount"] * KRONA if "amount" in data else None
    if amount is None:
        outcome = Outcome.DISMISSED if data.get("outcome") == "dismissed" else Outcome.REFUSED
    else:
        outcome = Outcome.GRANTED if amount == one.requested else Outcome.PARTLY
    aid, note = "", ""
    if amount and one.application.organisation_number:
        small = one.key in DE_MINIMIS
        aid, note = (StateAid.DE_MINIMIS, SMALL_AID) if small else (StateAid.NO_ECONOMIC_ACTIVITY, NO_ACTIVITY)
    return Decision(
        case=one.case,
        outcome=outcome,
        amount=amount,
        reason=data["reason"],
        conditions=data.get("conditions", ""),
        would_change=data.get("would_change", ""),
        next_step=data.get("next_step", ""),
        state_aid=aid,
        state_aid_note=note,
        delegation=delegation,
        decided_by=delegation.person,
        decided_at=_decided_at(one, number),
        released_at=one.plan.times.released,
        judged_sha256=one.version.sha256,
        recused=stood_aside,
    )


def _log_decision(one: Told, row: Decision, cast: dict[str, Person], log: Log) -> None:
    before = S.IN_REVIEW if one.reviews else S.SCREENED
    director, manager = cast["director"], cast["fund_manager"]
    log.move(
        row.decided_at, director, "application.decide", one.application, before, S.DECIDED, outcome=str(row.outcome)
    )
    facts = {"decision": row.pk, "outcome": str(row.outcome), "amount": row.amount, "replaces": None}
    log.add(row.decided_at, director, "case.decide", one.case, **facts)
    if row.released_at:
        log.add(row.released_at, manager, "case.release_decision", one.case, decision=row.pk, outcome=str(row.outcome))
        move = FINAL_MOVE[Outcome(row.outcome)]
        log.move(row.released_at, manager, f"application.{move}", one.application, S.DECIDED, one.state)


def log_releases(rounds: list[RoundPlan], decisions: dict[str, Decision], cast: dict[str, Person], log: Log) -> None:
    """The rounds' own entries: opened by the clock, released by the fund manager."""
    count = sum(1 for row in decisions.values() if row.released_at)
    for plan in rounds:
        log.add(plan.times.opens_at, None, "round.opened", plan.row)
        if plan.times.released:
            log.add(plan.times.released, cast["fund_manager"], "round.released", plan.row, decisions=count)
