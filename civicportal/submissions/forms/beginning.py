"""What one says before a draft is begun; a feature adds what is its own."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import OnceMixin, PortalForm
from civicportal.people.models import canonical_email


class BeginningForm(OnceMixin, PortalForm):
    """Where to mail the link to the draft."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you a link, so that you can go on later on any device"),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("Write the whole address, for example name@example.org"),
        },
    )

    def clean_email(self) -> str:
        return canonical_email(self.cleaned_data["email"])
