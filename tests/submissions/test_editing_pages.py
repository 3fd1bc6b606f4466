"""The pages of the form editor, and every kind of question from the editor to what is read."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from civicportal.people.models import Person
from civicportal.submissions import actions, editing
from civicportal.submissions.actions import editing as editor
from civicportal.submissions.definition import KINDS
from civicportal.submissions.models import Form, Opening
from civicportal.submissions.queries import digest_of, shown_answers
from tests.people import (
    client_of,
    make_administrator,
    make_auditor,
    make_coach,
    make_fund_manager,
    make_person,
    make_unit,
)
from tests.submissions.making import START, keys, rename
from tests.submissions.samples import make_draft, make_opening, words


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(asked: Opening, manager: Person) -> None:
    client, name = client_of(manager), asked.form.name
    address = reverse("admin:submissions_question", args=[name, "title"])
    page = client.get(address)
    seen = page.context["form"]["seen"].value()
    editor.change(name, rename("Den andras ord"), by=manager, verb="question_changed")
    typed = {"label_sv": "Mina ord", "label_en": "Mine", "means": "title", "seen": seen}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert answer.context["form"]["label"].value() == ["Mina ord", "Mine"]
    making = Form.objects.in_the_making(name).get()
    assert editing.question_in(making.definition, "title")["label"] == words("Den andras ord")
    again = client.post(address, {**typed, "seen": answer.context["form"]["seen"].value()})
    assert again.status_code == 302
    making.refresh_from_db()
    assert editing.question_in(making.definition, "title")["label"] == {"sv": "Mina ord", "en": "Mine"}


def test_who_may_see_and_who_may_write(asked: Opening, manager: Person) -> None:
    people = {
        "manager": manager,
        "other unit's": make_fund_manager(make_unit("En annan")),
        "coach": make_coach(make_unit("Fondkontoret")),
        "administrator": make_administrator(make_unit("En annan")),
        "auditor": make_auditor(make_unit("En annan")),
        "resident": make_person(),
    }
    name = asked.form.name
    pages = {
        "overview": reverse("admin:submissions_form", args=[name]),
        "preview": reverse("admin:submissions_preview", args=[name]),
        "question": reverse("admin:submissions_question", args=[name, "title"]),
        "step": reverse("admin:submissions_edit_step", args=[name, "idea"]),
        "new step": reverse("admin:submissions_new_step", args=[name]),
        "new question": reverse("admin:submissions_new_question", args=[name, "idea"]),
        "take": reverse("admin:submissions_take", args=[name]),
    }
    found = {
        (who, page)
        for who, person in people.items()
        for page, address in pages.items()
        if client_of(person).get(address).status_code == 200
    }
    writers = {(who, page) for who in ("manager", "administrator") for page in pages}
    assert found == writers | {("auditor", "overview"), ("auditor", "preview")}
    client_of(people["auditor"]).post(pages["overview"], {"do": "remove:question:title"})
    assert Form.objects.filter(name=name).count() == 1


def test_buttons_move_remove_and_bring_back(asked: Opening, manager: Person) -> None:
    client, name = client_of(manager), asked.form.name
    address = reverse("admin:submissions_form", args=[name])

    def press(do: str) -> list[list[str]]:
        assert client.post(address, {"do": do}).status_code == 302
        return keys(Form.objects.in_the_making(name).get().definition)

    assert press("down:question:title") == [["more", "title"], ["name"]]
    assert press("up:step:you") == [["name"], ["more", "title"]]
    assert press("remove:question:more") == [["name"], ["title"]]
    assert "undo::" in client.get(address).content.decode()
    assert press("undo::") == [["name"], ["more", "title"]]
    assert press("remove:question:gone") == [["name"], ["more", "title"]]
    press("remove:question:more")
    client.post(reverse("admin:submissions_new_step", args=[name]), {"title_sv": "Sist", "title_en": ""})
    assert "undo::" not in client.get(address).content.decode(), "one has gone on since"


def test_a_new_question_of_an_answer_to_choose_and_what_it_needs(asked: Opening, manager: Person) -> None:
    client, name = client_of(manager), asked.form.name
    address = reverse("admin:submissions_new_question", args=[name, "you"])
    wrong = client.post(address, {"label_sv": "Vilken färg?", "label_en": "", "kind": "choice", "choices": " "})
    assert wrong.status_code == 422
    client.post(address, {"label_sv": "Vilken färg?", "label_en": "", "kind": "choice", "choices": "Blå\nRöd\nBlå!"})
    made = editing.question_in(Form.objects.in_the_making(name).get().definition, "vilken_farg")
    assert made["choices"] == [
        {"value": "bla", "label": {"sv": "Blå"}},
        {"value": "rod", "label": {"sv": "Röd"}},
        {"value": "bla_2", "label": {"sv": "Blå!"}},
    ]


def test_the_answers_of_a_question_are_ordered_removed_and_added(asked: Opening, manager: Person) -> None:
    client, name = client_of(manager), asked.form.name
    new = reverse("admin:submissions_new_question", args=[name, "you"])
    client.post(new, {"label_sv": "Färg", "label_en": "", "kind": "choices", "choices": "Blå\nRöd\nGrön"})
    address = reverse("admin:submissions_question", args=[name, "farg"])
    seen = client.get(address).context["form"]["seen"].value()
    rows = [
        ("bla", "Blå", "Blue", 3, ""),
        ("rod", "Röd", "", 1, ""),
        ("gron", "Grön", "", 2, "on"),
        ("", "Vit", "", 4, ""),
    ]
    data = {"label_sv": "Färg", "label_en": "", "seen": seen, "val-TOTAL_FORMS": len(rows), "val-INITIAL_FORMS": 3}
    for number, (value, swedish, english, order, remove) in enumerate(rows):
        data |= {
            f"val-{number}-value": value, f"val-{number}-label_sv": swedish, f"val-{number}-label_en": english,
            f"val-{number}-ORDER": order, **({f"val-{number}-DELETE": remove} if remove else {}),
        }  # fmt: skip
    assert client.post(address, data).status_code == 302
    made = editing.question_in(Form.objects.in_the_making(name).get().definition, "farg")
    assert made["choices"] == [
        {"value": "rod", "label": {"sv": "Röd"}},
        {"value": "bla", "label": {"sv": "Blå", "en": "Blue"}},
        {"value": "vit", "label": {"sv": "Vit"}},
    ]


def test_show_when_is_ticked_among_answers_before_it(asked: Opening, manager: Person) -> None:
    client, name = client_of(manager), asked.form.name
    address = reverse("admin:submissions_question", args=[name, "name"])
    form = client.get(address).context["form"]
    assert [value for value, _label in form.fields["show_when"].choices] == ["more=yes", "more=no"]
    data = {"label_sv": "Namn", "label_en": "", "seen": form["seen"].value(), "show_when": ["more=yes"], "means": ""}
    client.post(address, data)
    made = editing.question_in(Form.objects.in_the_making(name).get().definition, "name")
    assert made == {
        "key": "name", "kind": "short_text", "label": {"sv": "Namn"},
        "show_when": {"question": "more", "is": ["yes"]},
    }  # fmt: skip


def test_pages_cost_the_same_however_long_the_form(manager: Person) -> None:
    def cost(questions: int) -> list[int]:
        data = deepcopy(START)
        data["steps"][0]["questions"] += [
            {"key": f"q{number}", "kind": "yes_no", "label": words("Ja?")} for number in range(questions)
        ]
        name = make_opening(data).form.name
        client, counts = client_of(manager), []
        for page in ("form", "preview", "take"):
            client.get(reverse(f"admin:submissions_{page}", args=[name]))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(f"admin:submissions_{page}", args=[name]))
            counts.append(len(asked))
        return counts

    first = cost(1)
    assert cost(30) == first
    assert max(first) <= 15


# Every kind, from the editor to what is read

PAGE: dict[str, dict[str, Any]] = {
    "short_text": {"max_length": "40", "sample_sv": "Ett exempel", "sample_en": ""},
    "long_text": {"max_length": "300", "sensitive": "on", "sample_sv": "", "sample_en": ""},
    "number": {"lowest": "1", "highest": "500"},
    "money": {"lowest": "1 000", "highest": "50 000"},
    "themes": {"filter": "vision", "many": "on"},
    "people": {"lowest": "2", "highest": "5", "different": "2", "identifies": "on", "sample_sv": "", "sample_en": ""},
    "budget": {"sample_sv": "", "sample_en": ""},
}
"""What the question's page asks of a kind besides its words."""

STORED: dict[str, dict[str, Any]] = {
    "short_text": {"max_length": 40, "sample": {"sv": "Ett exempel"}},
    "long_text": {"max_length": 300, "sensitive": True},
    "choice": {"choices": [{"value": "bla", "label": {"sv": "Blå"}}, {"value": "rod", "label": {"sv": "Röd"}}]},
    "choices": {"choices": [{"value": "bla", "label": {"sv": "Blå"}}, {"value": "rod", "label": {"sv": "Röd"}}]},
    "number": {"lowest": 1, "highest": 500},
    "money": {"lowest": 100_000, "highest": 5_000_000},
    "themes": {"filter": "vision", "many": True},
    "people": {"lowest": 2, "highest": 5, "different": 2, "identifies": True},
}
"""How the form keeps it."""

ANSWERS: dict[str, tuple[Any, str]] = {
    "short_text": ("Cykelkök", "Cykelkök"),
    "long_text": ("Rad ett\nRad två", "Rad ett\nRad två"),
    "choice": ("rod", "Röd"),
    "choices": (["bla", "rod"], "Blå, Röd"),
    "yes_no": ("no", "Nej"),
    "number": ("25", "25"),
    "money": ("12 000", "12\xa0000\xa0kr"),
    "date": (["1", "mars", "2027"], "måndag 1 mars 2027"),
    "district": ("raa", "Råå"),
    "themes": (["skapande"], "Skapande"),
    "budget": ([{"what": "Kaffe", "amount": "500", "note": ""}], "Kaffe: 500\xa0kr"),
    "people": (
        [
            {"name": "Ada Ek", "function": "Chef", "organisation": "Skolan", "email": "ada@example.org"},
            {"name": "Bo Al", "function": "", "organisation": "Kultur", "email": ""},
        ],
        "Ada Ek, Chef, Skolan, ada@example.org\nBo Al, Kultur",
    ),
    "organisation_number": ("556036-0793", "556036-0793"),
    "phone": ("042-10 50 00", "042-10 50 00"),
    "email": ("kim@example.org", "kim@example.org"),
    "file": ({"token": "00000000-0000-4000-8000-000000000000", "name": "ritning.pdf", "size": 10}, "ritning.pdf"),
}
"""What is typed, and how it is read after it was sent."""


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_survives_from_the_editor_to_what_is_read(kind: str, manager: Person, kim: Person) -> None:
    opening = make_opening(deepcopy(START))
    client, name = client_of(manager), opening.form.name
    new = reverse("admin:submissions_new_question", args=[name, "you"])
    client.post(new, {"label_sv": "Min fråga", "label_en": "My question", "kind": kind, "choices": "Blå\nRöd"})
    address = reverse("admin:submissions_question", args=[name, "min_fraga"])
    page = client.get(address)
    data = {
        "label_sv": "Min fråga", "label_en": "My question", "hint_sv": "Kort", "hint_en": "Short", "required": "on",
        "missing_sv": "Svara här", "missing_en": "Answer here", "seen": page.context["form"]["seen"].value(),
        **PAGE.get(kind, {}),
    }  # fmt: skip
    if page.context["rows"] is not None:
        data |= {"val-TOTAL_FORMS": 2, "val-INITIAL_FORMS": 2}
        for number, (value, label) in enumerate((("bla", "Blå"), ("rod", "Röd"))):
            data |= {f"val-{number}-value": value, f"val-{number}-label_sv": label, f"val-{number}-ORDER": number + 1}
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["errors"]
    made = editing.question_in(Form.objects.in_the_making(name).get().definition, "min_fraga")
    assert made == {
        "key": "min_fraga", "kind": kind, "label": {"sv": "Min fråga", "en": "My question"}, "required": True,
        "hint": {"sv": "Kort", "en": "Short"}, "missing": {"sv": "Svara här", "en": "Answer here"},
        **STORED.get(kind, {}),
    }  # fmt: skip
    shown_again = client.get(address).context["form"]
    assert shown_again["seen"].value() == digest_of(made)
    preview = client.get(reverse("admin:submissions_preview_step", args=[name, "you"]))
    assert preview.status_code == 200
    client.post(reverse("admin:submissions_take", args=[name]), {"do": "take"})
    opening.refresh_from_db()
    assert opening.form.version == 2
    draft = make_draft(opening, kim)
    typed, read = ANSWERS[kind]
    actions.save_answers(draft, {"title": "Cykelkök", "name": "Kim", "min_fraga": typed}, {}, by=kim)
    sent = actions.send(draft, by=kim)
    rows = {row.key: row for step in shown_answers(sent.versions.get(), language="sv") for row in step.rows}
    assert (str(rows["min_fraga"].label), rows["min_fraga"].value) == ("Min fråga", read)
