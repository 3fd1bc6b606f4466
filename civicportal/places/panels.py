"""What features show on the home page beside the doors, such as the year's budget meter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of the home page. `context(request)` gives its template's facts, or None when there is nothing to show.

    The template draws its own box and heading (h2). The home page's budget is 8 queries in all: a panel asks one.
    """

    key: str
    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]
    position: int = 50


panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Puts a panel on the home page; called from AppConfig.ready(). Raises ValueError when the key is taken."""
    if panel.key in panels:
        raise ValueError(f"The panel {panel.key} is registered twice")
    panels[panel.key] = panel


def shown(request: HttpRequest) -> list[SafeString]:
    """The panels that have something to show, drawn, in their order. A panel's template knows its own facts only."""
    drawn = []
    for panel in sorted(panels.values(), key=lambda each: each.position):
        facts = panel.context(request)
        if facts is not None:
            drawn.append(render_to_string(panel.template, facts))
    return drawn
