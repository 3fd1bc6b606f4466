"""Writing, holding, releasing and withdrawing letters."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy

from civicportal.notices import letters
from civicportal.notices.actions import release, site_link, void, write
from civicportal.notices.letters import Letter
from civicportal.notices.models import Lane, Message, MessageState, Preference
from civicportal.people.models import Person

pytestmark = pytest.mark.django_db

PLAIN = Letter("tests.plain", "portaltests/plain", "Plain")
NEWS = Letter("tests.news", "portaltests/plain", "News", wanted_always=False)
CODE = Letter("tests.code", "portaltests/plain", "Code", lane=Lane.CODE)


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    for letter in (PLAIN, NEWS, CODE):
        monkeypatch.setitem(letters.letters, letter.kind, letter)


@pytest.fixture
def resident():
    return Person.objects.create_user("resident@example.org", name="Ebba Lind")


def plain(**extra):
    return write("tests.plain", facts={"title": "Cykelkök", "text": "Hej"}, **{"email": "anna@example.org", **extra})


def test_a_letter_is_a_row_with_its_words_at_once(resident):
    message = plain(to=resident, email="", about=resident, reply_to="fund@example.org")
    assert message is not None
    assert (message.person, message.email, message.language) == (resident, "resident@example.org", "sv")
    assert message.subject == "Om Cykelkök"
    assert message.text.startswith("Hej,\n\nDet gäller Cykelkök.\n")
    assert (message.state, message.about_kind, message.about_id) == (MessageState.WAITING, "people.person", resident.pk)
    assert message.message_id.endswith("@testserver>")
    assert message.reply_to == "fund@example.org"


def test_a_letter_is_in_the_persons_language(resident):
    resident.language = "en"
    assert plain(to=resident, email="").subject == "About Cykelkök"
    assert plain(to=resident, email="", language="sv").subject == "Om Cykelkök"
    assert plain(language="ar").language == "sv"


def test_nobody_to_write_to_is_nobody(resident):
    assert plain(email="") is None
    resident.is_active = False
    assert plain(to=resident, email="") is None
    assert Message.objects.count() == 0


def test_a_wish_is_respected_where_the_kind_allows_it(resident):
    for kind in ("tests.plain", "tests.news"):
        Preference.objects.create(person=resident, kind=kind, wanted=False)
    facts = {"title": "a", "text": "b"}
    assert write("tests.news", to=resident, facts=facts) is None
    assert write("tests.plain", to=resident, facts=facts) is not None


def test_once_gives_the_first_row_back():
    first = plain(once="receipt:1")
    assert plain(once="receipt:1", email="other@example.org") == first
    assert plain() != plain()
    assert Message.objects.count() == 3


def test_held_letters_wait_until_they_are_released(resident):
    held = plain(about=resident, hold=True)
    other = write("tests.news", email="b@example.org", facts={"title": "a", "text": "b"}, about=resident, hold=True)
    assert {held.state, other.state} == {MessageState.HELD}
    assert not Message.objects.due().exists()
    assert release(resident, kinds=["tests.plain"]) == 1
    assert list(Message.objects.due()) == [held]
    assert release(resident) == 1
    assert release(resident) == 0


def test_void_withdraws_what_is_not_sent(resident):
    held, waiting, sent = plain(about=resident, hold=True), plain(about=resident), plain(about=resident)
    other = plain()
    Message.objects.filter(pk=sent.pk).update(state=MessageState.SENT)
    assert void(resident) == 2
    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {held.pk: "void", waiting.pk: "void", sent.pk: "sent", other.pk: "waiting"}
    assert release(resident) == 0


def test_a_rolled_back_act_leaves_no_letter():
    def act() -> None:
        with transaction.atomic():
            plain()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert Message.objects.count() == 0


def test_many_letters_of_one_commit_wake_the_worker_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        for _number in range(5):
            plain()
        plain(hold=True)
    assert len(callbacks) == 1


def test_protected_identity_gets_a_neutral_letter(resident):
    resident.protected = True
    message = plain(to=resident, email="", attachments=[("a.pdf", "application/pdf", b"x")])
    assert "Cykelkök" not in message.subject + message.text + message.html
    assert message.text.startswith("Hej,\n\nDet finns ett nytt meddelande till dig")
    assert message.attachments == []
    code = write("tests.code", to=resident, facts={"title": "123456", "text": ""})
    assert code.subject == "Om 123456"


def test_an_unknown_kind_and_a_second_letter_of_a_name_are_refused():
    with pytest.raises(KeyError):
        write("tests.unknown", email="a@example.org", facts={})
    with pytest.raises(ValueError, match="Two letters are called"):
        letters.register(Letter("tests.plain", "elsewhere", gettext_lazy("Other")))


def test_a_model_is_no_fact(resident):
    with pytest.raises(TypeError, match="plain values, not Person"):
        write("tests.plain", email="a@example.org", facts={"title": resident, "text": ""})


@pytest.mark.parametrize("path", ["https://evil.example.org/", "//evil.example.org", "mitt/"])
def test_a_link_is_a_path_of_the_portal(path):
    with pytest.raises(ValueError, match="path of the portal"):
        site_link(path)
