"""People as they are named in an answer: rows of name, function, department or organisation, and mail address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from civicportal.kernel.text import one_line

MOST_ROWS = 20
FIRST = "name"
"""The part of a row by which one sees that a page shows it."""
PARTS = ("name", "function", "organisation", "email")
MOST = {"name": 120, "function": 120, "organisation": 160, "email": 254}
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Named(TypedDict):
    """A person as they are sent."""

    name: str
    function: str
    organisation: str
    email: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is typed. A removed row stays for "Undo" until the writer moves on."""

    name: str = ""
    function: str = ""
    organisation: str = ""
    email: str = ""
    removed: bool = False

    def __bool__(self) -> bool:
        return bool(self.name or self.function or self.organisation or self.email)

    def stored(self) -> dict[str, Any]:
        row = asdict(self)
        if not self.removed:
            del row["removed"]
        return row

    def said(self) -> str:
        """The row on one line."""
        return ", ".join(part for part in (self.name, self.function, self.organisation, self.email) if part)

    def problem(self) -> str | Promise | None:
        """What is wrong with the row, in words, or None."""
        if not self.name:
            return _("Write the name of everybody who takes part")
        for part, most in MOST.items():
            if len(getattr(self, part)) > most:
                return _("%(name)s: write at most %(most)s characters in each box") % {
                    "name": self.name[:40], "most": most
                }  # fmt: skip
        if not self.organisation:
            return _("Write the department or organisation of %(name)s") % {"name": self.name}
        if self.email and not _ADDRESS.fullmatch(self.email):
            return _("Write the whole e-mail address of %(name)s, for example name@example.org") % {"name": self.name}
        return None


def row_of(value: Mapping[str, Any]) -> Row:
    """Reads a stored row, typed or sent."""
    return Row(
        *(one_line(str(value.get(part) or "")) for part in PARTS),
        removed=bool(value.get("removed")),
    )


def rows_of(value: Any) -> list[Row]:
    """The rows that hold something, removed ones too."""
    return [row for row in map(row_of, value or []) if row][:MOST_ROWS]


def kept(rows: Sequence[Row]) -> list[Row]:
    """The rows that count."""
    return [row for row in rows if not row.removed]


def from_post(data: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a posted page."""
    found = []
    for number in range(MOST_ROWS):
        if all(f"{name}-{number}-{part}" not in data for part in PARTS):
            break
        row = {part: data.get(f"{name}-{number}-{part}", "") for part in PARTS}
        found.append({**row, "removed": data.get(f"{name}-{number}-removed") == "1"})
    return [row.stored() for row in rows_of(found)]


def to_post(value: Any, name: str) -> dict[str, list[str]]:
    """The posted fields that `from_post` reads back as the same rows."""
    fields: dict[str, list[str]] = {}
    for number, row in enumerate(rows_of(value)):
        fields |= {f"{name}-{number}-{part}": [getattr(row, part)] for part in PARTS}
        if row.removed:
            fields[f"{name}-{number}-removed"] = ["1"]
    return fields


def without_removed(value: Any) -> list[dict[str, Any]]:
    """The rows that count: what is kept when the writer has moved on."""
    return [row.stored() for row in kept(rows_of(value))]


def named(rows: Sequence[Row]) -> list[Named]:
    """The rows as they are sent. Call it when no row has a problem."""
    return [
        Named(name=row.name, function=row.function, organisation=row.organisation, email=row.email)
        for row in kept(rows)
    ]


def organisations(rows: Sequence[Row]) -> int:
    """From how many departments and organisations the people come; capital letters make no difference."""
    return len({row.organisation.casefold() for row in kept(rows) if row.organisation})


def words(rows: Sequence[Row]) -> str:
    """How many people from how many departments, as a sentence."""
    people, places = len(kept(rows)), organisations(rows)
    said = ngettext("%(n)s person", "%(n)s people", people) % {"n": people}
    of = ngettext("%(n)s department or organisation", "%(n)s departments or organisations", places) % {"n": places}
    return str(_("%(people)s from %(places)s.") % {"people": said, "places": of})


def lacking(rows: Sequence[Row], *, lowest: int | None, highest: int | None, different: int) -> str | Promise | None:
    """What is missing in the rows as a whole, in words, or None."""
    people, places = len(kept(rows)), organisations(rows)
    if lowest and people < lowest:
        return ngettext(
            "Write at least %(n)s person. You have %(have)s", "Write at least %(n)s people. You have %(have)s", lowest
        ) % {"n": lowest, "have": people}
    if highest and people > highest:
        return _("Write at most %(most)s people. You have %(have)s") % {"most": highest, "have": people}
    if different and places < different:
        return _("The people must come from at least %(wanted)s different departments. You have %(have)s") % {
            "wanted": different, "have": places
        }  # fmt: skip
    return None
