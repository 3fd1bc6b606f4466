"""The kinds of letters there are, and which things' letters staff may see. Features register theirs in ready()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from civicportal.notices.models import Lane


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of letter.

    `template` is its path under templates/ without language and ending: "funds/letters/receipt" stands for
    receipt.sv.txt and receipt.en.txt. `label` says in a list of preferences and in the backoffice what it is.
    A letter that is `wanted_always` (receipts, requests, decisions, codes) goes whatever the person prefers. One that
    is `stopped_where_asked` is asked for thing by thing, without an account too, and stopped in the same way. What a
    `sealed` one says is for its reader alone, such as words that nobody has confirmed yet.
    """

    kind: str
    template: str
    label: str | Promise
    wanted_always: bool = True
    lane: str = Lane.LETTER
    stopped_where_asked: bool = False
    sealed: bool = False

    @property
    def can_be_left_out(self) -> bool:
        """Whether an account can say once and for all that it does not want such letters."""
        return not (self.wanted_always or self.stopped_where_asked)


letters: dict[str, Letter] = {}

scopes: dict[str, Callable[[Any], QuerySet[Any]]] = {}
"""For each kind of thing that letters are about (such as "cases.case"): the rows that a person sees."""


def register(letter: Letter) -> Letter:
    """Makes a kind of letter known. Raises ValueError when another letter has the name."""
    if letters.setdefault(letter.kind, letter) != letter:
        raise ValueError(f"Two letters are called {letter.kind}")
    return letter


def register_scope(model: type[Model], rows: Callable[[Any], QuerySet[Any]] | None = None) -> None:
    """Lets staff see the letters about the things of a model that they see themselves, by its `visible_to`.

    `rows` narrows that where a letter says more than the thing does.
    """
    manager: Any = model._default_manager
    scopes[model._meta.label_lower] = rows or manager.visible_to
