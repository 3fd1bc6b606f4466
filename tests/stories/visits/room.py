"""The decision room of the round that is being decided, its what-ifs and proposals, meetings, and the monthly list."""

from __future__ import annotations

from typing import Any

from civicportal.demo.people import BY_KEY
from civicportal.people.models import Person
from funds.enums.applications import ApplicationState as S
from funds.models import Pending, Round, Scenario, Sitting
from tests.stories.visits import Visit, send
from tests.stories.visits.mine import in_state


def visits() -> list[Visit]:
    """As those who work there see it; the auditor reads the table."""
    manager, director, auditor = (staff(key) for key in ("fund_manager", "director", "auditor"))
    round_ = Round.objects.filter(fund__slug="visionsfonden").order_by("opening__closes_at")[1]
    where: tuple[Any, ...] = (round_.fund.slug, round_.slug)
    what_if = Scenario.objects.filter(round=round_, owner=manager)[0]
    waiting = Pending.objects.filter(outcome="granted").select_related("application__submission__case")[0]
    reference = waiting.application.case.reference
    return [
        Visit(name="admin:funds_room", args=where, who=manager),
        Visit(name="admin:funds_room", args=where, query="?ordning=disputed", who=director, says="disputed"),
        Visit(name="admin:funds_room", args=where, who=auditor),
        Visit(name="admin:funds_room_outcomes", args=where, who=manager),
        Visit(name="admin:funds_room_shares", args=where, query=f"?tankom={what_if.pk}", who=manager),
        Visit(name="admin:funds_room_reserves", args=where, who=director),
        Visit(name="admin:funds_room_scenarios", args=where, who=manager),
        Visit(name="admin:funds_room_scenarios", args=where, who=manager, says="errors", act=send, status=422),
        Visit(name="admin:funds_room_scenario", args=(*where, what_if.pk), who=manager),
        Visit(name="admin:funds_room_use", args=(*where, what_if.pk), who=manager),
        Visit(name="admin:funds_room_compare", args=where, query=f"?a={what_if.pk}", who=manager),
        Visit(name="admin:funds_pending", args=(reference,), who=manager),
        Visit(name="admin:funds_pending", args=(in_state(S.RESERVE).case.reference,), who=manager, says="reserve"),
        Visit(name="admin:funds_confirm", args=(reference,), who=director),
        *_meetings(where, manager),
        Visit(name="admin:cases_delegated", who=staff("registrar")),
    ]


def _meetings(where: tuple[Any, ...], manager: Person) -> list[Visit]:
    """A signed protocol, and one that is being written."""
    from funds.actions.sittings import begin

    signed = Sitting.objects.filter(protocol__signed_at__isnull=False)[0].protocol_id
    begun = begin(Round.objects.select_related("fund__unit").get(fund__slug=where[0], slug=where[1]), by=manager)
    return [
        Visit(name="admin:funds_room_sittings", args=where, who=manager),
        Visit(name="admin:funds_protocols", who=staff("registrar")),
        Visit(name="admin:funds_protocol", args=(signed,), who=manager, says="signed"),
        Visit(name="admin:funds_protocol", args=(begun.protocol_id,), who=manager),
        Visit(name="admin:funds_protocol_edit", args=(begun.protocol_id,), who=manager),
        Visit(name="admin:funds_protocol_sign", args=(begun.protocol_id,), who=manager),
    ]


def staff(key: str) -> Person:
    return Person.objects.get(email=BY_KEY[key].email)
