"""Asking for a coach, booking, and what coaches write and publish."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civicportal.kernel import dates
from civicportal.kernel.forms import ChoicesInParts, ClockField, DateField, OnceMixin, PortalForm, TrapMixin
from civicportal.people.models import Person, canonical_email
from civicportal.submissions.queries import opened_title
from funds.enums.coaching import CoachPlace
from funds.models import CoachTime, Fund
from funds.ready import points_of
from funds.rules.applications import can_apply_from

HALF_A_YEAR = timedelta(days=184)


class AskForm(TrapMixin, OnceMixin, PortalForm):
    """What somebody wants to talk about; about what, where they have something; an address where they are unknown."""

    about = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect, required=False)
    words = forms.CharField(
        label=_("What do you want to talk about?"),
        help_text=_("A sentence or two is enough. The idea need not be finished"),
        widget=forms.Textarea({"rows": 5}),
        max_length=1000,
        error_messages={"required": _("Write a sentence or two"), "max_length": _("Keep it to 1,000 characters")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We mail a link to confirm it, and the answer"),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("Write the whole address, for example name@example.org"),
        },
    )

    def __init__(self, *args: Any, fund: Fund, known: bool, things: Any = ((), (), ()), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fund = fund
        drafts, applications, projects = things
        self.things: dict[str, Any] = {
            **{f"draft:{draft.token}": draft for draft in drafts},
            **{f"application:{each.case.reference}": each for each in applications},
            **{f"project:{each.slug}": each for each in projects},
        }
        if known:
            del self.fields["email"]
        if self.things:
            titles = [(key, self._label(key, thing)) for key, thing in self.things.items()]
            self.fields["about"].choices = [("", _("Something that I have not begun to write")), *titles]
        else:
            del self.fields["about"]

    def _label(self, key: str, thing: Any) -> str:
        if key.startswith("draft:"):
            return str(_("My draft: %(title)s") % {"title": opened_title(thing.sealed) or _("without a title yet")})
        title = str(thing.title)
        if key.startswith("application:"):
            return str(_("My application: %(title)s") % {"title": title})
        return str(_("My project: %(title)s") % {"title": title})

    def clean_email(self) -> str:
        email = canonical_email(self.cleaned_data["email"])
        if not (answer := can_apply_from(email, self.fund)):
            raise forms.ValidationError(str(answer.why))
        return email

    def thing(self) -> Any:
        """What was chosen, or None."""
        return self.things.get(self.cleaned_data.get("about", ""))


class ShareForm(PortalForm):
    """Which draft the coach may read."""

    draft = forms.ChoiceField(
        label=_("Which draft?"), widget=forms.RadioSelect, error_messages={"required": _("Choose a draft")}
    )

    def __init__(self, *args: Any, drafts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drafts = {str(draft.token): draft for draft in drafts}
        self.fields["draft"].choices = [
            (token, opened_title(draft.sealed) or _("A draft without a title yet"))
            for token, draft in self.drafts.items()
        ]
        if len(drafts) == 1:
            self.initial["draft"] = next(iter(self.drafts))


class ReadyForm(PortalForm):
    """The points that one holds ready."""

    points = forms.MultipleChoiceField(
        label=_("Tick what is ready"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, fund: Fund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"].choices = list(points_of(fund).items())


class MoveForm(PortalForm):
    """Another of the coach's free times."""

    to = forms.ChoiceField(label=_("New time"), widget=ChoicesInParts, error_messages={"required": _("Choose a time")})

    def __init__(self, *args: Any, times: list[CoachTime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.times = {str(time.token): time for time in times}
        parts: dict[str, list[tuple[str, str]]] = {}
        for token, time in self.times.items():
            clocks = f"{dates.show_clock(time.starts_at)}–{dates.show_clock(time.ends_at)}"
            parts.setdefault(f"{dates.show_day(time.starts_at, weekday=True)}, {time.whereabouts}", []).append(
                (token, clocks)
            )
        self.fields["to"].choices = list(parts.items())
        self.fields["to"].error_messages["invalid_choice"] = _("Somebody has just booked that time. Choose another")


class CancelBookingForm(PortalForm):
    """Why the coach cannot come."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("One sentence. It stands in the letter to the one who booked"),
        error_messages={"required": _("Write why, so that the person understands")},
    )


class NoteForm(OnceMixin, PortalForm):
    """A note: for the coach alone, or shared."""

    text = forms.CharField(
        label=pgettext_lazy("coach", "Note"),
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Write your note")},
    )
    shared = forms.ChoiceField(
        label=_("Who reads it?"),
        choices=[("0", _("Only I")), ("1", _("The person too, by letter"))],
        widget=forms.RadioSelect,
        initial="0",
        error_messages={"required": _("Choose who reads it")},
    )

    def clean_shared(self) -> bool:
        return bool(self.cleaned_data["shared"] == "1")


class HandOverForm(PortalForm):
    """To whom, with a word on the way."""

    to = forms.ModelChoiceField(
        label=_("Who goes on?"),
        queryset=Person.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a coach")},
    )
    words = forms.CharField(
        label=_("A word to the next coach"),
        help_text=_("Where you are, and what was agreed. The person does not read it. Your private notes stay yours"),
        widget=forms.Textarea({"rows": 4}),
        max_length=1000,
        error_messages={"required": _("Write a word to the next coach")},
    )

    def __init__(self, *args: Any, coaches: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = coaches


class PublishForm(OnceMixin, PortalForm):
    """Times to offer: one day, or repeating; one talk, or a span cut into several."""

    fund = forms.ModelChoiceField(label=_("Fund"), queryset=Fund.objects.none(), empty_label=None)
    day = DateField(label=_("First day"), error_messages={"required": _("Write the day")})
    starts = ClockField(label=_("From"), error_messages={"required": _("Write when it begins, for example 13.00")})
    ends = ClockField(label=_("To"), error_messages={"required": _("Write when it ends, for example 15.00")})
    minutes = forms.TypedChoiceField(
        label=_("How long is a talk?"),
        coerce=int,
        choices=[
            (0, _("The whole span is one talk")),
            (30, _("30 minutes")),
            (45, _("45 minutes")),
            (60, _("An hour")),
        ],
        initial=30,
    )
    weeks = forms.TypedChoiceField(
        label=_("How often?"),
        coerce=int,
        choices=[
            (0, _("Only this day")), (1, _("Every week")), (2, _("Every second week")), (3, _("Every third week")),
            (4, _("Every fourth week")),
        ],
        initial=0,
    )  # fmt: skip
    until = DateField(label=_("Last day"), required=False, help_text=_("When it repeats"))
    where = forms.ChoiceField(
        label=_("How do you meet?"), choices=CoachPlace.choices, widget=forms.RadioSelect, initial=CoachPlace.ON_SITE
    )
    place = forms.CharField(label=_("Place"), max_length=160, required=False, help_text=_("Where one finds you"))
    video_link = forms.URLField(
        label=_("Link to the video meeting"),
        required=False,
        help_text=_("Shown only to the one who has booked"),
        assume_scheme="https",
        error_messages={"invalid": _("Write the whole address, with https:// before it")},
    )

    def __init__(self, *args: Any, funds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = funds

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends, first, until = (cleaned.get(name) for name in ("starts", "ends", "day", "until"))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("It ends before it begins. Write a later time"))
        if cleaned.get("weeks") and not until and "until" not in self.errors:
            self.add_error("until", _("Write the last day"))
        if first:
            self._days(first, until if cleaned.get("weeks") else None)
        if cleaned.get("where") == CoachPlace.ON_SITE and not cleaned.get("place"):
            self.add_error("place", _("Write where you meet"))
        on_video = cleaned.get("where") == CoachPlace.VIDEO
        if on_video and not cleaned.get("video_link") and "video_link" not in self.errors:
            self.add_error("video_link", _("Write the link to the video meeting"))
        return cleaned

    def _days(self, first: date, until: date | None) -> None:
        if first < dates.today():
            self.add_error("day", _("The day has been. Write a later one"))
        elif until and until < first:
            self.add_error("until", _("The last day is before the first"))
        elif until and until > first + HALF_A_YEAR:
            self.add_error("until", _("At the most half a year ahead"))

    def facts(self) -> dict[str, Any]:
        """What actions.coach_times.publish takes."""
        data = self.cleaned_data
        names = ("starts", "ends", "minutes", "where", "place", "video_link")
        return {
            **{name: data[name] for name in names},
            "first": data["day"],
            "until": data["until"] if data["weeks"] else None,
            "weeks": data["weeks"] or 1,
            "series": data["once"],
        }
