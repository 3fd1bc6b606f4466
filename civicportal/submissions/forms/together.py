"""What is written about each other: whom to invite, whom to reach, what is to be completed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.forms import DateField, OnceMixin, PortalForm
from civicportal.kernel.templatetags.portal import said
from civicportal.submissions.completing import LONGEST, SHORTEST
from civicportal.submissions.fields import AddressField, PhoneField


class InviteForm(PortalForm):
    """Whom the owner invites."""

    email = AddressField(
        label=_("E-mail address of the one you want to write with"),
        help_text=_("We mail a link to your draft. Whoever gets it signs in with that address."),
        max_length=254,
        widget=forms.EmailInput({"dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Write the e-mail address")},
    )


class ContactForm(PortalForm):
    """Whom the city reaches about what was sent."""

    name = forms.CharField(
        label=_("Contact person"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write the contact person's name")},
    )
    phone = PhoneField(
        most=40, label=_("Phone"), required=False, widget=forms.TextInput({"type": "tel", "autocomplete": "tel"})
    )
    email = AddressField(
        label=_("E-mail address for letters about this"),
        help_text=_("If you change it, we ask both addresses first. Until both have said yes, letters go as before."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": _("Write the e-mail address")},
    )


class HandOverForm(PortalForm):
    """Which co-applicant is to stand behind it instead."""

    to = forms.ChoiceField(
        label=_("Who is to take it over?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is to take it over")},
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = list(people)  # type: ignore[attr-defined]


class Some(forms.MultipleChoiceField):
    """Boxes of which some must be ticked in one of several such fields, so that none of them is called optional."""

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


class CompletionForm(OnceMixin, PortalForm):
    """What staff ask an applicant to complete: which questions, what is missing, until when."""

    words = forms.CharField(
        label=_("What is missing?"),
        help_text=_("The applicant reads this in a letter and above the questions. Say what you need and why."),
        widget=forms.Textarea({"rows": 5}),
        max_length=2000,
        error_messages={"required": _("Write what is missing")},
    )
    until = DateField(label=_("The last day to complete"))

    def __init__(self, *args: Any, groups: list[tuple[Any, list[tuple[str, Any]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        self.fields["until"].help_text = _("Through %(clock)s that day. From %(first)s to %(last)s.") % {
            "clock": "23.59",
            "first": dates.show_day(dates.today() + SHORTEST),
            "last": dates.show_day(dates.today() + LONGEST),
        }
        for number, (title, rows) in enumerate(groups):
            self.fields[f"step{number}"] = Some(
                label=said(title),
                choices=[(key, said(label)) for key, label in rows],
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields(["once", *(f"step{number}" for number in range(len(groups))), "words", "until"])

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        first, last = dates.today() + SHORTEST, dates.today() + LONGEST
        if day is not None and not first <= day <= last:
            words = _("Choose a day from %(first)s to %(last)s")
            self.add_error("until", words % {"first": dates.show_day(first), "last": dates.show_day(last)})
        return day

    def questions(self) -> list[str]:
        """The keys of the questions that were ticked."""
        return list(self._ticked())

    def _ticked(self) -> Iterator[str]:
        for number in range(len(self.groups)):
            yield from self.cleaned_data.get(f"step{number}", [])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.groups and not any(cleaned.get(f"step{number}") for number in range(len(self.groups))):
            self.add_error("step0", str(_("Choose at least one question")))
        return cleaned
