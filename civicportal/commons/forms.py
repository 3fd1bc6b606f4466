"""The form by which somebody follows a public thing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import PortalForm


class FollowForm(PortalForm):
    """An address to write to. `website` is a trap for programs: people do not see it."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We write when something happens and at no other time."),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("Write an address such as name@example.org"),
        },
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_website(self) -> str:
        """Something here was written by a program."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty"), code="trap")
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if email := cleaned.get("email"):
            cleaned["email"] = email.lower()
        return cleaned
