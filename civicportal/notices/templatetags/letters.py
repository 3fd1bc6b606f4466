"""How people's texts of several lines go into a letter: {% load letters %}."""

from __future__ import annotations

from typing import Any

from django import template

from civicportal.kernel.text import nfc
from civicportal.notices.words import defused

register = template.Library()


def _lines(text: Any) -> list[str]:
    whole = nfc(str(getattr(text, "original", text) or ""))
    return [defused(line).rstrip() for line in whole.strip().splitlines()]


@register.filter
def quoted(text: Any) -> str:
    """Somebody's words as they wrote them, each line behind "> ", so that no line can pass for the letter's own."""
    return "\n".join(f"> {line}".rstrip() for line in _lines(text))


@register.filter
def passage(text: Any) -> str:
    """The lines of a text that staff wrote for this letter, such as the reasons of a decision; links are broken up."""
    return "\n".join(_lines(text))
