"""What the portal holds about a person: each package says how its part is shown to them and how it is erased."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from civicportal.people.models import Person

Export = Callable[[Person], Any]
Erase = Callable[[Person], None]


@dataclass(frozen=True)
class Part:
    """One part of somebody's data.

    `export` gives plain lists, dicts, texts and numbers that both the file and the page can show. `erase` is called
    inside the transaction that closes the account; None where the law makes the city keep the part, and then `kept`
    says why.
    """

    key: str
    label: str | Promise
    export: Export
    erase: Erase | None = None
    kept: str | Promise = ""


parts: dict[str, Part] = {}


def register(
    key: str, label: str | Promise, export: Export, erase: Erase | None = None, *, kept: str | Promise = ""
) -> None:
    """Adds a part. Raises ValueError when the key is taken, or when it is neither erased nor says why it is kept."""
    if key in parts:
        raise ValueError(f"own data {key} is registered twice")
    if erase is None and not kept:
        raise ValueError(f"own data {key} must be erased or say why it is kept")
    parts[key] = Part(key, label, export, erase, kept)


field_words: dict[str, str | Promise] = {}
"""What the keys of the file are called on the page; a key without words is shown as it is."""


def name_fields(words: Mapping[str, str | Promise]) -> None:
    """Adds words for keys, for instance {"given": _("given")}. A key that is named twice keeps its first words."""
    for key, said in words.items():
        field_words.setdefault(key, said)


def export(person: Person) -> dict[str, Any]:
    """Everything the portal holds about the person, by part."""
    return {part.key: part.export(person) for part in parts.values()}


def erase(person: Person) -> None:
    """Erases every part that may be erased. Belongs inside the transaction that closes the account."""
    for part in parts.values():
        if part.erase is not None:
            part.erase(person)
