"""What grantees and staff fill in after a grant."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.effects.enums import Level
from civicportal.files.forms import PictureIfAnyMixin
from civicportal.kernel.braces import unknown
from civicportal.kernel.forms import DateField, LocalizedFormField, OnceMixin, PortalForm
from civicportal.kernel.money import MoneyError, MoneyFormField, digits, parse
from civicportal.kernel.text import LocalizedText, one_line
from civicportal.submissions.fields import WholeNumber
from funds.actions.payments import Wanted
from funds.enums.after import PayoutKind, PayWhen, PlanKind, StillGoing, YesNoUnsure
from funds.models import GrantTerms, Project
from funds.queries.money import plan_lines
from funds.terms import PLACES

BLANK_PARTS = 3


class TermsForm(PortalForm):
    """What a fund does after a grant."""

    agreement = LocalizedFormField(label=_("Text of the agreement"), long=True)
    plan = forms.ChoiceField(label=_("How the fund pays"), choices=PlanKind.choices, widget=forms.RadioSelect)
    accept_days = WholeNumber(label=_("Days to accept the agreement"), min_value=1, max_value=365)
    report_days = WholeNumber(label=_("Days from the end of the project to the report"), min_value=1, max_value=365)
    how_paid = LocalizedFormField(label=_("How the money is paid, in words for the grantee"), long=True)

    def clean_agreement(self) -> LocalizedText:
        words: LocalizedText = self.cleaned_data["agreement"]
        if strange := [name for text in words.texts.values() for name in unknown(text, PLACES)]:
            raise forms.ValidationError(
                _("There is no such place to fill in: %(names)s")
                % {"names": ", ".join(f"{{{name}}}" for name in strange)}
            )
        return words


class AcceptForm(PortalForm):
    """The grantee's yes to the text above the form."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    payout = forms.ChoiceField(
        label=_("How should the money come?"),
        choices=PayoutKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the money should come")},
    )
    name = forms.CharField(label=_("Your name"), max_length=160, error_messages={"required": _("Write your name")})
    agree = forms.BooleanField(
        label=_("I have read the agreement and accept it"),
        error_messages={"required": _("Tick the box if you accept the agreement")},
    )

    def __init__(self, *args: Any, internal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [PayoutKind.INTERNAL] if internal else [PayoutKind.REGISTERED, PayoutKind.SUPPLIER]
        self.fields["payout"].choices = [(kind.value, kind.label) for kind in kinds]


class UpdateForm(OnceMixin, PictureIfAnyMixin):
    """Something that happened in a project, told by those who run it."""

    field_order = ("title", "words", "picture", "alt")

    title = forms.CharField(
        label=_("In short"),
        max_length=120,
        help_text=_("For example: The workshop has opened"),
        error_messages={"required": _("Write in short what happened")},
    )
    words = forms.CharField(
        label=_("What happened?"),
        widget=forms.Textarea({"rows": 6}),
        max_length=4000,
        help_text=_("Write for somebody who does not know the project. Name nobody who has not said yes"),
        error_messages={"required": _("Write what happened")},
    )


class ReasonForm(PortalForm):
    """A no with its reason."""

    reason = forms.CharField(
        label=_("Why is it not published?"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The one who wrote it reads it"),
        error_messages={"required": _("Write why it is not published. The one who wrote it reads it")},
    )


class ChangeForm(OnceMixin, PortalForm):
    """What a grantee wants to change; what is left as it stands is not asked for."""

    starts_on = DateField(label=_("New start"), required=False)
    ends_on = DateField(label=_("New end"), required=False)
    amount = MoneyFormField(label=_("New, lower sum in kronor"), required=False)
    budget = forms.CharField(
        label=_("New budget lines"),
        widget=forms.Textarea({"rows": 6}),
        required=False,
        help_text=_("One line each, the kronor behind a semicolon: Tools; 40 000. Together they make the grant"),
    )
    contact_name = forms.CharField(label=_("New contact person"), max_length=120, required=False)
    why = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea({"rows": 4}),
        max_length=3000,
        error_messages={"required": _("Write why")},
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        self.lines = [{"what": line.what, "amount": line.planned} for line in plan_lines(project)]
        kwargs["initial"] = {
            "starts_on": project.starts_on,
            "ends_on": project.ends_on,
            "budget": "\n".join(f"{line['what']}; {digits(int(str(line['amount'])), 'sv')}" for line in self.lines),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)

    def clean_budget(self) -> list[dict[str, Any]]:
        """The lines that were typed; those that stand already are no change."""
        lines = []
        for number, typed in enumerate(self.cleaned_data["budget"].splitlines(), start=1):
            what, mark, amount = typed.rpartition(";")
            if not typed.strip():
                continue
            try:
                lines.append({"what": one_line(what)[:120], "amount": parse(amount)})
            except MoneyError as error:
                raise forms.ValidationError(_("Line %(n)d: %(problem)s") % {"n": number, "problem": error}) from error
            if not mark or not lines[-1]["what"]:
                raise forms.ValidationError(
                    _("Line %(n)d: write what the money is for, a semicolon and the kronor") % {"n": number}
                )
        return [] if lines == self.lines else lines


class AnswerChangeForm(PortalForm):
    """Yes or no to a change, with the reason."""

    yes = forms.ChoiceField(
        label=_("The fund's answer"),
        choices=[("yes", _("Yes, it changes")), ("no", _("No, it stays"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    words = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("It stands in the letter"),
        error_messages={"required": _("Write the reason for your answer")},
    )


class PartForm(PortalForm):
    """One part of a plan; a row without a sum is no part."""

    amount = MoneyFormField(label=_("Amount in kronor"), required=False)
    pay_when = forms.ChoiceField(label=_("When"), choices=PayWhen.choices)
    condition = forms.CharField(label=_("Condition"), max_length=200, required=False)
    due_on = DateField(label=_("Not before"), required=False)


class PlanForms:
    """The rows of a plan on one page: the parts that stand, and some empty ones."""

    def __init__(self, project: Project, data: Any = None) -> None:
        parts = [
            {name: getattr(part, name) for name in ("amount", "pay_when", "condition", "due_on")}
            for part in project.payments.all()
        ]
        count = len(parts) + BLANK_PARTS
        self.forms = [
            PartForm(data, prefix=f"part{number}", initial=parts[number] if number < len(parts) else {})
            for number in range(count)
        ]

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])  # noqa: C419 - every row says its faults

    def wanted(self) -> list[Wanted]:
        return [Wanted(**form.cleaned_data) for form in self.forms if form.cleaned_data["amount"]]


class PayeeForm(PortalForm):
    """The number that the payee has in the economy system."""

    payee_number = forms.CharField(
        label=_("The payee's number in the economy system"),
        max_length=20,
        help_text=_("Not an account and not a person's number: at most six digits"),
        widget=forms.TextInput({"data-width": "medium"}),
        error_messages={"required": _("Write the number")},
    )


class DayForm(PortalForm):
    """On which day something was done."""

    on = DateField(label=_("Date"), error_messages={"required": _("Write the day")})


class PaidListForm(DayForm):
    """References that the economy system has paid."""

    references = forms.CharField(
        label=_("References that are paid"),
        widget=forms.Textarea({"rows": 8}),
        help_text=_("One a line. A day of its own stands behind a semicolon: VF-2026-0042-1;2026-03-31"),
        error_messages={"required": _("Write at least one reference")},
    )
    field_order = ("references", "on")


class ReceiptForm(OnceMixin, PortalForm):
    """A receipt of what the money went to."""

    what = forms.CharField(
        label=_("What was it for?"), max_length=120, error_messages={"required": _("Write what it was for")}
    )
    receipt = forms.FileField(
        label=_("Receipt"),
        help_text=_("PDF or a picture. Cover what is about others, such as their personal numbers"),
        error_messages={"required": _("Choose a file")},
    )


class MissingForm(PortalForm):
    """What a report lacks."""

    missing = forms.CharField(
        label=_("What is missing?"),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write what is missing")},
    )
    until = DateField(label=_("To be completed by"), error_messages={"required": _("Write the day")})


class ApproveForm(PortalForm):
    """The approval of a report."""

    words = forms.CharField(
        label=_("A few words to those who ran the project"), widget=forms.Textarea({"rows": 4}), required=False
    )


class CheckInForm(PortalForm):
    """The one question some months after the end."""

    going = forms.ChoiceField(
        label=_("Does it still go on?"),
        choices=StillGoing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers")},
    )
    words = forms.CharField(
        label=_("What came of it?"),
        widget=forms.Textarea({"rows": 5}),
        max_length=2000,
        required=False,
        help_text=_("A few sentences. They may stand on the project's page when the fund has read them"),
    )


class LevelForm(PortalForm):
    """Whether an answer is also a value that came of the project, and for whom."""

    level = forms.ChoiceField(
        label=_("Note it as a value too"),
        choices=[("none", _("No, only as a step")), *Level.choices],
        initial="none",
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_level(self) -> str:
        level: str = self.cleaned_data["level"]
        return "" if level == "none" else level


class EuroField(forms.CharField):
    """A sum in euro, two decimals at the most; comes out as cents."""

    def to_python(self, value: Any) -> int:  # type: ignore[override]
        try:
            return parse(str(value)) if str(value or "").strip() else 0
        except MoneyError as error:
            raise forms.ValidationError(_("Write the sum in euro with digits, for example 12 500,50")) from error


class RateField(forms.CharField):
    """Kronor for one euro, up to four decimals."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            rate = Decimal(text)
        except InvalidOperation:
            rate = Decimal(0)
        if not rate.is_finite() or not 1 <= rate <= 100 or rate != round(rate, 4):
            raise forms.ValidationError(_("Write how many kronor one euro is, for example 11,2345"))
        return rate


class AidForm(PortalForm):
    """Three plain questions about the applicant, and what it has had from others."""

    private = forms.ChoiceField(
        label=_("Does the applicant apply as a private person, outside any business of their own?"),
        choices=YesNoUnsure.choices,
        widget=forms.RadioSelect,
    )
    sells = forms.ChoiceField(
        label=_("Does the applicant sell goods or services, whether or not it makes a profit?"),
        help_text=_("An association with a café that anybody can buy from sells. One that only takes fees does not"),
        choices=YesNoUnsure.choices,
        widget=forms.RadioSelect,
    )
    benefits = forms.ChoiceField(
        label=_("Can the money help what it sells?"),
        choices=YesNoUnsure.choices,
        widget=forms.RadioSelect,
    )
    others_cents = EuroField(
        label=_("Small aid from others in the last three years, in euro"),
        required=False,
        help_text=_(
            "As the applicant has declared it, all its companies together. What the city's funds gave is added"
        ),
        widget=forms.TextInput({"data-width": "medium", "inputmode": "decimal"}),
    )
    declared_on = DateField(label=_("Declared by the applicant on"), required=False)
    rate = RateField(
        label=_("Kronor for one euro"),
        required=False,
        help_text=_("Needed for an undertaking, for example 11,2345"),
        widget=forms.TextInput({"data-width": "short", "inputmode": "decimal"}),
    )
    rate_on = DateField(label=_("The day of the rate"), required=False)
    note = forms.CharField(label=_("Why so"), widget=forms.Textarea({"rows": 3}), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("rate") and not cleaned.get("rate_on") and "rate_on" not in self.errors:
            self.add_error("rate_on", _("Write the day of the rate"))
        return cleaned


def terms_initial(terms: GrantTerms) -> dict[str, Any]:
    """The form's values from a fund's terms."""
    return {name: getattr(terms, name) for name in ("agreement", "plan", "accept_days", "report_days", "how_paid")}
