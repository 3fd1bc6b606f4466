"""Figures with decimals, as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.formats import get_format

NONE = "\u2013"
"""What stands where there is no figure. A nought is a nought."""
STEPS = [Decimal(1).scaleb(-places) for places in range(5)]


def rounded(value: Decimal | float | None, places: int = 1, language: str | None = None) -> str:
    """A figure with so many decimals, four at the most, rounded as people do: 3.65 is "3,7" in Swedish.

    A dash for None. Django's own `number_format` cuts a Decimal off instead of rounding it.
    """
    if value is None:
        return NONE
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return _said(exact, places, get_format("DECIMAL_SEPARATOR", language))


@lru_cache(maxsize=2048)
def _said(value: Decimal, places: int, separator: str) -> str:
    # Kept, because a table of a thousand rows holds the same few hundred figures thrice.
    return str(value.quantize(STEPS[places], rounding=ROUND_HALF_UP)).replace(".", separator)
