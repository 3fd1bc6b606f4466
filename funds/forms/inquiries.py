"""Telling of an idea in two sentences, and making a draft of what was told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import OnceMixin, PortalForm, TrapMixin
from civicportal.people.models import canonical_email
from funds.models import Fund
from funds.rules.applications import can_apply_from


class TellForm(TrapMixin, OnceMixin, PortalForm):
    """One box; and an address where nobody is signed in."""

    words = forms.CharField(
        label=_("Tell us in two sentences"),
        help_text=_("What would you like to try, and for whom? It need not be finished, and you may doubt it."),
        widget=forms.Textarea({"rows": 5}),
        max_length=1000,
        error_messages={"required": _("Write a sentence or two"), "max_length": _("Keep it to 1,000 characters")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("Write the whole address, for example name@example.org"),
        },
    )

    def __init__(self, *args: Any, fund: Fund, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fund = fund
        if known:
            del self.fields["email"]
        elif fund.is_for_employees:
            self.fields["email"].help_text = _("Your address at work. We mail a link to confirm it, and the answer")
        else:
            self.fields["email"].help_text = _("We mail a link to confirm it, and the answer")

    def clean_email(self) -> str:
        email = canonical_email(self.cleaned_data["email"])
        if not (answer := can_apply_from(email, self.fund)):
            raise forms.ValidationError(str(answer.why))
        return email


class PrepareForm(PortalForm):
    """What the draft is called to begin with; the writer may change it."""

    title = forms.CharField(
        label=_("What shall we call the idea?"),
        help_text=_("The person's own words are put into the draft. After this only the person can open it."),
        max_length=120,
        error_messages={"required": _("Write a title to begin with")},
    )
