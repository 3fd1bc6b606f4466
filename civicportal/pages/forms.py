"""Forms of the portal's own pages: a report on accessibility, its answer, feedback, a result told as news."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.forms import DateField, LocalizedFormField, OnceMixin, PortalForm, TrapMixin
from civicportal.pages.models import AccessReport, Feedback


class AccessReportForm(OnceMixin, TrapMixin, PortalForm):
    """What does not work, or what somebody needs in another form. Nobody has to say who they are."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=AccessReport.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about")},
    )
    address = forms.CharField(
        label=_("Which page?"),
        help_text=_("Its address or its name"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("What happens, or what do you need?"),
        help_text=_("Feel free to say which aids and which browser you use."),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Tell us what happens or what you need")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Write it if you want an answer."),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        error_messages={"invalid": _("Write an address such as name@example.org")},
    )


class AnswerReportForm(PortalForm):
    """Staff's answer to a report."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[choice for choice in AccessReport.Outcome.choices if choice[0] != AccessReport.Outcome.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an outcome")},
    )
    answer = forms.CharField(
        label=_("The answer"),
        help_text=_("Goes to the person as you write it. A refusal gets the text on how to appeal added by itself."),
        max_length=8000,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write the answer. A refusal needs its reasons")},
    )


class FeedbackForm(OnceMixin, TrapMixin, PortalForm):
    """Whether a page gave what somebody came for. Anonymous: it says so, and asks for nothing that tells who."""

    page = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    found = forms.ChoiceField(
        label=_("Did you find what you were looking for?"),
        choices=Feedback.Found.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer")},
    )
    words = forms.CharField(
        label=_("What was missing?"),
        help_text=_("Do not write your name or other personal data here. If you want an answer, write to us instead."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean_page(self) -> str:
        """A path of the portal, or nothing: the page came in an address that anybody may write."""
        page: Any = self.cleaned_data["page"]
        return page if page.startswith("/") and not page.startswith("//") else ""


class StoryForm(OnceMixin, PortalForm):
    """A result told as news. It comes out at once, or in the morning of a later day."""

    OUT_AT = time(7, 0)

    title = LocalizedFormField(label=_("Heading"), error_messages={"required": _("Write the heading in Swedish")})
    lead = LocalizedFormField(
        label=_("In short"),
        long=True,
        help_text=_("One or two sentences. They stand in the list of news"),
        error_messages={"required": _("Write in Swedish what happened, in short")},
    )
    body = LocalizedFormField(
        label=_("More"),
        long=True,
        required=False,
        help_text=_("Markdown. A link to the page of what it is about is added by itself"),
    )
    day = DateField(
        label=_("Comes out on"),
        required=False,
        help_text=_("Leave it empty to publish now. On a later day it comes out at 7 in the morning"),
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day and day < dates.today():
            raise forms.ValidationError(_("Choose today or a later day"))
        return day

    def out_at(self) -> datetime:
        """Now, or the morning of the chosen day."""
        day = self.cleaned_data["day"]
        return max(dates.now(), dates.at(day, self.OUT_AT)) if day else dates.now()
