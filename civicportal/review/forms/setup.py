"""What those responsible fill in when they arrange the review: criteria, stages, more time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.forms import ClockField, DateField, LocalizedFormField, PortalForm
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.review.enums import Judges, Leaves, Shows, StageKind
from civicportal.review.models import Criterion, Stage
from civicportal.review.models.criteria import LOWEST, MOST, USUAL
from civicportal.submissions.models import Opening

LAST_MINUTE = time(23, 59)


class CriterionForm(PortalForm):
    """One criterion: what is asked, how much it weighs, and in words what each score means."""

    name = LocalizedFormField(label=_("Name"))
    question = LocalizedFormField(label=_("What do you ask?"), required=False, long=True)
    weight = forms.DecimalField(
        label=_("Weight"),
        help_text=_("1 is usual, 2 counts twice as much"),
        min_value=Decimal("0.25"),
        max_value=Decimal(10),
        decimal_places=2,
        max_digits=4,
        localize=True,
        widget=forms.TextInput({"inputmode": "decimal", "size": 5}),
        error_messages={"required": _("Write a weight, for example 1"), "invalid": _("Write a weight, for example 1")},
    )

    highest = forms.TypedChoiceField(
        label=_("Scale"),
        help_text=_("All scales are counted on the same measure. The boxes below follow the scale when you have saved"),
        choices=[(top, _("1 to %(highest)d") % {"highest": top}) for top in range(LOWEST + 1, MOST + 1)],
        coerce=int,
    )

    def __init__(self, *args: Any, highest: int = USUAL, **kwargs: Any) -> None:
        """`highest` is the scale as it is saved: for its scores there are boxes."""
        super().__init__(*args, **kwargs)
        self.scores = range(LOWEST, highest + 1)
        for score in self.scores:
            self.fields[f"anchor_{score}"] = LocalizedFormField(
                label=_("What %(score)d means") % {"score": score}, required=False
            )

    @classmethod
    def initial_of(cls, criterion: Criterion | None) -> dict[str, Any]:
        """A criterion as the boxes show it."""
        if criterion is None:
            return {"weight": Decimal(1), "highest": USUAL}
        anchors = {f"anchor_{anchor.score}": anchor.words for anchor in criterion.anchors.all()}
        plain = {name: getattr(criterion, name) for name in ("name", "question", "weight", "highest")}
        return plain | anchors

    def said(self) -> dict[str, Any]:
        """What `save_criterion` takes."""
        data = self.cleaned_data
        anchors: dict[int, LocalizedText] = {score: data[f"anchor_{score}"] for score in self.scores}
        return {key: data[key] for key in ("name", "question", "weight", "highest")} | {"anchors": anchors}


class WindowMixin(PortalForm):
    """A closing time: a day and a minute in Stockholm; "23.59" is open through that minute."""

    def instant(self, name: str, day: date | None, clock: time | None, *, closing: bool) -> datetime | None:
        """The instant of two boxes, or None with an error at the clock."""
        if day is None or clock is None:
            return None
        try:
            return dates.closing(day, clock) if closing else dates.at(day, clock)
        except dates.NoSuchTime as error:
            self.add_error(name, str(error))
            return None


class StageForm(WindowMixin):
    """A stage: when, who, what it gives, and what it leaves to the next."""

    name = LocalizedFormField(label=_("Name"))
    opens_on = DateField(label=_("Opens"), error_messages={"required": _("Write the day when the stage opens")})
    opens_clock = ClockField(label=_("At"), error_messages={"required": _("Write the time as 17.30")})
    closes_on = DateField(label=_("Closes"), error_messages={"required": _("Write the day when the stage closes")})
    closes_clock = ClockField(
        label=_("Open through the minute"), error_messages={"required": _("Write the time as 17.30")}
    )
    kind = forms.ChoiceField(label=_("What does it give?"), choices=StageKind.choices, widget=forms.RadioSelect)
    judges = forms.ChoiceField(label=_("Who reads?"), choices=Judges.choices, widget=forms.RadioSelect)
    people = forms.MultipleChoiceField(
        label=_("Only these people"),
        help_text=_("Choose nobody, and everybody with the role reads"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wanted_reviews = forms.IntegerField(
        label=_("How many read each"), min_value=1, max_value=20, widget=forms.TextInput({"inputmode": "numeric"})
    )
    blind = forms.BooleanField(label=_("They do not see who sent it in"), required=False)
    redacted_first = forms.BooleanField(
        label=_("Names are struck out before anybody reads"),
        help_text=_("Each text is read when one of you has gone through it"),
        required=False,
    )
    leaves = forms.ChoiceField(
        label=_("What goes on to the next stage?"), choices=Leaves.choices, widget=forms.RadioSelect
    )
    best = forms.IntegerField(
        label=_("How many go on"),
        help_text=_("Only where the best go on. The scores propose, you confirm"),
        min_value=1,
        max_value=1000,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    shows = forms.ChoiceField(
        label=_("What does the next stage see of it?"), choices=Shows.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, candidates: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {str(person.pk): person for person in candidates}
        self.fields["people"].choices = [(pk, str(person)) for pk, person in self.candidates.items()]

    @classmethod
    def initial_of(cls, stage: Stage | None, opening: Opening) -> dict[str, Any]:
        """A stage as the boxes show it; a new one begins when the last one ends."""
        if stage is None:
            last = Stage.objects.filter(opening=opening).order_by("-closes_at").first()
            begins = (last.closes_at if last else opening.closes_at).astimezone(dates.STOCKHOLM)
            return {
                "opens_on": begins.date(), "opens_clock": f"{begins:%H.%M}", "closes_clock": "23.59",
                "kind": StageKind.SCORES, "judges": Judges.REVIEWER, "wanted_reviews": 3, "blind": True,
                "leaves": Leaves.ALL, "shows": Shows.NOTHING,
            }  # fmt: skip
        opens, closes = stage.opens_at.astimezone(dates.STOCKHOLM), dates.last_minute(stage.closes_at)
        plain = ("name", "kind", "judges", "wanted_reviews", "blind", "redacted_first", "leaves", "best", "shows")
        return {
            **{field: getattr(stage, field) for field in plain},
            "opens_on": opens.date(), "opens_clock": f"{opens:%H.%M}",
            "closes_on": closes.date(), "closes_clock": f"{closes:%H.%M}",
            "people": [str(pk) for pk in stage.people.values_list("pk", flat=True)],
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        get = cleaned.get
        cleaned["opens_at"] = self.instant("opens_clock", get("opens_on"), get("opens_clock"), closing=False)
        cleaned["closes_at"] = self.instant("closes_clock", get("closes_on"), get("closes_clock"), closing=True)
        if cleaned["opens_at"] and cleaned["closes_at"] and cleaned["closes_at"] <= cleaned["opens_at"]:
            self.add_error("closes_on", _("It closes before it opens. Choose a later day"))
        if get("leaves") == Leaves.BEST and not get("best"):
            self.add_error("best", _("Write how many go on"))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What `save_stage` takes."""
        data = dict(self.cleaned_data)
        for box in ("opens_on", "opens_clock", "closes_on", "closes_clock"):
            del data[box]
        data["best"] = data["best"] if data["leaves"] == Leaves.BEST else None
        data["people"] = [self.candidates[pk] for pk in data["people"]]
        return data


class ProlongForm(WindowMixin):
    """A later end, and why."""

    day = DateField(label=_("The new last day"), error_messages={"required": _("Write the day")})
    clock = ClockField(label=_("Open through the minute"), error_messages={"required": _("Write the time as 17.30")})
    reason = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea({"rows": 3}),
        max_length=500,
        error_messages={"required": _("Write why the stage gets more time")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["until"] = self.instant("clock", cleaned.get("day"), cleaned.get("clock"), closing=True)
        return cleaned


class CopyForm(PortalForm):
    """Which opening to copy from."""

    source = forms.ChoiceField(
        label=_("Copy from"), widget=forms.RadioSelect, error_messages={"required": _("Choose what to copy from")}
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = list(choices)


class CalibrationForm(PortalForm):
    """A calibration case: a submission by its reference, or a title and a text."""

    reference = forms.CharField(
        label=_("Reference of a submission"), help_text=_("For example VF-2026-0012"), max_length=20, required=False
    )
    title = forms.CharField(label=_("Or a title of your own"), max_length=120, required=False)
    text = forms.CharField(
        label=_("And a text to score"), widget=forms.Textarea({"rows": 8}), max_length=6000, required=False
    )
