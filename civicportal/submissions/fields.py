"""The form fields of the question kinds: each takes what people type and says in words what it cannot take."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.se import orgnr

from civicportal.kernel.forms import DateField
from civicportal.kernel.money import MoneyFormField
from civicportal.kernel.templatetags.portal import said
from civicportal.kernel.text import LocalizedText, nfc, one_line
from civicportal.submissions import budget, people_rows
from civicportal.submissions.definition import Question
from civicportal.submissions.people_fields import PeopleField
from civicportal.submissions.rows_widget import RowsWidget

Choices = Sequence[tuple[str, Any]]
NONE = "none"
"""What is typed for "none of these"; it is sent as no answer."""
MOST_BUTTONS = 8
"""A longer list to choose one from is a box that opens: on a phone the next question is not out of sight."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What the choices of a form come from besides the form itself, and what the opening allows.

    `lowest` and `highest` are sums in öre, `latest_start` the last day on which what is applied for may begin.
    `ids` are those of the districts and themes by kind of question and slug.
    """

    districts: Choices = ()
    themes: Mapping[str, Choices] = field(default_factory=dict)
    ids: Mapping[str, dict[str, int]] = field(default_factory=dict)
    lowest: int | None = None
    highest: int | None = None
    latest_start: date | None = None


class Words(forms.CharField):
    """Text whose length is counted as people see it, and never cut while they type."""

    def __init__(self, *, most: int, long: bool = False, rows: int = 6, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": rows}) if long else forms.TextInput())
        super().__init__(**kwargs)
        self.max_length, self.long = most, long

    def to_python(self, value: Any) -> str:
        text = nfc(super().to_python(value) or "").strip() if self.long else one_line(super().to_python(value) or "")
        if self.max_length and len(text) > self.max_length:
            raise ValidationError(
                _("Write at most %(most)s characters, you have %(number)s")
                % {"most": self.max_length, "number": len(text)},
                code="max_length",
            )
        return text


class OrganisationNumberField(Words):
    """Ten digits with or without a hyphen; comes out as ten digits."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        digits = re.sub(r"[\s\u2010-\u2015-]", "", text)
        digits = digits[2:] if len(digits) == 12 and digits.startswith("16") else digits
        if not digits:
            return ""
        if len(digits) != 10 or not digits.isascii() or not digits.isdigit():
            raise ValidationError(_("Write the organisation number with ten digits, for example 802002-5536"))
        if digits[2] < "2":
            raise ValidationError(
                _("This looks like a person's number. Choose “A private person” if you do not have another number")
            )
        try:
            return orgnr.validate(digits)
        except StdnumError as error:
            raise ValidationError(_("There is no such organisation number. Check the digits")) from error


class PhoneField(Words):
    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if text and (len(re.sub(r"\D", "", text)) < 5 or not re.fullmatch(r"[+\d ()/.\u2010-\u2015-]+", text)):
            raise ValidationError(_("Write the phone number with digits, for example 042-10 50 00"))
        return text


class AddressField(forms.EmailField):
    """An e-mail address, with a sentence that says what is wrong with it."""

    def clean(self, value: Any) -> Any:
        text = one_line(str(value or ""))
        if text and "@" not in text:
            raise ValidationError(_("The e-mail address has no @"))
        return super().clean(text)


class WholeNumber(forms.IntegerField):
    """A whole number; spaces between thousands are taken."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "numeric"}), localize=False, **kwargs)

    def to_python(self, value: Any) -> int | None:
        text = re.sub(r"\s", "", str(value if value is not None else ""))
        if text and not re.fullmatch(r"-?[0-9]{1,12}", text):
            raise ValidationError(_("Write a whole number with digits, for example 25"), code="invalid")
        return super().to_python(text)


class YesNo(forms.TypedChoiceField):
    """Yes or no as two visible choices, none chosen from the start. Comes out as True, False or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


class NoneOrOne(forms.ChoiceField):
    """One of some choices that need not be made; a choice that was made can be taken back."""

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        if chosen == NONE and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return "" if chosen == NONE else chosen


class BudgetRows(RowsWidget):
    """Rows of what, kronor and note."""

    template_name = "submissions/budget_rows.html"
    lists = Lists()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        return budget.from_post(data, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = budget.rows_of(value)
        shown = [*rows, *[budget.Row()] * max(self.blank_rows, 3 - len(rows))][: budget.MOST_ROWS]
        numbers, checked = iter(range(1, len(shown) + 1)), "aria-invalid" in context["widget"]["attrs"]
        context["rows"] = [
            {
                "row": row,
                "place": place,
                "number": None if row.removed else next(numbers),
                "wrong": bool(row and checked and row.problem()),
            }
            for place, row in enumerate(shown)
        ]
        context["words"] = budget.words(rows, self.lists.lowest, self.lists.highest)
        context["highest"] = self.lists.highest
        context["full"] = len(rows) >= budget.MOST_ROWS
        return context


class BudgetField(forms.Field):
    """Budget lines; comes out as what is sent: what, öre, note."""

    widget = BudgetRows

    def __init__(self, *, lists: Lists, blank_rows: int = 1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lists = lists
        self.widget.lists, self.widget.blank_rows = lists, blank_rows

    def clean(self, value: Any) -> list[budget.Line]:
        rows = budget.kept(budget.rows_of(value))
        if problems := [problem for row in rows if (problem := row.problem())]:
            raise ValidationError([ValidationError(problem, code="row") for problem in problems])
        if not rows and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        summed = budget.total(rows)
        if rows and self.lists.highest is not None and summed > self.lists.highest:
            raise ValidationError(budget.words(rows, self.lists.lowest, self.lists.highest), code="highest")
        if rows and self.lists.lowest is not None and summed < self.lists.lowest:
            raise ValidationError(
                _("The total is %(sum)s. You must apply for at least %(lowest)s")
                % {"sum": budget.show(summed), "lowest": budget.show(self.lists.lowest)},
                code="lowest",
            )
        return budget.lines(rows)


class KeptFile(forms.Field):
    """A file that lies stored already. Its form value is what the draft holds: token, name, size."""

    class Input(forms.FileInput):
        template_name = "submissions/file_input.html"
        kept: dict[str, Any] | None = None

        def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
            return self.kept

        def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
            return False

        def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
            return {**super().get_context(name, None, attrs), "kept": self.kept}

    widget = Input

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(initial != data)


def help_of(question: Question) -> SafeString | str:
    """The hint as HTML-safe words."""
    return conditional_escape(said(question.hint)) if question.hint else ""


def missing_words(question: Question) -> str | Promise:
    """What is said when the answer is missing: the form's own words, else made of the label."""
    if question.missing:
        return str(question.missing)
    label = str(question.label).rstrip(":. ")
    if question.kind in {"choice", "choices", "yes_no", "district", "themes", "file"}:
        return _("Choose an answer to “%(label)s”") % {"label": label}
    return _("Write an answer to “%(label)s”") % {"label": label}


def _choice_label(label: LocalizedText, hint: LocalizedText) -> SafeString | str:
    if not hint:
        return said(label)
    return format_html('{} <span class="choice-hint">{}</span>', said(label), said(hint))


def _chosen(question: Question, lists: Lists) -> list[tuple[str, Any]]:
    if question.kind == "district":
        return list(lists.districts)
    if question.kind == "themes":
        return [(value, said(label)) for value, label in lists.themes.get(question.filter, ())]
    return [(choice.value, _choice_label(choice.label, choice.hint)) for choice in question.choices]


def _words(question: Question, lists: Lists, base: dict[str, Any], **more: Any) -> forms.Field:
    return Words(most=question.max_length, long=question.kind == "long_text", rows=question.rows, **base)


def _one_of(question: Question, lists: Lists, base: dict[str, Any], **more: Any) -> forms.Field:
    choices = _chosen(question, lists)
    if question.kind == "district":
        return forms.ChoiceField(choices=[("", _("Choose")), *choices], **base)
    if question.kind == "themes" and len(choices) > MOST_BUTTONS:
        none = [] if base["required"] else [(NONE, _("None of these"))]
        return NoneOrOne(choices=[("", _("Choose")), *none, *choices], **base)
    if not base["required"]:
        return NoneOrOne(choices=[*choices, (NONE, _("None of these"))], widget=forms.RadioSelect, **base)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **base)


def _some_of(question: Question, lists: Lists, base: dict[str, Any], **more: Any) -> forms.Field:
    if question.kind == "themes" and not question.many:
        return _one_of(question, lists, base)
    return forms.MultipleChoiceField(choices=_chosen(question, lists), widget=forms.CheckboxSelectMultiple, **base)


def _number(question: Question, lists: Lists, base: dict[str, Any], **more: Any) -> forms.Field:
    return WholeNumber(min_value=question.lowest, max_value=question.highest, **base)


def _money(question: Question, lists: Lists, base: dict[str, Any], **more: Any) -> forms.Field:
    bounds = lists if question.means == "sum" else question
    return MoneyFormField(lowest=bounds.lowest, highest=bounds.highest, **base)


def _people(question: Question, lists: Lists, base: dict[str, Any], **more: Any) -> forms.Field:
    bounds = {"lowest": question.lowest, "highest": question.highest, "different": question.different}
    return PeopleField(**bounds, **base, **more)


def _typed(kind: type[Words], **attrs: str) -> Callable[..., forms.Field]:
    def make(question: Question, lists: Lists, base: dict[str, Any], **more: Any) -> forms.Field:
        return kind(most=question.max_length, widget=forms.TextInput(attrs), **base)

    return make


MAKERS: dict[str, Callable[..., forms.Field]] = {
    "short_text": _words,
    "long_text": _words,
    "choice": _one_of,
    "district": _one_of,
    "choices": _some_of,
    "themes": _some_of,
    "yes_no": lambda question, lists, base, **more: YesNo(**base),
    "number": _number,
    "money": _money,
    "date": lambda question, lists, base, **more: DateField(**base),
    "budget": lambda question, lists, base, **more: BudgetField(lists=lists, **base, **more),
    "organisation_number": _typed(OrganisationNumberField, inputmode="numeric", dir="ltr"),
    "phone": _typed(PhoneField, type="tel", autocomplete="tel", dir="ltr"),
    "email": lambda question, lists, base, **more: AddressField(
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}), **base
    ),
    "file": lambda question, lists, base, **more: KeptFile(**base),
    "people": _people,
}
ROWS: dict[str, Any] = {"budget": budget, "people": people_rows}
"""The kinds whose answer is rows that the page adds and removes, with the module that reads them."""


def field_for(question: Question, lists: Lists, *, needed: bool, blank_rows: int = 1) -> forms.Field:
    """The form field of a question. `needed` says whether it must be answered."""
    base: dict[str, Any] = {
        "label": said(question.label),
        "help_text": help_of(question),
        "required": needed,
        "error_messages": {"required": missing_words(question)},
    }
    if question.kind in {"choice", "choices", "district", "themes", "yes_no"}:
        base["error_messages"]["invalid_choice"] = missing_words(question)
    more = {"blank_rows": blank_rows} if question.kind in ROWS else {}
    return MAKERS[question.kind](question, lists, base, **more)


def posted(question: Question, value: Any, name: str) -> dict[str, list[str]]:
    """The posted fields that a stored answer, typed or sent, comes back from."""
    if value in (None, "", []):
        return {}
    if question.kind in ROWS:
        return ROWS[question.kind].to_post(value, name)  # type: ignore[no-any-return]
    if question.kind == "date":
        parts = value if isinstance(value, (list, tuple)) else [str(int(part)) for part in str(value).split("-")[::-1]]
        return {f"{name}_{place}": [str(part or "")] for place, part in enumerate(parts)}
    if question.kind == "money" and isinstance(value, int):
        return {name: [budget.row_of({"amount": value}).amount]}
    if isinstance(value, bool):
        return {name: ["yes" if value else "no"]}
    if isinstance(value, dict):
        return {}
    return {name: [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]}


def post_of(pairs: Iterable[tuple[Question, Any, str]]) -> MultiValueDict[str, str]:
    """All of a step's stored answers as one posted form."""
    data: MultiValueDict[str, str] = MultiValueDict()
    for question, value, name in pairs:
        for key, values in posted(question, value, name).items():
            data.setlist(key, values)
    return data
