"""Staff's Markdown: what is not on the list never reaches a page."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel.text import LocalizedText
from civicportal.pages.markup import filled, to_html
from civicportal.pages.templatetags.markup import markdown


def test_plain_markdown() -> None:
    assert (
        to_html("Hej **du**\n\n- ett\n- två")
        == "<p>Hej <strong>du</strong></p>\n<ul>\n<li>ett</li>\n<li>två</li>\n</ul>\n"
    )


def test_headings_start_under_the_sections_own() -> None:
    assert to_html("# Stor\n\n#### Liten") == "<h3>Stor</h3>\n<h4>Liten</h4>\n"


def test_a_table_names_its_rows_and_labels_its_cells_for_phones() -> None:
    html = to_html("| Namn | Hur länge |\n|---|---|\n| csrf | 1 år |")
    assert html.replace("\n", "") == (
        '<div class="table-box"><table class="table table-blocks">'
        '<thead><tr><th scope="col">Namn</th><th scope="col">Hur länge</th></tr></thead>'
        '<tbody><tr><th scope="row">csrf</th><td data-label="Hur länge">1 år</td></tr></tbody></table></div>'
    )


def test_two_tables_keep_their_own_labels() -> None:
    html = to_html("| A | B |\n|---|---|\n| 1 | 2 |\n\n| C | D |\n|---|---|\n| 3 | 4 |")
    assert 'data-label="B">2' in html
    assert 'data-label="D">4' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "[x](data:text/html,hej)", '<a href="#" style="x" onclick="y" hx-get="/z" data-z="1">x</a>',
        "![bild](https://example.org/x.png)", "<iframe src=x>",
    ],
)  # fmt: skip
def test_nothing_that_acts_gets_through(text: str) -> None:
    html = to_html(text)
    for forbidden in ("<script", "<img", "<iframe", 'href="javascript', 'href="data', '<a href="#"'):
        assert forbidden not in html


@given(st.text(max_size=200))
def test_any_text_becomes_html_without_handlers(text: str) -> None:
    assert "<script" not in to_html(text).lower()


def test_names_become_facts_and_unknown_ones_stay() -> None:
    assert (
        filled("Skriv till [[email]] eller [[okand]]", {"email": "a@example.org"})
        == "Skriv till a@example.org eller [[okand]]"
    )


def test_a_text_without_translation_says_which_language_it_is() -> None:
    with override("en"):
        assert markdown(LocalizedText(sv="Hej")) == '<div lang="sv"><p>Hej</p>\n</div>'
        assert markdown(LocalizedText(sv="Hej", en="Hello")) == "<p>Hello</p>\n"
