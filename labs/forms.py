"""What people write in the labs, and what facilitators enter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.forms import DateField, LocalizedFormField, OnceMixin, PortalForm, TrapMixin
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import canonical_email
from civicportal.places.models import District
from labs.actions.paper import MOST_LINES, Line, lines_of
from labs.enums import OFFLINE, Verdict
from labs.models import Lab, Need, Topic
from labs.models.raised import MOST_TEXT, MOST_TITLE

ELSEWHERE = _("Somewhere else")


class DistrictField(forms.ModelChoiceField):
    """One of a lab's own districts, or none of them."""

    def __init__(self, **kwargs: Any) -> None:
        label = kwargs.pop("label", pgettext_lazy("of a need", "Where?"))
        super().__init__(queryset=District.objects.none(), label=label, required=False, empty_label=ELSEWHERE, **kwargs)


class RaiseForm(OnceMixin, TrapMixin, PortalForm):
    """What somebody who lives here raises, on one short page."""

    title_label: str | Promise = ""
    title_hint: str | Promise = ""
    missing: str | Promise = ""
    text_hint: str | Promise = ""

    title = forms.CharField(max_length=MOST_TITLE)
    text = forms.CharField(
        label=_("Tell us more"), max_length=MOST_TEXT, required=False, widget=forms.Textarea({"rows": 6})
    )
    district = DistrictField()
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you a link to confirm, and the answer. The address is never shown."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("Write the whole address, for example name@example.org"),
        },
    )

    def __init__(self, *args: Any, lab: Lab, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person if person.is_authenticated else None
        title: Any = self.fields["title"]
        title.label, title.help_text, title.error_messages["required"] = self.title_label, self.title_hint, self.missing
        self.fields["text"].help_text = self.text_hint  # type: ignore[assignment]
        self.fields["district"].queryset = lab.districts.all()  # type: ignore[attr-defined]
        if self.person is not None:
            del self.fields["email"]

    def clean_email(self) -> str:
        return canonical_email(self.cleaned_data["email"])

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "by": self.person,
            "email": self.person.email if self.person else said["email"],
            "title": said["title"],
            "text": said["text"],
            "district": said["district"],
            "language": (get_language() or "sv")[:2],
            "once": said["once"],
        }


class NeedForm(RaiseForm):
    title_label = _("What is needed? One sentence is enough")
    title_hint = _("For example: Somewhere to be indoors on weekday evenings")
    missing = _("Write what is needed")
    text_hint = _("For whom, when, and how is it today? Name nobody, for this can stand in public.")


class IdeaForm(RaiseForm):
    title_label = _("What do you suggest? One sentence is enough")
    title_hint = _("For example: Let us open the school's workshop on Thursday evenings")
    missing = _("Write what you suggest")
    text_hint = _("How would it work, and who could help? Name nobody, for this can stand in public.")


class AskForm(PortalForm):
    """Nothing to fill in: the page asks, the button acts."""


class PaperForm(OnceMixin, PortalForm):
    """Needs from paper, one a line; where and how they came is said once."""

    lines = forms.CharField(
        label=_("The needs, one a line"),
        widget=forms.Textarea({"rows": 12}),
        help_text=_("At most %(lines)d lines of %(letters)d characters. Leave out names.")
        % {"lines": MOST_LINES, "letters": MOST_TITLE},
        error_messages={"required": _("Write at least one need")},
    )
    district = DistrictField()
    source = forms.ChoiceField(label=_("How did they come?"), choices=OFFLINE, widget=forms.RadioSelect)
    told_on = DateField(label=_("When were they said?"), help_text=_("For example 3 11 2026"))
    language = forms.ChoiceField(
        label=_("Which language are they in?"), choices=[("sv", "Svenska"), ("en", "English")], initial="sv"
    )
    public = forms.BooleanField(
        label=_("I have read them. They can stand in public at once"), required=False, initial=True
    )

    def __init__(self, *args: Any, lab: Lab, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lab = lab
        self.fields["district"].queryset = lab.districts.all()  # type: ignore[attr-defined]
        self.found: list[Line] = []

    def clean_told_on(self) -> Any:
        day = self.cleaned_data["told_on"]
        if day and day > dates.today():
            raise forms.ValidationError(_("The day lies ahead. Write the day when they were said"))
        return day

    def clean_lines(self) -> str:
        text: str = self.cleaned_data["lines"]
        self.found = lines_of(self.lab, text)
        if not self.found:
            raise forms.ValidationError(_("Write at least one need"))
        if len(self.found) > MOST_LINES:
            many = _("There are %(lines)d lines. Enter at most %(most)d at a time")
            raise forms.ValidationError(many % {"lines": len(self.found), "most": MOST_LINES})
        long = [number for number, line in enumerate(self.found, start=1) if line.too_long]
        if long:
            words = ngettext(
                "Line %(numbers)s is longer than %(most)d characters. Make it shorter",
                "Lines %(numbers)s are longer than %(most)d characters. Make them shorter",
                len(long),
            )
            raise forms.ValidationError(words % {"numbers": ", ".join(map(str, long)), "most": MOST_TITLE})
        return text

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        names = ("district", "source", "told_on", "language", "public", "once")
        return {"text": said["lines"], **{name: said[name] for name in names}}


class AnswerForm(PortalForm):
    """The lab's answer."""

    words = LocalizedFormField(
        label=_("The answer"),
        long=True,
        help_text=_("What is done, by whom and when; or what was already there. It stands in public and goes by mail."),
        error_messages={"required": _("Write the answer")},
    )


class NoForm(PortalForm):
    """A no with why."""

    words = LocalizedFormField(
        label=_("Why it is not taken further"),
        long=True,
        help_text=_("The reason in plain words, and where one can turn instead. It stands in public and goes by mail."),
    )


class WithholdForm(PortalForm):
    """Why words do not stand in public."""

    words = LocalizedFormField(
        label=_("Why it is not published"),
        long=True,
        help_text=_("Only the one who wrote it reads this. It counts as the lab's answer."),
    )


class GatherForm(PortalForm):
    """Into which topic: one that is there, or a new one."""

    topic = forms.ModelChoiceField(
        label=_("A topic that is there"), queryset=Topic.objects.none(), required=False, empty_label=_("None of these")
    )
    title = LocalizedFormField(label=_("Or a new topic"), required=False)
    summary = LocalizedFormField(label=_("The new topic in one sentence"), required=False)

    def __init__(self, *args: Any, lab: Lab, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = lab.topics.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        title: LocalizedText = cleaned.get("title") or LocalizedText()
        if bool(cleaned.get("topic")) == bool(title):
            self.add_error("topic", _("Choose a topic, or write the title of a new one"))
        elif title and "sv" not in title.texts:
            self.add_error("title", _("Write the title in Swedish"))
        return cleaned


class ChosenForm(GatherForm):
    """Several needs of a list, to be released or gathered together. `needs` are those that the list shows."""

    chosen = forms.ModelMultipleChoiceField(
        queryset=Need.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={"required": _("Tick the needs first")},
    )
    field_order = ("chosen", "topic", "title", "summary")

    def __init__(self, *args: Any, rows: Any, gathers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathers = gathers
        self.fields["chosen"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return super().clean() if self.gathers else PortalForm.clean(self)


class TellForm(PortalForm):
    """A dated public step."""

    title = LocalizedFormField(label=_("In short"), help_text=_("For example: First walk in the district"))
    words = LocalizedFormField(label=_("What happened"), long=True, required=False)


class MoveForm(PortalForm):
    """A few words of why something moves on."""

    words = LocalizedFormField(
        label=_("A few words about it"), long=True, required=False, help_text=_("They stand in public with the step")
    )


class ConcludeForm(PortalForm):
    """What a test showed, what is decided, what was learnt."""

    verdict = forms.ChoiceField(
        label=_("What is decided?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is decided after the test")},
    )
    result = LocalizedFormField(label=_("What did the test show?"), long=True)
    learnt = LocalizedFormField(
        label=_("What was learnt?"),
        long=True,
        help_text=_("What worked, what did not, and what others should know. A stop told well helps the next."),
    )
