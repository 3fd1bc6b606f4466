"""State machines as data, and the one function that walks them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.answers import YES, Answer, insist, no

Rule = Callable[[Any, Any], Answer]
Recorder = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow: from which states, to which state, and who may.

    `rule(person, thing)` is asked when the row is locked. A move by the clock has person None.
    """

    name: str
    sources: frozenset[str]
    target: str
    rule: Rule


machines: dict[str, Machine] = {}
"""Every machine of the portal by its label, for the diagrams in docs/."""


@dataclass(slots=True)
class Machine:
    """All arrows of one kind of thing. `label` is the audit log's name for it, such as "application"."""

    label: str
    states: type[models.TextChoices]
    moves: dict[str, Move] = field(default_factory=dict)

    def __post_init__(self) -> None:
        machines[self.label] = self

    def add(self, name: str, sources: Iterable[str], target: str, rule: Rule = lambda person, thing: YES) -> None:
        """Declares an arrow. Raises ValueError when the name is taken or a state is unknown."""
        if name in self.moves:
            raise ValueError(f"{self.label}.{name} is declared twice")
        known = set(self.states.values)
        if unknown := (set(sources) | {target}) - known:
            raise ValueError(f"{self.label}.{name} names unknown states {sorted(unknown)}")
        self.moves[name] = Move(name, frozenset(sources), target, rule)

    def can(self, name: str, person: Any, thing: Any) -> Answer:
        """Whether the arrow leaves from the thing's state and its rule agrees."""
        move = self.moves[name]
        if thing.state not in move.sources:
            return no(_("This has moved on since you opened the page. Load the page again to see where it stands."))
        return move.rule(person, thing)

    def diagram(self) -> str:
        """The machine as a Mermaid state diagram, for docs/."""
        lines = ["stateDiagram-v2"]
        lines += [
            f"    {source} --> {move.target}: {move.name}"
            for move in self.moves.values()
            for source in self.states.values
            if source in move.sources
        ]
        return "\n".join(lines)


recorders: list[Recorder] = []
"""Called as recorder(thing, verb=, by=, facts=) inside the move's transaction; records.apps registers the log."""


def walk(machine: Machine, name: str, thing: Any, *, by: Any, facts: dict[str, Any] | None = None) -> Any:
    """Moves a thing along one arrow: lock the row, ask the rule, write the state, log it.

    Returns the locked, fresh row. The caller's own action goes on in the same transaction with what
    belongs to the move (the letter, the public item).

    `by` is the person, or None for the clock. `facts` are ids, states, field names and hashes for the log,
    never people's texts. Raises Refused when the rule says no, and RuntimeError outside a transaction
    or where nobody records.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("walk() belongs inside an action's transaction")
    if not recorders:
        raise RuntimeError("No recorder is registered: a state would change without a trace")
    fresh = type(thing)._base_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    insist(machine.can(name, by, fresh))
    before, fresh.state = fresh.state, machine.moves[name].target
    fresh.save(update_fields=["state"])
    for record in recorders:
        record(fresh, verb=f"{machine.label}.{name}", by=by, facts={"from": before, "to": fresh.state, **(facts or {})})
    thing.state = fresh.state
    return fresh
