"""The form by which staff give a public thing its picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import PortalForm


class PictureForm(PortalForm):
    """A picture, with what it shows in words."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPG, PNG or WebP. Nobody may be shown who has not agreed"),
        error_messages={"required": _("Choose a picture")},
    )
    alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=300,
        help_text=_("For those who cannot see it"),
        error_messages={"required": _("Describe what the picture shows, for those who cannot see it")},
    )


class PictureIfAnyMixin(PortalForm):
    """A picture that may be left out; one that is there says in words what it shows."""

    picture = forms.FileField(
        label=_("Picture"), required=False, help_text=_("JPG, PNG or WebP. Nobody may be shown who has not agreed")
    )
    alt = forms.CharField(
        label=_("What the picture shows"), max_length=300, required=False, help_text=_("For those who cannot see it")
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("picture") and not cleaned.get("alt"):
            self.add_error("alt", _("Describe what the picture shows, for those who cannot see it"))
        return cleaned
