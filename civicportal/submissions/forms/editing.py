"""The forms by which staff write a form: a step, a new question, a question with what its kind needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.commons.models import Theme
from civicportal.kernel.forms import LocalizedFormField, PortalForm
from civicportal.kernel.money import MoneyFormField
from civicportal.kernel.row_forms import OrderedRows, Row, ordered_rows
from civicportal.kernel.text import localized
from civicportal.submissions.definition import (
    CHOSEN,
    MEANING_KINDS,
    MOST_CHARACTERS,
    DefinitionError,
    parse_question,
)
from civicportal.submissions.editing import KIND_WORDS, MEANING_WORDS, Data, key_of, questions_in
from civicportal.submissions.fields import WholeNumber

WITH_SAMPLE = frozenset({"short_text", "long_text", "budget", "people"})
LIST_KINDS = ("vision", "challenge")

Groups = list[tuple[Any, list[str]]]


class StepTextsForm(PortalForm):
    """One subject, one page of the form."""

    title = LocalizedFormField(label=_("What the step is called"), help_text=_("One subject, for example “The idea”"))
    help = LocalizedFormField(
        label=_("Help for the whole step"), long=True, required=False, help_text=_("Stands above the questions")
    )

    def facts(self) -> Data:
        """The step's texts as the form keeps them."""
        return texts_of(self.cleaned_data, ("title", "help"))


class NewQuestionForm(PortalForm):
    """What is asked, and how one answers. The rest is on the question's own page."""

    label = LocalizedFormField(
        label=_("The question"), help_text=_("As the applicant reads it, for example “What do you want to do?”")
    )
    kind = forms.ChoiceField(
        label=_("How one answers"),
        choices=list(KIND_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how one answers")},
        help_text=_("This cannot be changed later: remove the question and add a new one"),
    )
    choices = forms.CharField(
        label=_("Answers to choose"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
        help_text=_("For one or several of some answers: one a line, in Swedish. You can add English on the next page"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") in {"choice", "choices"} and not self._lines():
            self.add_error("choices", _("Write at least one answer to choose"))
        return cleaned

    def _lines(self) -> list[str]:
        return [line for line in map(str.strip, (self.cleaned_data.get("choices") or "").splitlines()) if line]

    def facts(self) -> Data:
        """The question as the form keeps it, without its key."""
        kind = self.cleaned_data["kind"]
        made: Data = {"kind": kind, **texts_of(self.cleaned_data, ("label",))}
        if kind in {"choice", "choices"}:
            taken: list[str] = []
            made["choices"] = []
            for line in self._lines():
                taken.append(key_of(line, taken, "svar"))
                made["choices"].append({"value": taken[-1], "label": {"sv": line}})
        if kind == "people":
            made["identifies"] = True
        return made


class ChoiceRow(Row):
    """One answer that can be chosen."""

    needed = ("label",)
    value = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    label = LocalizedFormField(label=_("The answer"), required=False)
    hint = LocalizedFormField(label=_("A hint under it"), required=False)


def choice_rows(question: Data, data: Any = None, *, blank: int = 2) -> OrderedRows:
    """The answers of a question as rows. The kinds of applicant are chosen on another page: only their words here."""
    choices = question.get("choices") or []
    if isinstance(choices, dict):
        choices = [{"value": value, "label": label} for value, label in choices.items()]
    initial = [
        {
            "value": one.get("value") or one.get("key"),
            "label": localized(one["label"]),
            "hint": localized(one.get("hint")),
        }
        for one in choices
    ]
    fixed = question.get("means") == "applicant_kind"
    return ordered_rows(ChoiceRow, data, initial=initial, prefix="val", blank=blank, fixed=fixed)


def choices_in(rows: OrderedRows) -> list[Data]:
    """The answers as the form keeps them; a new one gets a value made of its words."""
    kept = rows.kept()
    taken = [said["value"] for said in kept if said.get("value")]
    found = []
    for said in kept:
        value = said.get("value") or key_of(str(said["label"]), taken, "svar")
        taken.append(value)
        found.append({"value": value, **texts_of(said, ("label", "hint"))})
    return found


class QuestionForm(PortalForm):
    """One question: what is asked, what may be answered, when it must be, and what the answer means to the portal."""

    label = LocalizedFormField(label=_("The question"))
    hint = LocalizedFormField(
        label=_("Hint"), required=False, help_text=_("One short sentence, shown right under the question")
    )
    help = LocalizedFormField(
        label=_("Help"), long=True, required=False, help_text=_("Opens on a click: what to think of, what is meant")
    )
    sample = LocalizedFormField(label=_("Sample answer"), long=True, required=False)
    missing = LocalizedFormField(
        label=_("What is said when the answer is missing"),
        required=False,
        help_text=_("For example “Write what the idea is called”. Empty: a sentence is made of the question"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, form: Data, question: Data, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole, self.question, self.kind = form, question, question["kind"]
        if self.kind not in WITH_SAMPLE:
            del self.fields["sample"]
        self.groups: Groups = [(_("What is asked"), [name for name in self.fields if name != "seen"])]
        self._group(_("What can be answered"), dict(self._bounds()))
        self._group(_("When it is asked and must be answered"), dict(self._when()))
        self._group(_("What the answer is for"), dict(self._uses()))
        self.initial = {**initial_of(question, self.fields), **self.initial}

    def _group(self, heading: str | Promise, fields: dict[str, forms.Field]) -> None:
        self.fields |= fields
        if fields:
            self.groups.append((heading, list(fields)))

    def _bounds(self) -> Iterator[tuple[str, forms.Field]]:
        kind = self.kind
        if kind in {"short_text", "long_text"}:
            most = MOST_CHARACTERS[kind]
            yield "max_length", WholeNumber(
                label=_("Characters at most"), required=False, min_value=1, max_value=most,
                help_text=_("%(most)s if nothing is written") % {"most": most},
            )  # fmt: skip
        if kind == "themes":
            kinds = [(one.value, one.label) for one in (Theme.Kind.VISION, Theme.Kind.CHALLENGE)]
            yield "filter", forms.ChoiceField(label=_("Which list"), choices=kinds, widget=forms.RadioSelect)
            yield "many", forms.BooleanField(label=_("One may choose several"), required=False)
        if kind == "number":
            yield "lowest", WholeNumber(label=_("Lowest"), required=False)
            yield "highest", WholeNumber(label=_("Highest"), required=False)
        if kind == "money" and self.question.get("means") != "sum":
            yield "lowest", MoneyFormField(label=_("Lowest"), required=False)
            yield "highest", MoneyFormField(label=_("Highest"), required=False)
        if kind == "people":
            few = {"required": False, "min_value": 0, "max_value": 20}
            yield "lowest", WholeNumber(label=_("People at least"), **few)
            yield "highest", WholeNumber(label=_("People at most"), **few)
            yield (
                "different",
                WholeNumber(label=_("From at least this many different departments or organisations"), **few),
            )

    def _when(self) -> Iterator[tuple[str, forms.Field]]:
        yield "required", forms.BooleanField(label=_("It must be answered"), required=False)
        if kinds := [
            (one["value"], str(localized(one["label"])))
            for other in questions_in(self.whole)
            if other.get("means") == "applicant_kind" and other["key"] != self.question["key"]
            for one in other.get("choices") or []
        ]:
            yield (
                "required_for",
                boxes(_("It must be answered by these"), kinds, _("For a question that others may leave empty")),
            )
        if pairs := list(self._answers_before()):
            yield (
                "show_when",
                boxes(_("It is asked only after one of these answers"), pairs, _("Nothing ticked: everybody is asked")),
            )

    def _answers_before(self) -> Iterator[tuple[str, str]]:
        """Each answer of each earlier question that one chooses in, as question=answer with its words."""
        for other in questions_in(self.whole):
            if other["key"] == self.question["key"]:
                return
            if other["kind"] not in CHOSEN:
                continue
            label = localized(other["label"])
            if other["kind"] == "yes_no":
                answers: list[tuple[str, Any]] = [("yes", _("Yes")), ("no", _("No"))]
            else:
                answers = [(one["value"], localized(one["label"])) for one in other.get("choices") or []]
            for value, words in answers:
                yield f"{other['key']}={value}", f"{label} {words}"

    def _uses(self) -> Iterator[tuple[str, forms.Field]]:
        taken = {one.get("means") for one in questions_in(self.whole) if one["key"] != self.question["key"]}
        fits = [
            (means, words)
            for means, words in MEANING_WORDS.items()
            if self.kind in MEANING_KINDS[means] and means not in taken and means != "applicant_kind"
        ]
        if self.question.get("means") == "applicant_kind":
            fits = [("applicant_kind", MEANING_WORDS["applicant_kind"])]
        if fits:
            nothing = [("", _("Nothing more: it is shown to those who read the answers"))]
            fixed = self.question.get("means") == "applicant_kind"
            yield (
                "means",
                forms.ChoiceField(
                    label=_("What the answer means to the portal"),
                    choices=fits if fixed else [*nothing, *fits],
                    widget=forms.RadioSelect if len(fits) < 6 else forms.Select,
                    required=False,
                ),
            )
        yield (
            "identifies",
            forms.BooleanField(
                label=_("It tells who the applicant is, and is left out where one judges blind"), required=False
            ),
        )
        if self.kind in {"short_text", "long_text", "file"}:
            yield (
                "sensitive",
                forms.BooleanField(
                    label=_("It may hold something sensitive, and is marked so for those who hand out documents"),
                    required=False,
                ),
            )

    def shown_groups(self) -> list[dict[str, Any]]:
        """The fields under their headings, for the page."""
        return [{"heading": heading, "fields": [self[name] for name in names]} for heading, names in self.groups]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if len({pair.partition("=")[0] for pair in cleaned.get("show_when") or []}) > 1:
            self.add_error("show_when", _("Tick answers of one question only"))
        if not self.errors:
            try:
                parse_question({**self.facts(), "choices": self.question.get("choices")})
            except DefinitionError as error:
                self.add_error(error.field if error.field in self.fields else None, str(error.sentence))
        return cleaned

    def facts(self) -> Data:
        """The question as the form keeps it: what the page asks over what it does not."""
        said = self.cleaned_data
        gone = {*self.fields, "required_for", "show_when"}
        made = {name: value for name, value in self.question.items() if name not in gone}
        made |= texts_of(said, [name for name in ("label", "hint", "help", "sample", "missing") if name in self.fields])
        for name in ("max_length", "filter", "lowest", "highest", "different", "means"):
            if name in self.fields and said.get(name) not in (None, ""):
                made[name] = said[name]
        for name in ("required", "many", "identifies", "sensitive"):
            if name in self.fields and (said.get(name) or name == "many"):
                made[name] = bool(said.get(name))
        if said.get("required_for"):
            made["required_for"] = list(said["required_for"])
        if pairs := [pair.partition("=") for pair in said.get("show_when") or []]:
            made["show_when"] = {"question": pairs[0][0], "is": [value for _key, _equals, value in pairs]}
        return made


def boxes(label: Any, choices: list[tuple[str, str]], help_text: Any = "") -> forms.MultipleChoiceField:
    """Boxes to tick, none needed."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


def texts_of(said: dict[str, Any], names: Any) -> Data:
    """Localized texts as plain data; one that is empty is left out."""
    return {name: said[name].texts for name in names if said.get(name)}


def initial_of(question: Data, fields: Any) -> dict[str, Any]:
    """What a question's page shows of it."""
    found: dict[str, Any] = {name: question[name] for name in fields if name in question}
    for name in ("label", "hint", "help", "sample", "missing"):
        found[name] = localized(question.get(name))
    if condition := question.get("show_when"):
        found["show_when"] = [f"{condition['question']}={value}" for value in condition["is"]]
    if "filter" in fields:
        found["filter"] = question.get("filter") or LIST_KINDS[0]
        found["many"] = question.get("many", found["filter"] != "challenge")
    return found
