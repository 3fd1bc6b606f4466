"""What people type on the account pages."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import PortalForm
from civicportal.people.codes import DIGITS, digits_of
from civicportal.people.enums import Theme
from civicportal.people.models import Consent, canonical_email

MAIL_WORDS = _("Write an e-mail address, for example name@example.org")


class AddressForm(PortalForm):
    """An e-mail address. A plain text input: the browser's own sentences about it are not ours."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.TextInput(
            {
                "inputmode": "email",
                "autocomplete": "email",
                "autocapitalize": "none",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
        error_messages={"required": _("Write your e-mail address"), "max_length": _("The address is too long")},
    )

    def clean_email(self) -> str:
        email = canonical_email(self.cleaned_data["email"])
        if "@" not in email:
            raise ValidationError(_("The e-mail address has no @"), code="at")
        EmailValidator(message=MAIL_WORDS)(email)
        return email


class CodeForm(PortalForm):
    """A mailed code: one input that takes what was pasted, with or without spaces."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr", "class": "input-code"}
        ),
        error_messages={"required": _("Write the code from the letter")},
    )

    def clean_code(self) -> str:
        digits = digits_of(self.cleaned_data["code"])
        if len(digits) != DIGITS:
            raise ValidationError(_("The code has 8 digits. Check the letter and try again"), code="length")
        return digits


class ProfileForm(PortalForm):
    """What somebody says about themselves."""

    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("We call only when an e-mail is not enough."),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our letters to you"),
        choices=[("sv", "Svenska"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme.choices, widget=forms.RadioSelect)


class ConsentsForm(PortalForm):
    """A yes or no for each purpose; nothing is ticked unless the person said yes before."""

    purposes = forms.MultipleChoiceField(
        label=_("I agree to this"),
        choices=Consent.Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You can take back a yes at any time. It changes nothing in how we handle your case."),
    )


class CloseForm(PortalForm):
    """The one box that closing an account asks for."""

    sure = forms.BooleanField(
        label=_("I want to close my account"),
        error_messages={"required": _("Tick the box if you want to close your account")},
    )


def _code_input(form: forms.Form, label: Any, *, numeric: bool) -> None:
    field = form.fields["code"]
    field.label = label
    field.widget = forms.TextInput(
        {"autocomplete": "one-time-code", "dir": "ltr", "class": "input-code"}
        | ({"inputmode": "numeric"} if numeric else {})
    )
    field.error_messages["required"] = _("Write the code from your app")


def _key_name(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("What you call it"),
        max_length=60,
        required=required,
        help_text=_("For example: my telephone"),
        error_messages={"required": _("Write what you call it")},
    )


class _Plain(PortalForm):
    """The portal's look for a form whose logic is allauth's."""


class SecondStepForm(AuthenticateForm, _Plain):
    """The second step at sign-in: a code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_input(self, _("Code from your app, or a recovery code"), numeric=False)


class SecondStepAgainForm(ReauthenticateForm, _Plain):
    """The second step once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_input(self, _("Code from your app, or a recovery code"), numeric=False)


class AddAppForm(ActivateTOTPForm, _Plain):
    """The first code from a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_input(self, _("Code that the app shows"), numeric=True)


class AddPasskeyForm(AddWebAuthnForm, _Plain):
    """A new passkey and what its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _key_name(required=False)
        self.fields["passwordless"].label = _("Let me sign in with it instead of a mailed code")
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(EditWebAuthnForm, _Plain):
    """A new name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _key_name(required=True)
