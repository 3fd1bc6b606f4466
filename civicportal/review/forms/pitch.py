"""Pitch times, as staff make them and as whoever pitches asks for another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.forms import ClockField, DateField
from civicportal.review.forms.setup import WindowMixin
from civicportal.review.models import Slot


class WhereMixin(WindowMixin):
    """A day and a time, and a place or a video link."""

    day = DateField(label=_("Date"), error_messages={"required": _("Write the day")})
    starts = ClockField(label=_("Begins"), error_messages={"required": _("Write the time as 17.30")})
    minutes = forms.IntegerField(
        label=_("Minutes each"), min_value=5, max_value=240, widget=forms.TextInput({"inputmode": "numeric"})
    )
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    link = forms.URLField(label=_("Link to the video meeting"), max_length=300, required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["starts_at"] = self.instant("starts", cleaned.get("day"), cleaned.get("starts"), closing=False)
        if not self.errors and not (cleaned.get("place") or cleaned.get("link")):
            self.add_error("place", _("Write where it is, or the link to the video meeting"))
        return cleaned


class SlotsForm(WhereMixin):
    """Several times after one another."""

    pause = forms.IntegerField(
        label=_("Minutes between"), min_value=0, max_value=120, widget=forms.TextInput({"inputmode": "numeric"})
    )
    count = forms.IntegerField(
        label=_("How many times"), min_value=1, max_value=20, widget=forms.TextInput({"inputmode": "numeric"})
    )
    field_order = ("day", "starts", "minutes", "pause", "count", "place", "link")


class MoveSlotForm(WhereMixin):
    """Another time or place."""

    @classmethod
    def initial_of(cls, slot: Slot) -> dict[str, Any]:
        starts = slot.starts_at.astimezone(dates.STOCKHOLM)
        minutes = int((slot.ends_at - slot.starts_at).total_seconds() // 60)
        return {
            "day": starts.date(), "starts": f"{starts:%H.%M}", "minutes": minutes, "place": slot.place,
            "link": slot.link,
        }  # fmt: skip


class AnotherTimeForm(WindowMixin):
    """Which other times would suit."""

    words = forms.CharField(
        label=_("Which times suit you?"),
        help_text=_("Those who arrange the pitches read it and write to you"),
        widget=forms.Textarea({"rows": 4}),
        max_length=500,
        error_messages={"required": _("Write which times suit you")},
    )


class QuestionForm(WindowMixin):
    """A question of the jury."""

    words = forms.CharField(
        label=_("A question to ask"), max_length=300, error_messages={"required": _("Write the question")}
    )
