"""Which tables can be had as files. Features register theirs in ready(); the worker writes them.

It writes with the rights that whoever asked has when it does so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from civicportal.kernel.answers import YES, Answer


@dataclass(frozen=True, slots=True)
class Table:
    """What one person gets now: how many rows there are, the rows one by one, and how many are left out."""

    head: Sequence[str | Promise]
    total: int
    rows: Iterable[Sequence[object]]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class ExportKind:
    """A kind of table.

    `table(person, asked)` makes it by the rights that the person has at this moment, which is when the worker comes
    to it and not when it was asked for; its rows are read from the database while they are written. `may(person)`
    says who can ask. `back(asked)` is the page that one came from.
    """

    key: str
    label: str | Promise
    table: Callable[[Any, dict[str, str]], Table]
    back: Callable[[dict[str, str]], str]
    may: Callable[[Any], Answer] = lambda _person: YES
    file_name: Callable[[dict[str, str]], str] = lambda _asked: "tabell.csv"


kinds: dict[str, ExportKind] = {}


def register(kind: ExportKind) -> None:
    """Makes a kind of table known. Raises ValueError when another has the key."""
    if kinds.setdefault(kind.key, kind) is not kind:
        raise ValueError(f"{kind.key} is registered twice")
