"""The forms by which people follow, support, ask and report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from civicportal.commons.enums import HideReason, ReportReason
from civicportal.commons.models import Item, Link, Question, Step
from civicportal.commons.queries.staff import item_named
from civicportal.kernel import dates
from civicportal.kernel.forms import LocalizedFormField, OnceMixin, PortalForm, TrapMixin
from civicportal.people.models import canonical_email

LONGEST_QUESTION = 1000
LONGEST_REPORT = 2000
LONGEST_ANSWER = 4000


def email_box(**facts: Any) -> forms.EmailField:
    """A box for an address to write to."""
    return forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("Write an address such as name@example.org"),
        },
        **facts,
    )


def places_on(questions: Iterable[Question], steps: Iterable[Step]) -> dict[str, Question | Step]:
    """The parts of an item's page that have words of their own, by a key that holds no number of the database."""
    places: dict[str, Question | Step] = {question.anchor: question for question in questions}
    return places | {f"steg-{int(step.at.timestamp() * 1_000_000)}": step for step in steps}


def place_named(place: Question | Step) -> str:
    """How a part of the page is said in a list of choices."""
    if isinstance(place, Question):
        return _now("The question “%(words)s”") % {"words": Truncator(place.text).chars(60)}
    return f"{dates.show_day(place.at)}: {place.title}"


class AddressForm(TrapMixin, PortalForm):
    """A form with an address, which somebody signed in does not have to write: it is the account's."""

    email = email_box()

    def __init__(self, *args: Any, known: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if known:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.known or cleaned.get("email"):
            cleaned["email"] = self.known or canonical_email(cleaned["email"])
        return cleaned


class FollowForm(AddressForm):
    """An address to write to, also for somebody signed in: the letters may go elsewhere."""

    email = email_box(help_text=_("We write when something happens and at no other time."))


class SupportForm(AddressForm):
    """ "This matters to me too"."""

    email = email_box(help_text=_("We mail you a link to confirm by, so that everybody counts once. It is not shown."))


class AskForm(OnceMixin, AddressForm):
    """A question in public."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("It is shown in public without your name. Do not write anything private about yourself or others."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Write your question")},
    )
    email = email_box(help_text=_("The answer is mailed to you. Your address is not shown."))
    field_order = ("text", "email")


class ReportForm(OnceMixin, TrapMixin, PortalForm):
    """What is wrong with public words, and where they stand on the page."""

    about = forms.ChoiceField(label=_("What is it about?"), required=False)
    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong")},
    )
    words = forms.CharField(
        label=_("Tell us more"),
        max_length=LONGEST_REPORT,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    email = email_box(required=False, help_text=_("Write it if you want to hear what we do."))

    def __init__(self, *args: Any, questions: list[Question], steps: list[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places_on(questions, steps)
        choices = [("", _("The whole page"))] + [(key, place_named(place)) for key, place in self.places.items()]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]
        if not self.places:
            del self.fields["about"]

    def words_meant(self, item: Item) -> Item | Question | Step:
        """What the report is about; call it when the form is valid."""
        return self.places.get(self.cleaned_data.get("about", ""), item)


class AnswerForm(PortalForm):
    """The city's answer to a question, in the name of a function."""

    words = forms.CharField(
        label=_("The answer"),
        help_text=_("It stands in public under the question, and is mailed to whoever asked."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write the answer")},
    )
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=[("sv", "Svenska"), ("en", "English")], widget=forms.RadioSelect
    )
    function = LocalizedFormField(
        label=_("Who answers"), help_text=_("A function such as Fondkontoret, never a person's name.")
    )


class HideForm(PortalForm):
    """Which words are taken away, and why."""

    about = forms.ChoiceField(label=_("What is to be hidden?"), required=False)
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=HideReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why")},
    )
    words = forms.CharField(
        label=_("Words to the writer"),
        help_text=_("They are mailed with the reason. Say what could be written instead."),
        max_length=LONGEST_REPORT,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(
        self, *args: Any, questions: Iterable[Question] = (), steps: Iterable[Step] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places_on(questions, steps)
        choices = [("", _("The whole page"))] + [(key, place_named(place)) for key, place in self.places.items()]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]
        if not self.places:
            del self.fields["about"]

    def words_meant(self, item: Item) -> Item | Question | Step:
        """What is to be hidden; call it when the form is valid."""
        return self.places.get(self.cleaned_data.get("about", ""), item)


class LinkForm(PortalForm):
    """Two public things that belong together, how, and why."""

    other = forms.CharField(
        label=_("With which page?"),
        help_text=_("Its address, such as /projekt/verktygsbibliotek/"),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Write the address of the other page")},
    )
    kind = forms.ChoiceField(label=_("How do they belong together?"), choices=Link.Kind.choices)
    reason = LocalizedFormField(
        label=_("Why?"), required=False, help_text=_("One sentence that readers see with the link.")
    )

    def clean_other(self) -> Item:
        """The public thing that the address leads to."""
        found = item_named(self.cleaned_data["other"])
        if found is None:
            raise forms.ValidationError(_("There is no public page with this address"), code="unknown")
        return found
