"""Two at once, on the real PostgreSQL: money is never granted twice, nobody hears twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.records.actions import next_reference
from civicportal.submissions import actions as submissions
from civicportal.submissions.models import Submission
from funds.actions import decisions
from funds.models import Application, FundYear, Project, Round
from tests.funds.factories import KRONA, World, make_world, write_draft
from tests.funds.test_actions import close, grant, reviewed
from tests.people import make_cast, make_resident

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def real_world(transactional_db: None) -> World:
    return make_world(make_cast())


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts at the same moment, each on a connection of its own; an exception is its result."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_references_have_no_gaps_and_no_twins(transactional_db: None) -> None:
    def take() -> str:
        with transaction.atomic():
            return next_reference("T")

    def take_and_fail() -> None:
        with transaction.atomic():
            next_reference("T")
            raise LookupError

    given = together(*[take] * 10, *[take_and_fail] * 5)
    numbers = sorted(int(str(reference).rsplit("-", 1)[1]) for reference in given if isinstance(reference, str))
    assert numbers == list(range(1, 11))


def test_two_decisions_at_once_do_not_overspend_the_round(real_world: World) -> None:
    Round.objects.update(budget=100_000 * KRONA)
    one, other = reviewed(real_world), reviewed(real_world)
    results = together(lambda: grant(real_world, one), lambda: grant(real_world, other))
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert Round.objects.get().granted == FundYear.objects.get().granted == 75_000 * KRONA


def test_two_decisions_on_one_application_leave_one_in_force(real_world: World) -> None:
    application = reviewed(real_world)
    together(lambda: grant(real_world, application), lambda: grant(real_world, application))
    assert application.case.decisions.in_force().count() == 1
    assert Round.objects.get().granted == 75_000 * KRONA


def test_a_double_release_tells_everybody_once(real_world: World) -> None:
    application = reviewed(real_world)
    grant(real_world, application)
    close(real_world)
    by = real_world.cast.fund_manager
    results = together(
        lambda: decisions.release(real_world.round, by=by), lambda: decisions.release(real_world.round, by=by)
    )
    assert sorted(str(type(result).__name__) for result in results) == ["Refused", "int"]
    assert (Message.objects.filter(kind="funds.decision").count(), Project.objects.count()) == (1, 1)


def test_a_double_click_sends_once(real_world: World) -> None:
    person = make_resident()
    draft = write_draft(real_world, person)
    results = together(*[lambda: submissions.send(draft, by=person)] * 4)
    assert {type(result) for result in results} == {Submission}
    assert (Application.objects.count(), Message.objects.filter(kind="funds.receipt").count()) == (1, 1)
