"""What-ifs of a round: they change nothing until somebody uses one, and never grant more than there is."""

from __future__ import annotations

import pytest

from civicportal.cases.models import Decision
from civicportal.kernel.answers import Refused
from funds.actions import scenarios
from funds.models import Pending, Round, Scenario
from funds.queries import room as queries
from tests.funds.factories import KRONA, World
from tests.funds.room import confirm, propose_grant, scored, what_if

pytestmark = pytest.mark.django_db


def test_a_what_if_changes_nothing_until_it_is_used(world: World) -> None:
    a, _b = scored(world, "A"), scored(world, "B")
    propose_grant(world, a)
    made = what_if(world, A=("refused", None), B=("granted", 50_000))
    assert [(one.application.title, one.outcome) for one in Pending.objects.all()] == [("A", "granted")]
    assert scenarios.make_proposals(made, by=world.cast.fund_manager) == 2
    rows = Pending.objects.order_by("application__title").values_list("application__title", "outcome", "amount")
    assert list(rows) == [("A", "refused", None), ("B", "granted", 50_000 * KRONA)]
    assert (Decision.objects.count(), Round.objects.get().granted) == (0, 0)
    assert Pending.objects.get(application=a).reason == "Nytt och nyttigt."


def test_a_what_if_over_the_budget_is_never_used(world: World) -> None:
    Round.objects.update(budget=80_000 * KRONA)
    scored(world, "A")
    scored(world, "B")
    made = what_if(world, A=("granted", 50_000), B=("granted", 50_000))
    with pytest.raises(Refused, match=r"20.000.kr mer än"):
        scenarios.make_proposals(made, by=world.cast.fund_manager)
    assert not Pending.objects.exists()


def test_what_is_decided_is_in_no_what_if(world: World) -> None:
    a = scored(world, "A")
    confirm(world, propose_grant(world, a))
    made = what_if(world, A=("refused", None))
    scenarios.make_proposals(made, by=world.cast.fund_manager)
    assert Pending.objects.get().outcome == "granted"
    assert a.case.decisions.in_force().get().outcome == "granted"


def test_a_what_if_is_ones_own_until_it_is_shared(world: World) -> None:
    made = what_if(world)
    seen = {
        who: queries.scenarios_of(world.round, who).count()
        for who in (world.cast.fund_manager, world.cast.decision_maker)
    }
    assert seen == {world.cast.fund_manager: 1, world.cast.decision_maker: 0}
    with pytest.raises(Refused):
        scenarios.try_out(made, by=world.cast.decision_maker, version=1, entered={}, shared=True)
    scenarios.try_out(made, by=world.cast.fund_manager, version=1, entered={}, shared=True)
    assert queries.scenarios_of(world.round, world.cast.decision_maker).count() == 1


def test_two_in_one_what_if_at_once_are_told(world: World) -> None:
    made = what_if(world)
    again = scenarios.try_out(made, by=world.cast.fund_manager, version=0, entered={}, shared=True)
    assert isinstance(again, scenarios.Overtaken)
    assert Scenario.objects.get().shared is False
