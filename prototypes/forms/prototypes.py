"""What people write to a network, and what staff enter about its prototypes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from civicportal.files.content import look_at_picture
from civicportal.kernel import dates
from civicportal.kernel.forms import DateField, LocalizedFormField, OnceMixin, PortalForm, TrapMixin
from civicportal.kernel.text import LocalizedText, one_line
from civicportal.people.models import canonical_email
from prototypes.actions.prototypes import Finding, Picture
from prototypes.actions.suggestions import NewPrototype
from prototypes.enums.prototypes import Verdict
from prototypes.models import HarmPoint, Method, Network
from prototypes.queries.staff import item_of

ADDRESS_WRONG = _("Write the whole address, for example name@example.org")


class AddressForm(TrapMixin, PortalForm):
    """An address that a letter goes to."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"required": _("Write your e-mail address"), "invalid": ADDRESS_WRONG},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if email := cleaned.get("email"):
            cleaned["email"] = canonical_email(email)
        return cleaned


class JoinForm(AddressForm):
    """Who joins a working group. Only those who coordinate read it."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write your name")},
    )
    field_order = ("name", "email", "website")


class SuggestForm(OnceMixin, PortalForm):
    """A wish to test something. It is short on purpose: the coordinator asks the rest."""

    network = forms.ChoiceField(
        label=_("Which network should test it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a network")},
    )
    title = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        error_messages={
            "required": _("Write what it is called"),
            "max_length": _("The name can have 120 characters"),
        },
    )
    wish = forms.CharField(
        label=_("What should be tested, and with whom?"),
        help_text=_("Who has the need, what you want to find out, and who should be part of it"),
        max_length=2000,
        widget=forms.Textarea({"rows": 7}),
        error_messages={
            "required": _("Write what should be tested, and with whom"),
            "max_length": _("The text can have 2,000 characters"),
        },
    )
    fran = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, networks: list[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.networks = {network.slug: network for network in networks}
        if len(networks) == 1:
            del self.fields["network"]
        else:
            self.fields["network"].choices = [(slug, str(one)) for slug, one in self.networks.items()]  # type: ignore[attr-defined]

    def network_chosen(self) -> Network:
        """The network that the suggestion goes to; the only one where there is no choice."""
        return self.networks[self.cleaned_data.get("network") or next(iter(self.networks))]


# What staff enter


class PictureMixin(forms.Form):
    """A picture with what it shows. A picture without words is refused, and words without a picture mean nothing."""

    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPG, PNG or WebP, at most 10 MB. Do you show people? Ask them first"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=300,
        help_text=_("For those who cannot see it"),
    )

    def clean_picture(self) -> Any:
        """What is no picture is said at the field, before anything is kept."""
        upload = self.cleaned_data.get("picture")
        if upload:
            upload.seek(0)
            look_at_picture(upload.read())
        return upload

    def pictures(self) -> list[Picture]:
        """The picture, if one was sent."""
        upload = self.cleaned_data.get("picture")
        return [Picture(upload, self.cleaned_data["alt"])] if upload else []

    def _demand_alt(self) -> None:
        if self.cleaned_data.get("picture") and not one_line(self.cleaned_data.get("alt") or ""):
            self.add_error("alt", _("Describe what the picture shows, for those who cannot see it"))


class LogForm(OnceMixin, PictureMixin, PortalForm):
    """One entry of a prototype's public log."""

    title = LocalizedFormField(label=_("In short"), help_text=_("For example: We opened the meeting place"))
    words = LocalizedFormField(label=_("What happened"), long=True, required=False)
    day = DateField(label=_("When it happened"), required=False, help_text=_("Leave it empty for today"))
    field_order = ("title", "words", "day", "picture", "alt", "once")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._demand_alt()
        day: date | None = cleaned.get("day")
        if day and day > dates.today():
            self.add_error("day", _("The log tells what has happened. Choose a day that is not ahead"))
        return cleaned


class PictureForm(PictureMixin, PortalForm):
    """The picture of a prototype's card and page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].required = True
        self.fields["picture"].error_messages["required"] = _("Choose a picture")
        self.fields["alt"].required = True
        self.fields["alt"].error_messages["required"] = _(
            "Describe what the picture shows, for those who cannot see it"
        )


class EndForm(PortalForm):
    """How a prototype ended, in public."""

    learnt = LocalizedFormField(
        label=_("What was learnt"), long=True, help_text=_("What worked, what did not, and what others should know")
    )


class HideForm(PortalForm):
    """Nothing to fill in: the page asks, the button acts."""


class CheckForm(OnceMixin, PortalForm):
    """The do-no-harm check: each point of the network's list, with what is found and what is done about it."""

    made_on = DateField(label=_("When the check was made"), error_messages={"required": _("Write the day")})
    by_function = LocalizedFormField(label=_("Who made it"), help_text=_("A function, never somebody's name"))

    def __init__(self, *args: Any, points: list[HarmPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for point in points:
            self.fields[f"verdict_{point.pk}"] = forms.ChoiceField(
                label=str(point.words),
                choices=Verdict.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose what you found: %(point)s") % {"point": point.words}},
            )
            self.fields[f"note_{point.pk}"] = LocalizedFormField(
                label=_("What we do about it"), required=False, help_text=_("Needed where something needs care")
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (day := cleaned.get("made_on")) and day > dates.today():
            self.add_error("made_on", _("The check was made on a day that lies ahead. Choose another"))
        for point in self.points:
            if cleaned.get(f"verdict_{point.pk}") in {Verdict.CARE, Verdict.STOP}:
                note: LocalizedText = cleaned.get(f"note_{point.pk}") or LocalizedText()
                if not note.texts.get("sv"):
                    self.add_error(f"note_{point.pk}", _("Write what is done about it, in Swedish"))
        return cleaned

    def findings(self) -> Iterator[Finding]:
        """One finding a point, in the list's order."""
        for point in self.points:
            yield Finding(point.words, self.cleaned_data[f"verdict_{point.pk}"], self.cleaned_data[f"note_{point.pk}"])


class YesForm(PortalForm):
    """Yes to a suggestion: the public words of the new prototype, and what its writer reads."""

    name = LocalizedFormField(label=_("What the prototype is called"))
    question = LocalizedFormField(label=_("The question it explores"))
    summary = LocalizedFormField(label=_("One sentence about it"), help_text=_("It stands on cards"))
    purpose = LocalizedFormField(label=_("Purpose"), long=True)
    reason = forms.CharField(
        label=_("What the writer reads"),
        help_text=_("Why yes, and what happens next"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Write what the one who suggested it reads")},
    )

    def new_prototype(self) -> NewPrototype:
        """The words of the prototype."""
        return NewPrototype(**{name: self.cleaned_data[name] for name in ("name", "question", "summary", "purpose")})


class NoForm(PortalForm):
    """No to a suggestion: the reason, which its writer reads."""

    reason = forms.CharField(
        label=_("What the writer reads"),
        help_text=_("Why not, and one thing that could be done instead"),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Write the reason. The one who suggested it reads it")},
    )


class ItemsField(forms.CharField):
    """Public pages by their addresses, one a line; gives the list of their items."""

    widget = forms.Textarea({"rows": 4, "spellcheck": "false", "dir": "ltr"})

    def prepare_value(self, value: Any) -> Any:
        """Items as their addresses; what was typed stays as it is."""
        if value is None or isinstance(value, str):
            return value
        return "\n".join(item.get_absolute_url() for item in value)

    def to_python(self, value: Any) -> list[Any]:  # type: ignore[override]
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        found = {line: item_of(line) for line in lines}
        if wrong := [line for line, item in found.items() if item is None]:
            raise ValidationError(
                _("There is no public page at %(address)s"), code="address", params={"address": wrong[0]}
            )
        return list({item.pk: item for item in found.values() if item is not None}.values())

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """CharField's validators measure text; the value is a list here."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.prepare_value(initial) or ""
        return bool(str(before).split() != str(data or "").split())


class MethodForm(forms.ModelForm):
    """A method of the toolbox; where it was used is written as addresses, so that any public page can be named."""

    used_in = ItemsField(
        label=_("Used in"),
        required=False,
        help_text=_("The addresses of the public pages where it was used, one a line"),
    )

    class Meta:
        model = Method
        fields = (
            "network", "slug", "name", "what_for", "format", "how", "minutes", "smallest_group", "largest_group",
            "material", "used_in",
        )  # fmt: skip
