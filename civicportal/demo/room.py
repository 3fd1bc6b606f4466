"""The decision room of the demo's deciding round: proposals, two what-ifs, a place in reserve, a signed protocol."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from civicportal.cases import protocols
from civicportal.cases.models import Delegation
from civicportal.demo.applications import Told
from civicportal.demo.fund import KRONA, RoundPlan
from civicportal.demo.log import Log
from civicportal.demo.words import texts
from civicportal.kernel import dates
from civicportal.people.models import Person
from funds.enums.applications import ApplicationState as S
from funds.models import Pending, Reserve, Scenario, ScenarioLine, Sitting
from funds.queries.sittings import items_for


def load(rounds: list[RoundPlan], told: dict[str, Told], cast: dict[str, Person], log: Log) -> None:
    """Everything that the room shows on the day before the meeting."""
    data = texts("room")
    by_key = {plan.key: plan for plan in rounds}
    deciding, closed = by_key["deciding"], by_key["closed"]
    _proposals(data["proposal"], told, cast)
    _what_ifs(data["what_if"], deciding, told, cast)
    _reserves(told, cast, log)
    _meeting(closed, cast)


def _proposals(rows: Iterable[dict[str, Any]], told: dict[str, Told], cast: dict[str, Person]) -> None:
    """What the fund manager and the director have written so far; one is only begun."""
    made = []
    for number, row in enumerate(rows):
        one = told[row["application"]]
        amount = row.get("amount", one.requested // KRONA if row["outcome"] == "granted" else None)
        criteria = dict(
            zip((str(criterion.pk) for criterion in one.plan.criteria), row.get("criteria", []), strict=False)
        )
        made.append(
            Pending(
                application=one.application,
                outcome=row["outcome"],
                amount=amount and amount * KRONA,
                reason=row.get("reason", ""),
                by_criterion={key: words for key, words in criteria.items() if words},
                would_change=row.get("would_change", ""),
                next_kind=row.get("next_kind", ""),
                next_words=row.get("next_words", ""),
                state_aid="none" if amount and one.application.organisation_number else "",
                version=1 + number % 3,
                edited_by=cast["fund_manager" if number % 3 else "director"],
                edited_at=dates.now() - timedelta(hours=5, minutes=17 * number),
            )
        )
    Pending.objects.bulk_create(made)


def _what_ifs(rows: Iterable[dict[str, Any]], plan: RoundPlan, told: dict[str, Told], cast: dict[str, Person]) -> None:
    for row in rows:
        made = Scenario.objects.create(
            round=plan.row, name=row["name"], owner=cast[row["owner"]], shared=row["shared"],
            made_at=dates.now() - timedelta(hours=4),
        )  # fmt: skip
        ScenarioLine.objects.bulk_create(
            ScenarioLine(
                scenario=made,
                application=told[key].application,
                outcome=outcome,
                amount=told[key].requested if outcome == "granted" else (kronor * KRONA or None),
            )
            for key, outcome, kronor in row["lines"]
        )


def _reserves(told: dict[str, Told], cast: dict[str, Person], log: Log) -> None:
    """One who has been told, and one whose place is held until the round is released."""
    director = cast["director"]
    delegation = Delegation.objects.filter(person=director).order_by("ceiling")[0]
    for one in told.values():
        if one.data.get("outcome") != "reserve":
            continue
        released = one.plan.times.released
        at = (released or dates.now()) - timedelta(hours=30)
        Reserve.objects.create(
            application=one.application, round=one.plan.row, place=1, amount=one.requested, reason=one.data["reason"],
            placed_by=director, point=delegation.point, placed_at=at, told_at=released,
        )  # fmt: skip
        log.move(at, director, "application.decide", one.application, S.IN_REVIEW, S.DECIDED)
        if released:
            manager = cast["fund_manager"]
            log.move(released, manager, "application.reserve", one.application, S.DECIDED, S.RESERVE)


def _meeting(plan: RoundPlan, cast: dict[str, Person]) -> None:
    """The closed round's meeting, with its signed protocol."""
    director, manager = cast["director"], cast["fund_manager"]
    words = texts("room")["meeting"]
    protocol = protocols.begin(plan.row.fund.unit, by=manager, title=words["title"])
    saved = protocols.write(
        protocol,
        by=manager,
        version=0,
        present=[director, manager, cast["coach"], cast["kultur"]],
        title=words["title"],
        held_on=((plan.times.released or dates.now()) - timedelta(days=2)).date(),
        place=words["place"],
        others=words["others"],
        notes=words["notes"],
    )
    sitting = Sitting.objects.create(round=plan.row, protocol=protocol)
    protocols.sign(protocol, by=director, version=saved.version, items=items_for(sitting, protocol))
