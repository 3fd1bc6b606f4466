"""Small aid at the decision's one door: the ceiling, the clause, the register."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from civicportal.cases.models import Decision
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from funds.actions import aid, decisions
from funds.aid import CEILING_CENTS, working_days_after
from funds.models import AidAward, AidDeclaration, Application
from funds.queries.aid import clause, register_of, to_register
from tests.funds.factories import KRONA, World, make_application
from tests.funds.test_actions import close
from tests.people import make_resident

pytestmark = pytest.mark.django_db

RATE = Decimal("10")
CLUB: dict[str, Any] = {"kind": "association", "organisation": "Föreningen Hjulet", "number": "802002-1237"}


def applied(world: World, **answers: Any) -> Application:
    made = make_application(world, make_resident(), **{**CLUB, **answers})
    return Application.objects.select_related("submission__case", "round__fund").get(pk=made.pk)


def declare(world: World, application: Application, **given: Any) -> AidDeclaration:
    facts = {
        "private": "no", "sells": "yes", "benefits": "yes", "rate": RATE, "rate_on": dates.today(),
        "by": world.cast.fund_manager, **given,
    }  # fmt: skip
    return aid.declare(application, **facts)


def grant(world: World, application: Application, aid_kind: str = "de_minimis", amount: int = 75_000) -> Decision:
    return decisions.decide(
        application,
        by=world.cast.decision_maker,
        outcome="granted" if amount * KRONA == application.requested else "partly",
        amount=amount * KRONA,
        reason="Nyttigt.",
        state_aid=aid_kind,
    )


def test_an_award_of_small_aid_needs_the_answers(world: World) -> None:
    application = applied(world)
    with pytest.raises(Refused, match="tre frågorna"):
        grant(world, application)
    declare(world, application, sells="no", rate=None, rate_on=None)
    with pytest.raises(Refused, match="tre frågorna"):
        grant(world, application)
    assert grant(world, application, "none").state_aid == "none"


def test_an_undertaking_gets_no_award_outside_the_rules(world: World) -> None:
    application = applied(world)
    declare(world, application)
    with pytest.raises(Refused, match="är ett företag"):
        grant(world, application, "none")
    assert not Decision.objects.exists()


def test_the_award_is_counted_in_euro_with_its_rate_and_stands_in_the_decision(world: World) -> None:
    application = applied(world)
    declare(world, application, others_cents=1_000_00)
    decision = grant(world, application)
    award = AidAward.objects.get()
    assert (award.cents, award.before_cents, award.rate, award.number) == (7_500_00, 1_000_00, RATE, "8020021237")
    label, words = clause(decision, "en")[0]
    assert label == "De minimis aid"
    assert words.startswith(
        "The grant is de minimis aid under Commission Regulation (EU) 2023/2831: EUR\u00a07,500.00 at 10 kronor"
    )
    assert "it is EUR\u00a08,500.00." in words
    letter = " ".join(Message.objects.get(kind="funds.decision").text.split())
    assert "kommissionens förordning (EU) 2023/2831: 7 500,00 euro till kursen 10 kronor" in letter


@pytest.mark.parametrize(("others", "fits"), [(CEILING_CENTS - 7_500_00, True), (CEILING_CENTS - 7_500_00 + 1, False)])
def test_the_ceiling_holds_to_the_cent(world: World, others: int, fits: bool) -> None:
    application = applied(world)
    declare(world, application, others_cents=others)
    if fits:
        assert grant(world, application).amount == 75_000 * KRONA
        return
    with pytest.raises(Refused, match="taket är 300\u00a0000,00\u00a0euro"):
        grant(world, application)
    assert not AidAward.objects.exists()


def test_what_the_funds_gave_before_counts_for_three_years(world: World) -> None:
    first = applied(world)
    declare(world, first)
    grant(world, first)
    today = dates.today()
    assert aid.had_before("8020021237", today) == 7_500_00
    assert aid.had_before("8020021237", today, but=first) == 0
    AidAward.objects.update(granted_on=today - timedelta(days=3 * 365 + 1))
    assert aid.had_before("8020021237", today) == 0


def test_a_decision_that_is_replaced_counts_no_more(world: World) -> None:
    application = applied(world)
    declare(world, application)
    grant(world, application)
    grant(world, application, amount=20_000)
    assert aid.had_before("8020021237", dates.today()) == 2_000_00


def test_an_old_rate_is_typed_anew(world: World) -> None:
    application = applied(world)
    declare(world, application, rate_on=dates.today() - timedelta(days=32))
    with pytest.raises(Refused, match="månad gammal"):
        grant(world, application)


@pytest.mark.parametrize("given", [{"rate": None}, {"rate_on": None}, {"rate_on": dates.today() + timedelta(days=2)}])
def test_an_undertaking_needs_a_rate_with_its_day(world: World, given: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        declare(world, applied(world), **given)


def test_new_answers_replace_the_old_which_stay_in_the_file(world: World) -> None:
    application = applied(world)
    first, second = declare(world, application), declare(world, application, sells="no")
    assert list(AidDeclaration.objects.order_by("pk").values_list("pk", "superseded")) == [
        (first.pk, True), (second.pk, False)
    ]  # fmt: skip
    assert aid.declaration_of(application) == second


def test_only_who_handles_or_decides_keeps_the_answers(world: World) -> None:
    application = applied(world)
    for person in (world.cast.coach, world.cast.reviewer, world.cast.auditor):
        with pytest.raises(Refused):
            declare(world, application, by=person)


def test_the_register_holds_what_was_released_and_when_it_is_to_be_told(world: World) -> None:
    application = applied(world)
    declare(world, application)
    grant(world, application)
    by = world.cast.fund_manager
    assert list(register_of(by)) == []
    close(world)
    decisions.release(world.round, by=by)
    award = AidAward.objects.get()
    assert list(to_register(by)) == [award]
    assert award.tell_by == working_days_after(dates.today(), 20)
    assert list(register_of(world.cast.resident)) == []
    with pytest.raises(Refused):
        aid.mark_registered(award, by=world.cast.auditor, on=dates.today())
    with pytest.raises(Refused):
        aid.mark_registered(award, by=by, on=dates.today() - timedelta(days=1))
    aid.mark_registered(award, by=by, on=dates.today())
    assert list(to_register(by)) == []
    assert list(register_of(world.cast.auditor)) == [award]
