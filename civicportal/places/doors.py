"""The home page's doors: what a visitor can do, in people's words. A door appears when its feature registers it.

The pages stand above the features and draw what is registered; places, which every package may import, keeps the list.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Door:
    """One large link under "What do you want to do?". `icon` is a heroicons name, `kind` whose colour it wears."""

    key: str
    label: str | Promise
    text: str | Promise
    url_name: str
    position: int
    icon: str = "light-bulb"
    kind: str = "idea"

    @property
    def url(self) -> str:
        return reverse(self.url_name)


doors: dict[str, Door] = {}


def register(door: Door) -> None:
    """Opens a door on the home page; called from AppConfig.ready(). Raises ValueError when the key is taken."""
    if door.key in doors:
        raise ValueError(f"The door {door.key} is registered twice")
    doors[door.key] = door


def in_order() -> list[Door]:
    """The doors as the home page shows them."""
    return sorted(doors.values(), key=lambda door: door.position)
