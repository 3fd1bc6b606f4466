"""What is measured: rows as data. A later feature adds its own line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from civicportal.bench.driver import Reader, Visitor
from civicportal.bench.scale import Scale
from civicportal.bench.signed_in import DeskReader
from civicportal.bench.writer import Writer

FLOOR, PORTAL = "floor", "portal"


@dataclass(frozen=True)
class Row:
    """One thing that is measured.

    `visitor` gets what was loaded, the port and the number of the connection. `bar` is the least share of the
    requests a second that `against` makes; a row without one is what others are measured against.
    """

    name: str
    server: str
    visitor: Callable[[Scale, int, int], Visitor]
    against: str = ""
    bar: float = 0.0


ONE_QUERY = "the floor: one query, 20 rows, a plain template"
ROUND = "the floor: one query, 1 000 rows of a round, a plain template"
EMPTY = "an empty view behind the portal's middleware"

LISTS = {
    "needs": "needs of a lab, 10 000",
    "challenges": "challenges, 10 000",
    "prototypes": "prototypes, 10 000",
    "calendar": "calendar, 10 000 meetings",
}
FIFTH = "?page=5&bench={n}"
"""A page of a list that is not kept: the first three are, until something public changes."""


def fifth_page(name: str, words: str) -> Row:
    """One more list, on a page that no cache has seen."""
    return Row(
        f"{words}, fifth page",
        PORTAL,
        lambda scale, port, n: Reader(f"{scale.lists[name]}{FIFTH}", n),
        against=ONE_QUERY,
        bar=0.35,
    )


ROWS: tuple[Row, ...] = (
    Row(ONE_QUERY, FLOOR, lambda scale, port, n: Reader("/", n)),
    Row(ROUND, FLOOR, lambda scale, port, n: Reader(scale.floor_table, n)),
    Row(EMPTY, PORTAL, lambda scale, port, n: Reader("/bench/empty/", n)),
    Row(
        "public list, 20 rows, fifth page: its rows are read anew each time",
        PORTAL,
        lambda scale, port, n: Reader(f"{scale.list_path}{FIFTH}", n),
        against=ONE_QUERY,
        bar=0.35,
    ),
    Row(
        "the same list, first page: its rows are kept until something public changes",
        PORTAL,
        lambda scale, port, n: Reader(f"{scale.list_path}?bench={{n}}", n),
        against=ONE_QUERY,
    ),
    Row(
        "public page, cached, without an account",
        PORTAL,
        lambda scale, port, n: Reader(scale.page_path, n),
        against=EMPTY,
        bar=0.70,
    ),
    Row(
        "one step of a form saved",
        PORTAL,
        lambda scale, port, n: Writer(port, scale.form_path, n),
        against=ONE_QUERY,
        bar=0.25,
    ),
    Row(
        "decision table of a round, 1 000 applications with 3 reviews each",
        PORTAL,
        lambda scale, port, n: DeskReader(scale.room, n),
        against=ROUND,
        bar=0.25,
    ),
    Row(
        "reviewer's queue of the same round",
        PORTAL,
        lambda scale, port, n: DeskReader(scale.queue, n),
        against=ROUND,
        bar=0.25,
    ),
    *(fifth_page(name, words) for name, words in LISTS.items()),
    Row(
        "search among 41 000 items, not cached",
        PORTAL,
        lambda scale, port, n: Reader(f"{scale.lists['search']}?q=cykel&bench={{n}}", n),
        against=ONE_QUERY,
    ),
)
