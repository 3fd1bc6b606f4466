"""What lies ahead for a public thing, such as its next meeting. The feature that knows registers itself.

upcoming.register("meetings", next_meetings_of)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civicportal.commons.models import Item


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One thing to come: its title in the page's language, its page, when (aware), and where in a few words.

    `sign_up` is the page where one says that one comes; empty where one just comes.
    """

    label: str
    url: str
    at: datetime
    place: str = ""
    sign_up: str = ""


Ahead = Callable[["Item"], list[Upcoming]]
sources: dict[str, Ahead] = {}


def register(key: str, source: Ahead) -> None:
    """Adds a source; called from AppConfig.ready(). It asks at most one query. Raises ValueError for a taken key."""
    if key in sources:
        raise ValueError(f"The source {key} of what lies ahead is registered twice")
    sources[key] = source


def ahead_of(item: Item, most: int = 3) -> list[Upcoming]:
    """What lies ahead for an item, the nearest first: one query per source."""
    found = [each for source in sources.values() for each in source(item)]
    return sorted(found, key=lambda each: each.at)[:most]
