"""Forms as data: what can be read, what is refused with its place, which questions are asked and needed."""

from __future__ import annotations

from typing import Any

import pytest

from civicportal.submissions.definition import KINDS, DefinitionError, parse, words_of
from tests.submissions.samples import DEFINITION


def form_of(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"steps": [{"key": "s", "title": "Steg", "questions": list(questions)}]}


def question(**facts: Any) -> dict[str, Any]:
    return {"key": "q", "kind": "short_text", "label": "Fråga", **facts}


def test_the_sample_form_asks_every_kind_of_question() -> None:
    definition = parse(DEFINITION)
    assert {asked.kind for asked in definition.questions()} == KINDS
    assert [step.key for step in definition.steps] == ["idea", "money", "you"]


def test_texts_are_said_in_the_readers_language() -> None:
    asked = parse(DEFINITION).question("title")
    assert asked is not None
    assert (asked.label.said("en").text, asked.label.said("sv").text) == ("Vad heter idén? (en)", "Vad heter idén?")


def test_the_walk_from_step_to_step() -> None:
    definition = parse(DEFINITION)
    idea, money, you = definition.steps
    assert (definition.before(idea), definition.after(idea), definition.after(you)) == (None, money, None)
    assert (definition.number_of(you), definition.step_of("budget"), definition.step("nix")) == (3, money, None)
    with pytest.raises(KeyError):
        definition.step_of("nix")


@pytest.mark.parametrize(("data", "fault"), [
    ({}, "a form has at least one step"),
    ({"steps": [{"key": "s"}]}, "steps[0]: a step has a key and a title"),
    (form_of(), "steps[0] s: a step asks at least one question"),
    (form_of(question(kind="essay")), "steps[0] s: q: no such kind 'essay'"),
    (form_of(question(means="colour")), "steps[0] s: q: no such meaning 'colour'"),
    (form_of(question(kind="file", means="title")), "steps[0] s: q: no file means 'title'"),
    (form_of(question(label="")), "steps[0] s: q: a question has a label"),
    (form_of(question(key="a b")), "steps[0] s: a b: a key has at most 40 letters, digits and underscores"),
    (form_of(question(kind="choice")), "steps[0] s: q: a choice has choices"),
    (form_of(question(), question()), "two have the same question 'q'"),
    (form_of(question(means="title"), question(key="r", means="title")), "two have the same meaning 'title'"),
    (form_of(question(show_when={"question": "nix", "is": ["x"]})), "q: show_when names no question before it"),
    (form_of(question(show_when={"question": "q"})),
     "steps[0] s: q: show_when has a question and the answers that count"),
])  # fmt: skip
def test_what_is_no_form_is_refused_with_the_place(data: dict[str, Any], fault: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        parse(data)
    assert str(refused.value) == fault


@pytest.mark.parametrize(("value", "words"), [
    (True, {"yes"}), (False, {"no"}), ("person", {"person"}), (["a", "b"], {"a", "b"}), (None, set()), ("", set()),
    (0, {"0"}),
])  # fmt: skip
def test_an_answer_as_the_words_of_a_condition(value: Any, words: set[str]) -> None:
    assert words_of(value) == words


@pytest.mark.parametrize(("values", "asked", "needed"), [
    ({}, False, False), ({"who": "person"}, False, False), ({"who": "company"}, True, True),
])  # fmt: skip
def test_a_question_that_depends_on_another(values: dict[str, Any], asked: bool, needed: bool) -> None:
    definition = parse(DEFINITION)
    number = definition.question("number")
    assert number is not None
    assert (definition.asked(number, values), definition.needed(number, values)) == (asked, needed)


def test_a_question_behind_a_question_that_is_not_asked_is_not_asked() -> None:
    definition = parse(form_of(
        question(key="a", kind="yes_no"),
        question(key="b", kind="yes_no", show_when={"question": "a", "is": ["yes"]}),
        question(key="c", show_when={"question": "b", "is": ["yes"]}),
    ))  # fmt: skip
    last = definition.question("c")
    assert last is not None
    assert definition.asked(last, {"a": "no", "b": "yes"}) is False
    assert definition.asked(last, {"a": "yes", "b": "yes"}) is True


@pytest.mark.parametrize(("who", "needed"), [("person", True), ("company", False), ("", False)])
def test_a_question_that_some_applicants_must_answer(who: str, needed: bool) -> None:
    definition = parse(DEFINITION)
    name = definition.question("name")
    assert name is not None
    assert definition.needed(name, {"who": who}) is needed
