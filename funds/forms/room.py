"""What is written in the decision room. Nothing is demanded: a proposal is a draft until a delegate confirms it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.cases.enums import AWARDS, Outcome, StateAid
from civicportal.commons.likeness import alike
from civicportal.commons.queries.public import open_items
from civicportal.kernel.forms import DateField, PortalForm
from civicportal.kernel.money import MoneyFormField, show
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Person
from civicportal.review.models import Criterion
from funds.enums.applications import NextKind, PendingOutcome
from funds.models import Application, Pending, Round
from funds.queries.room import Line
from funds.rules.room import MUST_EXPLAIN, no_is_explained

NOTHING = ("", _("Nothing yet"))
MOST_PAGES = 12


class ProposalForm(PortalForm):
    """The whole proposal for one application, finished or not."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    outcome = forms.ChoiceField(label=_("Proposed outcome"), choices=[NOTHING, *PendingOutcome.choices], required=False)
    amount = MoneyFormField(label=_("Amount in kronor"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 5}),
        required=False,
        help_text=_("In plain words. It stands in the letter"),
    )
    conditions = forms.CharField(label=_("Conditions"), widget=forms.Textarea({"rows": 3}), required=False)
    would_change = forms.CharField(
        label=_("What would have changed the outcome"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        help_text=_("Needed for a no"),
    )
    next_kind = forms.ChoiceField(
        label=_("One next step for the applicant"),
        choices=[NOTHING, *NextKind.choices],
        required=False,
        help_text=_("Needed for a no"),
    )
    next_item_id = forms.ChoiceField(
        label=_("The page that it leads to"), required=False, help_text=_("The coach has the fund's own page")
    )
    next_words = forms.CharField(label=_("The next step in words"), widget=forms.Textarea({"rows": 2}), required=False)
    state_aid = forms.ChoiceField(
        label=_("State aid"),
        choices=[("", _("Not answered")), *StateAid.choices],
        required=False,
        help_text=_("Needed before an award to an applicant with an organisation number"),
    )
    state_aid_note = forms.CharField(label=_("Why so"), widget=forms.Textarea({"rows": 2}), required=False)

    def __init__(self, *args: Any, application: Application, pending: Pending, **kwargs: Any) -> None:
        kwargs.setdefault("initial", start_of(pending))
        super().__init__(*args, **kwargs)
        self.criteria = list(application.round.opening.criteria.all())
        self.fields["amount"].help_text = _("The application asks for %(amount)s") % {
            "amount": show(application.requested)
        }
        self.fields["next_item_id"].choices = pages_for(application, pending)  # type: ignore[attr-defined]
        for criterion in self.criteria:
            self.fields[name_of(criterion)] = forms.CharField(
                label=_("By the criterion %(name)s") % {"name": criterion.name},
                widget=forms.Textarea({"rows": 2}),
                required=False,
            )
        first = ["version", "outcome", "amount", "reason", *map(name_of, self.criteria)]
        self.order_fields([*first, *[name for name in self.fields if name not in first]])
        if not application.needs_state_aid_answer:
            del self.fields["state_aid"], self.fields["state_aid_note"]

    def said(self) -> dict[str, Any]:
        """What the action keeps: the words by field, those by criterion together."""
        clean = dict(self.cleaned_data)
        clean.pop("version", None)
        words = {str(one.pk): clean.pop(name_of(one), "") for one in self.criteria}
        clean["by_criterion"] = {key: text for key, text in words.items() if text}
        clean["next_item_id"] = int(clean["next_item_id"]) if clean.get("next_item_id") else None
        return clean


class DecisionForm(ProposalForm):
    """What one named delegate decides without a proposal before it: the same words, and here they are demanded.

    The rules of money and delegation are asked by the action.
    """

    version = None  # type: ignore[assignment]
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision")},
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        self.application = application
        reason = self.fields["reason"]
        reason.required, reason.error_messages["required"] = True, _("Write the reason for the decision")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        outcome, amount = cleaned.get("outcome"), cleaned.get("amount")
        if outcome in AWARDS and not amount and "amount" not in self.errors:
            self.add_error("amount", _("Write how much is granted"))
        if outcome == Outcome.GRANTED and amount and amount != self.application.requested:
            self.add_error(
                "amount",
                _("This is not the whole sum that was applied for. Choose partly granted, or write the whole sum"),
            )
        if outcome in MUST_EXPLAIN and not (answer := no_is_explained(self.application, self.pending())):
            asked = [name for name in ("would_change", "next_kind") if not cleaned.get(name)]
            self.add_error([*asked, "next_item_id"][0], str(answer.why))
        return cleaned

    def pending(self) -> Pending:
        """What is written, as the room keeps it; it is not saved."""
        said = self.said()
        names = [name for name in said if name not in {"outcome", "amount"}]
        return Pending(application=self.application, **{name: said[name] for name in names})


def name_of(criterion: Criterion) -> str:
    return f"criterion_{criterion.pk}"


def start_of(pending: Pending) -> dict[str, Any]:
    """What the form begins from."""
    names = ("version", "outcome", "amount", "reason", "conditions", "would_change", "next_kind", "next_item_id")
    found = {name: getattr(pending, name) for name in (*names, "next_words", "state_aid", "state_aid_note")}
    return {**found, **{f"criterion_{key}": words for key, words in pending.by_criterion.items()}}


def pages_for(application: Application, pending: Pending) -> list[tuple[Any, Any]]:
    """Public pages that a next step can lead to: other funds and challenges that are open, projects like this one.

    Two queries.
    """
    words = f"{application.title} {application.summary}"
    funds = open_items("fund").exclude(pk=application.round.fund.item_id or 0)
    challenges = open_items("challenge").order_by("-happened_on", "-pk")
    taking_in = list(funds.order_by("pk")[:MOST_PAGES].union(challenges[:MOST_PAGES], all=True))
    latest = sorted(taking_in, key=lambda item: (item.happened_on or date.max, item.pk), reverse=True)
    groups = [
        (_("Funds"), sorted((item for item in taking_in if item.kind == "fund"), key=lambda item: item.pk)),
        (_("Challenges"), [item for item in latest if item.kind == "challenge"]),
        (_("Projects like this"), alike(words, kinds=("project",), most=MOST_PAGES, least=1)),
    ]
    known = {item.pk for _label, items in groups for item in items}
    if pending.next_item and pending.next_item.visible and pending.next_item_id not in known:
        groups.append((_("Chosen before"), [pending.next_item]))
    return [NOTHING, *((label, [(item.pk, str(item.title)) for item in items]) for label, items in groups if items)]


class GridForm(PortalForm):
    """Outcome and sum of many applications at once, one row each."""

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.open and not line.decided]
        for line in self.lines:
            self.fields[f"outcome_{line.pk}"] = forms.ChoiceField(
                choices=[NOTHING, *PendingOutcome.choices],
                required=False,
                initial=line.proposed,
                widget=forms.Select({"aria-label": _("Proposed outcome, %(title)s") % {"title": line.title}}),
            )
            self.fields[f"amount_{line.pk}"] = MoneyFormField(required=False, initial=line.amount)
            self.fields[f"amount_{line.pk}"].widget.attrs["aria-label"] = _("Amount in kronor, %(title)s") % {
                "title": line.title
            }
            self.fields[f"version_{line.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=line.version, min_value=0
            )

    def rows(self) -> dict[int, dict[str, Any]]:
        """The bound boxes by application, for the table."""
        names = ("outcome", "amount", "version")
        return {line.pk: {name: self[f"{name}_{line.pk}"] for name in names} for line in self.lines}

    def entered(self) -> dict[int, tuple[str, int | None]]:
        """Outcome and amount in öre by application. An award without a sum is the sum that was applied for."""
        found: dict[int, tuple[str, int | None]] = {}
        for line in self.lines:
            outcome = self.cleaned_data.get(f"outcome_{line.pk}", "")
            amount = self.cleaned_data.get(f"amount_{line.pk}")
            if outcome == PendingOutcome.GRANTED and amount is None:
                amount = line.requested
            found[line.pk] = (outcome, amount)
        return found

    def versions(self) -> dict[int, int]:
        return {line.pk: self.cleaned_data.get(f"version_{line.pk}") or 0 for line in self.lines}


class ScenarioForm(PortalForm):
    """A name for a what-if, and who may see it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("For example: More to first-timers"),
        error_messages={"required": _("Give the what-if a name")},
    )
    shared = forms.BooleanField(
        label=_("Share it with the room"),
        required=False,
        help_text=_("Everybody who works in this room sees it and may change it"),
    )


class SittingForm(PortalForm):
    """A meeting of the room: when, where, who was there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    title = forms.CharField(
        label=_("Meeting"), max_length=160, error_messages={"required": _("Write what the meeting is called")}
    )
    held_on = DateField(label=_("Date"), error_messages={"required": _("Write the day of the meeting")})
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    present = forms.ModelMultipleChoiceField(
        label=_("Present"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Others present"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        help_text=_("One a line, with function"),
    )
    notes = forms.CharField(label=_("Notes"), widget=forms.Textarea({"rows": 4}), required=False)

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = (Role.FUND_MANAGER, Role.DECISION_MAKER, Role.REVIEWER, Role.COACH, Role.REGISTRAR)
        held = Membership.objects.today().filter(unit=round_.fund.unit_id, role__in=roles)
        people = Person.objects.filter(is_active=True, memberships__in=held).distinct().order_by("name", "pk")
        self.fields["present"].queryset = people  # type: ignore[attr-defined]
