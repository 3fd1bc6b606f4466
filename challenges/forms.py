"""What people write to a challenge outside the proposal's own questions, and what staff enter."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.actions.environments import is_too_long
from challenges.enums import Audience
from civicportal.files.forms import PictureIfAnyMixin
from civicportal.kernel import dates
from civicportal.kernel.forms import DateField, LocalizedFormField, OnceMixin, PortalForm
from civicportal.submissions.forms.beginning import BeginningForm


class AddressForm(BeginningForm):
    """With what the proposal grows from where it began elsewhere."""

    fran = forms.CharField(required=False, widget=forms.HiddenInput, max_length=120)


# What staff enter


def _day(label: Any, missing: Any, **more: Any) -> DateField:
    return DateField(label=label, error_messages={"required": missing}, **more)


class TimesForm(PortalForm):
    """When one can answer a call or a challenge."""

    opens_on = _day(_("First day"), _("Write the first day"), help_text=_("It opens at eight in the morning"))
    closes_on = _day(_("Last day"), _("Write the last day"), help_text=_("It is open through 23.59"))
    answer_by = _day(
        _("Everybody has an answer by"),
        _("Write by which day everybody has an answer"),
        help_text=_("The promise stands on the public page"),
    )


class ScheduleForm(PortalForm):
    """The moment when something becomes public by itself."""

    day = _day(_("Day"), _("Write the day"))
    clock = forms.TimeField(
        label=_("Time"),
        help_text=_("For example 08.00, Swedish time"),
        initial=time(8, 0),
        input_formats=["%H.%M", "%H:%M"],
        widget=forms.TimeInput({"inputmode": "numeric", "autocomplete": "off"}, format="%H.%M"),
        error_messages={"required": _("Write the time"), "invalid": _("Write the time as 08.00")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("day") and cleaned.get("clock"):
            try:
                cleaned["at"] = dates.at(cleaned["day"], cleaned["clock"])
            except dates.NoSuchTime as error:
                self.add_error("clock", str(error))
        return cleaned

    @property
    def moment(self) -> datetime:
        """The chosen instant of a valid form."""
        at: datetime = self.cleaned_data["at"]
        return at


class EndForm(PortalForm):
    """What came of a challenge, in public."""

    outcome = LocalizedFormField(
        label=_("What came of it"), long=True, help_text=_("What was tried, what it led to, and what the city learnt")
    )


class RefuseForm(PortalForm):
    """A no with its reason and one next step."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_("In plain words, with the criteria. It stands in the letter"),
        error_messages={"required": _("Write the reason for the answer")},
    )
    next_step = forms.CharField(
        label=_("One next step for the proposer"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example another challenge, a fund, a lab, or somebody to talk with"),
        error_messages={"required": _("Write one next step for the proposer")},
    )


class MatchForm(PortalForm):
    """The department goes on with a proposal."""

    reason = forms.CharField(
        label=_("Why you choose it"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_("It stands in the letter"),
        error_messages={"required": _("Write why you choose it")},
    )
    next_step = forms.CharField(
        label=_("What happens first"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example when you meet, and with whom"),
        error_messages={"required": _("Write what happens first")},
    )
    starts_on = _day(_("The test starts"), _("Write when the test starts"))
    ends_on = _day(_("The test ends"), _("Write when the test ends"), help_text=_("At most 24 months after the start"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if sentence := is_too_long(cleaned.get("starts_on"), cleaned.get("ends_on")):
            self.add_error("ends_on", sentence)
        return cleaned


class LogForm(OnceMixin, PictureIfAnyMixin):
    """A dated entry of the open log, with a picture if there is one."""

    field_order = ("title", "words", "picture", "alt")

    title = LocalizedFormField(label=_("In short"), help_text=_("For example: First evening in the hall"))
    words = LocalizedFormField(label=_("What happened, and what you noticed"), long=True, required=False)


class ResultForm(PortalForm):
    """How a test ended, in public. What worked is as welcome as what did not."""

    learnt = LocalizedFormField(label=_("How it went"), long=True, help_text=_("What worked and what did not"))
    partnerships = LocalizedFormField(
        label=_("New forms of partnership"),
        long=True,
        help_text=_("How you work together now and did not before"),
    )
    lessons = LocalizedFormField(
        label=_("Lessons that scale"), long=True, help_text=_("What others can use, one lesson a line")
    )


class StopForm(PortalForm):
    """Why a test was stopped, in public."""

    learnt = LocalizedFormField(
        label=_("What was learnt"), long=True, help_text=_("Why it was stopped, and what others should know")
    )


class ChallengeForm(forms.ModelForm):
    """A challenge in Django's admin: the groups are boxes to tick."""

    audiences = forms.MultipleChoiceField(
        label=_("groups to be found by"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class EnvironmentForm(forms.ModelForm):
    """A test environment in Django's admin: its days keep within 24 months."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if sentence := is_too_long(cleaned.get("starts_on"), cleaned.get("ends_on")):
            self.add_error("ends_on", sentence)
        return cleaned
