"""Budget lines as people write them: half-done rows, sums read as far as they can be read, pasted tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.money import MoneyError, parse, show
from civicportal.kernel.text import one_line

MOST_ROWS = 40
FIRST = "what"
"""The part of a row by which one sees that a page shows it."""
MOST_WHAT, MOST_NOTE, MOST_TYPED = 120, 200, 30


class Line(TypedDict):
    """A line as it is sent; `amount` in öre."""

    what: str
    amount: int
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is typed. A removed row stays for "Undo" until the writer moves on."""

    what: str = ""
    amount: str = ""
    note: str = ""
    removed: bool = False

    def __bool__(self) -> bool:
        return bool(self.what or self.amount or self.note)

    def stored(self) -> dict[str, Any]:
        row: dict[str, Any] = {"what": self.what, "amount": self.amount, "note": self.note}
        return {**row, "removed": True} if self.removed else row

    def ore(self) -> int | None:
        """The amount in öre, or None while it cannot be read."""
        try:
            return parse(self.amount) if self.amount else None
        except MoneyError:
            return None

    def problem(self) -> str | Promise | None:
        """What is wrong with the row, in words, or None."""
        if not self.what:
            return _("Write what the money is for")
        if len(self.what) > MOST_WHAT:
            return _("Write at most %(most)s characters, you have %(number)s") % {
                "most": MOST_WHAT, "number": len(self.what)
            }  # fmt: skip
        if len(self.note) > MOST_NOTE:
            return _("The note can have %(most)s characters, you have %(number)s") % {
                "most": MOST_NOTE, "number": len(self.note)
            }  # fmt: skip
        if not self.amount:
            return _("Write the amount for “%(what)s”") % {"what": self.what}
        try:
            return None if parse(self.amount) > 0 else _("The amount for “%(what)s” must be more than 0 kr") % {
                "what": self.what
            }  # fmt: skip
        except MoneyError as error:
            return f"{self.what}: {error}"


def row_of(value: Mapping[str, Any]) -> Row:
    """Reads a stored row, typed or sent (where the amount is a number of öre)."""
    amount = value.get("amount", "")
    typed = show(amount, "sv").removesuffix("kr").strip() if isinstance(amount, int) else one_line(str(amount or ""))
    return Row(
        one_line(str(value.get("what") or "")),
        typed,
        one_line(str(value.get("note") or "")),
        bool(value.get("removed")),
    )


def rows_of(value: Any) -> list[Row]:
    """The rows that hold something, removed ones too."""
    return [row for row in map(row_of, value or []) if row][:MOST_ROWS]


def kept(rows: Sequence[Row]) -> list[Row]:
    """The rows that count."""
    return [row for row in rows if not row.removed]


def total(rows: Sequence[Row]) -> int:
    """The sum in öre of the rows that count and can be read."""
    return sum(row.ore() or 0 for row in kept(rows))


def from_post(data: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a posted page; pasted lines come after them."""
    rows = []
    for number in range(MOST_ROWS):
        if f"{name}-{number}-what" not in data and f"{name}-{number}-amount" not in data:
            break
        rows.append({
            "what": data.get(f"{name}-{number}-what", ""),
            "amount": data.get(f"{name}-{number}-amount", ""),
            "note": data.get(f"{name}-{number}-note", ""),
            "removed": data.get(f"{name}-{number}-removed") == "1",
        })  # fmt: skip
    return [row.stored() for row in [*rows_of(rows), *pasted(data.get(f"{name}-paste", ""))][:MOST_ROWS]]


def to_post(value: Any, name: str) -> dict[str, list[str]]:
    """The posted fields that `from_post` reads back as the same rows."""
    fields: dict[str, list[str]] = {}
    for number, row in enumerate(rows_of(value)):
        fields |= {
            f"{name}-{number}-what": [row.what],
            f"{name}-{number}-amount": [row.amount],
            f"{name}-{number}-note": [row.note],
        }
        if row.removed:
            fields[f"{name}-{number}-removed"] = ["1"]
    return fields


def pasted(text: str) -> list[Row]:
    """Rows out of lines copied from a spreadsheet: what, amount and a note, apart by tabs (or semicolons)."""
    rows = []
    for line in (text or "").splitlines():
        mark = "\t" if "\t" in line else ";"
        cells = [one_line(cell) for cell in line.split(mark)]
        what, amount, note = (*cells, "", "", "")[:3]
        rows.append(Row(what[: MOST_WHAT * 2], amount[:MOST_TYPED], note))
    return [row for row in rows if row]


def without_removed(value: Any) -> list[dict[str, Any]]:
    """The rows that count: what is kept when the writer has moved on."""
    return [row.stored() for row in kept(rows_of(value))]


def lines(rows: Sequence[Row]) -> list[Line]:
    """The rows as they are sent. Call it when no row has a problem."""
    return [Line(what=row.what, amount=row.ore() or 0, note=row.note) for row in kept(rows)]


def words(rows: Sequence[Row], lowest: int | None, highest: int | None) -> str:
    """The running sum and the room left, as a sentence."""
    summed = total(rows)
    if highest is None:
        return str(_("The total is %(sum)s.") % {"sum": show(summed)})
    facts = {
        "sum": show(summed),
        "highest": show(highest),
        "left": show(highest - summed),
        "over": show(summed - highest),
    }
    if summed > highest:
        return str(_("The total is %(sum)s. You can apply for up to %(highest)s. That is %(over)s too much.") % facts)
    return str(_("The total is %(sum)s. You can apply for up to %(highest)s, so %(left)s is left.") % facts)
