"""What was done to a thing, for its history page. The log itself lives above the backoffice and registers here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Trace:
    """One entry of the log about one thing: when, who, what, and facts (ids, states, field names)."""

    at: datetime
    actor: str
    verb: str
    facts: dict[str, Any]


Tracer = Callable[[models.Model], list[Trace]]
tracers: list[Tracer] = []
"""Called as tracer(thing), newest entry first; records.admin registers the log."""


def trail_of(thing: models.Model) -> list[Trace]:
    """The entries about a thing that the caller has already been allowed to see, newest first."""
    return [trace for tracer in tracers for trace in tracer(thing)]
