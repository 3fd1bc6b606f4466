"""Hidden numbers stay hidden, also from somebody who knows the rule and the total."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel.smallnumbers import LOWEST, without_small

TABLES = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 30), max_size=8)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 5, "b": 6}, {"a": 5, "b": 6}),
        ({"a": 3, "b": 4, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 1, "b": 7, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 2, "b": 2, "c": 7, "d": 9}, {"a": None, "b": None, "c": None, "d": 9}),
        ({"a": 0, "b": 8, "c": 8, "d": 9}, {"a": None, "b": None, "c": None, "d": 9}),
        ({"a": 4, "b": 4}, {"a": None, "b": None}),
        ({"a": 1, "b": 2, "c": 9}, {"a": None, "b": None, "c": None}),
    ],
)
def test_what_is_hidden(counts: dict[str, int], shown: dict[str, int | None]) -> None:
    assert without_small(counts) == shown


@given(TABLES)
def test_no_small_number_is_shown_and_no_other_changed(counts: dict[str, int]) -> None:
    shown = without_small(counts)
    assert list(shown) == list(counts)
    assert [key for key, count in shown.items() if count is not None and (count < LOWEST or count != counts[key])] == []


@given(TABLES)
def test_never_one_alone_is_hidden(counts: dict[str, int]) -> None:
    hidden = [key for key, count in without_small(counts).items() if count is None]
    assert len(hidden) != 1 or len(counts) == 1


@given(TABLES)
def test_what_is_hidden_is_not_small_together(counts: dict[str, int]) -> None:
    """Readers know that sum: it is the total less what is shown."""
    hidden = [counts[key] for key, count in without_small(counts).items() if count is None]
    assert not hidden or sum(hidden) >= LOWEST or len(hidden) == len(counts)


@given(st.permutations(list("abcde")), st.lists(st.integers(0, 12), min_size=5, max_size=5))
def test_the_rule_does_not_look_at_the_category(order: list[str], numbers: list[int]) -> None:
    first, second = dict(zip("abcde", numbers, strict=True)), dict(zip(order, numbers, strict=True))
    one, other = without_small(first), without_small(second)
    assert [one[key] for key in "abcde"] == [other[key] for key in order]


@pytest.mark.parametrize(("cells", "highest"), [(2, 24), (3, 24), (4, 14)])
def test_nobody_who_knows_the_rule_and_the_total_can_tell_a_hidden_number(cells: int, highest: int) -> None:
    """Every table there is, by what is published of it: each hidden cell has at least two possible values.

    The largest numbers are cut off, so only totals whose every table is in the list are judged.
    """
    published: dict[tuple[int, tuple[int | None, ...]], list[tuple[int, ...]]] = defaultdict(list)
    for table in product(range(highest + 1), repeat=cells):
        if LOWEST <= sum(table) <= highest:
            shown = without_small(dict(enumerate(table)))
            published[sum(table), tuple(shown.values())].append(table)
    told = [
        (total, shown)
        for (total, shown), tables in published.items()
        for cell, value in enumerate(shown)
        if value is None and len({table[cell] for table in tables}) == 1
    ]
    assert told == []
