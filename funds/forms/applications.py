"""What people write to the funds outside the application's own questions, and what staff enter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.cases.enums import AWARDS, Outcome, StateAid
from civicportal.kernel.forms import LocalizedFormField, PortalForm
from civicportal.kernel.money import MoneyFormField, show
from civicportal.kernel.text import localized
from civicportal.submissions.forms.beginning import BeginningForm
from funds.models import Application, Fund
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


class DecisionForm(PortalForm):
    """What one named delegate decides. The rules of money and delegation are asked by the action."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision")},
    )
    amount = MoneyFormField(
        label=_("Amount in kronor"),
        required=False,
        help_text=_("Only when the application is granted, in whole or in part"),
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_("In plain words, with the criteria. It stands in the letter"),
        error_messages={"required": _("Write the reason for the decision")},
    )
    conditions = forms.CharField(label=_("Conditions"), widget=forms.Textarea({"rows": 3}), required=False)
    would_change = forms.CharField(
        label=_("What would have changed the outcome"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        help_text=_("Needed for a no"),
    )
    next_step = forms.CharField(
        label=_("One next step for the applicant"),
        widget=forms.Textarea({"rows": 2}),
        required=False,
        help_text=_("Needed for a no: the coach, another fund, a challenge, a similar project"),
    )
    state_aid = forms.ChoiceField(
        label=_("State aid"),
        choices=[("", _("Not answered")), *StateAid.choices],
        required=False,
        help_text=_("Needed before an award to an applicant with an organisation number"),
    )
    state_aid_note = forms.CharField(label=_("Why so"), widget=forms.Textarea({"rows": 2}), required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.fields["amount"].help_text = _("The application asks for %(amount)s") % {
            "amount": show(application.requested)
        }
        if not application.needs_state_aid_answer:
            del self.fields["state_aid"], self.fields["state_aid_note"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        outcome, amount = cleaned.get("outcome"), cleaned.get("amount")
        if outcome in AWARDS and not amount and "amount" not in self.errors:
            self.add_error("amount", _("Write how much is granted"))
        if outcome == Outcome.GRANTED and amount and amount != self.application.requested:
            self.add_error(
                "amount",
                _("This is not the whole sum that was applied for. Choose partly granted, or write the whole sum"),
            )
        if outcome in {Outcome.REFUSED, Outcome.DISMISSED}:
            for name, sentence in (
                ("would_change", _("Write what would have changed the outcome")),
                ("next_step", _("Write one next step for the applicant")),
            ):
                if not cleaned.get(name):
                    self.add_error(name, sentence)
        return cleaned


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
