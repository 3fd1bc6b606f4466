"""Support once per person; questions that staff release and answer."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from civicportal.commons import actions, proofs
from civicportal.commons.enums import QuestionState
from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item, Question, Support
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from civicportal.records.models import Entry
from tests.commons.factories import make_project, published
from tests.commons.test_proofs import WRITTEN
from tests.pages.factories import make_city
from tests.people import make_fund_manager, make_resident

pytestmark = pytest.mark.django_db
OFFICE = LocalizedText(sv="Fondkontoret", en="The fund office")


@pytest.fixture(autouse=True)
def projects_can_be_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kinds that people support belong to features that stand above; here the first kind stands for them."""
    monkeypatch.setitem(kinds, "project", replace(kinds["project"], can_support=True))


@pytest.fixture
def item() -> Item:
    return published({"sv": "Verktygsbibliotek", "en": "Tool library"})


def counted(item: Item) -> tuple[int, int]:
    return Item.every.get(pk=item.pk).supporters, Support.objects.filter(item=item).count()


def support(item: Item, email: str) -> Support | None:
    return actions.support(item, email=email, language="sv", confirmed=True)


def asked(item: Item, text: str = "När öppnar ni?", email: str = "rut@example.org") -> Question:
    return actions.ask(item, text=text, language="sv", email=email)


def test_everybody_counts_once_however_the_address_is_written(item: Item) -> None:
    assert support(item, "Rut@Example.org") == support(item, " rut@example.org")
    support(item, "bo@example.org")
    assert counted(item) == (2, 2)
    assert actions.withdraw_support(item, email="RUT@example.org") is True
    assert actions.withdraw_support(item, email="rut@example.org") is False
    assert counted(item) == (1, 1)


def test_an_unproved_address_gets_a_letter_and_counts_when_it_is_proved(client: Client, item: Item) -> None:
    path = f"/stod/project/{item.slug}/"
    answer = client.post(path, {"email": "rut@example.org", "website": ""})
    assert answer.headers["Location"] == f"{path}tack/"
    assert counted(item) == (0, 0)
    link = Message.objects.get().text.split("http://testserver")[1].split()[0]
    assert client.post(link).headers["Location"] == f"{path}tack/?bekraftad=1"
    assert counted(item) == (1, 1)
    assert "1</strong> person stöder det här" in client.get(item.get_absolute_url()).content.decode()


def test_signed_in_one_supports_and_takes_back_at_once(client: Client, item: Item) -> None:
    rut, path = make_resident(), f"/stod/project/{item.slug}/"
    client.force_login(rut)
    assert client.post(path, {"website": ""}).headers["Location"] == f"{path}tack/?bekraftad=1"
    assert Support.objects.get().person == rut
    assert "Du stöder det här" in client.get(path).content.decode()
    back = client.post(f"{path}ta-tillbaka/", {"website": ""})
    assert back.headers["Location"] == f"{path}tack/?tillbaka=1&bekraftad=1"
    assert (counted(item), Message.objects.count()) == ((0, 0), 0)


def test_somebody_else_cannot_take_a_support_back(client: Client, item: Item) -> None:
    support(item, "rut@example.org")
    client.post(f"/stod/project/{item.slug}/ta-tillbaka/", {"email": "rut@example.org", "website": ""})
    assert counted(item) == (1, 1)
    link = Message.objects.get().text.split("http://testserver")[1].split()[0]
    client.post(link)
    assert counted(item) == (0, 0)


def test_a_program_that_fills_the_hidden_field_is_not_counted(client: Client, item: Item) -> None:
    answer = client.post(f"/stod/project/{item.slug}/", {"email": "bot@example.org", "website": "http://x"})
    assert (answer.status_code, Message.objects.count()) == (422, 0)


def test_what_cannot_be_supported_says_so(client: Client, item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds, "project", replace(kinds["project"], can_support=False))
    with pytest.raises(Refused):
        support(item, "rut@example.org")
    assert client.get(f"/stod/project/{item.slug}/").status_code == 403
    assert "/stod/" not in client.get(item.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted() -> None:
    item = published()

    def one(number: int) -> None:
        support(item, f"person{number % 5}@example.org")
        connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(item) == (5, 5)


def test_a_question_waits_until_staff_release_it(item: Item, client: Client) -> None:
    make_city()
    question = asked(item)
    assert (question.number, question.state) == (1, QuestionState.WAITING)
    assert question.text not in client.get(item.get_absolute_url()).content.decode()
    actions.release_question(question, by=make_fund_manager(item.unit))
    assert question.text in client.get(item.get_absolute_url()).content.decode()


def test_where_the_city_has_set_it_so_a_question_is_public_at_once(item: Item) -> None:
    city = make_city()
    city.release_words_at_once = True
    city.save()
    assert (asked(item).state, asked(item, "Och sedan?").number) == (QuestionState.PUBLIC, 2)


def test_the_answer_is_marked_with_the_function_and_mailed_to_the_asker(item: Item, client: Client) -> None:
    question, manager = asked(item), make_fund_manager(item.unit)
    actions.answer(question, by=manager, words="I mars.", function=OFFICE)
    actions.answer(question, by=manager, words="I april.", function=OFFICE)
    page = client.get(item.get_absolute_url()).content.decode()
    assert ("Svar från staden" in page, "Fondkontoret" in page, "I april." in page, manager.name in page) == (
        True, True, True, False
    )  # fmt: skip
    assert list(Message.objects.values_list("kind", "email")) == [("commons.question_answered", "rut@example.org")]
    assert [entry.facts for entry in Entry.objects.filter(verb="question.answered").order_by("pk")] == [
        {"item": item.pk, "first": True},
        {"item": item.pk, "first": False},
    ]


def test_only_those_who_answer_for_the_unit_release_and_answer(item: Item) -> None:
    question, stranger = asked(item), make_fund_manager()
    for act in (
        lambda: actions.release_question(question, by=stranger),
        lambda: actions.answer(question, by=stranger, words="Nej", function=OFFICE),
        lambda: actions.answer(question, by=make_resident(), words="Nej", function=OFFICE),
    ):
        with pytest.raises(Refused):
            act()
    assert Question.objects.get().state == QuestionState.WAITING


def test_a_question_sent_twice_is_one(client: Client, item: Item) -> None:
    client.force_login(make_resident())
    form = {"text": "När öppnar ni?", "website": "", "once": WRITTEN["once"]}
    receipts = {client.post(f"/fraga/project/{item.slug}/", form).headers["Location"] for _ in range(2)}
    assert (receipts, Question.objects.count()) == ({f"/fraga/project/{item.slug}/tack/?bekraftad=1"}, 1)


@pytest.mark.parametrize(("text", "email"), [("", "rut@example.org"), ("När?", "rut"), ("x" * 1001, "rut@example.org")])
def test_a_question_that_cannot_be_taken_comes_back_with_what_was_written(
    client: Client, item: Item, text: str, email: str
) -> None:
    form = {"text": text, "email": email, "website": "", "once": WRITTEN["once"]}
    answer = client.post(f"/fraga/project/{item.slug}/", form)
    assert (answer.status_code, text in answer.content.decode(), Message.objects.count()) == (422, True, 0)


def test_nothing_is_asked_about_what_is_hidden(client: Client) -> None:
    project = make_project()
    item = actions.publish(project, by=None)
    actions.hide(project, by=None, reason="withdrawn")
    with pytest.raises(Refused):
        asked(item)
    for path in ("stod", "fraga", "anmal"):
        assert client.get(f"/{path}/project/{item.slug}/").status_code == 404


@pytest.mark.parametrize(("path", "most"), [("fraga", 6), ("stod", 6)])
def test_one_mail_address_gets_so_many_letters_an_hour(client: Client, item: Item, path: str, most: int) -> None:
    codes = []
    for number in range(most + 1):
        form: dict[str, Any] = {"email": "rut@example.org", "website": "", "text": "Hej?"}
        form["once"] = f"00000000-0000-4000-8000-{number:012d}"
        codes.append(client.post(f"/{path}/project/{item.slug}/", form).status_code)
    assert codes == [302] * most + [429]


def test_an_account_and_a_machine_have_a_measure_too(client: Client, item: Item) -> None:
    client.force_login(make_resident())
    form = {"website": ""}
    codes = [client.post(f"/stod/project/{item.slug}/", form).status_code for _ in range(21)]
    assert codes == [302] * 20 + [429]
    other = Client()
    codes = [
        other.post(f"/stod/project/{item.slug}/", {"email": f"p{number}@example.org", "website": ""}).status_code
        for number in range(10)
    ]
    assert codes == [302] * 9 + [429]
    assert proofs.Proof.objects.count() == 9
