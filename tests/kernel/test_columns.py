"""Rows of a long table."""

from __future__ import annotations

import pytest
from django.utils.safestring import SafeString, mark_safe

from civicportal.kernel.columns import Column, heading, rows

COLUMNS = [Column("Vem", heading=True), Column("Var"), Column("Medel <1–5>", css="n")]


def test_a_row_has_its_class_and_each_cell_its_label() -> None:
    said = rows(COLUMNS, [("", ["Ada", "Råå", "3,7"]), ("within", ["Bo", "Dalhem", 4])])
    assert said == (
        '<tr><th scope="row">Ada</th><td data-label="Var">Råå</td>'
        '<td class="n" data-label="Medel &lt;1–5&gt;">3,7</td></tr>'
        '<tr class="within"><th scope="row">Bo</th><td data-label="Var">Dalhem</td>'
        '<td class="n" data-label="Medel &lt;1–5&gt;">4</td></tr>'
    )
    assert isinstance(said, SafeString)


def test_what_people_wrote_is_escaped_and_our_own_markup_is_not() -> None:
    said = rows(COLUMNS, [("", ['<script>"&', "", mark_safe("<b>4</b>")])])
    assert said.startswith('<tr><th scope="row">&lt;script&gt;&quot;&amp;</th>')
    assert said.endswith("<b>4</b></td></tr>")


@pytest.mark.parametrize("values", [["a", "b", "c", "d"], ["a", "b"]])
def test_as_many_values_as_columns_or_none(values: list[str]) -> None:
    with pytest.raises(ValueError, match="zip"):
        rows(COLUMNS, [("", values)])


def test_a_heading_leads_somewhere_and_all_in_it_is_escaped() -> None:
    assert heading("/ansokan/1/", "Råå & <b>", note="sen", under="Ada <i>") == (
        '<a href="/ansokan/1/">Råå &amp; &lt;b&gt;</a> <span class="soft">(sen)</span>'
        '<span class="row-under">Ada &lt;i&gt;</span>'
    )
    assert heading("/a/", "Ada") == '<a href="/a/">Ada</a>'
