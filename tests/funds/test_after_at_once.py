"""Two at once after a grant, on the real PostgreSQL: accepted once, paid once, below the ceiling together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from funds.actions import aid, payments, reports
from funds.aid import CEILING_CENTS
from funds.models import AidAward, Payment, PaymentBatch
from tests.funds.factories import World, make_world
from tests.funds.granted import accept, grantee, make_granted, make_running
from tests.funds.test_aid import applied, declare, grant
from tests.funds.test_concurrency import together
from tests.people import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def real_world(transactional_db: None) -> World:
    return make_world(make_cast())


def test_a_double_yes_is_one_yes(real_world: World) -> None:
    project = make_granted(real_world)
    made = together(*[lambda: accept(project)] * 3)
    assert {one.accepted_at for one in made} == {made[0].accepted_at}
    assert Message.objects.filter(kind="funds.agreement_accepted").count() == 1
    assert list(Payment.objects.order_by("position").values_list("state", flat=True)) == ["cleared", "planned"]


def test_a_double_export_pays_once(real_world: World) -> None:
    project, by = make_running(real_world), real_world.cast.fund_manager
    payments.set_payee(project, "4711", by=by)
    made = together(*[lambda: payments.export(real_world.fund, by=by)] * 3)
    assert sorted(type(one).__name__ for one in made) == ["PaymentBatch", "Refused", "Refused"]
    assert (PaymentBatch.objects.count(), Payment.objects.filter(state="exported").count()) == (1, 1)


def test_a_payment_marked_twice_is_told_once(real_world: World) -> None:
    project, by = make_running(real_world), real_world.cast.fund_manager
    part = project.payments.get(position=1)
    made = together(*[lambda: payments.mark_paid(part, by=by, on=dates.today())] * 3)
    assert {one.state for one in made} == {"paid"}
    assert Message.objects.filter(kind="funds.paid").count() == 1


def test_a_report_begun_twice_is_one_draft(real_world: World) -> None:
    project = make_running(real_world)
    made = together(*[lambda: reports.begin(project.report, by=grantee(project))] * 3)
    assert len({draft.pk for draft in made}) == 1


def test_two_decisions_on_one_undertaking_never_pass_the_ceiling_together(real_world: World) -> None:
    both = [applied(real_world), applied(real_world)]
    room = CEILING_CENTS - 10_000_00
    for application in both:
        declare(real_world, application, others_cents=room, rate=Decimal("10"))
    made = together(*[lambda one=one: grant(real_world, one) for one in both])
    assert sorted(isinstance(one, Refused) for one in made) == [False, True]
    assert AidAward.objects.count() == 1
    assert aid.had_before("8020021237", dates.today()) == 7_500_00
