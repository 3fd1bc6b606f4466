"""What the widgets of answers made of rows have in common."""

from __future__ import annotations

from typing import Any

from django import forms


class RowsWidget(forms.Widget):
    """An answer of several rows, under one legend. The page adds and removes rows; no script is needed."""

    use_fieldset = True
    blank_rows = 1

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_rows"
