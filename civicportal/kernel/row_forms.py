"""Rows of a page that staff write: each its own small form, with its place in the list and a box that removes it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import PortalForm, errors_of
from civicportal.kernel.text import LocalizedText

MOST = 60


class Row(PortalForm):
    """One row. An empty one is nothing; one that holds something has its `needed` texts in Swedish."""

    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].required = bool(self.initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.needed:
            if name not in self.errors and not (cleaned.get(name) or LocalizedText()).texts.get("sv"):
                self.add_error(name, _("Write the text in Swedish"))
        return cleaned


class OrderedRows(BaseFormSet):
    """Rows in order. An empty row is nothing; a removed one is left out."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "ORDER" in form.fields:
            form.fields["ORDER"].label = _("Place in the list")
            form.fields["ORDER"].widget = forms.TextInput({"inputmode": "numeric", "size": 3})
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove this row")

    def kept(self) -> list[dict[str, Any]]:
        """What the rows hold, in the order that was asked for. Call it when the rows are valid."""
        rows = self.ordered_forms if self.can_order else self.forms
        return [row.cleaned_data for row in rows if row.cleaned_data and (row.initial or row.has_changed())]

    def wrong(self) -> list[dict[str, str]]:
        """The errors of all rows for the summary."""
        found = [{"target": "", "sentence": str(error)} for error in self.non_form_errors()]
        return found + [error for row in self.forms for error in errors_of(row)]


def ordered_rows(
    row: type[forms.Form],
    data: Any = None,
    *,
    initial: list[dict[str, Any]],
    prefix: str,
    blank: int = 1,
    fixed: bool = False,
) -> OrderedRows:
    """Rows over what there is, with some empty ones after it. `fixed`: none can be added, moved or removed."""
    made = formset_factory(
        row, formset=OrderedRows, extra=0 if fixed else blank, can_order=not fixed, can_delete=not fixed,
        max_num=MOST, absolute_max=MOST + 20,
    )  # fmt: skip
    return cast(OrderedRows, made(data, initial=initial, prefix=prefix))
