"""What people write to the funds outside the application's own questions, and what staff enter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import LocalizedFormField, PortalForm
from civicportal.kernel.money import show
from civicportal.kernel.text import localized
from civicportal.submissions.forms.beginning import BeginningForm
from funds.models import Fund
from funds.rules.applications import can_apply_from


class EligibilityForm(PortalForm):
    """The fund's own yes-or-no questions. A no is not an error: it leads to a page that says why and what else."""

    def __init__(self, *args: Any, fund: Fund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fund = fund
        for asked in fund.eligibility:
            self.fields[asked["key"]] = forms.ChoiceField(
                label=str(localized(asked["question"])),
                help_text=str(localized(asked.get("hint", {}))),
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose yes or no: %(question)s") % {"question": localized(asked["question"])}
                },
            )

    def refusals(self) -> list[str]:
        """The fund's sentence for each answer that was not the wanted one."""
        return [
            str(localized(asked["no"]))
            for asked in self.fund.eligibility
            if self.cleaned_data[asked["key"]] != asked.get("wanted", "yes")
        ]


class AddressForm(BeginningForm):
    """The same for a fund, which may be for a department's employees alone."""

    def __init__(self, *args: Any, fund: Fund, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fund, self.known = fund, known
        if fund.is_for_employees:
            self.fields["email"].label = _("Your address at work")

    def clean_email(self) -> str:
        email = super().clean_email()
        if not self.known and not (answer := can_apply_from(email, self.fund)):
            raise forms.ValidationError(str(answer.why))
        return email


class WithdrawForm(PortalForm):
    """Nothing to fill in: the page asks, the button acts."""


class StepForm(PortalForm):
    """A dated public step of a granted project."""

    title = LocalizedFormField(label=_("In short"), help_text=_("For example: The workshop opened"))
    words = LocalizedFormField(label=_("What happened"), long=True, required=False)


class EndForm(PortalForm):
    """How a project ended, in public."""

    learnt = LocalizedFormField(
        label=_("What was learnt"), long=True, help_text=_("What worked, what did not, and what others should know")
    )


class BudgetForm(forms.ModelForm):
    """A row with a budget and a stored figure of what is granted of it, which the form does not have."""

    def clean_budget(self) -> int:
        """The database refuses a budget below what is granted; here it is said in words."""
        budget: int = self.cleaned_data["budget"]
        if budget < self.instance.granted:
            words = _("%(granted)s is granted already. The budget cannot be lower")
            raise forms.ValidationError(words % {"granted": show(self.instance.granted)})
        return budget


class RoundForm(BudgetForm):
    """A round, with the last day on which what is applied for may begin."""

    latest_start = forms.DateField(
        label=_("Latest start"),
        required=False,
        help_text=_("The last day on which what is applied for may begin"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["latest_start"] = self.instance.opening.latest_start


class ImportForm(PortalForm):
    """A CSV file of projects that were granted before the portal."""

    table = forms.FileField(
        label=_("CSV file"),
        help_text=_("UTF-8, separated by semicolon or comma, first row with the names of the columns"),
        error_messages={"required": _("Choose a file")},
    )
