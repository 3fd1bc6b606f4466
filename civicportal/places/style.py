"""The city's accent colours as a small stylesheet, so that brand is data and the page needs no inline style."""

from __future__ import annotations

import hashlib
import re

from django.urls import reverse

from civicportal.places.models import City

OWN_LIGHT, OWN_DARK = "#A63C26", "#F2957B"
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def sheet(city: City) -> str:
    """The rules that lay the city's accents over the portal's own; nothing when the city has chosen none.

    A colour that is not a colour is left out, however it came into the row: the sheet never carries what was typed.
    """
    light = city.accent if _COLOUR.fullmatch(city.accent) else ""
    dark = city.accent_dark if _COLOUR.fullmatch(city.accent_dark) else ""
    if not light and not dark:
        return ""
    accent = f"light-dark({light or OWN_LIGHT},{dark or OWN_DARK})"
    return (
        f":root{{--brick:{accent};--brick-strong:color-mix(in oklab,var(--brick) 80%,var(--ink));"
        "--brick-tint:color-mix(in oklab,var(--brick) 14%,var(--surface))}\n"
    )


def version(city: City) -> str:
    """What changes when the sheet changes, for its address."""
    return hashlib.sha256(sheet(city).encode()).hexdigest()[:12]


def sheet_url(city: City) -> str:
    """The sheet's address, good for ever by its version; nothing when there is no sheet, so that no request is made."""
    return f"{reverse('city_style')}?v={version(city)}" if sheet(city) else ""
