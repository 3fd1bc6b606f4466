"""Ties and the most disputed first, against a plain reckoning."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from civicportal.review.ranking import Ranked, disputed_first, with_places

MEANS = st.one_of(st.none(), st.sampled_from([Decimal("1.0000"), Decimal("2.5000"), Decimal("2.5001"), Decimal(5)]))
SPREADS = st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(2)])


@st.composite
def rankings(draw):
    """Rows as the database gives them: best first, those without a mean last."""
    means = sorted(draw(st.lists(MEANS, max_size=12)), key=lambda mean: (mean is None, -(mean or 0)))
    rows = []
    for number, mean in enumerate(means, start=1):
        judged = draw(st.integers(1, 4)) if mean is not None else 0
        spread = draw(SPREADS) if mean is not None else None
        rows.append(Ranked(number, mean, mean, spread, judged))
    return rows


@given(rankings())
def test_a_place_is_one_more_than_those_who_are_better(rows):
    placed = with_places(rows)
    assert placed == rows
    for row in placed:
        better = [other for other in rows if other.mean is not None and row.mean is not None and other.mean > row.mean]
        assert row.place == (0 if row.mean is None else len(better) + 1)


@given(rankings())
def test_equal_means_are_ties_and_share_their_place(rows):
    for row in with_places(rows):
        alike = [other for other in rows if other.mean == row.mean]
        assert row.tied is (row.mean is not None and len(alike) > 1)


@given(rankings())
def test_the_most_disputed_stand_first_and_what_nobody_can_dispute_last(rows):
    ordered = disputed_first(rows)
    assert sorted(row.submission_id for row in ordered) == sorted(row.submission_id for row in rows)
    disputed = [row for row in ordered if row.n >= 2]
    assert ordered[: len(disputed)] == disputed
    spreads = [row.spread for row in disputed]
    assert spreads == sorted(spreads, reverse=True)


def test_a_mean_of_one_is_a_place_and_none_is_not():
    rows = with_places([Ranked(1, Decimal(1), Decimal(1), Decimal(0), 1), Ranked(2, None, None, None, 0)])
    assert [row.place for row in rows] == [1, 0]
