"""Sums of money: read as people write them, shown as they read them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel.money import MoneyError, MoneyFormField, digits, parse, show

SUMS = st.integers(min_value=0, max_value=10**12)


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("150000", 15_000_000),
        ("150 000", 15_000_000),
        ("150\u00a0000", 15_000_000),
        ("150\u202f000 kr", 15_000_000),
        ("kr 150 000", 15_000_000),
        ("SEK 150 000", 15_000_000),
        ("150 000 SEK", 15_000_000),
        ("150 000,00", 15_000_000),
        ("150 000 kronor", 15_000_000),
        ("150:-", 15_000),
        ("12,5", 1_250),
        ("12.50", 1_250),
        ("0", 0),
    ],
)
def test_what_people_write_is_understood(written: str, ore: int) -> None:
    assert parse(written) == ore


@pytest.mark.parametrize("written", ["150.000", "150,000", "1.500.000"])
def test_a_stop_before_three_digits_is_asked_about(written: str) -> None:
    with override("sv"), pytest.raises(MoneyError) as asked:
        parse(written)
    assert str(asked.value).startswith("Menar du 1")
    assert "Skriv utan punkt" in str(asked.value)


@pytest.mark.parametrize("written", ["", "femtio", "-5", "1e5", "12,345,6", "٣٤", "99999999999999999999", "1 2 kr x"])
def test_what_is_no_sum_is_refused(written: str) -> None:
    with pytest.raises(MoneyError):
        parse(written)


@given(SUMS)
def test_what_is_shown_can_be_read_again(ore: int) -> None:
    assert parse(show(ore, "sv")) == ore


@given(SUMS)
def test_the_digits_hold_no_breaking_space(ore: int) -> None:
    assert " " not in show(ore, "sv") + show(ore, "en")


def test_sums_in_house_form() -> None:
    assert show(8_500_000, "sv") == "85\u00a0000\u00a0kr"
    assert show(8_500_000, "en") == "SEK\u00a085,000"
    assert (digits(1_250, "sv"), digits(1_250, "en"), digits(-100, "sv")) == ("12,50", "12.50", "\u22121")
    assert show(None) == ""


def test_the_field_keeps_to_its_limits_and_knows_what_changed() -> None:
    field = MoneyFormField(lowest=100_000, highest=10_000_000)
    assert field.clean("25 000") == 2_500_000
    for written in ("999", "100 001", "150.000", ""):
        with pytest.raises(ValidationError):
            field.clean(written)
    assert not field.has_changed(2_500_000, "25 000 kr")
    assert field.has_changed(2_500_000, "26 000")
    assert MoneyFormField(required=False).clean("") is None
