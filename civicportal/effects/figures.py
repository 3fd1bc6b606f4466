"""Figures as people write and read them: "12,5 %" in Swedish, "12.5%" in English."""

from __future__ import annotations

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.money import NBSP, SPACES
from civicportal.kernel.text import LocalizedText

MOST = Decimal(10) ** 11
MINUS = "\u2212"


def digits(value: Decimal, language: str | None = None) -> str:
    """The number alone, grouped by thousands, without zeros that say nothing."""
    english = (language or get_language() or "sv").startswith("en")
    whole, _dot, part = f"{abs(value):,.2f}".partition(".")
    part = part.rstrip("0")
    grouped = whole if english else whole.replace(",", NBSP)
    said = f"{grouped}{'.' if english else ','}{part}" if part else grouped
    return f"{MINUS}{said}" if value < 0 else said


def show(value: Decimal | None, unit: LocalizedText, language: str | None = None) -> str:
    """The number with its unit; nothing for None."""
    if value is None:
        return ""
    word = unit.said(language).text
    if word == "%" and (language or get_language() or "sv").startswith("en"):
        return f"{digits(value, language)}%"
    return f"{digits(value, language)}{NBSP}{word}" if word else digits(value, language)


def parse(text: str) -> Decimal:
    """Reads "1 250", "12,5", "12.5 %" or "-3". Raises ValidationError with a sentence for the person.

    "1.250" and "1,250" are refused with a question, as sums of money are: the writer may mean 1250 or one and a bit.
    """
    bare = "".join(char for char in text if char not in SPACES).replace(MINUS, "-").removesuffix("%")
    if re.fullmatch(r"-?[1-9]\d{0,2}(?:[.,]\d{3})+", bare, re.ASCII):
        words = _("Do you mean %(figure)s? Write it without a full stop or comma")
        raise ValidationError(words, "grouped", {"figure": digits(Decimal(re.sub(r"[.,]", "", bare)))})
    if not re.fullmatch(r"-?\d+(?:[.,]\d{1,2})?", bare, re.ASCII):
        raise ValidationError(
            _("Write a number with digits and at most two decimals, for example 12 or 12,5"), "figure"
        )
    value = Decimal(bare.replace(",", "."))
    if abs(value) >= MOST:
        raise ValidationError(_("The number is too large"), "large")
    return value


class FigureInput(forms.TextInput):
    """A text box for a number, never type=number."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        box = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off", "class": "input-money"}
        super().__init__({**box, **(attrs or {})})

    def format_value(self, value: object) -> str | None:
        return digits(value, "sv") if isinstance(value, Decimal) else super().format_value(value)


class FigureField(forms.CharField):
    """Takes what people write, gives a Decimal."""

    widget = FigureInput

    def __init__(self, *, label: str | Promise, **kwargs: object) -> None:
        super().__init__(label=label, max_length=30, **kwargs)  # type: ignore[arg-type]

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values or isinstance(value, Decimal):
            return value if isinstance(value, Decimal) else None
        return parse(str(value))

    def run_validators(self, value: object) -> None:
        """CharField's validators measure text; the value is a number here."""
