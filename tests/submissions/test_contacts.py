"""Whom the city reaches: name and phone at once, another address when both sides have said yes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import TooMany
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.records.models import Entry
from civicportal.submissions import actions
from civicportal.submissions.actions.contacts import change_contact
from civicportal.submissions.contacts import address_of, contact_of
from civicportal.submissions.models import Submission
from tests.people import client_of
from tests.submissions.samples import TYPED, make_draft, make_opening, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(kim: Person) -> Submission:
    draft = make_draft(make_opening(), kim)
    actions.save_answers(draft, TYPED, {}, by=kim)
    return Submission.objects.select_related("case", "person").get(pk=actions.send(draft, by=kim).pk)


def change(sent: Submission, by: Person, **fields: str) -> None:
    facts = {"name": "Kim Berg", "phone": "070-123 45 67", "email": "kim@example.org", **fields}
    change_contact(sent, by=by, **facts)


def links() -> dict[str, str]:
    """The two links, by whom they were mailed to."""
    found = {}
    for letter in Message.objects.filter(kind="submissions.contact_confirm").order_by("pk"):
        match = re.search(r"(/bekrafta-adress/[\w-]+/)", letter.text)
        assert match is not None
        found[letter.email] = match[1]
    return found


def test_what_the_form_said_stands_until_it_is_changed(sent: Submission, kim: Person) -> None:
    assert contact_of(sent).name == "Kim Berg"
    change(sent, kim, name="Noa Ek", phone="042-10 50 00")
    now = contact_of(sent)
    assert (now.name, now.phone, now.email, address_of(sent)) == ("Noa Ek", "042-10 50 00", "kim@example.org", "")
    assert Message.objects.filter(kind="submissions.contact_confirm").count() == 0


def test_another_address_counts_when_both_have_said_yes(sent: Submission, kim: Person, client: Client) -> None:
    change(sent, kim, email="ny@example.org")
    assert sorted(links()) == ["kim@example.org", "ny@example.org"]
    for email in ("kim@example.org", "ny@example.org"):
        assert address_of(sent) == ""
        client.get(links()[email])
        assert address_of(sent) == "", "looking is not saying yes"
        client.post(links()[email])
    assert address_of(sent) == "ny@example.org"
    moved = Message.objects.filter(kind="submissions.contact_moved")
    assert sorted(moved.values_list("email", flat=True)) == ["kim@example.org", "ny@example.org"]
    assert client.get(links()["kim@example.org"]).status_code == 404


def test_one_yes_twice_is_not_two(sent: Submission, kim: Person, client: Client) -> None:
    change(sent, kim, email="ny@example.org")
    for _press in range(2):
        client.post(links()["ny@example.org"])
    assert (address_of(sent), contact_of(sent).waiting) == ("", "ny@example.org")


def test_the_links_end_after_a_week_and_with_a_newer_address(sent: Submission, kim: Person, client: Client) -> None:
    change(sent, kim, email="ny@example.org")
    old = links()
    change(sent, kim, email="annan@example.org")
    assert [client.post(link).status_code for link in old.values()] == [404, 404]
    with time_machine.travel(dates.now() + timedelta(days=8), tick=False):
        assert client.post(links()["annan@example.org"]).status_code == 404
        assert contact_of(sent).waiting == ""


def test_only_whoever_stands_behind_it_changes_it(sent: Submission) -> None:
    stranger = make_person("annan@example.org")
    with pytest.raises(Refused):
        change(sent, stranger, name="X")
    assert client_of(stranger).get(f"/mitt/kontaktuppgifter/{sent.case.reference}/").status_code == 404


def test_nobody_uses_it_to_flood_mail(sent: Submission, kim: Person) -> None:
    for number in range(3):
        change(sent, kim, email=f"ny{number}@example.org")
    with pytest.raises(TooMany):
        change(sent, kim, email="ny9@example.org")


def test_the_log_has_field_names_and_no_words(sent: Submission, kim: Person) -> None:
    change(sent, kim, name="Noa Qutvamen", email="ny@example.org")
    entry = Entry.objects.get(verb="contact.changed")
    assert entry.facts == {"fields": ["name", "email"]}


def test_the_page(sent: Submission, kim: Person) -> None:
    client, where = client_of(kim), f"/mitt/kontaktuppgifter/{sent.case.reference}/"
    assert "070-123 45 67" in client.get(where).content.decode()
    assert client.post(where, {"name": "", "phone": "", "email": "x"}).status_code == 422
    assert client.post(where, {"name": "Noa", "phone": "", "email": "kim@example.org"}).status_code == 302
    assert contact_of(sent).name == "Noa"
