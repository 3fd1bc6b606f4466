"""Sums of money in whole öre: read as people in Sweden write them, shown as they read them."""

from __future__ import annotations

import re
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

NBSP = "\u00a0"
ISOLATE, END_ISOLATE = "\u2066", "\u2069"
"""Between these a text is read from the left, whatever stands round it."""
SPACES = f"\u00a0\u202f\u2009 \t{ISOLATE}{END_ISOLATE}"
MOST_ORE = 10**13
_CURRENCY = re.compile(r"(?i)^(?:sek|kr)\.?|(?:sek|kronor|kr\.?|:-)$")


class MoneyError(ValueError):
    """The text is not a sum. `str(error)` is a sentence for the person."""


def parse(text: str) -> int:
    """Reads a sum in kronor and returns it in öre.

    Takes spaces of every width, "kr", "SEK", "kronor", ":-" and two decimals. A full stop or comma followed by
    exactly three digits is refused with a question, because "150.000" is 150 000 kr to the writer and 150 kr
    to Django's Swedish locale. Raises MoneyError.
    """
    word = _CURRENCY.sub("", text.strip(SPACES)).strip(SPACES)
    word = _CURRENCY.sub("", word).strip(SPACES)
    bare = "".join(char for char in word if char not in SPACES)
    if grouped := re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", bare):
        meant = show(int(re.sub(r"[.,]", "", grouped.group())) * 100)
        raise MoneyError(_("Do you mean %(amount)s? Write it without a full stop or comma") % {"amount": meant})
    if not re.fullmatch(r"\d+(?:[.,]\d{1,2})?", bare, re.ASCII):
        raise MoneyError(_("Write the amount in kronor with digits, for example 25 000"))
    ore = int(Decimal(bare.replace(",", ".")) * 100)
    if ore > MOST_ORE:
        raise MoneyError(_("The amount is too large"))
    return ore


def digits(ore: int, language: str | None = None) -> str:
    """The sum without its unit: "85 000" in Swedish, "85,000" in English; öre only where there are any."""
    kronor, rest = divmod(abs(ore), 100)
    english = (language or get_language() or "sv").startswith("en")
    whole = f"{kronor:,}" if english else f"{kronor:,}".replace(",", NBSP)
    if rest:
        whole += f"{'.' if english else ','}{rest:02d}"
    return f"\u2212{whole}" if ore < 0 else whole


def show(ore: int | None, language: str | None = None) -> str:
    """The sum as people read it: "85 000 kr" in Swedish, "SEK 85,000" in English; nothing for None."""
    if ore is None:
        return ""
    if (language or get_language() or "sv").startswith("en"):
        return f"SEK{NBSP}{digits(ore, 'en')}"
    words = f"{digits(ore, 'sv')}{NBSP}kr"
    # Beside Arabic letters the unit would change sides with the number.
    return f"{ISOLATE}{words}{END_ISOLATE}" if _is_from_the_right(language or get_language() or "sv") else words


def _is_from_the_right(language: str) -> bool:
    return language.split("-", maxsplit=1)[0] in settings.LANGUAGES_BIDI


class MoneyInput(forms.TextInput):
    """A text box, never type=number: digits from the start edge whatever the page's direction."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(
            {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "class": "input-money", **(attrs or {})}
        )

    def format_value(self, value: object) -> str | None:
        # Grouped by spaces in English too: a comma between digits is asked about when the form comes back.
        return digits(value, "sv") if isinstance(value, int) else super().format_value(value)


class MoneyFormField(forms.CharField):
    """Takes what people write, gives öre. `lowest` and `highest` are in öre."""

    widget = MoneyInput

    def __init__(self, *, lowest: int | None = None, highest: int | None = None, **kwargs: object) -> None:
        self.lowest, self.highest = lowest, highest
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)  # type: ignore[arg-type]

    def to_python(self, value: object) -> int | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            ore = parse(str(value))
        except MoneyError as error:
            raise ValidationError(str(error), code="money") from error
        if self.lowest is not None and ore < self.lowest:
            raise ValidationError(
                _("The amount must be at least %(amount)s") % {"amount": show(self.lowest)}, code="lowest"
            )
        if self.highest is not None and ore > self.highest:
            raise ValidationError(
                _("The amount can be at most %(amount)s") % {"amount": show(self.highest)}, code="highest"
            )
        return ore

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def run_validators(self, value: object) -> None:
        """CharField's validators measure text; the value is a number here."""


class MoneyField(models.BigIntegerField):
    """A sum in whole öre."""

    def formfield(self, **kwargs: object):  # type: ignore[no-untyped-def]
        return models.Field.formfield(self, **{"form_class": MoneyFormField, **kwargs})  # type: ignore[arg-type]
