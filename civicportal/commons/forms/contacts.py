"""What people write to get in contact, and what the other side answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import OnceMixin, PortalForm


class ContactForm(OnceMixin, PortalForm):
    """What it is about."""

    words = forms.CharField(
        label=_("What do you want to talk about?"),
        help_text=_("Write a few sentences. Your name and address are not shown before they have said yes."),
        widget=forms.Textarea({"rows": 5}),
        max_length=1500,
        error_messages={"required": _("Write what it is about")},
    )


class AnswerContactForm(PortalForm):
    """Yes or no, with a few words."""

    said = forms.ChoiceField(
        label=_("Do you want to get in contact?"),
        choices=[("yes", _("Yes, share our addresses with each other")), ("no", _("No, not this time"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    words = forms.CharField(
        label=_("A few words to the one who asks"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
        max_length=1500,
    )

    @property
    def yes(self) -> bool:
        return bool(self.cleaned_data["said"] == "yes")
