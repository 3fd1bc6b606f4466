"""A round that is open all year: each application belongs to a decision date, and each date is its own room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message, MessageState
from funds.actions import decisions, scenarios
from funds.enums.applications import ApplicationState as S
from funds.models import Application, Pending, Project, Round, Scenario
from funds.queries import room as queries
from funds.queries import staff
from funds.rules.applications import can_release
from tests.funds.factories import KRONA, World, make_application
from tests.funds.room import NO, confirm, fresh, propose, propose_grant, scored
from tests.funds.test_actions import close
from tests.people import client_of

pytestmark = pytest.mark.django_db

PAST, TODAY, COMING = -30, 0, 30


def on(days: int) -> date:
    return dates.today() + timedelta(days=days)


@pytest.fixture
def all_year(world: World) -> World:
    """Three decision dates: one that has been, today, and one to come."""
    days = [on(PAST), on(TODAY), on(COMING)]
    Round.objects.filter(pk=world.round.pk).update(decision_dates=days, days_before=14)
    world.round.refresh_from_db()
    return world


def dated(world: World, title: str, day: int, kronor: int = 50_000) -> Application:
    """Scored, and to be decided on one of the dates."""
    application = scored(world, title, kronor)
    Application.objects.filter(pk=application.pk).update(decision_on=on(day))
    return fresh(application)


def titles(lines: list[queries.Line]) -> list[str]:
    return sorted(line.title for line in lines)


def place(world: World, name: str, day: int | None = None) -> str:
    path = reverse(f"admin:{name}", args=[world.fund.slug, world.round.slug])
    return path if day is None else f"{path}?dag={on(day).isoformat()}"


def test_what_is_sent_gets_the_next_date_that_it_comes_in_time_for(all_year: World) -> None:
    application = make_application(all_year)
    assert (application.decision_on, application.case.answer_by) == (on(COMING), on(COMING))
    Round.objects.update(days_before=31)
    assert make_application(all_year).decision_on == on(COMING)


def test_the_room_shows_one_date(all_year: World) -> None:
    made = {"Nu": TODAY, "Sedan": COMING, "Förr": PAST}
    for title, day in made.items():
        dated(all_year, title, day)
    for title, day in made.items():
        room = queries.room_of(all_year.round, all_year.cast.fund_manager, day=on(day))
        assert (titles(room.lines), room.hidden) == ([title], 0)
        page = client_of(all_year.cast.fund_manager).get(place(all_year, "funds_room", day)).text
        assert {one: one in page for one in made} == {one: one == title for one in made}
    page = client_of(all_year.cast.fund_manager).get(place(all_year, "funds_room", 7)).text
    assert ("Nu" in page, "Sedan" in page) == (True, False)


def test_only_the_proposals_of_the_date_wait_for_the_delegate(all_year: World) -> None:
    now, later = dated(all_year, "Nu", TODAY), dated(all_year, "Sedan", COMING)
    second = dated(all_year, "Nu med", TODAY)
    for one in (now, later, second):
        propose_grant(all_year, one)
    who = all_year.cast.decision_maker
    assert queries.to_confirm(all_year.round, who, on(TODAY)) == [now.case.reference, second.case.reference]
    client = client_of(who)
    version = Pending.objects.get(application=now).version
    first = client.post(reverse("admin:funds_confirm", args=[now.case.reference]), {"version": version})
    assert first.url == reverse("admin:funds_confirm", args=[second.case.reference])
    version = Pending.objects.get(application=second).version
    last = client.post(first.url, {"version": version})
    assert last.url == place(all_year, "funds_room", TODAY)


def test_outcomes_are_proposed_for_the_date_alone(all_year: World) -> None:
    now, later = dated(all_year, "Nu", TODAY), dated(all_year, "Sedan", COMING)
    sent = {
        f"{name}_{one.pk}": value
        for one in (now, later)
        for name, value in {"outcome": "granted", "amount": "", "version": "0"}.items()
    }
    client_of(all_year.cast.fund_manager).post(place(all_year, "funds_room_outcomes", TODAY), sent)
    assert [one.application for one in Pending.objects.all()] == [now]


def test_a_what_if_becomes_proposals_of_the_date_alone(all_year: World) -> None:
    now, later = dated(all_year, "Nu", TODAY), dated(all_year, "Sedan", COMING)
    made = scenarios.make_scenario(all_year.round, by=all_year.cast.fund_manager, name="Alla", shared=False)
    entered: dict[int, tuple[str, int | None]] = {one.pk: ("partly", 10_000 * KRONA) for one in (now, later)}
    tried = scenarios.try_out(made, by=all_year.cast.fund_manager, version=0, entered=entered, shared=False)
    assert isinstance(tried, Scenario)
    use = reverse("admin:funds_room_use", args=[all_year.fund.slug, all_year.round.slug, tried.pk])
    client_of(all_year.cast.fund_manager).post(f"{use}?dag={on(COMING).isoformat()}")
    assert [one.application for one in Pending.objects.all()] == [later]


def test_the_ceiling_of_a_date_is_what_is_left_and_what_the_date_itself_holds(all_year: World) -> None:
    """500 000 in the round: 50 000 granted on the date that was, 40 000 held for today."""
    for title, day, kronor in (("Förr", PAST, 50_000), ("Nu", TODAY, 40_000)):
        confirm(all_year, propose_grant(all_year, dated(all_year, title, day, kronor)))
    round_ = Round.objects.select_related("fund_year").get()
    assert {day: queries.ceiling_of(round_, on(day)) // KRONA for day in (PAST, TODAY, COMING)} == {
        PAST: 460_000,
        TODAY: 450_000,
        COMING: 410_000,
    }


def test_the_money_is_one_for_all_dates(all_year: World) -> None:
    Round.objects.update(budget=80_000 * KRONA)
    confirm(all_year, propose_grant(all_year, dated(all_year, "Nu", TODAY)))
    with pytest.raises(Refused, match="30"):
        confirm(all_year, propose_grant(all_year, dated(all_year, "Sedan", COMING)))


def held(world: World, title: str, day: int) -> Application:
    application = dated(world, title, day)
    confirm(world, propose_grant(world, application))
    return application


def test_a_release_leaves_the_other_dates(all_year: World) -> None:
    now, later, before = (held(all_year, title, day) for title, day in (("Nu", 0), ("Sedan", 30), ("Förr", -30)))
    no_ = dated(all_year, "Nej nu", TODAY)
    confirm(all_year, propose(all_year, no_, **NO))
    assert decisions.release(all_year.round, by=all_year.cast.fund_manager, day=on(TODAY)) == 2
    assert {one.title: one.state for one in Application.objects.all()} == {
        "Nu": S.GRANTED, "Nej nu": S.REFUSED, "Sedan": S.DECIDED, "Förr": S.DECIDED,
    }  # fmt: skip
    sent = Message.objects.filter(kind="funds.decision").exclude(state=MessageState.HELD)
    assert {one.person_id for one in sent} == {now.submission.person_id, no_.submission.person_id}
    assert [one.title.said("sv").text for one in Project.objects.all()] == ["Nu"]
    assert {one.case.answered_at is None for one in (fresh(later), fresh(before))} == {True}
    assert Round.objects.get().released_at is None
    with pytest.raises(Refused, match="inget beslut"):
        decisions.release(all_year.round, by=all_year.cast.fund_manager, day=on(TODAY))
    assert decisions.release(all_year.round, by=all_year.cast.fund_manager, day=on(PAST)) == 1


def test_the_round_is_over_when_it_is_closed_and_everybody_has_heard(all_year: World) -> None:
    held(all_year, "Nu", TODAY)
    held(all_year, "Förr", PAST)
    close(all_year)
    decisions.release(all_year.round, by=all_year.cast.fund_manager, day=on(PAST))
    assert Round.objects.get().released_at is None
    decisions.release(all_year.round, by=all_year.cast.fund_manager, day=on(TODAY))
    assert Round.objects.get().released_at is not None


def nobody_decided(world: World) -> None:
    dated(world, "Oavgjord", TODAY)


WHY_NOT: list[tuple[str, int | None, Callable[[World], Any], str]] = [
    ("a date to come", COMING, lambda world: held(world, "A", COMING), "beslutsdatumet"),
    ("no date of the round", 7, lambda world: held(world, "A", TODAY), "beslutsdatumet"),
    ("all at once", None, lambda world: held(world, "A", TODAY), "ett beslutsdatum i taget"),
    ("one without a decision", TODAY, nobody_decided, "1 ansökan"),
]


@pytest.mark.parametrize(("day", "has", "why"), [row[1:] for row in WHY_NOT], ids=[row[0] for row in WHY_NOT])
def test_when_a_date_is_not_released(all_year: World, day: int | None, has: Callable[[World], Any], why: str) -> None:
    has(all_year)
    answer = can_release(all_year.cast.fund_manager, all_year.round, None if day is None else on(day))
    assert (bool(answer), why in str(answer.why).lower()) == (False, True), answer.why


def test_what_waits_on_another_date_does_not_stop_a_release(all_year: World) -> None:
    held(all_year, "Nu", TODAY)
    dated(all_year, "Sedan", COMING)
    assert bool(can_release(all_year.cast.fund_manager, all_year.round, on(TODAY))) is True


def test_the_page_lists_and_releases_the_date_it_shows(all_year: World) -> None:
    held(all_year, "Nu", TODAY)
    held(all_year, "Förr", PAST)
    client, path = client_of(all_year.cast.fund_manager), place(all_year, "funds_release")
    table = client.get(place(all_year, "funds_round")).text
    assert f"{path}?dag={on(PAST).isoformat()}" in table
    shown = client.get(path).text
    assert ("Förr" in shown, ">Nu<" in shown, f'action="?dag={on(PAST).isoformat()}"' in shown) == (True, False, True)
    assert client.post(place(all_year, "funds_release", PAST)).status_code == 302
    assert {one.title: one.state for one in Application.objects.all()} == {"Nu": S.DECIDED, "Förr": S.GRANTED}
    assert f"{path}?dag={on(TODAY).isoformat()}" in client.get(place(all_year, "funds_round")).text


def test_it_waits_for_a_decision_from_the_day_after_the_last_to_send(all_year: World) -> None:
    """Fourteen days before the date nobody can come in for it any more; until then it is not the delegate's turn."""
    for title, day in (("Nu", TODAY), ("Om tretton dagar", 13), ("Om fjorton", 14), ("Sedan", COMING)):
        dated(all_year, title, day)
    waiting = staff.to_decide(all_year.cast.decision_maker)
    assert sorted(one.title for one in waiting) == ["Nu", "Om tretton dagar"]
