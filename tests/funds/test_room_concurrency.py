"""Two in the decision room at once, on the real PostgreSQL."""

from __future__ import annotations

import pytest

from civicportal.cases.models import Decision
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from funds.actions import decisions
from funds.actions import room as actions
from funds.models import FundYear, Pending, Reserve, Round
from tests.funds.factories import KRONA, World, make_world
from tests.funds.room import confirm, propose, propose_grant, scored
from tests.funds.test_actions import close
from tests.funds.test_concurrency import together
from tests.people import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def real_world(transactional_db: None) -> World:
    return make_world(make_cast())


def kinds(results: list[object]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_one_proposal_confirmed_twice_at_once_is_one_decision(real_world: World) -> None:
    pending = propose_grant(real_world, scored(real_world, "A"))
    results = together(lambda: confirm(real_world, pending), lambda: confirm(real_world, pending))
    assert kinds(results) == ["Decision", "Refused"]
    assert (Decision.objects.count(), Round.objects.get().granted) == (1, 50_000 * KRONA)
    assert Message.objects.filter(kind="funds.decision").count() == 1


def test_two_confirmed_at_once_do_not_overspend(real_world: World) -> None:
    Round.objects.update(budget=60_000 * KRONA)
    one, two = (propose_grant(real_world, scored(real_world, title)) for title in "AB")
    results = together(lambda: confirm(real_world, one), lambda: confirm(real_world, two))
    assert kinds(results) == ["Decision", "Refused"]
    assert Round.objects.get().granted == FundYear.objects.get().granted == 50_000 * KRONA


def test_two_who_save_at_once_leave_one_and_show_the_other(real_world: World) -> None:
    application = scored(real_world, "A")
    cast = real_world.cast
    results = together(
        lambda: actions.propose(application, by=cast.fund_manager, version=0, said={"reason": "Ett."}),
        lambda: actions.propose(application, by=cast.decision_maker, version=0, said={"reason": "Två."}),
    )
    assert kinds(results) == ["Clash", "Pending"]
    kept = Pending.objects.get()
    clash = next(result for result in results if isinstance(result, actions.Clash))
    assert {kept.reason, clash.yours["reason"]} == {"Ett.", "Två."}


def test_a_change_and_a_confirmation_at_once_never_decide_what_was_not_read(real_world: World) -> None:
    application = scored(real_world, "A")
    pending = propose_grant(real_world, application)
    results = together(
        lambda: confirm(real_world, pending),
        lambda: propose(real_world, application, outcome="partly", amount=10_000 * KRONA),
    )
    assert all(not isinstance(result, Exception) or isinstance(result, Refused) for result in results)
    assert {decision.amount for decision in Decision.objects.all()} <= {50_000 * KRONA}


def test_a_double_release_with_a_reserve_list_tells_each_once(real_world: World) -> None:
    confirm(real_world, propose_grant(real_world, scored(real_world, "A")))
    confirm(real_world, propose(real_world, scored(real_world, "B"), outcome="reserve", reason="Räcker inte."))
    close(real_world)
    by = real_world.cast.fund_manager
    results = together(*[lambda: decisions.release(real_world.round, by=by)] * 2)
    assert kinds(results) == ["Refused", "int"]
    told = {kind: Message.objects.filter(kind=f"funds.{kind}").count() for kind in ("decision", "reserve")}
    assert told == {"decision": 1, "reserve": 1}


def test_two_placed_in_reserve_at_once_get_two_places(real_world: World) -> None:
    pendings = [
        propose(real_world, scored(real_world, title), outcome="reserve", reason="Räcker inte.") for title in "AB"
    ]
    results = together(*[lambda one=one: confirm(real_world, one) for one in pendings])
    assert kinds(results) == ["Reserve", "Reserve"]
    assert sorted(Reserve.objects.values_list("place", flat=True)) == [1, 2]


def test_a_decision_while_the_round_is_released_waits_and_is_not_lost(real_world: World) -> None:
    confirm(real_world, propose_grant(real_world, scored(real_world, "A")))
    second = propose(real_world, scored(real_world, "B"), outcome="reserve", reason="Räcker inte.")
    confirm(real_world, second)
    close(real_world)
    again = propose_grant(real_world, second.application)
    results = together(
        lambda: decisions.release(real_world.round, by=real_world.cast.fund_manager), lambda: confirm(real_world, again)
    )
    assert kinds(results) == ["Decision", "int"]
    assert Decision.objects.in_force().count() == 2
