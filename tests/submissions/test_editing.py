"""Forms that staff write: the data under the pages, the pages, and that no change ever breaks a draft."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.people.models import Person
from civicportal.records.models import Entry
from civicportal.submissions import actions, editing
from civicportal.submissions.actions import editing as editor
from civicportal.submissions.definition import KINDS, MEANING_KINDS, DefinitionError, definition_of, parse
from civicportal.submissions.editing import KIND_WORDS, MEANING_WORDS, Place, problems_of
from civicportal.submissions.models import Form, Opening
from tests.people import (
    client_of,
    make_administrator,
    make_person,
)
from tests.submissions.making import START, keys, rename
from tests.submissions.samples import DEFINITION, KIND, make_draft, words

# The data


def test_a_question_moves_in_its_step_and_over_its_edge() -> None:
    data = deepcopy(START)
    editing.move_question(data, "title", 1)
    assert keys(data) == [["more", "title"], ["name"]]
    editing.move_question(data, "title", 1)
    assert keys(data) == [["more"], ["title", "name"]]
    editing.move_question(data, "title", -1)
    assert keys(data) == [["more", "title"], ["name"]]
    editing.move_question(data, "more", -1)
    assert keys(data) == [["more", "title"], ["name"]]


def test_a_removed_question_comes_back_where_it_was() -> None:
    data = deepcopy(START)
    step, place, question = editing.remove_question(data, "title")
    assert keys(data) == [["more"], ["name"]]
    editing.put_back(data, step, place, question)
    assert data == START
    editing.put_back(data, step, place, question)
    assert data == START


def test_a_removed_step_comes_back_with_its_questions() -> None:
    data = deepcopy(START)
    place, step = editing.remove_step(data, "idea")
    editing.put_back(data, "", place, step)
    assert data == START


DEEDS = st.lists(st.tuples(st.sampled_from(["up", "down", "step up", "step down", "out and in"]), st.integers(0, 20)))


@given(DEEDS)
def test_nothing_is_lost_or_doubled_however_much_is_moved(deeds: list[tuple[str, int]]) -> None:
    data = deepcopy(DEFINITION)
    all_of_them = sorted(question["key"] for question in editing.questions_in(data))
    for deed, number in deeds:
        asked = editing.questions_in(data)
        key = asked[number % len(asked)]["key"]
        step = data["steps"][number % len(data["steps"])]["key"]
        if deed in {"up", "down"}:
            editing.move_question(data, key, -1 if deed == "up" else 1)
        elif deed == "out and in":
            editing.put_back(data, *editing.remove_question(data, key))
        else:
            editing.move_step(data, step, -1 if deed == "step up" else 1)
    assert sorted(question["key"] for question in editing.questions_in(data)) == all_of_them
    assert sorted(step["key"] for step in data["steps"]) == ["idea", "money", "you"]


@given(st.lists(st.text(max_size=60), max_size=8))
def test_keys_made_of_words_are_keys_and_all_different(labels: list[str]) -> None:
    data: editing.Data = {"steps": [{"key": "one", "title": words("Ett"), "questions": []}]}
    for label in labels:
        question = {"kind": "yes_no", "label": {"sv": label or "x"}}
        editing.add_question(data, "one", question)
    if labels:
        assert len(list(parse(data).questions())) == len(labels)


def test_every_kind_and_meaning_has_its_words() -> None:
    assert set(KIND_WORDS) == KINDS
    assert set(MEANING_WORDS) == set(MEANING_KINDS)


def test_what_is_missing_is_said_in_sentences() -> None:
    data = deepcopy(START)
    data["steps"].append({"key": "empty", "title": words("Tomt"), "questions": []})
    data["steps"][0]["questions"][1] = {"key": "pick", "kind": "choice", "label": words("Välj")}
    place = Place("Fonden", needs=(("title",), ("budget", "sum")))
    with override("en"):
        assert [(problem.sentence, problem.question) for problem in problems_of(data, place)] == [
            ("Write at least one answer to choose", "pick"),
            (
                "No question says this yet: What the money is for, and how much is applied for. "
                "Choose it as the meaning of a question",
                "",
            ),
        ]


CONDITIONS = [
    ({"question": "name", "is": ["x"]}, "show_when"),
    ({"question": "gone", "is": ["x"]}, "show_when"),
    ({"question": "title", "is": ["x"]}, ""),
    ({"question": "more", "is": ["perhaps"]}, "show_when"),
    ({"question": "more", "is": ["yes"]}, ""),
]


@pytest.mark.parametrize(("condition", "field"), CONDITIONS)
def test_a_question_hangs_on_an_answer_before_it(condition: dict[str, Any], field: str) -> None:
    data = deepcopy(START)
    data["steps"][0]["questions"].append(
        {"key": "late", "kind": "yes_no", "label": words("Sen"), "show_when": condition}
    )
    try:
        parse(data)
        found = ""
    except DefinitionError as error:
        found = error.field
    assert found == field


# Versions


def test_the_version_in_use_never_changes_and_one_is_in_the_making(asked: Opening, manager: Person) -> None:
    name = asked.form.name
    editor.change(name, rename("Vad kallar du idén?"), by=manager, verb="question_changed")
    editor.change(name, rename("Idéns namn?"), by=manager, verb="question_changed")
    rows = Form.objects.filter(name=name).order_by("version")
    assert [(row.version, row.taken_at is None) for row in rows] == [(1, False), (2, True)]
    assert rows[0].definition == START
    asked.refresh_from_db()
    assert asked.form == rows[0]


def test_taking_into_use_points_the_open_openings_at_the_new_version(asked: Opening, manager: Person) -> None:
    name, now = asked.form.name, dates.now()
    closed = Opening.objects.create(
        kind=KIND, unit=asked.unit, form=asked.form, series="TT", opens_at=now - timedelta(days=9),
        closes_at=now - timedelta(days=2), answer_by=now.date(),
    )  # fmt: skip
    editor.change(name, rename("Idéns namn?"), by=manager, verb="question_changed")
    taken = editor.take_into_use(name, by=manager)
    asked.refresh_from_db()
    closed.refresh_from_db()
    assert (asked.form.version, closed.form.version) == (2, 1)
    entry = Entry.objects.filter(verb="form.taken").get()
    assert entry.facts == {"version": 2, "openings": 1}
    with pytest.raises(Refused):
        editor.take_into_use(name, by=manager)
    assert taken.taken_at is not None


def test_a_changed_form_never_breaks_a_draft(asked: Opening, manager: Person, kim: Person) -> None:
    draft = make_draft(asked, kim)
    actions.save_answers(draft, {"title": "Cykelkök", "more": "no"}, {}, by=kim)
    name = asked.form.name

    def turn_upside_down(data: editing.Data) -> None:
        editing.remove_question(data, "more")
        editing.question_in(data, "title")["kind"] = "long_text"
        editing.question_in(data, "title").pop("means")
        editing.move_step(data, "you", -1)
        question = {"kind": "file", "label": words("En ritning"), "required": True}
        editing.add_question(data, "you", question)

    editor.change(name, turn_upside_down, by=manager, verb="question_changed")
    editor.take_into_use(name, by=manager)
    client = client_of(kim)
    steps = [reverse("submissions:step", args=[draft.token, step]) for step in ("idea", "you")]
    assert [client.get(address).status_code for address in steps] == [200, 200]
    assert client.post(steps[1], {"q_name": "Kim Berg", "do": "next"}).status_code == 302
    draft.refresh_from_db()
    sent = actions.send(draft, by=kim)
    version = sent.versions.get()
    assert version.form.version == 1
    assert version.answers == {"title": "Cykelkök", "more": False, "name": "Kim Berg"}
    changed = actions.reopen(sent, by=kim)
    assert changed.form.version == 1
    assert definition_of(make_draft(Opening.objects.get(pk=asked.pk), make_person()).form).question("more") is None


def test_a_version_that_cannot_be_asked_is_not_taken(asked: Opening, manager: Person) -> None:
    name = asked.form.name
    editor.change(name, lambda data: editing.add_step(data, {"title": words("Tomt")}), by=manager, verb="step_added")
    with pytest.raises(Refused, match="Tomt"):
        editor.take_into_use(name, by=manager)
    asked.refresh_from_db()
    assert asked.form.version == 1


def test_thrown_away_changes_leave_the_form_in_use(asked: Opening, manager: Person) -> None:
    name = asked.form.name
    editor.change(name, rename("Annat"), by=manager, verb="question_changed")
    editor.discard(name, by=manager)
    editor.discard(name, by=manager)
    assert [row.version for row in Form.objects.filter(name=name)] == [1]
    fresh = editor.new_form("helt-ny", deepcopy(START), by=manager)
    with pytest.raises(Refused):
        editor.discard(fresh.name, by=make_administrator())
