"""The form field of a question about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from civicportal.submissions import people_rows
from civicportal.submissions.rows_widget import RowsWidget


class PeopleRows(RowsWidget):
    """Rows of name, function, department and mail."""

    template_name = "submissions/people_rows.html"
    lowest = 0

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        return people_rows.from_post(data, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = people_rows.rows_of(value)
        blank = max(self.blank_rows, min(self.lowest or 2, 6) - len(rows))
        shown = [*rows, *[people_rows.Row()] * blank][: people_rows.MOST_ROWS]
        numbers, checked = iter(range(1, len(shown) + 1)), "aria-invalid" in context["widget"]["attrs"]
        context["rows"] = [
            {
                "row": row,
                "place": place,
                "number": None if row.removed else next(numbers),
                "parts": [(part, getattr(row, part)) for part in people_rows.PARTS],
                "wrong": bool(row and checked and row.problem()),
            }
            for place, row in enumerate(shown)
        ]
        context["words"] = people_rows.words(rows) if people_rows.kept(rows) else ""
        context["full"] = len(rows) >= people_rows.MOST_ROWS
        return context


class PeopleField(forms.Field):
    """People by name; comes out as what is sent. `different` is from how many departments they come at least."""

    widget = PeopleRows

    def __init__(
        self, *, lowest: int | None, highest: int | None, different: int, blank_rows: int = 1, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.lowest, self.highest, self.different = lowest, highest, different
        self.widget.blank_rows, self.widget.lowest = blank_rows, max(lowest or 0, different)

    def clean(self, value: Any) -> list[people_rows.Named]:
        rows = people_rows.kept(people_rows.rows_of(value))
        if problems := [problem for row in rows if (problem := row.problem())]:
            raise ValidationError([ValidationError(problem, code="row") for problem in problems])
        if not rows and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        lacking = people_rows.lacking(rows, lowest=self.lowest, highest=self.highest, different=self.different)
        if rows and lacking:
            raise ValidationError(lacking, code="lacking")
        return people_rows.named(rows)
