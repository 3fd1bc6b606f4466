"""The links of every page's head and foot. Higher packages register theirs; places knows only their names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class NavLink:
    """One link of the head or the foot. `url_name` is reversed for each page, so it follows the page's language."""

    key: str
    label: str | Promise
    url_name: str
    position: int = 50


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as the templates draw it."""

    label: str
    url: str
    current: bool


head: dict[str, NavLink] = {}
foot: dict[str, NavLink] = {}


def register_head(link: NavLink) -> None:
    """Puts a link into the head of every page. Raises ValueError when the key is taken."""
    _add(head, link)


def register_foot(link: NavLink) -> None:
    """Puts a link into the foot of every page. Raises ValueError when the key is taken."""
    _add(foot, link)


def _add(links: dict[str, NavLink], link: NavLink) -> None:
    if link.key in links:
        raise ValueError(f"The link {link.key} is registered twice")
    links[link.key] = link


def shown(links: dict[str, NavLink]) -> tuple[ShownLink, ...]:
    """The links in their order and in the present language."""
    in_order = sorted(links.values(), key=lambda each: each.position)
    return tuple(ShownLink(str(link.label), reverse(link.url_name), current=False) for link in in_order)


def marked(links: tuple[ShownLink, ...], path: str) -> tuple[ShownLink, ...]:
    """The same, those marked under which the page at `path` lies."""
    return tuple(replace(link, current=True) if path.startswith(link.url) else link for link in links)
