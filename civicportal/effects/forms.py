"""What staff enter about effects. Each form's `facts()` are the words of the action that it hands them to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.effects.enums import Direction, Level
from civicportal.effects.figures import FigureField
from civicportal.effects.models import EffectGoal, Indicator, Measurement, ValueEntry
from civicportal.kernel import dates
from civicportal.kernel.forms import DateField, LocalizedFormField, OnceMixin, PortalForm
from civicportal.kernel.money import MoneyFormField


class EffectForm(PortalForm):
    """A form over the fields of one entry: the names of its boxes are the names of the action's arguments."""

    NAMES: tuple[str, ...] = ()

    @classmethod
    def initial_of(cls, thing: Any) -> dict[str, Any]:
        """What the boxes hold when an entry is corrected."""
        return {name: getattr(thing, name) for name in cls.NAMES}

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.NAMES}


class GoalForm(EffectForm):
    """What should be different for people."""

    NAMES = ("title", "about", "horizon")
    MODEL = EffectGoal

    title = LocalizedFormField(
        label=_("What should be different"),
        help_text=_("For example: More people take part in what happens here"),
        error_messages={"required": _("Write in Swedish what should be different")},
    )
    about = LocalizedFormField(label=_("What it means"), long=True, required=False)
    horizon = DateField(label=_("By when"), required=False, help_text=_("Day, month and year"))


class NewGoalForm(OnceMixin, GoalForm):
    """A goal that is added."""


class IndicatorForm(EffectForm):
    """What is counted, from where and to where."""

    NAMES = (
        "name", "unit", "direction", "baseline", "baseline_on", "target", "target_on", "source", "next_on",
    )  # fmt: skip
    MODEL = Indicator

    name = LocalizedFormField(
        label=_("What is counted"),
        help_text=_("For example: Visits in a week"),
        error_messages={"required": _("Write in Swedish what is counted")},
    )
    unit = LocalizedFormField(
        label=_("Unit"),
        help_text=_("For example: visits, people, %"),
        error_messages={"required": _("Write the unit in Swedish")},
    )
    direction = forms.ChoiceField(
        label=_("Which way is good"), choices=Direction.choices, widget=forms.RadioSelect, initial=Direction.UP
    )
    baseline = FigureField(label=_("Figure at the start"), required=False)
    baseline_on = DateField(label=_("Measured at the start on"), required=False)
    target = FigureField(label=_("Figure to reach"), required=False)
    target_on = DateField(label=_("To be reached by"), required=False)
    source = LocalizedFormField(
        label=_("How it is measured"),
        long=True,
        required=False,
        help_text=_("Who counts, whom you ask, and what is not counted. It stands under the chart"),
    )
    next_on = DateField(
        label=_("Next measurement"),
        required=False,
        help_text=_("It stands in public, and you are reminded on your start page"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, words in (
            ("baseline", _("Write the day of the figure at the start")),
            ("target", _("Write the day by which the figure should be reached")),
        ):
            day = f"{name}_on"
            if name in self.errors or day in self.errors:
                continue
            if cleaned.get(name) is not None and cleaned.get(day) is None:
                self.add_error(day, words)
            elif cleaned.get(name) is None and cleaned.get(day) is not None:
                self.add_error(name, _("Write the figure of that day"))
        return cleaned


class NewIndicatorForm(OnceMixin, IndicatorForm):
    """An indicator that is added."""


class MeasurementForm(EffectForm):
    """What an indicator was on a day."""

    NAMES = ("on", "value", "answers", "note", "by_function")
    MODEL = Measurement

    on = DateField(label=_("Measured on"), error_messages={"required": _("Write the day it was measured")})
    value = FigureField(label=_("Figure"), error_messages={"required": _("Write the figure")})
    answers = forms.IntegerField(
        label=_("How many answered"),
        required=False,
        min_value=0,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "class": "input-money"}),
        help_text=_("Where people were asked. Below five the figure is not shown in public"),
        error_messages={"invalid": _("Write a whole number")},
    )
    note = LocalizedFormField(label=_("What the figure stands for"), long=True, required=False)
    by_function = LocalizedFormField(
        label=_("Measured by"), required=False, help_text=_("A function, never a person's name")
    )

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day and day > dates.today():
            raise forms.ValidationError(_("That day has not come yet. Write the day it was measured"))
        return day


class MeasureForm(MeasurementForm):
    """A new measurement: also when the next is due, and whether the followers hear of this one."""

    next_on = DateField(label=_("Next measurement"), required=False)
    tell = forms.BooleanField(
        label=_("Tell it as a result in the thread, with a letter to those who follow"), required=False
    )

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "next_on": self.cleaned_data["next_on"], "tell": self.cleaned_data["tell"]}


class ValueForm(EffectForm):
    """A value that came of working together."""

    NAMES = ("level", "words", "on", "amount")
    MODEL = ValueEntry

    level = forms.ChoiceField(
        label=_("For whom"),
        choices=Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for whom")},
    )
    words = LocalizedFormField(
        label=_("What came of it"), long=True, error_messages={"required": _("Write in Swedish what came of it")}
    )
    on = DateField(label=_("Date"), error_messages={"required": _("Write the day")})
    amount = MoneyFormField(
        label=_("Worth in kronor"), required=False, lowest=100, help_text=_("Only where it can be said in money")
    )


class NewValueForm(OnceMixin, ValueForm):
    """A value that is added."""

    tell = forms.BooleanField(
        label=_("Tell it as a result in the thread, with a letter to those who follow"), required=False
    )

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "tell": self.cleaned_data["tell"]}
