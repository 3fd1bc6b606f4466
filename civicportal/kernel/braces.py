"""Words of staff with places to fill in, written in braces: {project}. Nothing but the known names is ever filled."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

PLACE = re.compile(r"{\s*(\w+)\s*}")


def unknown(text: str, names: Collection[str]) -> list[str]:
    """The places in a text that have no such name, in their order."""
    return [name for name in PLACE.findall(text) if name not in names]


def fill(text: str, facts: Mapping[str, object]) -> str:
    """The text with its places filled, each once: what is filled in is never read for places again.

    A place without a fact stands as it was written, so that a fault is seen and nothing else is told.
    """
    return PLACE.sub(lambda place: str(facts.get(place.group(1), place.group(0))), text)
