"""Two at once, with threads on the real database."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from civicportal.cases import actions
from civicportal.cases.models import Case, CaseMessage, Decision, Recusal
from civicportal.notices.actions import write
from civicportal.notices.models import Message
from civicportal.records.models import Entry
from tests.cases.conftest import world

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts at the same moment, each in a thread with a connection of its own; results or exceptions."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(5)
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(30) for done in [pool.submit(run, act) for act in acts]]


def test_two_decisions_at_once_leave_one_in_force():
    cast = world()

    def decide(outcome: str, amount: int | None) -> Callable[[], Any]:
        return lambda: actions.decide(cast.case, by=cast.director, outcome=outcome, amount=amount, reason="Skäl.")

    results = at_once(decide("granted", 75_000_00), decide("refused", None), decide("partly", 10_000_00))
    assert [type(result) for result in results] == [Decision] * 3
    (in_force,) = Decision.objects.in_force()
    assert Decision.objects.count() == 3
    chain = [in_force, in_force.replaces, in_force.replaces.replaces]
    assert {made.pk for made in chain} == set(Decision.objects.values_list("pk", flat=True))
    assert Entry.objects.filter(verb="case.decide").count() == 3


def test_a_decision_released_twice_at_once_is_released_once():
    cast = world()
    made = actions.decide(cast.case, by=cast.director, outcome="refused", reason="Skäl.")
    results = at_once(*[lambda: actions.release_decision(made, by=cast.director)] * 3)
    assert len({result.released_at for result in results}) == 1
    assert Entry.objects.filter(verb="case.release_decision").count() == 1


def test_a_message_sent_twice_at_once_is_there_once():
    cast = world()
    once = uuid.uuid4()
    results = at_once(*[lambda: actions.say(cast.case, by=cast.resident, text="Hej", once=once)] * 3)
    assert {result.pk for result in results} == {CaseMessage.objects.get().pk}
    assert Message.objects.count() == 1


def test_stepping_aside_twice_at_once_is_once():
    cast = world()
    at_once(*[lambda: actions.declare_recusal(cast.case, person=cast.coach, ground="coached", by=cast.coach)] * 3)
    assert Recusal.objects.count() == 1


def test_references_have_no_gaps_and_no_twins():
    cast = world()

    def open_one(fails: bool) -> Callable[[], Any]:
        reason = None if fails else cast.office
        return lambda: actions.open_case(
            kind="tests.case", title="x", unit=reason, person=None, series="VF", answer_by=None, by=None
        )

    results = at_once(*[open_one(n % 3 == 2) for n in range(9)])
    assert sum(isinstance(result, Case) for result in results) == 6
    numbers = sorted(int(case.reference.rsplit("-", 1)[1]) for case in Case.objects.all())
    assert numbers == [1, 2, 3, 4, 5, 6, 7]


def test_the_same_letter_written_twice_at_once_is_one_row():
    facts = {"text": "x"}
    results = at_once(
        *[lambda: write("cases.message_to_person", email="a@example.org", facts=facts, once="receipt:1")] * 3
    )
    assert {result.pk for result in results} == {Message.objects.get().pk}
