"""The city's accent colours, refused where their contrast fails."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUNDS_LIGHT = ("#FBF7F0", "#FFFFFF", "#F3ECE0")
GROUNDS_DARK = ("#0D1821", "#14232E", "#0A131A")
ERROR_LIGHT, ERROR_DARK = "#9B0048", "#FF95B8"
LEAST_CONTRAST = 4.5
LEAST_DISTANCE_LIGHT, LEAST_DISTANCE_DARK = 0.10, 0.08
"""In OKLab, from the colour of errors: an accent that looks like an error would cry wolf. Light colours on a dark
ground lie closer together: the portal's own brick stands 0.106 from the error in light and 0.086 in dark."""


def _channels(colour: str) -> tuple[float, float, float]:
    """Linear-light red, green, blue in 0 to 1 of #RRGGBB. Raises ValueError for anything else."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        raise ValueError(colour)
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 to 1."""
    red, green, blue = _channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2.2 defines it, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def oklab(colour: str) -> tuple[float, float, float]:
    """The colour in OKLab, where equal distances look about equal."""
    red, green, blue = _channels(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def distance(one: str, other: str) -> float:
    """How far apart two colours look, in OKLab."""
    return sum((a - b) ** 2 for a, b in zip(oklab(one), oklab(other), strict=True)) ** 0.5


def accent_problem(light: str, dark: str) -> str | Promise:
    """Why these accent colours cannot be used, or nothing. Empty colours mean the portal's own."""
    for colour, grounds, error, least in (
        (light, GROUNDS_LIGHT, ERROR_LIGHT, LEAST_DISTANCE_LIGHT),
        (dark, GROUNDS_DARK, ERROR_DARK, LEAST_DISTANCE_DARK),
    ):
        if not colour:
            continue
        try:
            worst = min(contrast(colour, ground) for ground in grounds)
        except ValueError:
            return _("Write the colour as # and six digits, for example #A63C26")
        if worst < LEAST_CONTRAST:
            return _("The colour %(colour)s has contrast %(contrast).1f to the page. It must be at least 4.5") % {
                "colour": colour,
                "contrast": worst,
            }
        if distance(colour, error) < least:
            return _("The colour %(colour)s looks too much like the colour of errors") % {"colour": colour}
    return ""
