"""The form by which somebody follows a public thing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import PortalForm, TrapMixin


class FollowForm(TrapMixin, PortalForm):
    """An address to write to."""

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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if email := cleaned.get("email"):
            cleaned["email"] = email.lower()
        return cleaned
