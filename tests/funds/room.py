"""A round in its decision room: applications with scores, a finished proposal, people who work there."""

from __future__ import annotations

from typing import Any

from civicportal.people.models import Person
from funds.actions import room as actions
from funds.actions import scenarios
from funds.models import Application, Pending, Scenario
from tests.funds.factories import KRONA, World
from tests.funds.test_table import judged

NO = {
    "outcome": "refused",
    "reason": "Idén finns redan på Söder.",
    "would_change": "En plats där det saknas.",
    "next_kind": "coach",
    "next_words": "Prata med en coach om en annan plats.",
}


def fresh(application: Application) -> Application:
    """The row as a new page reads it."""
    rows = Application.objects.select_related("submission__case", "round__fund", "round__opening", "round__fund_year")
    return rows.get(pk=application.pk)


def scored(world: World, title: str, kronor: int = 50_000, score: int = 4) -> Application:
    return fresh(judged(world, title, (score, score), kronor=kronor))


def propose(world: World, application: Application, *, by: Person | None = None, **said: Any) -> Pending:
    """Saved upon what is saved now."""
    before = Pending.objects.filter(application=application).values_list("version", flat=True).first() or 0
    saved = actions.propose(application, by=by or world.cast.fund_manager, version=before, said=said)
    assert isinstance(saved, Pending)
    return saved


def propose_grant(world: World, application: Application, **said: Any) -> Pending:
    """The whole sum, with a reason."""
    words = {"outcome": "granted", "amount": application.requested, "reason": "Nytt och nyttigt."}
    return propose(world, application, **{**words, **said})


def propose_part(world: World, application: Application, kronor: int) -> Pending:
    return propose(world, application, outcome="partly", amount=kronor * KRONA, reason="En del räcker.")


def confirm(world: World, pending: Pending, by: Person | None = None) -> Any:
    by = by or world.cast.decision_maker
    return actions.confirm(fresh(pending.application), by=by, version=pending.version)


def what_if(world: World, **outcomes: tuple[str, int | None]) -> Scenario:
    """A what-if of the fund manager's; sums in kronor by title."""
    made = scenarios.make_scenario(world.round, by=world.cast.fund_manager, name="Mer till nya", shared=False)
    entered = {
        Application.objects.get(title=title).pk: (outcome, kronor and kronor * KRONA)
        for title, (outcome, kronor) in outcomes.items()
    }
    saved = scenarios.try_out(made, by=world.cast.fund_manager, version=0, entered=entered, shared=False)
    assert isinstance(saved, Scenario)
    return saved
