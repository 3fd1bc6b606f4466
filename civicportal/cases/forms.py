"""What people write about a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.cases.enums import Ground
from civicportal.cases.models import Case, Recusal
from civicportal.cases.queries import possible_handlers
from civicportal.cases.rules import HANDLES
from civicportal.kernel.forms import DateField, OnceMixin, PortalForm
from civicportal.people.models import Person

LONGEST_MESSAGE = 5000


class MessageForm(OnceMixin, PortalForm):
    """One message in the conversation about a case."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Write your message")},
    )


class RecusalForm(PortalForm):
    """Why somebody steps aside."""

    ground = forms.ChoiceField(
        label=_("Why do you step aside?"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you step aside")},
    )


class OfCase(PortalForm):
    """A form whose choices belong to a case."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case


class HandlerForm(OfCase):
    """Who handles the case."""

    handler = forms.ModelChoiceField(
        label=_("Handler"),
        queryset=Person.objects.none(),
        empty_label=_("Choose a person"),
        error_messages={"required": _("Choose a person"), "invalid_choice": _("Choose a person from the list")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.fields["handler"].queryset = possible_handlers(case, HANDLES)  # type: ignore[attr-defined]
        self.fields["handler"].initial = case.handler_id


class PromiseForm(PortalForm):
    """Another day for an answer, and why it takes longer."""

    day = DateField(label=_("New day for the answer"), error_messages={"required": _("Write the day")})
    why = forms.CharField(
        label=_("Why it takes longer"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It goes out in a letter, with the new day"),
        error_messages={"required": _("Write why it takes longer")},
    )


class DiaryForm(OfCase):
    """The number that the case has in the city's diary."""

    number = forms.CharField(
        label=_("Diary number"), max_length=40, error_messages={"required": _("Write the diary number")}
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, initial={"number": case.diary_number}, **kwargs)


class LiftForm(OfCase):
    """Which recusal is lifted."""

    recusal = forms.ModelChoiceField(queryset=Recusal.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.fields["recusal"].queryset = Recusal.objects.in_force().filter(case=case)  # type: ignore[attr-defined]
