"""What every form shares: one look, text in one normal form, dates in three boxes, words in each language."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from civicportal.kernel.text import LocalizedText, nfc, one_line

NO_CHOICE_YET = gettext_noop("- Select an option -")
"""Django's own words on top of a list of choices; its Swedish catalogue lacks them."""

CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?", re.IGNORECASE)


class PortalForm(forms.Form):
    """A form with the portal's look: hints and errors before the input, "(optional)" for stars, no HTML5 bubbles.

    Text comes out in composed characters. The template draws the summary of errors above the heading with
    {% include "ui/error_summary.html" %}.
    """

    required_css_class = ""
    error_css_class = "field-error"
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                many = isinstance(self.fields[name].widget, forms.Textarea)
                cleaned[name] = nfc(value).strip() if many else one_line(value)
        return cleaned


class OnceMixin(forms.Form):
    """A hidden number that makes a form's effect happen once, however often it is sent."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=True, initial=uuid.uuid4)


class TrapMixin(forms.Form):
    """A field that people do not see: what is written in it was written by a program."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty"), code="trap")
        return ""


class ChoicesInParts(forms.RadioSelect):
    """Radio buttons under headings: the choices come in named groups, and templates/portal/field.html draws each."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Django's groups, where each choice knows the heading that it stands under."""
        groups = super().optgroups(name, value, attrs)
        for part, options, _index in groups:
            for option in options:
                option["part"] = part
        return groups


class ThreeBoxes(forms.MultiWidget):
    """Day, month and year, each typed; the month as a number or a name."""

    template_name = "portal/three_boxes.html"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        boxes = [forms.TextInput({"inputmode": mode, "autocomplete": "off"}) for mode in ("numeric", "text", "numeric")]
        super().__init__(boxes, attrs)

    def decompress(self, value: date | None) -> list[object]:
        return [value.day, value.month, value.year] if value else [None, None, None]


def month_number(word: str) -> int:
    """1 to 12 from a number or a month's name, whole or short, in the page's language. Raises ValueError."""
    word = word.strip().rstrip(".").lower()
    if word.isdigit():
        return int(word)
    for number in range(1, 13):
        if word in {str(MONTHS[number]).lower(), str(MONTHS_3[number]).lower()} or (
            len(word) >= 3 and str(MONTHS[number]).lower().startswith(word)
        ):
            return number
    raise ValueError(word)


class DateField(forms.MultiValueField):
    """A date from three boxes."""

    widget = ThreeBoxes

    def __init__(self, **kwargs: Any) -> None:
        boxes = (forms.CharField(max_length=4), forms.CharField(max_length=20), forms.CharField(max_length=4))
        super().__init__(boxes, require_all_fields=False, **kwargs)
        for box in self.fields:
            box.required = False

    def compress(self, data_list: list[str]) -> date | None:
        if not any(data_list or []):
            return None
        day, month, year = (part.strip() for part in data_list)
        if not (day and month and year):
            raise ValidationError(_("Write the day, the month and the year"), code="incomplete")
        try:
            return date(int(year), month_number(month), int(day))
        except ValueError as error:
            raise ValidationError(_("There is no such date. Write for example 3 11 2026"), code="date") from error


class ClockField(forms.CharField):
    """A time on the wall: "17.30", "17:30", "kl. 17"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "size": 6, "data-width": "short"})
        )
        super().__init__(max_length=12, **kwargs)

    def clean(self, value: Any) -> Any:
        said = super().clean(value).strip()
        if not said:
            return None
        found = CLOCK.fullmatch(said)
        try:
            if found is None:
                raise ValueError(said)
            return time(int(found[1]), int(found[2] or 0))
        except ValueError as error:
            raise ValidationError(_("Write the time as 17.30"), code="clock") from error


WRITTEN = ("sv", "en")
"""The languages in which staff write."""


class LocalizedWidget(forms.MultiWidget):
    """One box per language of the portal, each marked with its language."""

    template_name = "portal/localized.html"

    def __init__(
        self, long: bool = False, attrs: dict[str, str] | None = None, languages: Sequence[str] = WRITTEN
    ) -> None:
        self.languages = [code for code, name in settings.LANGUAGES if code in languages]
        box = forms.Textarea if long else forms.TextInput
        rows = {"rows": 6} if long else {}
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            code: box({"lang": code, **rows}) for code in self.languages
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        texts = value.texts if isinstance(value, LocalizedText) else (value or {})
        return [texts.get(code, "") for code in self.languages]


class LocalizedFormField(forms.MultiValueField):
    """Words in each language, or in some. Only Swedish, the legal language, can be required."""

    default_error_messages = {"required": _("Write the text in Swedish")}

    def __init__(
        self,
        *,
        long: bool = False,
        languages: Sequence[str] = WRITTEN,
        encoder: Any = None,
        decoder: Any = None,
        **kwargs: Any,
    ) -> None:
        self.languages = [code for code, name in settings.LANGUAGES if code in languages]
        kwargs.pop("max_length", None)
        kwargs["widget"] = LocalizedWidget(long, languages=languages)
        fields = [forms.CharField(required=False) for _code in self.languages]
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> LocalizedText:
        texts = LocalizedText(
            {code: nfc(text or "").strip() for code, text in zip(self.languages, data_list or [], strict=False)}
        )
        if self.required and not texts.texts.get("sv"):
            raise ValidationError(_("Write the text in Swedish"), code="required")
        return texts

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.compress(list(data or [])) != (initial or LocalizedText())


def errors_of(form: forms.BaseForm) -> list[dict[str, str]]:
    """The form's errors for the summary: each sentence with the id of the first faulty box of its field."""
    found: list[dict[str, str]] = []
    for name, errors in form.errors.items():
        target = ""
        if name in form.fields:
            bound = form[name]
            target = bound.id_for_label or bound.auto_id
            if isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget)):
                target = f"{bound.auto_id}_0"
        found += [{"target": target, "sentence": str(error)} for error in errors]
    return found
