"""What staff write when they set a fund up."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.forms import LocalizedFormField, PortalForm
from civicportal.kernel.money import MoneyFormField, show
from civicportal.kernel.row_forms import OrderedRows, Row, ordered_rows
from civicportal.kernel.text import localized
from civicportal.people.models import Organisation
from civicportal.submissions.editing import key_of
from civicportal.submissions.fields import WholeNumber
from funds.enums.applications import ApplicantKind, Audience, EndorsementNeed, Endorser
from funds.models import Fund
from funds.queries.setup import applicant_kinds

KINDS = [(kind.value, kind.label) for kind in ApplicantKind if kind != ApplicantKind.EMPLOYEE]


SERIES = r"^[A-ZÅÄÖ]{2,8}$"
TWO_TO_EIGHT = _("Write two to eight capital letters")


class NewFundForm(PortalForm):
    """What a fund is called and whose it is; everything else comes on the pages after."""

    name = LocalizedFormField(label=_("What the fund is called"))
    unit = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Whose fund it is"),
        help_text=_("Its fund managers set it up and handle what comes in"),
        error_messages={"required": _("Choose whose fund it is")},
    )
    series = forms.RegexField(
        SERIES,
        label=_("Letters of the reference"),
        help_text=_("For example VF, which gives VF-2026-0042"),
        error_messages={
            "required": TWO_TO_EIGHT, "invalid": TWO_TO_EIGHT,
        },
        widget=forms.TextInput({"data-width": "short", "autocapitalize": "characters"}),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units

    def clean_series(self) -> str:
        return letters_of_its_own(self.cleaned_data["series"], Fund.objects.all())


def letters_of_its_own(series: str, others: Any) -> str:
    """The letters, when no other fund has them: a number tells which fund it is. Raises ValidationError."""
    if not re.fullmatch(SERIES, series):
        raise forms.ValidationError(TWO_TO_EIGHT)
    if other := others.filter(series=series).first():
        raise forms.ValidationError(_("%(fund)s has these letters. Choose others") % {"fund": other.name})
    return series


class FundPart(PortalForm):
    """Some of the fund's own fields under headings."""

    groups: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def __init__(self, data: Any = None, *, fund: Fund, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fund = fund
        names = [name for _heading, group in self.groups for name in group]
        self.fields |= fields_for_model(Fund, fields=names)
        for field in self.fields.values():
            field.label = capfirst(str(field.label))
        self.initial = {name: getattr(fund, name) for name in self.fields} | self.initial

    def shown_groups(self) -> list[dict[str, Any]]:
        """The fields under their headings, for the page."""
        return [{"heading": heading, "fields": [self[name] for name in names]} for heading, names in self.groups]

    def values(self) -> dict[str, Any]:
        """By field name, as the fund keeps them."""
        return {name: self.cleaned_data[name] for _heading, group in self.groups for name in group}


class TextsForm(FundPart):
    """Everything that the fund says about itself."""

    groups = (
        (_("The fund in short"), ("name", "promise", "about")),
        (_("What one gets, and how it is judged"), ("what_you_get", "how_judged", "coaching", "ready_points")),
        (_("Who it is for"), ("who_may", "who_may_not")),
        (_("Whom one writes to"), ("email", "phone", "series")),
        (_("Ideas told in two sentences"), ("contact_series", "contact_days")),
        (_("Figures"), ("minutes_to_apply", "granted_before")),
    )

    def clean_series(self) -> str:
        return letters_of_its_own(self.cleaned_data["series"], Fund.objects.exclude(pk=self.fund.pk))

    def clean_contact_series(self) -> str:
        series: str = self.cleaned_data["contact_series"]
        if series and not re.fullmatch(SERIES, series):
            raise forms.ValidationError(TWO_TO_EIGHT)
        return series


class SumsForm(FundPart):
    """How much one may apply for; each round begins with these sums."""

    groups = ((_("How much one may apply for"), ("lowest", "highest")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lowest", "highest"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Write a sum")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        lowest, highest = cleaned.get("lowest"), cleaned.get("highest")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("highest", _("The highest sum is lower than the lowest"))
        return cleaned


class SupportForm(FundPart):
    """Whose support an application needs."""

    groups = ((_("A manager's support"), ("endorsement", "endorser")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kinds in (("endorsement", EndorsementNeed), ("endorser", Endorser)):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, choices=kinds.choices, widget=forms.RadioSelect,
                help_text=self.fields[name].help_text,
            )  # fmt: skip


class AudienceForm(PortalForm):
    """Anybody, or those who work at certain departments; and as what one may apply."""

    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, widget=forms.RadioSelect)
    units = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whose employees may apply: an address in their domains, or a role held there"),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Who may apply"),
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a fund that anybody may apply to. The questions ask which of these one is"),
    )

    def __init__(self, data: Any = None, *, fund: Fund, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        units: Any = self.fields["units"]
        units.queryset = Organisation.objects.units().order_by("name")
        self.initial = {
            "audience": fund.audience,
            "units": list(fund.audience_units.all()),
            "kinds": applicant_kinds(fund),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("audience") == Audience.EMPLOYEES and not cleaned.get("units"):
            self.add_error("units", _("Choose the departments whose employees may apply"))
        if cleaned.get("audience") == Audience.ANYONE and not cleaned.get("kinds"):
            self.add_error("kinds", _("Choose at least one kind of applicant"))
        return cleaned


class YearsForm(PortalForm):
    """The budget of each year, and a year to add."""

    new_year = WholeNumber(label=_("Another year"), required=False, min_value=2000, max_value=2100)
    new_budget = MoneyFormField(label=_("The budget of that year"), required=False)

    def __init__(self, data: Any = None, *, fund: Fund, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rows = list(fund.years.order_by("-year").for_page())
        for row in self.rows:
            self.fields[f"budget_{row.year}"] = MoneyFormField(
                label=_("The budget of %(year)s") % {"year": row.year},
                help_text=_("%(granted)s is granted of it") % {"granted": show(row.granted)},
                initial=row.budget,
                error_messages={"required": _("Write a sum")},
            )
        self.order_fields([*(f"budget_{row.year}" for row in self.rows), "new_year", "new_budget"])
        if not self.rows:
            self.initial["new_year"] = dates.today().year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for row in self.rows:
            if (cleaned.get(f"budget_{row.year}") or 0) < row.granted and f"budget_{row.year}" not in self.errors:
                words = _("%(granted)s is granted already. The budget cannot be lower")
                self.add_error(f"budget_{row.year}", words % {"granted": show(row.granted)})
        year, budget = cleaned.get("new_year"), cleaned.get("new_budget")
        if year and year in {row.year for row in self.rows}:
            self.add_error("new_year", _("%(year)s stands above already") % {"year": year})
        if budget is not None and not year and "new_year" not in self.errors:
            self.add_error("new_year", _("Write which year the budget is for"))
        if year and budget is None and self.has_changed() and "new_budget" not in self.errors:
            self.add_error("new_budget", _("Write a sum"))
        return cleaned

    def budgets(self) -> dict[int, int]:
        """Year to öre."""
        said = self.cleaned_data
        found = {row.year: said[f"budget_{row.year}"] for row in self.rows}
        return found | ({said["new_year"]: said["new_budget"]} if said.get("new_budget") is not None else {})


# Rows


class EligibilityRow(Row):
    """One question of "May I apply?", with the answer that is wanted and what is said to the others."""

    needed = ("question", "no")
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    question = LocalizedFormField(label=_("The question"), required=False)
    hint = LocalizedFormField(label=_("Hint"), required=False)
    wanted = forms.ChoiceField(
        label=_("The answer that is wanted"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        initial="yes",
        widget=forms.RadioSelect,
    )
    no = LocalizedFormField(
        label=_("What is said to those who answer otherwise"),
        long=True,
        required=False,
        help_text=_("Why the fund is not for them, and where they can go instead"),
    )


class ChecklistRow(Row):
    """One point that is ticked before one sends."""

    needed = ("words",)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    words = LocalizedFormField(label=_("The point"), required=False)


def eligibility_rows(fund: Fund, data: Any = None, *, blank: int = 1) -> OrderedRows:
    """The questions of "May I apply?" as rows."""
    texts = ("question", "hint", "no")
    initial = [
        {"key": row["key"], "wanted": row.get("wanted", "yes"), **{name: localized(row.get(name)) for name in texts}}
        for row in fund.eligibility
    ]
    return ordered_rows(EligibilityRow, data, initial=initial, prefix="fraga", blank=blank)


def checklist_rows(fund: Fund, data: Any = None, *, blank: int = 2) -> OrderedRows:
    """The points of the checklist as rows."""
    initial = [{"key": row["key"], "words": localized(row["words"])} for row in fund.checklist]
    return ordered_rows(ChecklistRow, data, initial=initial, prefix="punkt", blank=blank)


def plain_rows(rows: OrderedRows, texts: tuple[str, ...], others: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Rows as the fund keeps them; a new one gets a key made of its first text."""
    kept = rows.kept()
    taken = [said["key"] for said in kept if said.get("key")]
    found = []
    for said in kept:
        key = said.get("key") or key_of(str(said[texts[0]]), taken, "rad")
        taken.append(key)
        found.append(
            {"key": key}
            | {name: said[name].texts for name in texts if said.get(name)}
            | {name: said[name] for name in others}
        )
    return found
