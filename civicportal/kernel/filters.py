"""Filters of a public list: boxes with their counts, as ui/filter_bar.html, chips.html and sorting.html draw them.

The address is the saved filter: each part of a choice stands in the query string under the filter's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a filter. `count` is how many there are with it, None where that is not counted."""

    value: str
    label: str
    count: int | None
    chosen: bool


Boxes = Mapping[str, Iterable[Box]]
"""The boxes of each filter, by the name that it has in the address."""


def without_page(asked: QueryDict) -> QueryDict:
    """What was asked for, from the first page on; it may be changed."""
    query = asked.copy()
    query.pop("page", None)
    return query


def groups(filters: Boxes, labels: Mapping[str, str | Promise]) -> list[dict[str, Any]]:
    """The filters that have boxes, in their order, open where something is chosen."""
    return [
        {"label": labels[name], "name": name, "choices": list(boxes), "open": any(box.chosen for box in boxes)}
        for name, boxes in filters.items()
        if boxes
    ]


def chips(filters: Boxes, asked: QueryDict) -> list[dict[str, str]]:
    """What is chosen, each with the address of the list without it."""
    found = []
    for name, boxes in filters.items():
        for box in (box for box in boxes if box.chosen):
            without = without_page(asked)
            without.setlist(name, [value for value in asked.getlist(name) if value != box.value])
            found.append({"label": box.label, "url": f"?{without.urlencode()}"})
    return found


def orders(labels: Mapping[str, str | Promise], current: str, asked: QueryDict) -> list[dict[str, Any]]:
    """The ways to sort, each with its address; `current` is the one in force."""
    rest = without_page(asked)
    rest.pop("order", None)
    start = f"?{rest.urlencode()}&" if rest else "?"
    return [
        {"label": label, "url": f"{start}order={order}", "current": order == current} for order, label in labels.items()
    ]
