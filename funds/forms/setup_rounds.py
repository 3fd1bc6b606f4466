"""What staff write of a round: when, how much, for what."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Theme
from civicportal.kernel import dates
from civicportal.kernel.forms import ClockField, DateField, LocalizedFormField, PortalForm, month_number
from civicportal.kernel.money import MoneyFormField, show
from civicportal.submissions.fields import WholeNumber
from funds.enums.applications import EndorsementNeed
from funds.models import Fund, FundYear
from funds.rules.setup import RoundFacts


class DatesField(forms.CharField):
    """Some dates, one a line: "12 mars 2027", "2027-03-12" or "12/3 2027"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 4}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(dates.show_day(day) for day in value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return tuple(sorted({self._date(line) for line in lines if line}))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)

    def _date(self, line: str) -> date:
        try:
            if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", line):
                return date(int(found[1]), int(found[2]), int(found[3]))
            day, month, year = re.split(r"[\s/.]+", line)
            return date(int(year), month_number(month), int(day))
        except ValueError as error:
            words = _("“%(line)s” is no date. Write for example 12 3 2027 or 2027-03-12")
            raise ValidationError(words % {"line": line[:40]}, code="date") from error


class RoundForm(PortalForm):
    """One round: a time to apply, or open all year with dates on which it is decided."""

    name = LocalizedFormField(label=_("What the round is called"), help_text=_("For example “Spring 2027”"))
    year = forms.ModelChoiceField(
        FundYear.objects.none(),
        label=_("Of which year's money"),
        error_messages={"required": _("Choose a year")},
    )
    budget = MoneyFormField(label=_("The round's share of it"), error_messages={"required": _("Write a sum")})
    opens_day = DateField(label=_("Opens"), error_messages={"required": _("Write the day when the round opens")})
    opens_clock = ClockField(label=_("Opens at"), initial="08.00")
    closes_day = DateField(label=_("Closes"), error_messages={"required": _("Write the day when the round closes")})
    closes_clock = ClockField(
        label=_("Last minute to apply"), help_text=_("Swedish time. The minute counts whole"), initial="23.59"
    )
    answer_by = DateField(
        label=_("Answer by"),
        required=False,
        help_text=_("When everybody has heard. A round with decision dates promises each its own date"),
    )
    decision_dates = DatesField(
        label=_("Decision dates"),
        required=False,
        help_text=_(
            "Only for a round that is open all year: one a line, for example 2027-03-12. What is sent belongs to the "
            "next date"
        ),
    )
    days_before = WholeNumber(
        label=_("Days before a decision date"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=_("How long before the date an application must have come to be decided on it"),
    )
    lowest = MoneyFormField(label=_("Lowest sum"), required=False)
    highest = MoneyFormField(label=_("Highest sum"), error_messages={"required": _("Write a sum")})
    latest_start = DateField(
        label=_("Latest start"),
        required=False,
        help_text=_("The last day on which what is applied for may begin"),
    )
    endorsement = forms.ChoiceField(
        label=_("A manager's support"), choices=EndorsementNeed.choices, widget=forms.RadioSelect
    )
    focus = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=_("Focus challenges"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They get some priority. Other ideas stay welcome"),
    )
    groups = (
        (_("The round and its money"), ("name", "year", "budget")),
        (_("When one applies"), ("opens_day", "opens_clock", "closes_day", "closes_clock", "answer_by")),
        (_("Open all year, with decision dates"), ("decision_dates", "days_before")),
        (_("What one applies for"), ("lowest", "highest", "latest_start", "endorsement", "focus")),
    )

    def __init__(self, *args: Any, fund: Fund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year, focus = self.fields["year"], self.fields["focus"]
        year.queryset = fund.years.order_by("-year")  # type: ignore[attr-defined]
        year.label_from_instance = lambda row: f"{row.year} ({show(row.budget)})"  # type: ignore[attr-defined]
        focus.queryset = Theme.objects.filter(kind=Theme.Kind.CHALLENGE, listed=True)  # type: ignore[attr-defined]

    def shown_groups(self) -> list[dict[str, Any]]:
        """The fields under their headings, for the page."""
        return [{"heading": heading, "fields": [self[name] for name in names]} for heading, names in self.groups]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["opens_at"] = self._instant("opens")
        cleaned["closes_at"] = self._instant("closes")
        opens, closes, answer = cleaned["opens_at"], cleaned["closes_at"], cleaned.get("answer_by")
        if opens and closes and closes <= opens:
            self.add_error("closes_day", _("The round closes before it opens"))
        if closes and answer and answer < dates.last_minute(closes).date():
            self.add_error("answer_by", _("The answer is promised before the round closes"))
        self._decisions(cleaned, opens)
        self._sums(cleaned)
        return cleaned

    def _instant(self, name: str) -> datetime | None:
        day, clock = self.cleaned_data.get(f"{name}_day"), self.cleaned_data.get(f"{name}_clock")
        if not isinstance(day, date) or not isinstance(clock, time):
            return None
        try:
            return dates.at(day, clock) if name == "opens" else dates.closing(day, clock)
        except dates.NoSuchTime as error:
            self.add_error(f"{name}_clock", str(error))
            return None

    def _decisions(self, cleaned: dict[str, Any], opens: datetime | None) -> None:
        decisions = cleaned.get("decision_dates") or ()
        if decisions and opens and decisions[0] <= opens.date():
            self.add_error("decision_dates", _("The first decision date is before the round opens"))
        closes = cleaned.get("closes_at")
        if decisions and closes and decisions[-1] <= dates.last_minute(closes).date():
            self.add_error("decision_dates", _("The last decision date must come after the round closes"))
        if not decisions and not cleaned.get("answer_by") and "answer_by" not in self.errors:
            self.add_error("answer_by", _("Write by when everybody has heard"))

    def _sums(self, cleaned: dict[str, Any]) -> None:
        lowest, highest, year = cleaned.get("lowest"), cleaned.get("highest"), cleaned.get("year")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("highest", _("The highest sum is lower than the lowest"))
        if year and cleaned.get("budget") is not None and cleaned["budget"] > year.budget:
            self.add_error("budget", _("The year has %(sum)s in all") % {"sum": show(year.budget)})

    def facts(self) -> RoundFacts:
        """The round as it is to be."""
        said = self.cleaned_data
        decisions = said["decision_dates"]
        return RoundFacts(
            name=said["name"],
            year=said["year"],
            opens_at=said["opens_at"],
            closes_at=said["closes_at"],
            answer_by=decisions[-1] if decisions else said["answer_by"],
            budget=said["budget"],
            lowest=said["lowest"],
            highest=said["highest"],
            latest_start=said["latest_start"],
            endorsement=said["endorsement"],
            focus=frozenset(theme.pk for theme in said["focus"]),
            decision_dates=decisions,
            days_before=said["days_before"] or 0 if decisions else 0,
        )


def initial_of(facts: RoundFacts, *, new: bool = False) -> dict[str, Any]:
    """What a round's page shows: a round as it is, or what a new one takes over from it (no days)."""
    same = {
        "year": facts.year,
        "budget": facts.budget,
        "lowest": facts.lowest,
        "highest": facts.highest,
        "endorsement": facts.endorsement,
        "focus": list(facts.focus),
        "days_before": facts.days_before or "",
        "opens_clock": facts.opens_at.astimezone(dates.STOCKHOLM).strftime("%H.%M"),
        "closes_clock": dates.last_minute(facts.closes_at).strftime("%H.%M"),
    }
    if new:
        return same
    return same | {
        "name": facts.name,
        "opens_day": dates.day_of(facts.opens_at),
        "closes_day": dates.last_minute(facts.closes_at).date(),
        "answer_by": facts.answer_by,
        "decision_dates": facts.decision_dates,
        "latest_start": facts.latest_start,
    }
