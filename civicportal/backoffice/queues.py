"""What waits for whom: features say it here, the start page of the backoffice shows it.

    queues.register(Queue("funds.intake", _("To register"), (Role.REGISTRAR,), intake_waiting))

`waiting(person)` asks its own rules, so that nothing is named to somebody who may not open it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from civicportal.kernel import dates

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for somebody.

    `verb` is the one thing to do ("Read", "Decide"), `due` the last day, `days_late` whole days past it (counted
    from `due` when it is left at 0).
    """

    label: Words
    url: str
    verb: Words
    due: date | None = None
    days_late: int = 0
    note: Words = ""

    def late(self, day: date) -> int:
        """Whole days past the last day; 0 in time."""
        return self.days_late or (max(0, (day - self.due).days) if self.due else 0)


@dataclass(frozen=True, slots=True)
class Queue:
    """One kind of work and whose it is. `waiting` is asked only for people who hold one of the roles.

    Queues that draw on the same rows name one `source(person)`: it is asked once for all of them, and `waiting` gets
    what it gave in place of the person.
    """

    key: str
    label: Words
    roles: tuple[str, ...]
    waiting: Callable[[Any], list[Waiting]]
    source: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number under the list: "16" "left to read, until Friday"."""

    label: Words
    value: Words | int
    url: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers for people who hold one of the roles."""

    key: str
    roles: tuple[str, ...]
    figures: Callable[[Any], list[Figure]]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the start page with its own template, such as the latest of the log for an auditor."""

    key: str
    roles: tuple[str, ...]
    template: str
    context: Callable[[Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the start page."""

    queue: Queue
    waiting: Waiting
    days_late: int


@dataclass(slots=True)
class Desk:
    """What one person finds on the start page: rows with the most overdue first, then numbers and panels."""

    rows: list[Row] = field(default_factory=list)
    late: int = 0
    today: int = 0
    this_week: int = 0
    figures: list[Figure] = field(default_factory=list)
    panels: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


queues: dict[str, Queue] = {}
figures: dict[str, Figures] = {}
panels: dict[str, Panel] = {}


def _put(registry: dict[str, Any], thing: Any) -> None:
    if thing.key in registry:
        raise ImproperlyConfigured(f"{thing.key} is registered twice")
    registry[thing.key] = thing


def register(queue: Queue) -> None:
    """Adds a queue to the start page. Raises ImproperlyConfigured when its key is taken."""
    _put(queues, queue)


def register_figures(entry: Figures) -> None:
    """Adds numbers to the start page. Raises ImproperlyConfigured when the key is taken."""
    _put(figures, entry)


def register_panel(panel: Panel) -> None:
    """Adds a part to the start page. Raises ImproperlyConfigured when its key is taken."""
    _put(panels, panel)


def _theirs(registry: dict[str, Any], person: Any) -> Iterable[Any]:
    return (entry for entry in registry.values() if person.has_role(*entry.roles))


def _rows(person: Any, day: date) -> list[Row]:
    """What waits in each of the person's queues, a shared source read once."""
    found: list[Row] = []
    read: dict[Any, Any] = {}
    for queue in _theirs(queues, person):
        if queue.source and queue.source not in read:
            read[queue.source] = queue.source(person)
        waiting = queue.waiting(read[queue.source] if queue.source else person)
        found += (Row(queue, one, one.late(day)) for one in waiting)
    return found


def desk_of(person: Any, day: date | None = None) -> Desk:
    """The person's start page: everything that waits in the queues of the roles they hold on `day` (today).

    Order: most days late first, then the nearest last day, then what has none.
    """
    day = day or dates.today()
    rows = sorted(_rows(person, day), key=lambda row: (-row.days_late, row.waiting.due or date.max))
    end_of_week = day + timedelta(days=6 - day.weekday())
    in_time = [row.waiting.due for row in rows if not row.days_late and row.waiting.due]
    return Desk(
        rows=rows,
        late=sum(1 for row in rows if row.days_late),
        today=sum(1 for due in in_time if due == day),
        this_week=sum(1 for due in in_time if day < due <= end_of_week),
        figures=[figure for entry in _theirs(figures, person) for figure in entry.figures(person)],
        panels=[(panel.template, panel.context(person)) for panel in _theirs(panels, person)],
    )
