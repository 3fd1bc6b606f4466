"""What staff write about a source of outreach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.forms import DateField, LocalizedFormField, OnceMixin, PortalForm
from funds.enums.applications import SourceKind
from funds.models import Fund, Source
from funds.queries.outreach import nameable


class NameableField(forms.ModelChoiceField):
    """A meeting or a granted project, by its title and when it is."""

    def label_from_instance(self, obj: Item) -> str:
        when = obj.starts_at or obj.happened_on
        return f"{obj.title}, {dates.show_day(when)}" if when else str(obj.title)


class SourceForm(OnceMixin, PortalForm):
    """A source: what kind, its name, from when to when, and the meeting or project that it belongs to."""

    kind = forms.ChoiceField(
        label=_("Kind of source"),
        choices=SourceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of source it is")},
    )
    name = LocalizedFormField(
        label=_("Name"), help_text=_("Where it is or what it is, for example: The library in Fredriksdal")
    )
    about = NameableField(
        label=_("Meeting or project"),
        queryset=Item.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Choose the workshop or the granted project that people come by, if there is one"),
    )
    starts_on = DateField(label=_("Counts from"), error_messages={"required": _("Write from which day it counts")})
    ends_on = DateField(
        label=_("Counts until"), required=False, help_text=_("The link goes on leading to the fund after that day")
    )

    def __init__(self, *args: Any, fund: Fund, source: Source | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = initial_of(source) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = nameable(fund)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("It cannot end before it starts"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("kind", "name", "about", "starts_on", "ends_on")}


def initial_of(source: Source | None) -> dict[str, Any]:
    """What a new source begins with, or what one says today."""
    if source is None:
        return {"starts_on": dates.today()}
    return {
        "kind": source.kind,
        "name": source.name,
        "about": source.about_id,
        "starts_on": source.starts_on,
        "ends_on": source.ends_on,
    }
