"""Two at the same instant, on the real PostgreSQL: a coach is in one place, a time has one booking."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import uuid4

import pytest

from civicportal.kernel.answers import Refused
from civicportal.people.models import Person
from funds.actions import coach_times
from funds.actions import coaching as actions
from funds.models import Booking, CoachNote, CoachTime, CoachTurn
from tests.funds.coached import Coached, ask, book, make_coached, publish, taken
from tests.funds.test_concurrency import together
from tests.people import make_cast, make_resident
from tests.waiting import behind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def it(transactional_db: None) -> Coached:
    return make_coached(make_cast())


def refused(results: list[Any]) -> list[str]:
    return [str(result.why) for result in results if isinstance(result, Refused)]


def test_two_overlapping_times_at_the_same_instant(it: Coached) -> None:
    results = together(lambda: publish(it), lambda: publish(it, starts=time(13, 30), ends=time(14, 30)))
    assert len(refused(results)) == 1
    assert CoachTime.objects.count() == 1


def test_a_coach_publishes_one_set_of_times_at_a_time(it: Coached) -> None:
    """Two inserts that overlap can wait for one another inside the exclusion constraint, where one is ended."""
    first = Person.objects.select_for_update(no_key=True)
    assert len(behind(lambda: first.get(pk=it.coach.pk), lambda: publish(it))) == 1


def test_one_time_booked_twice_at_the_same_instant(it: Coached) -> None:
    (slot,) = publish(it)
    people = [make_resident(f"Rut {number}") for number in range(4)]
    results = together(*[lambda person=person: book(it, slot, person) for person in people])
    assert refused(results) == ["Någon annan har just bokat den här tiden. Välj en annan"] * 3
    assert Booking.objects.standing().count() == 1


def test_two_bookings_moved_to_one_time_at_the_same_instant(it: Coached) -> None:
    one, other, free = publish(it, starts=time(13), ends=time(16), minutes=60)
    first, second = book(it, one), book(it, other, make_resident())
    results = together(
        lambda: coach_times.move(first, to=free, by=None), lambda: coach_times.move(second, to=free, by=None)
    )
    assert len(refused(results)) == 1
    assert Booking.objects.filter(time=free).count() == 1


def test_two_coaches_who_take_one_request_at_the_same_instant(it: Coached) -> None:
    request = ask(it)
    results = together(lambda: actions.take(request, by=it.coach), lambda: actions.take(request, by=it.other))
    assert refused(results) == ["En kollega har redan tagit det här."]
    assert CoachTurn.objects.count() == 1


def test_a_time_that_is_cancelled_while_it_is_moved_is_cancelled_where_it_is_now(it: Coached) -> None:
    slot, free = publish(it, starts=time(13), ends=time(15), minutes=60)
    booking = book(it, slot)
    gone = behind(
        lambda: coach_times.move(booking, to=free, by=None), lambda: coach_times.cancel(booking, by=it.person)
    )
    assert (gone.time, gone.state) == (free, "cancelled")
    assert Booking.objects.standing().count() == 0


def test_a_coach_who_writes_while_it_is_handed_over_is_no_longer_its_coach(it: Coached) -> None:
    coaching = taken(it)

    def write() -> CoachNote:
        once = uuid4()
        return actions.write_note(coaching, text="Mitt intryck", shared=False, by=it.coach, once=once)

    said = behind(lambda: actions.hand_over(coaching, to=it.other, words="Din nu.", by=it.coach), write)
    assert (type(said).__name__, CoachNote.objects.count()) == ("Refused", 0)
