"""What people write when they sign up to a meeting, and what staff enter about meetings."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item
from civicportal.commons.words import CONTENT_LANGUAGES
from civicportal.files.actions import NO_ALT
from civicportal.kernel import dates
from civicportal.kernel.forms import ClockField, DateField, LocalizedFormField, OnceMixin, PortalForm, TrapMixin
from civicportal.kernel.recurrence import every_month, every_weeks
from civicportal.people.models import Organisation, canonical_email
from civicportal.places.models import District
from civicportal.places.queries import districts
from prototypes.enums.meetings import MeetingFormat, Place, Rhythm
from prototypes.models import Invitation

WEEKS = {Rhythm.WEEK: 1, Rhythm.TWO: 2, Rhythm.THREE: 3, Rhythm.FOUR: 4}


class SignUpForm(TrapMixin, PortalForm):
    """Signing up, with or without account."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write your name")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You get your place there, and word if anything changes"),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("Write the whole address, for example name@example.org"),
        },
    )
    needs = forms.CharField(
        label=_("Is there something that we should know?"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: you come by wheelchair, you need an interpreter. Write nothing about health"),
    )

    def __init__(self, *args: Any, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person is not None:
            del self.fields["email"]

    def clean_email(self) -> str:
        return canonical_email(self.cleaned_data["email"])


class WhenForm(PortalForm):
    """A day with two times on the wall; what does not exist on the night of a change is said in words."""

    day = DateField(label=_("Date"), error_messages={"required": _("Write the day")})
    starts = ClockField(label=_("Begins"), error_messages={"required": _("Write when it begins, for example 17.30")})
    ends = ClockField(label=_("Ends"), error_messages={"required": _("Write when it ends, for example 19.30")})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The meeting ends before it begins. Write a later time"))
        elif cleaned.get("day") and starts and ends:
            for name, clock in (("starts", starts), ("ends", ends)):
                cleaned[f"{name}_at"] = self._instant(name, cleaned["day"], clock)
        return cleaned

    def _instant(self, name: str, day: date, clock: time) -> datetime | None:
        try:
            return dates.at(day, clock)
        except dates.NoSuchTime as error:
            self.add_error(name, str(error))
            return None


class MoveForm(WhenForm):
    """A meeting's new time, and why."""

    reason = LocalizedFormField(
        label=_("Why it is moved"), help_text=_("Stands on the page and in the letter"), required=False
    )


class CancelForm(PortalForm):
    """Why a meeting will not be."""

    reason = LocalizedFormField(
        label=_("Why it is cancelled"), help_text=_("One sentence. It stands on the page and in the letter")
    )


class DateForm(OnceMixin, WhenForm):
    """One more date of a series."""


class MinutesForm(PortalForm):
    """What was said and decided, how many came, and a picture if there is one."""

    minutes = LocalizedFormField(
        label=_("Minutes"),
        long=True,
        help_text=_("What you looked back at, worked on and agreed. No names of residents"),
    )
    attended = forms.IntegerField(
        label=_("How many came"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=_("Also those who just came"),
    )
    picture = forms.FileField(label=_("Picture"), required=False, help_text=_("People in it have said yes to it"))
    alt = forms.CharField(label=_("What the picture shows"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("picture") and not cleaned.get("alt"):
            self.add_error("alt", NO_ALT)
        return cleaned


def _words(name: str) -> LocalizedFormField:
    """A box per language for one of an Invitation's fields, with the model's own words."""
    field: Any = Invitation._meta.get_field(name)
    return LocalizedFormField(
        label=capfirst(field.verbose_name), help_text=field.help_text, long=field.long, required=not field.blank
    )


def _help(name: str) -> Any:
    return Invitation._meta.get_field(name).help_text


class InvitationForm(PortalForm):
    """Everything that a meeting tells about itself, apart from when. Leads to `facts()` and `about()`."""

    unit = forms.ChoiceField(label=_("Unit"))
    title = _words("title")
    summary = _words("summary")
    format = forms.ChoiceField(
        label=_("Kind of meeting"),
        choices=MeetingFormat.choices,
        widget=forms.RadioSelect,
        initial=MeetingFormat.OPEN,
    )
    things = forms.MultipleChoiceField(label=_("What it is about"), required=False, widget=forms.CheckboxSelectMultiple)
    pages = forms.CharField(
        label=_("Other things that it is about"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The addresses of their pages in this portal, one a line"),
    )
    for_whom = _words("for_whom")
    look_back = _words("look_back")
    pause = _words("pause")
    work_on = _words("work_on")
    where = forms.ChoiceField(
        label=_("How one takes part"), choices=Place.choices, widget=forms.RadioSelect, initial=Place.ON_SITE
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    address = forms.CharField(label=_("Street address"), max_length=160, required=False)
    access = _words("access")
    district = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.none(), required=False, empty_label=_("The whole city")
    )
    video_link = forms.URLField(
        label=_("Link to the video meeting"),
        required=False,
        help_text=_help("video_link"),
        error_messages={"invalid": _("Write the whole address, with https:// before it")},
    )
    facilitator = _words("facilitator")
    email = forms.EmailField(label=_("Questions go to"), required=False)
    spoken = _words("spoken")
    by_sign_up = forms.BooleanField(label=_("One signs up"), required=False, initial=True)
    seats = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=10_000, help_text=_help("seats")
    )
    remind_hours = forms.IntegerField(
        label=_("Hours before, to send a reminder"),
        min_value=0,
        max_value=336,
        initial=24,
        help_text=_help("remind_hours"),
    )

    def __init__(self, *args: Any, units: list[Organisation], things: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.things = {f"{item.kind}/{item.slug}": item for item in things}
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]
        self.fields["things"].choices = [
            (key, f"{kinds[item.kind].label}: {item.title}") for key, item in self.things.items()
        ]
        self.fields["district"].queryset = districts()

    def clean_pages(self) -> list[Item]:
        """The things behind addresses of this portal."""
        found = []
        for line in self.cleaned_data["pages"].splitlines():
            if not line.strip():
                continue
            item = item_of_address(line.strip())
            if item is None:
                raise ValidationError(_("%(address)s is no public page of this portal") % {"address": line.strip()})
            found.append(item)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("where") in {Place.ON_SITE, Place.BOTH} and not cleaned.get("place"):
            self.add_error("place", _("Write where the meeting is"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """The fields of an Invitation."""
        names = [field.name for field in Invitation._meta.local_fields if field.name in self.cleaned_data]
        found = {name: self.cleaned_data[name] for name in names}
        return {**found, "unit": self.units[found["unit"]]} if "unit" in found else found

    def about(self) -> list[Item]:
        """What the meeting is about, each once."""
        chosen = [self.things[key] for key in self.cleaned_data["things"]] + self.cleaned_data["pages"]
        return list({item.pk: item for item in chosen}.values())


def item_of_address(address: str) -> Item | None:
    """The visible public thing whose page an address names, in whatever language it was copied."""
    path = urlsplit(address).path
    slug = path.rstrip("/").rsplit("/", 1)[-1]
    for item in Item.objects.filter(slug=slug):
        for language in CONTENT_LANGUAGES:
            with override(language):
                if item.get_absolute_url() == path:
                    return item
    return None


class MeetingForm(OnceMixin, WhenForm, InvitationForm):
    """A meeting called once."""

    field_order = ("unit", "title", "summary", "day", "starts", "ends")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


class SeriesForm(MeetingForm):
    """Meetings that come back on the wall clock."""

    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm.choices, widget=forms.RadioSelect, initial=Rhythm.THREE
    )
    until = DateField(label=_("Last day"), error_messages={"required": _("Write the last day")})
    field_order = ("unit", "title", "summary", "rhythm", "day", "until", "starts", "ends")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("First day")

    def _instant(self, name: str, day: date, clock: time) -> datetime | None:
        """A series says for each of its days what does not exist; its first day is only one of them."""
        return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, until = cleaned.get("day"), cleaned.get("until")
        if first and until and until <= first:
            self.add_error("until", _("The last day is after the first"))
        elif first and until and (until - first).days > 366 * 2:
            self.add_error("until", _("Plan at most two years ahead"))
        return cleaned

    @property
    def rule(self) -> str:
        """The rule of the chosen rhythm."""
        rhythm = self.cleaned_data["rhythm"]
        if rhythm == Rhythm.MONTH:
            return every_month(self.cleaned_data["day"])
        return every_weeks(WEEKS[Rhythm(rhythm)])


class EditForm(InvitationForm):
    """A meeting or series that is there, written anew; its unit stays."""

    def __init__(self, *args: Any, thing: Invitation, things: list[Item], **kwargs: Any) -> None:
        about = list(thing.about.all())
        listed = {item.pk for item in things}
        names = [field.name for field in Invitation._meta.local_fields]
        first = {name: getattr(thing, name) for name in names}
        first["things"] = [f"{item.kind}/{item.slug}" for item in about if item.pk in listed]
        first["pages"] = "\n".join(item.get_absolute_url() for item in about if item.pk not in listed)
        super().__init__(*args, units=[thing.unit], things=things, initial=first, **kwargs)
        del self.fields["unit"]
