"""Rounds by configuration: what is promised, decision dates, what is checked at the field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.review.models import Criterion, Stage
from funds.actions import setup as actions
from funds.enums.applications import Audience, EndorsementNeed
from funds.models import FundYear, Round
from funds.queries.setup import applicant_kinds
from funds.rules.setup import broken, can_change_round, facts_of
from tests.funds.configured import ROUND, days_of, facts
from tests.funds.factories import KRONA, World, make_application, texts
from tests.people import client_of

pytestmark = pytest.mark.django_db


def test_what_was_promised_stands_once_somebody_has_applied(world: World) -> None:
    by, now = world.cast.fund_manager, facts_of(world.round)
    earlier = replace(now, closes_at=now.closes_at - timedelta(days=2))
    assert can_change_round(by, world.round, earlier)
    make_application(world)
    changes = {
        "earlier": (earlier, False),
        "later": (replace(now, closes_at=now.closes_at + timedelta(days=2)), True),
        "lower": (replace(now, highest=1_500 * KRONA), False),
        "support": (replace(now, endorsement=EndorsementNeed.DECISION), False),
        "answer": (replace(now, answer_by=now.answer_by + timedelta(days=1)), False),
        "name and money": (replace(now, name=texts("Annat"), budget=now.budget + KRONA), True),
    }
    assert {name: bool(can_change_round(by, world.round, after)) for name, (after, _may) in changes.items()} == {
        name: may for name, (_after, may) in changes.items()
    }
    with pytest.raises(Refused, match="1 ansökan"):
        actions.change_round(world.round, earlier, by=by)
    changed = actions.change_round(world.round, changes["later"][0], by=by)
    assert changed.opening.closes_at == now.closes_at + timedelta(days=2)


def test_decision_dates_may_be_added_after_the_last(world: World) -> None:
    now = facts_of(world.round)
    first, second = now.answer_by, now.answer_by + timedelta(days=90)
    all_year = replace(now, decision_dates=(first,), answer_by=first)
    assert broken(all_year, replace(all_year, decision_dates=(first, second), answer_by=second)) == []
    assert broken(all_year, replace(all_year, decision_dates=(second,), answer_by=second)) == ["decision_dates"]


def test_nobody_who_has_applied_is_shut_out_afterwards(world: World) -> None:
    by, unit = world.cast.fund_manager, world.cast.other_unit
    make_application(world)
    with pytest.raises(Refused, match="öppen"):
        actions.set_audience(world.fund, audience=Audience.EMPLOYEES, units=[unit], kinds=(), by=by)
    kinds = applicant_kinds(world.fund)
    assert not actions.set_audience(world.fund, audience=Audience.ANYONE, units=(), kinds=kinds, by=by)


def test_a_budget_below_what_is_granted_is_refused(world: World) -> None:
    by = world.cast.fund_manager
    FundYear.objects.filter(pk=world.year.pk).update(granted=400_000 * KRONA)
    with pytest.raises(Refused, match="400"):
        actions.set_year(world.fund, year=world.year.year, budget=399_999 * KRONA, by=by)
    Round.objects.filter(pk=world.round.pk).update(granted=400_000 * KRONA)
    with pytest.raises(Refused, match="400"):
        actions.change_round(world.round, replace(facts_of(world.round), budget=KRONA), by=by)


DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(st.sets(DAYS, min_size=1, max_size=6), DAYS, st.integers(0, 30))
def test_an_application_belongs_to_the_next_decision_date(days: set[date], sent: date, before: int) -> None:
    round_ = Round(decision_dates=sorted(days), days_before=before)
    decided = round_.decided_on(sent)
    in_time = [day for day in sorted(days) if day > sent and (day - sent).days >= before]
    assert decided == (in_time[0] if in_time else max(days))
    assert round_.decided_on(round_.last_day_for(decided)) == decided or decided != min(days)


def test_what_is_sent_all_year_is_promised_its_own_date(world: World) -> None:
    today = dates.today()
    soon, later = today + timedelta(days=10), today + timedelta(days=60)
    after = replace(
        facts_of(world.round), decision_dates=(soon, later), answer_by=later, days_before=14,
        closes_at=dates.now() + timedelta(days=40),
    )  # fmt: skip
    actions.change_round(world.round, after, by=world.cast.fund_manager)
    world.round.refresh_from_db()
    application = make_application(world)
    assert (application.decision_on, application.case.answer_by) == (later, later)
    page = Client().get(world.fund.get_absolute_url()).content.decode()
    assert f"Sök senast {dates.show_day(later - timedelta(days=14), weekday=True)}" in page


def test_a_new_round_is_judged_as_the_one_before(world: World) -> None:
    made = actions.make_round(world.fund, facts(world.year), by=world.cast.fund_manager)
    assert (
        Criterion.objects.filter(opening=made.opening).count(),
        Stage.objects.filter(opening=made.opening).count(),
    ) == (2, 1)
    assert made.opening.form == world.round.opening.form


WRONG: list[tuple[dict[str, str], list[str]]] = [
    (days_of(closes_day=date(2027, 1, 1)), ["closes_day"]),
    (days_of(answer_by=date(2027, 2, 10)), ["answer_by"]),
    ({"budget": "9 000 000"}, ["budget"]),
    ({"highest": "500"}, ["highest"]),
    ({**days_of(opens_day=date(2027, 3, 28)), "opens_clock": "02.30"}, ["opens_clock"]),
    ({"decision_dates": "2027-01-15\nstrax"}, ["decision_dates"]),
    ({"decision_dates": "2027-01-15"}, ["decision_dates"]),
    ({"decision_dates": "15 april 2027\n2027-12-15"}, []),
]


@pytest.mark.parametrize(("changes", "fields"), WRONG)
def test_a_round_is_checked_in_words_at_the_field(world: World, changes: dict[str, str], fields: list[str]) -> None:
    year = actions.set_year(world.fund, year=2027, budget=500_000 * KRONA, by=world.cast.fund_manager)
    when = days_of(opens_day=date(2027, 2, 1), closes_day=date(2027, 4, 1), answer_by=date(2027, 5, 1))
    address = reverse("admin:funds_new_round", args=[world.fund.slug])
    answer = client_of(world.cast.fund_manager).post(address, {**ROUND, **when, "year": year.pk, **changes})
    if fields:
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, fields)
    else:
        assert answer.status_code == 302
        made = Round.objects.get(slug="varen")
        assert made.decision_dates == [date(2027, 4, 15), date(2027, 12, 15)]
        assert made.opening.answer_by == date(2027, 12, 15)


def test_how_each_round_is_judged_is_reached_from_the_fund_and_from_the_round(world: World) -> None:
    """An older round is still being read when the next one has been made."""
    coming = facts(world.year, opens_at=dates.now() + timedelta(days=9), name=texts("Höst", "Autumn"))
    later = actions.make_round(world.fund, coming, by=world.cast.fund_manager)
    client = client_of(world.cast.fund_manager)
    fund = client.get(reverse("admin:funds_setup", args=[world.fund.slug])).text
    for round_ in (world.round, later):
        judged = reverse("admin:review_setup", args=[round_.opening_id])
        page = client.get(reverse("admin:funds_round", args=[world.fund.slug, round_.slug])).text
        assert (judged in fund, judged in page) == (True, True)
    rounds = client.get(reverse("admin:funds_rounds")).text
    assert (rounds.count("Inte öppen än"), rounds.count("Bedöms")) == (1, 0)
