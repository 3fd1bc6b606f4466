"""What the owner and the one who is asked for support write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import PortalForm
from civicportal.submissions.endorsing import NEEDS_WORDS
from civicportal.submissions.enums import OWN_WORDS, SIGNATORY_WORDS
from civicportal.submissions.fields import AddressField


class AskForm(PortalForm):
    """Whom the owner asks: the nearest manager, the head of the department, or whoever signs for the organisation."""

    def __init__(
        self, *args: Any, signatory: bool = False, head: bool = False, by_staff: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        if signatory:
            field.label = _("The e-mail address of whoever signs for the organisation")
            field.help_text = _("We mail a link by which they answer. No account is needed.")
            field.error_messages["required"] = _("Write the signatory's e-mail address")
        elif by_staff:
            field.label = _("E-mail address of whoever to ask instead")
            field.help_text = _("We mail a link by which they answer. No account is needed.")
        elif head:
            field.label = _("The e-mail address of the head of your department")
            field.help_text = _("We mail a link by which they answer. No account is needed.")
            field.error_messages["required"] = _("Write the e-mail address of the head of your department")

    email = AddressField(
        label=_("Your nearest manager's e-mail address"),
        help_text=_("We mail a link by which your manager answers. No account is needed."),
        max_length=254,
        widget=forms.EmailInput({"dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Write your manager's e-mail address")},
    )


class EndorseForm(PortalForm):
    """What the one who was asked says: four choices, words where they are needed, and who says it."""

    def __init__(self, *args: Any, signatory: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signatory:
            self.fields["state"].label = _("Do you approve that the application is sent in the organisation's name?")
            self.fields["state"].choices = list(SIGNATORY_WORDS.items())  # type: ignore[attr-defined]
            self.fields["name"].help_text = _("For example Kim Berg, chair. It is kept with the application.")
            del self.fields["hours"]

    state = forms.ChoiceField(
        label=_("Do you support that the idea is tested?"),
        choices=list(OWN_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four answers")},
    )
    words = forms.CharField(
        label=_("Your terms, or why not now"),
        help_text=_("Needed for a yes with terms and for not now. Whoever asked you reads it."),
        widget=forms.Textarea({"rows": 4}),
        required=False,
        max_length=2000,
    )
    hours = forms.IntegerField(
        label=_("Working hours that you set aside for it, in all"),
        help_text=_("Write a number if you say yes and promise time. It is kept with the application."),
        required=False,
        min_value=0,
        max_value=5000,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Write the hours with digits"),
            "min_value": _("Write the hours with digits"),
            "max_value": _("At most 5000 hours"),
        },
    )
    name = forms.CharField(
        label=_("Your name and function"),
        help_text=_("For example Kim Berg, head of unit. It is kept with the application."),
        max_length=160,
        error_messages={"required": _("Write your name and function")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (sentence := NEEDS_WORDS.get(cleaned.get("state", ""))) and not cleaned.get("words"):
            self.add_error("words", str(sentence))
        return cleaned


class CloseForm(PortalForm):
    """What staff tell the owner when nobody answers."""

    words = forms.CharField(
        label=_("What the applicant is to do now"),
        help_text=_("The applicant gets it as a letter. For example who else can be asked."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Write what the applicant is to do now")},
    )
