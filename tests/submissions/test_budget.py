"""Budget lines: half-done rows, pasted tables, sums in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from civicportal.submissions import budget

ROWS: list[dict[str, Any]] = [
    {"what": "Tält", "amount": "4 000", "note": ""},
    {"what": "", "amount": "", "note": ""},
    {"what": "Fika", "amount": "1 500,50", "note": "per gång", "removed": True},
    {"what": "Hyra", "amount": "vet inte", "note": ""},
]
STORED = [row for row in ROWS if row["what"]]


def test_rows_without_anything_are_left_out_and_removed_ones_do_not_count() -> None:
    rows = budget.rows_of(ROWS)
    assert [row.stored() for row in rows] == STORED
    assert (budget.total(rows), len(budget.kept(rows))) == (400_000, 2)
    assert budget.without_removed(ROWS) == [ROWS[0], ROWS[3]]


def test_a_page_gives_back_the_rows_that_it_showed() -> None:
    data = MultiValueDict(budget.to_post(ROWS, "b"))
    assert budget.from_post(data, "b") == STORED


def test_amounts_that_were_sent_are_shown_as_typed() -> None:
    rows = budget.rows_of(
        [{"what": "Tält", "amount": 1_234_550, "note": ""}, {"what": "Noll", "amount": 0, "note": ""}]
    )
    assert [row.amount for row in rows] == ["12\u00a0345,50", "0"]


@pytest.mark.parametrize(("text", "rows"), [
    ("Tält\t4 000\tbegagnat\nFika\t1500", [("Tält", "4 000", "begagnat"), ("Fika", "1500", "")]),
    ("Tält;4000", [("Tält", "4000", "")]),
    ("Bara ord", [("Bara ord", "", "")]),
    ("\n \n", []),
    ("a\tb\tc\td", [("a", "b", "c")]),
])  # fmt: skip
def test_pasted_lines(text: str, rows: list[tuple[str, str, str]]) -> None:
    assert [(row.what, row.amount, row.note) for row in budget.pasted(text)] == rows


@pytest.mark.parametrize(("row", "sentence"), [
    (("", "5", ""), "Skriv vad pengarna går till"),
    (("Tält", "", ""), "Skriv beloppet för ”Tält”"),
    (("Tält", "0", ""), "Beloppet för ”Tält” måste vara mer än 0 kr"),
    (("Tält", "tio", ""), "Tält: Skriv summan i kronor med siffror, till exempel 25 000"),
    (("x" * 121, "5", ""), "Skriv högst 120 tecken, du har 121"),
    (("Tält", "5", "x" * 201), "Kommentaren får ha 200 tecken, du har 201"),
    (("Tält", "5 kr", ""), "None"),
])  # fmt: skip
def test_what_is_wrong_with_a_row(row: tuple[str, str, str], sentence: str) -> None:
    assert str(budget.Row(*row).problem()) == sentence


@pytest.mark.parametrize(("amount", "highest", "sentence"), [
    ("500", None, "Summan är 500\u00a0kr."),
    ("500", 100_000, "Summan är 500\u00a0kr. Du kan söka högst 1\u00a0000\u00a0kr, så 500\u00a0kr är kvar."),
    ("1 200", 100_000,
     "Summan är 1\u00a0200\u00a0kr. Du kan söka högst 1\u00a0000\u00a0kr. Det är 200\u00a0kr för mycket."),
])  # fmt: skip
def test_the_sum_is_told_as_a_sentence(amount: str, highest: int | None, sentence: str) -> None:
    assert budget.words([budget.Row("Tält", amount)], None, highest) == sentence


def test_a_page_cannot_send_more_rows_than_there_may_be() -> None:
    data = QueryDict(mutable=True)
    for number in range(300):
        data[f"b-{number}-what"] = f"Rad {number}"
    assert len(budget.from_post(data, "b")) == budget.MOST_ROWS


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
drawn = st.fixed_dictionaries({"what": words, "amount": words, "note": words, "removed": st.booleans()})


@given(st.lists(drawn, max_size=50))
def test_whatever_is_typed_is_kept_as_it_was_read(rows: list[dict[str, Any]]) -> None:
    stored = [row.stored() for row in budget.rows_of(rows)]
    assert budget.from_post(MultiValueDict(budget.to_post(stored, "b")), "b") == stored
    assert budget.total(budget.rows_of(rows)) >= 0
