"""Parts of a grant, sums in euro, working days: for any sum and any day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.actions.reminding import RUNGS, rung_on
from funds.aid import cents_of, class_of, is_working_day, window_start, working_days_after
from funds.enums.after import AidClass, PayWhen, PlanKind
from funds.plans import parts_of, split

ORE = st.integers(1, 10**12)
DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(ORE, st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_parts_are_the_sum_to_the_ore_and_none_is_nothing(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    assert min(parts) > 0
    assert len(parts) <= len(weights)


@given(ORE, st.sampled_from(PlanKind.values))
def test_every_way_to_pay_gives_the_whole_grant(amount: int, kind: str) -> None:
    parts = parts_of(amount, kind)
    assert sum(part.amount for part in parts) == amount
    assert parts[0].pay_when == PayWhen.AGREEMENT
    assert all(part.condition for part in parts if part.pay_when == PayWhen.MILESTONE)


@pytest.mark.parametrize(
    ("amount", "kind", "parts"),
    [
        (75_001_50, PlanKind.AT_ONCE, [75_001_50]),
        (75_001_50, PlanKind.HALVES, [37_500_00, 37_501_50]),
        (50, PlanKind.HALVES, [50]),
        (100_000_00, PlanKind.MILESTONES, [40_000_00, 40_000_00, 20_000_00]),
    ],
)
def test_plans_by_example(amount: int, kind: str, parts: list[int]) -> None:
    assert [part.amount for part in parts_of(amount, kind)] == parts


@pytest.mark.parametrize(("amount", "weights"), [(0, [1]), (-5, [1]), (100, []), (100, [0])])
def test_nothing_is_not_divided(amount: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="a plan divides"):
        split(amount, weights)


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        (("yes", "no", "no"), AidClass.PERSON),
        (("no", "no", "unsure"), AidClass.NO_MARKET),
        (("no", "yes", "no"), AidClass.NO_MARKET),
        (("no", "yes", "yes"), AidClass.UNDERTAKING),
        (("unsure", "unsure", "unsure"), AidClass.UNDERTAKING),
        (("unsure", "yes", "unsure"), AidClass.UNDERTAKING),
    ],
)
def test_three_answers_say_what_the_applicant_is(answers: tuple[str, str, str], result: str) -> None:
    private, sells, benefits = answers
    assert class_of(private=private, sells=sells, benefits=benefits) == result


@pytest.mark.parametrize(
    ("ore", "rate", "cents"), [(11_234_50, "11.2345", 1_000_00), (1, "11.5", 0), (100_000_00, "11", 9_090_91)]
)
def test_ore_in_euro(ore: int, rate: str, cents: int) -> None:
    assert cents_of(ore, Decimal(rate)) == cents


@given(DAYS)
def test_the_window_is_three_years_with_its_last_day(day: date) -> None:
    start = window_start(day)
    assert 3 * 365 <= (day - start).days + 1 <= 3 * 365 + 1


def test_twenty_working_days_pass_over_weekends_and_holidays() -> None:
    assert working_days_after(date(2026, 3, 2), 20) == date(2026, 3, 30)
    # Good Friday 3 April, Easter Monday 6 April, 1 May and Ascension Day 14 May 2026 are no working days.
    assert working_days_after(date(2026, 3, 31), 20) == date(2026, 4, 30)
    assert [is_working_day(date(2026, 6, day)) for day in (5, 6, 7, 8)] == [True, False, False, True]
    assert not is_working_day(date(2026, 12, 25))


@given(DAYS, st.integers(1, 60))
def test_a_last_day_is_a_working_day(day: date, number: int) -> None:
    last = working_days_after(day, number)
    assert is_working_day(last)
    assert sum(is_working_day(day + timedelta(days=n)) for n in range(1, (last - day).days + 1)) == number


@given(DAYS, st.integers(-200, 200))
def test_a_rung_is_the_last_that_has_come(due: date, passed: int) -> None:
    rung = rung_on(due, due + timedelta(days=passed))
    if rung is None:
        assert passed < RUNGS[0] or passed > 60
    else:
        assert rung <= passed
        assert not any(rung < other <= passed for other in RUNGS)
