"""Rows of a long table, drawn in one go: a thousand rows of a dozen template tags each are slow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Column:
    """A column's heading in the reader's language, and the class of its cells: "n" for figures.

    The cells of one column may be the headings of their rows.
    """

    label: str
    css: str = ""
    heading: bool = False

    @cached_property
    def start(self) -> SafeString:
        """What a cell begins with; on a narrow screen its label stands beside the value."""
        if self.heading:
            return mark_safe('<th scope="row">')
        named = format_html(' class="{}"', self.css) if self.css else ""
        return format_html('<td{} data-label="{}">', named, self.label)

    @property
    def end(self) -> str:
        return "</th>" if self.heading else "</td>"


def heading(address: str, words: str, *, note: str = "", under: str = "") -> SafeString:
    """A row's heading: a link, in brackets after it a note, and a line under it. All are escaped."""
    # Not by format_html, which takes as long for each row as all of its other cells together.
    beside = f' <span class="soft">({escape(note)})</span>' if note else ""
    below = f'<span class="row-under">{escape(under)}</span>' if under else ""
    return mark_safe(f'<a href="{escape(address)}">{escape(words)}</a>{beside}{below}')  # noqa: S308 - escaped here


def rows(columns: Sequence[Column], lines: Iterable[tuple[str, Iterable[object]]]) -> SafeString:
    """A table's rows, each from its class and its values, which are escaped.

    Raises ValueError when a row has more or fewer values than there are columns.
    """
    around = [(column.start, column.end) for column in columns]
    return mark_safe("".join(_row(around, css, values) for css, values in lines))  # noqa: S308 - escaped in _row


def _row(around: Sequence[tuple[str, str]], css: str, values: Iterable[object]) -> str:
    cells = "".join([f"{start}{_escaped(value)}{end}" for (start, end), value in zip(around, values, strict=True)])
    return f'<tr class="{css}">{cells}</tr>' if css else f"<tr>{cells}</tr>"


def _escaped(value: object) -> str:
    # Django's own conditional_escape asks of every value whether it is lazy, which takes longer than escaping it.
    return value if isinstance(value, SafeString) else escape(str(value))
