"""Lists page by page."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window

from civicportal.kernel.web import by_revision

MOST_DIGITS = 6
KEPT_PAGES = 3
"""How many pages of a list are kept: most readers look at these, and a crawler that turns them all fills no memory."""


def page_of(rows: QuerySet[Any], number: str | None, size: int = 20) -> Page[Any]:
    """The page of a list that the address asks for; a number that is none, or too large, gives the nearest page."""
    return Paginator(rows, size).get_page(number)


class CountedPaginator(Paginator):
    """Knows how many rows there are without asking."""

    def __init__(self, rows: QuerySet[Any], size: int, known: int) -> None:
        super().__init__(rows, size)
        self.known = known

    @cached_property
    def count(self) -> int:
        return self.known


def public_page_of(
    rows: QuerySet[Any], number: str | None, size: int, key: Hashable = None, fields: tuple[str, ...] = ("pk",)
) -> Page[Any]:
    """The same of a list that is public: only some fields of its rows, by one query, and the count with them.

    On a list of all that is public, counting is what grows with it. `key` names the list, what was chosen in it and,
    for a list that changes with the clock, the minute: then its rows are counted once and its first pages are read
    once, not for each reader, until something public changes. One field alone is given as it is, more as tuples.
    """
    place = _place(number)
    made: tuple[int, list[Any] | None] | None = None
    if key is None:
        made = _counted(rows, place, size, fields)
    elif place <= KEPT_PAGES:
        made = by_revision(("page", key, place), lambda: _counted(rows, place, size, fields))
    if made is not None:
        known, found = made
    else:
        known, found = by_revision(("count", key), rows.count), None
    page = CountedPaginator(rows.values_list(*fields, flat=len(fields) == 1), size, known).get_page(number)
    if found is not None:
        page.object_list = found
    return page


def _place(number: str | None) -> int:
    """The number of the page that is asked for, from 1 on."""
    return max(1, int(number)) if number and number.isdecimal() and len(number) <= MOST_DIGITS else 1


def _counted(rows: QuerySet[Any], place: int, size: int, fields: tuple[str, ...]) -> tuple[int, list[Any] | None]:
    """How many rows there are, and those of the page: by one query where the page is there, else the count alone."""
    start = (place - 1) * size
    both = list(rows.annotate(every=Window(Count("*"))).values_list(*fields, "every")[start : start + size])
    if not both and start:
        return rows.count(), None
    return (both[0][-1] if both else 0), [row[0] if len(fields) == 1 else row[:-1] for row in both]
