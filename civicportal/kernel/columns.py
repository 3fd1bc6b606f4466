"""Cells of a long table, drawn in one go: a thousand rows of a dozen template tags each are slow."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Column:
    """A column's heading in the reader's language, and the class of its cells: "n" for figures."""

    label: str
    css: str = ""

    @cached_property
    def start(self) -> SafeString:
        """What a cell begins with; on a narrow screen its label stands beside the value."""
        named = format_html(' class="{}"', self.css) if self.css else ""
        return format_html('<td{} data-label="{}">', named, self.label)


def cells(columns: Sequence[Column], values: Iterable[object]) -> SafeString:
    """One row's cells, each value escaped. Raises ValueError when there are more or fewer values than columns."""
    pairs = zip(columns, values, strict=True)
    return mark_safe("".join(f"{one.start}{_escaped(value)}</td>" for one, value in pairs))  # noqa: S308


def _escaped(value: object) -> str:
    # Django's own conditional_escape asks of every value whether it is lazy, which takes longer than escaping it.
    return value if isinstance(value, SafeString) else html.escape(str(value))
