"""Figures are read as people write them and shown as they read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from civicportal.effects import figures
from civicportal.kernel.text import LocalizedText

VISITS = LocalizedText(sv="besök", en="visits")
PERCENT = LocalizedText(sv="%", en="%")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("12", "12"), ("12,5", "12.5"), ("12.5 %", "12.5"), ("1 250", "1250"), ("1\u00a0250,75", "1250.75"), ("-3", "-3"),
     ("\u22123", "-3"), ("0,25", "0.25")],
)  # fmt: skip
def test_reads(written: str, meant: str) -> None:
    assert figures.parse(written) == Decimal(meant)


@pytest.mark.parametrize("written", ["", "tolv", "1.250", "1,250", "12,5,5", "0,125", "1e5", "12,1234", "9" * 12])
def test_refuses(written: str) -> None:
    with pytest.raises(ValidationError):
        figures.parse(written)


def test_asks_what_was_meant() -> None:
    with pytest.raises(ValidationError) as error:
        figures.parse("1.250")
    assert error.value.messages == ["Menar du 1\u00a0250? Skriv utan punkt och komma"]


@pytest.mark.parametrize(
    ("value", "unit", "swedish", "english"),
    [
        ("1250", VISITS, "1\u00a0250\u00a0besök", "1,250\u00a0visits"),
        ("12.500", PERCENT, "12,5\u00a0%", "12.5%"),
        ("-3", LocalizedText(), "\u22123", "\u22123"),
    ],
)
def test_shows(value: str, unit: LocalizedText, swedish: str, english: str) -> None:
    assert [figures.show(Decimal(value), unit, language) for language in ("sv", "en")] == [swedish, english]


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=2))
def test_what_is_shown_is_read_back(value: Decimal) -> None:
    assert figures.parse(figures.digits(value, "sv")) == value
