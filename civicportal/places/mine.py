"""The groups of "My page": what waits for you, your drafts, your cases, what you follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a group: a link, its status in words with a look, and what stands under it.

    `due` is the day by which the city has promised to answer, `until` the last day for the person to act.
    """

    label: str
    url: str
    status: str = ""
    look: str = "quiet"
    note: str = ""
    due: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One group of my page. `rows(person)` gives its lines.

    Groups that draw on the same rows name one `source(person)`: it is asked once for all of them, and `rows` gets what
    it gave in place of the person.
    An empty group is one line, `empty`, with one link on (`empty_label` to `empty_url_name`); without `empty` it is
    not shown at all while it has no rows. `urgent` marks what waits for the person: it stands first and is coloured.
    """

    key: str
    label: str | Promise
    rows: Callable[[Any], Iterable[Row]]
    position: int = 50
    empty: str | Promise = ""
    empty_label: str | Promise = ""
    empty_url_name: str = ""
    urgent: bool = False
    source: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group with its lines: `first` stand open, `rest` fold away below them; what is urgent never folds."""

    group: Group
    rows: list[Row]

    @property
    def first(self) -> list[Row]:
        return self.rows if self.group.urgent or len(self.rows) == MOST_OPEN + 1 else self.rows[:MOST_OPEN]

    @property
    def rest(self) -> list[Row]:
        return self.rows[len(self.first) :]

    @property
    def empty_url(self) -> str:
        return reverse(self.group.empty_url_name) if self.group.empty_url_name else ""


MOST_OPEN = 5
"""So many lines of a group stand open, so that somebody with much still finds the next group."""
groups: dict[str, Group] = {}


def register(group: Group) -> None:
    """Puts a group on my page; called from AppConfig.ready(). Raises ValueError when the key is taken."""
    if group.key in groups:
        raise ValueError(f"The group {group.key} is registered twice")
    groups[group.key] = group


def shown(person: Any) -> list[ShownGroup]:
    """The person's groups in their order, urgent ones first; silent groups without rows left out."""
    found, read = [], {}
    for group in sorted(groups.values(), key=lambda each: (not each.urgent, each.position)):
        if group.source and group.source not in read:
            read[group.source] = group.source(person)
        rows = list(group.rows(read[group.source] if group.source else person))
        if rows or group.empty:
            found.append(ShownGroup(group, rows))
    return found
