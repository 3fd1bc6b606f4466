"""The pages' forms: one for a step of questions, built from its definition, and the small ones around it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.forms import OnceMixin, PortalForm
from civicportal.kernel.templatetags.portal import said
from civicportal.kernel.text import LocalizedText, nfc
from civicportal.submissions.definition import Definition, Question, Step
from civicportal.submissions.fields import AddressField, Lists, field_for, post_of

PREFIX = "q_"


def name_of(question: Question | str) -> str:
    """The field's name on the page; a prefix keeps questions apart from the page's own fields."""
    return PREFIX + (question if isinstance(question, str) else question.key)


class StepForm(PortalForm):
    """One step's questions over what was typed. Checking it never changes what is kept.

    `values` are the draft's answers as typed, all steps; `data` is the posted page, or None for what is kept.
    `showing` gives the page without checking it.
    """

    def __init__(
        self,
        definition: Definition,
        step: Step,
        lists: Lists,
        values: Mapping[str, Any],
        data: MultiValueDict[str, str] | QueryDict | None = None,
        *,
        showing: bool = False,
        blank_rows: int = 1,
    ) -> None:
        self.definition, self.step, self.lists = definition, step, lists
        here = {question.key for question in step.questions}
        self.asked_here = [
            question
            for question in step.questions
            if definition.asked(question, values) or (question.show_when and question.show_when.question in here)
        ]
        if data is None:
            data = post_of((question, values.get(question.key), name_of(question)) for question in self.asked_here)
        made = {
            name_of(question): field_for(question, lists, needed=question.required, blank_rows=blank_rows)
            for question in self.asked_here
        }
        for question in self.asked_here:
            if question.kind == "file":
                made[name_of(question)].widget.kept = values.get(question.key) or None
        self.raw = {name: field.widget.value_from_datadict(data, {}, name) for name, field in made.items()}
        super().__init__(None if showing else data, initial=self.raw)
        self.fields |= made
        self.values = {**values, **self.typed()}
        for question in self.asked_here:
            if definition.needed(question, self.values):
                self.fields[name_of(question)].required = True

    def typed(self) -> dict[str, Any]:
        """What the page holds, question to value as typed: to be kept, never checked."""
        return {
            question.key: _plain(self.raw[name_of(question)]) for question in self.asked_here if question.kind != "file"
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for question in self.asked_here:
            if not self.definition.asked(question, self.values):
                self.errors.pop(name_of(question), None)
                cleaned.pop(name_of(question), None)
        self._dates_in_order(cleaned)
        return cleaned

    def _dates_in_order(self, cleaned: dict[str, Any]) -> None:
        first, last = self.definition.meaning("starts_on"), self.definition.meaning("ends_on")
        starts = cleaned.get(name_of(first)) if first else None
        latest = self.lists.latest_start
        if first and latest and isinstance(starts, date) and starts > latest:
            words = _("It must begin no later than %(day)s") % {"day": dates.show_day(latest)}
            self.add_error(name_of(first), words)
        if not first or not last:
            return
        ends = cleaned.get(name_of(last))
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            day = dates.show_day(starts)
            self.add_error(name_of(last), _("The end date must not be before %(day)s") % {"day": day})

    def answers(self) -> dict[str, Any]:
        """The checked answers as they are sent and stored: plain JSON values, question to value."""
        found = {}
        for question in self.asked_here:
            value = self.cleaned_data.get(name_of(question))
            if value not in (None, "", []) and self.definition.asked(question, self.values):
                found[question.key] = value.isoformat() if isinstance(value, date) else value
        return found

    def asked_fields(self) -> list[dict[str, Any]]:
        """Each question with its bound field, for the page."""
        return [
            {
                "question": question,
                "field": self[name_of(question)],
                "hides": question.show_when
                if question.show_when and name_of(question.show_when.question) in self.fields
                else None,
            }
            for question in self.asked_here
        ]


def _plain(value: Any) -> Any:
    """A posted value as JSON: an empty date is nothing, a list of boxes a list of texts."""
    if isinstance(value, (list, tuple)):
        plain = [one if isinstance(one, dict) else nfc(str(one or "")) for one in value]
        return plain if any(plain) else []
    return nfc(str(value or ""))


class StartForm(OnceMixin, PortalForm):
    """The one thing asked before question 1: where the way back to the draft is mailed."""

    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("We mail you a link, so that you can stop and go on later, also on another device."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": _("Write your e-mail address")},
    )


class LinkForm(PortalForm):
    """Where a new link to a draft is mailed."""

    email = AddressField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": _("Write your e-mail address")},
    )


class SendForm(OnceMixin, PortalForm):
    """The declaration, and the number that makes a sending happen once."""

    declared = forms.BooleanField(
        label=_("What I have written is true, and I may send this for those who are behind it"),
        error_messages={"required": _("Tick the box to say that what you have written is true")},
    )


class ChecklistForm(SendForm):
    """The same where what is sent has a checklist: every point is ticked, each by itself."""

    points = forms.MultipleChoiceField(
        label=_("Checklist"),
        help_text=_("Tick each point when it is done"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick every point of the checklist before you send")},
    )
    field_order = ("points", "declared", "once")

    def __init__(self, *args: Any, checklist: list[tuple[str, LocalizedText]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        cast(forms.MultipleChoiceField, self.fields["points"]).choices = [
            (key, said(words)) for key, words in checklist
        ]

    def clean_points(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["points"]
        if left := [str(words) for key, words in self.checklist if key not in ticked]:
            raise forms.ValidationError(_("Not ticked yet: %(points)s") % {"points": "; ".join(left)})
        return ticked


class AgainForm(OnceMixin, PortalForm):
    """A confirmation without questions that happens once."""
