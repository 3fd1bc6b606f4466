"""A form as data: steps with questions, read from `Form.definition` into objects that pages and rules use.

The shape, with every text as {"sv": ..., "en": ...}:

    {"steps": [{"key": "idea", "title": {...}, "help": {...}, "questions": [
        {"key": "title", "kind": "short_text", "label": {...}, "hint": {...}, "help": {...}, "sample": {...},
         "missing": {...}, "required": true, "required_for": ["company"], "max_length": 120, "rows": 6,
         "choices": [{"value": "person", "label": {...}, "hint": {...}}], "filter": "vision", "many": true,
         "lowest": 0, "highest": 10, "different": 2, "show_when": {"question": "applicant", "is": ["company"]},
         "means": "title", "identifies": false, "sensitive": false, "public": true}]}]}

`means` tells the portal what an answer is for; everything else is only shown. `required_for` lists kinds of applicant
(values of the question that means applicant_kind) for whom an otherwise optional question must be answered.
`lowest` and `highest` bound a number, a sum in öre, or how many rows of people there are; `different` says from how
many departments or organisations these people come at least.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.text import LocalizedText, localized
from civicportal.kernel.web import by_revision
from civicportal.submissions.models import Form

KINDS = frozenset({
    "short_text", "long_text", "choice", "choices", "yes_no", "number", "money", "date", "district", "themes", "budget",
    "organisation_number", "phone", "email", "file", "people",
})  # fmt: skip
MEANING_KINDS: dict[str, frozenset[str]] = {
    "title": frozenset({"short_text"}),
    "summary": frozenset({"long_text", "short_text"}),
    "applicant_kind": frozenset({"choice"}),
    "organisation_name": frozenset({"short_text"}),
    "organisation_number": frozenset({"organisation_number"}),
    "contact_name": frozenset({"short_text"}),
    "phone": frozenset({"phone"}),
    "name_in_public": frozenset({"yes_no"}),
    "district": frozenset({"district"}),
    "vision_areas": frozenset({"themes"}),
    "focus_challenge": frozenset({"themes"}),
    "budget": frozenset({"budget"}),
    "sum": frozenset({"money"}),
    "starts_on": frozenset({"date"}),
    "ends_on": frozenset({"date"}),
    "outreach": frozenset({"choice", "choices"}),
    "sensitive": frozenset({"yes_no", "long_text"}),
    "sensitive_reason": frozenset({"long_text"}),
    "endorser": frozenset({"email"}),
    "signatory": frozenset({"email"}),
}
"""What an answer can mean, and which kinds of question can mean it."""
MEANINGS = frozenset(MEANING_KINDS)
CHOSEN = frozenset({"choice", "choices", "yes_no"})
"""Kinds whose answers another question can hang on."""
TEXT_KINDS = frozenset({"short_text", "long_text", "phone", "email", "organisation_number"})
OWN_WORDS = frozenset({"short_text", "long_text"})
"""Kinds whose answer is the person's own words, in the language that the person wrote."""

NOTHING = LocalizedText()
MOST_CHARACTERS = {"short_text": 200, "long_text": 5000, "phone": 40, "email": 254, "organisation_number": 20}


class DefinitionError(ValueError):
    """The data is not a form. The message names the place and the fault, for whoever writes forms as data.

    `sentence` says the same to whoever writes them on pages, `field` is the part of the question that it is about.
    """

    def __init__(self, message: str, sentence: str | Promise = "", field: str = "") -> None:
        super().__init__(message)
        self.sentence: str | Promise = sentence or message
        self.field = field


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen."""

    value: str
    label: LocalizedText
    hint: LocalizedText = NOTHING


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked only when another one has one of some answers."""

    question: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked, once."""

    key: str
    kind: str
    label: LocalizedText
    hint: LocalizedText = NOTHING
    help: LocalizedText = NOTHING
    sample: LocalizedText = NOTHING
    missing: LocalizedText = NOTHING
    required: bool = False
    required_for: frozenset[str] = frozenset()
    max_length: int = 0
    rows: int = 6
    choices: tuple[Choice, ...] = ()
    filter: str = ""
    many: bool = True
    lowest: int | None = None
    highest: int | None = None
    different: int = 0
    show_when: Condition | None = None
    means: str = ""
    identifies: bool = False
    sensitive: bool = False
    public: bool = False

    def label_of(self, value: str) -> LocalizedText:
        """The words of one of its choices; a choice that the form no longer has is shown as it was stored."""
        return next((choice.label for choice in self.choices if choice.value == value), LocalizedText(sv=value))


@dataclass(frozen=True, slots=True)
class Step:
    """One subject, one page."""

    key: str
    title: LocalizedText
    help: LocalizedText
    questions: tuple[Question, ...]

    def asks(self, kind: str) -> bool:
        return any(question.kind == kind for question in self.questions)


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole form; or the questions of it that are open, and then `whole` has all steps."""

    steps: tuple[Step, ...]
    whole: tuple[Step, ...] = ()

    def questions(self) -> Iterator[Question]:
        for step in self.steps:
            yield from step.questions

    def question(self, key: str) -> Question | None:
        return next((question for question in self._all() if question.key == key), None)

    def _all(self) -> Iterator[Question]:
        """What is asked of is the whole form, also where only some questions are open."""
        for step in self.whole or self.steps:
            yield from step.questions

    def meaning(self, means: str) -> Question | None:
        """The question whose answer is used as a title, a district, a budget and so on."""
        return next((question for question in self._all() if question.means == means), None)

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def step_of(self, question: str) -> Step:
        """The step that asks a question. Raises KeyError."""
        for step in self.steps:
            if any(asked.key == question for asked in step.questions):
                return step
        raise KeyError(question)

    def number_of(self, step: Step) -> int:
        """The step's number, from 1."""
        return self.steps.index(step) + 1

    def after(self, step: Step) -> Step | None:
        """The next step, or None after the last."""
        return next(iter(self.steps[self.steps.index(step) + 1 :]), None)

    def before(self, step: Step) -> Step | None:
        """The step before, or None for the first."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None

    def narrowed(self, keys: Collection[str]) -> Definition:
        """The same form with only these questions open, in the steps that have any of them."""
        steps = (
            replace(step, questions=tuple(question for question in step.questions if question.key in keys))
            for step in self.steps
        )
        return Definition(tuple(step for step in steps if step.questions), self.steps)

    def with_dependents(self, keys: Collection[str]) -> list[str]:
        """The questions with those that are asked, or needed, only because of how they are answered; in order."""
        found, who = set(keys), self.meaning("applicant_kind")
        while True:
            more = {
                question.key
                for question in self.questions()
                if (question.show_when and question.show_when.question in found)
                or (question.required_for and who and who.key in found)
            } - found
            if not more:
                return [question.key for question in self.questions() if question.key in found]
            found |= more

    def asked(self, question: Question, values: Mapping[str, Any]) -> bool:
        """Whether a question is asked at all, given the other answers (typed or cleaned)."""
        condition = question.show_when
        if condition is None:
            return True
        other = self.question(condition.question)
        if other is not None and not self.asked(other, values):
            return False
        return bool(words_of(values.get(condition.question)) & condition.values)

    def needed(self, question: Question, values: Mapping[str, Any]) -> bool:
        """Whether a question must be answered, given the other answers."""
        if not self.asked(question, values):
            return False
        who = self.meaning("applicant_kind")
        return question.required or bool(who and words_of(values.get(who.key)) & question.required_for)


def words_of(value: Any) -> frozenset[str]:
    """An answer as the set of words that a condition compares with: "yes" and "no" for a yes-or-no question."""
    if isinstance(value, bool):
        return frozenset({"yes" if value else "no"})
    if isinstance(value, (list, tuple)):
        return frozenset(str(one) for one in value)
    return frozenset() if value in (None, "") else frozenset({str(value)})


def parse(data: Mapping[str, Any]) -> Definition:
    """Reads a form from its data. Raises DefinitionError with the place and the fault."""
    steps = tuple(_step(step, f"steps[{number}]") for number, step in enumerate(data.get("steps") or []))
    if not steps:
        raise DefinitionError("a form has at least one step", _("The form has no step yet. Add one"))
    definition = Definition(steps)
    _no_two(("step", step.key) for step in steps)
    _no_two(("question", question.key) for question in definition.questions())
    _no_two(("meaning", question.means) for question in definition.questions() if question.means)
    who = definition.meaning("applicant_kind")
    before: dict[str, Question] = {}
    for question in definition.questions():
        _condition_holds(question, before)
        _kinds_are_asked(question, who)
        before[question.key] = question
    return definition


def _condition_holds(question: Question, before: Mapping[str, Question]) -> None:
    """What a question hangs on comes before it, so that nobody meets it too late and no two hang on each other."""
    if question.show_when is None:
        return
    label = str(question.label)
    other = before.get(question.show_when.question)
    if other is None:
        raise DefinitionError(
            f"{question.key}: show_when names no question before it",
            _("“%(label)s” is shown after an answer to a question that does not come before it") % {"label": label},
            "show_when",
        )
    answers = {"yes", "no"} if other.kind == "yes_no" else {choice.value for choice in other.choices}
    if answers and question.show_when.values - answers:
        raise DefinitionError(
            f"{question.key}: show_when names no answer of {other.key}",
            _("“%(label)s” is shown after an answer that “%(other)s” no longer has")
            % {"label": label, "other": other.label},
            "show_when",
        )


def _kinds_are_asked(question: Question, who: Question | None) -> None:
    if question.required_for - ({choice.value for choice in who.choices} if who else set()):
        raise DefinitionError(
            f"{question.key}: required_for names no kind of applicant",
            _("“%(label)s” must be answered by a kind of applicant that the form does not ask for")
            % {"label": question.label},
            "required_for",
        )


def _no_two(pairs: Iterator[tuple[str, str]] | Any) -> None:
    seen: set[tuple[str, str]] = set()
    for what, key in pairs:
        if (what, key) in seen:
            words = _("Two questions mean the same to the portal. Choose another meaning for one of them")
            raise DefinitionError(f"two have the same {what} {key!r}", words if what == "meaning" else "", "means")
        seen.add((what, key))


def _step(data: Mapping[str, Any], place: str) -> Step:
    if not data.get("key") or not data.get("title"):
        raise DefinitionError(f"{place}: a step has a key and a title", _("Write what the step is called"), "title")
    questions = tuple(parse_question(one, f"{place} {data['key']}") for one in data.get("questions") or [])
    if not questions:
        raise DefinitionError(
            f"{place} {data['key']}: a step asks at least one question",
            _("The step “%(step)s” asks nothing yet. Add a question") % {"step": localized(data["title"])},
        )
    return Step(str(data["key"]), localized(data["title"]), localized(data.get("help")), questions)


def parse_question(data: Mapping[str, Any], place: str = "question") -> Question:
    """Reads one question from its data. Raises DefinitionError with the field and the fault."""
    key, kind, means = str(data.get("key") or ""), str(data.get("kind") or ""), str(data.get("means") or "")
    place = f"{place}: {key or 'a question'}"
    if not key or not key.replace("_", "").isalnum() or len(key) > 40:
        raise DefinitionError(f"{place}: a key has at most 40 letters, digits and underscores")
    if kind not in KINDS:
        raise DefinitionError(f"{place}: no such kind {kind!r}", field="kind")
    if means and means not in MEANINGS:
        raise DefinitionError(f"{place}: no such meaning {means!r}", field="means")
    if means and kind not in MEANING_KINDS[means]:
        words = _("An answer of this kind cannot mean that")
        raise DefinitionError(f"{place}: no {kind} means {means!r}", words, "means")
    if not data.get("label"):
        raise DefinitionError(f"{place}: a question has a label", _("Write the question"), "label")
    choices = _choices(data.get("choices"))
    if kind in {"choice", "choices"} and not choices:
        raise DefinitionError(f"{place}: a choice has choices", _("Write at least one answer to choose"), "choices")
    _bounds(data, kind, place)
    return Question(
        key=key,
        kind=kind,
        label=localized(data["label"]),
        **{name: localized(data.get(name)) for name in ("hint", "help", "sample", "missing")},
        required=bool(data.get("required")),
        required_for=frozenset(data.get("required_for") or []),
        max_length=int(data.get("max_length") or MOST_CHARACTERS.get(kind, 0)),
        rows=int(data.get("rows") or 6),
        choices=choices,
        filter=str(data.get("filter") or ("vision" if kind == "themes" else "")),
        many=bool(data.get("many", data.get("filter") != "challenge")),
        lowest=data.get("lowest"),
        highest=data.get("highest"),
        different=int(data.get("different") or 0),
        show_when=_condition(data.get("show_when"), place),
        means=means,
        identifies=bool(data.get("identifies")),
        sensitive=bool(data.get("sensitive")),
        public=bool(data.get("public")),
    )


def _bounds(data: Mapping[str, Any], kind: str, place: str) -> None:
    lowest, highest, different = data.get("lowest"), data.get("highest"), int(data.get("different") or 0)
    if lowest is not None and highest is not None and lowest > highest:
        words = _("The highest is lower than the lowest")
        raise DefinitionError(f"{place}: the highest is lower than the lowest", words, "highest")
    if kind == "people" and highest is not None and different > highest:
        words = _("So few people cannot come from so many departments")
        raise DefinitionError(f"{place}: more departments than people", words, "different")


def _choices(data: Any) -> tuple[Choice, ...]:
    if isinstance(data, Mapping):
        return tuple(Choice(str(value), localized(label)) for value, label in data.items())
    return tuple(
        Choice(str(one.get("value") or one["key"]), localized(one["label"]), localized(one.get("hint")))
        for one in data or []
    )


def _condition(data: Any, place: str) -> Condition | None:
    if not data:
        return None
    if not data.get("question") or not data.get("is"):
        raise DefinitionError(f"{place}: show_when has a question and the answers that count")
    return Condition(str(data["question"]), frozenset(str(value) for value in data["is"]))


def definition_of(form: Form) -> Definition:
    """The form's steps and questions, read once per process: a form's row changes by Form.save only.

    Raises DefinitionError.
    """
    return by_revision(("definition", form.pk), lambda: parse(form.definition))
