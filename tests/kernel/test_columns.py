"""Cells of a long table."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils.safestring import mark_safe

from civicportal.kernel.columns import Column, cells

COLUMNS = [Column("Vem"), Column("Medel <1–5>", css="n")]


def test_a_cell_has_its_label_and_its_class() -> None:
    said = '<td data-label="Vem">Ada</td><td class="n" data-label="Medel &lt;1–5&gt;">3,7</td>'
    assert cells(COLUMNS, ["Ada", "3,7"]) == said
    page = engines["django"].from_string("{% cells columns values %}")
    assert page.render({"columns": COLUMNS, "values": ["Ada", "3,7"]}) == said


def test_what_people_wrote_is_escaped_and_our_own_markup_is_not() -> None:
    said = cells(COLUMNS, ['<script>"&', mark_safe("<b>4</b>")])
    assert said.startswith('<td data-label="Vem">&lt;script&gt;&quot;&amp;</td>')
    assert said.endswith("<b>4</b></td>")


def test_a_value_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        cells(COLUMNS, ["a", "b", "c"])
