"""Figures with decimals, as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel.figures import rounded


@pytest.mark.parametrize(
    ("value", "places", "swedish", "english"),
    [
        (Decimal("3.66"), 1, "3,7", "3.7"),
        (Decimal("3.65"), 1, "3,7", "3.7"),
        (Decimal("3.6499"), 1, "3,6", "3.6"),
        (Decimal("0"), 1, "0,0", "0.0"),
        (2.005, 2, "2,01", "2.01"),
        (None, 1, "–", "–"),
    ],
)
def test_a_figure_is_rounded_and_written_in_the_readers_way(
    value: Decimal | float | None, places: int, swedish: str, english: str
) -> None:
    with override("sv"):
        assert rounded(value, places) == swedish
    with override("en"):
        assert rounded(value, places) == english


@given(st.decimals(min_value=0, max_value=5, places=4))
def test_what_is_said_is_never_more_than_half_a_step_away(value: Decimal) -> None:
    with override("en"):
        assert abs(Decimal(rounded(value)) - value) <= Decimal("0.05")
