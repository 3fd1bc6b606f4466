"""The words of secrets: each stands in one place of the world and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

BEGINNING, SUFFIX = "Qu", "vidunder"
"""How each word begins, which is what a search asks for, and how it ends; only a page that tells it holds it whole."""

MARKUP = "<i onclick=x>"
"""What a text may begin with: a page that shows the words shows this as signs, and never draws it."""


def marker(name: str) -> str:
    """A word of a secret."""
    return f"{BEGINNING}{name}{SUFFIX}"


@dataclass
class Part:
    """What one feature brings into the world: who is in it, where they begin, and whose papers there are.

    `starts` are addresses that a person knows and cannot be found by a link, such as that in a letter. `papers` are
    the references of what somebody sent themselves.
    """

    people: dict[str, Any] = field(default_factory=dict)
    starts: dict[str, list[str]] = field(default_factory=dict)
    papers: dict[str, set[str]] = field(default_factory=dict)

    def __or__(self, other: Part) -> Part:
        """Both together. The same person may begin in several places."""
        starts, papers = dict(self.starts), dict(self.papers)
        for who, paths in other.starts.items():
            starts[who] = [*starts.get(who, []), *paths]
        for who, references in other.papers.items():
            papers[who] = papers.get(who, set()) | references
        return Part({**self.people, **other.people}, starts, papers)
