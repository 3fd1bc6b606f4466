"""What the owner and the one who is asked for support write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import PortalForm
from civicportal.submissions.endorsing import NEEDS_WORDS
from civicportal.submissions.enums import OWN_WORDS
from civicportal.submissions.fields import AddressField


class AskForm(PortalForm):
    """Whom the owner asks."""

    email = AddressField(
        label=_("Your nearest manager's e-mail address"),
        help_text=_("We mail a link by which your manager answers. No account is needed."),
        max_length=254,
        widget=forms.EmailInput({"dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Write your manager's e-mail address")},
    )


class EndorseForm(PortalForm):
    """What the one who was asked says: four choices, words where they are needed, and who says it."""

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
