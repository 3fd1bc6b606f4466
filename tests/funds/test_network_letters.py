"""The letters of the employees' network, word by word, in both languages."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from html import unescape

import pytest
import time_machine
from django.core.cache import cache

from civicportal.commons import contacts
from civicportal.kernel.dates import STOCKHOLM
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions.endorsing import answer_endorsement, remind_endorser
from civicportal.submissions.endorsing import standing_of
from civicportal.submissions.models import Endorsement
from funds.actions import inquiries
from funds.enums.applications import Endorser
from funds.models import Fund
from tests.commons.test_contacts import make_partner
from tests.funds.network import OF_AN_EMPLOYEE, Network, make_network
from tests.letters import assert_letter_snapshot
from tests.people import client_of, make_cast, make_person

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]
MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=STOCKHOLM)
WORDS = "Kan folk låna hem ett kulturpaket?\nJag tänker på dem som bor långt från stan."


@pytest.fixture
def network(db: None) -> Iterator[Network]:
    """The network on one known morning, because letters tell days."""
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield make_network(make_cast())


def letter(kind: str) -> Message:
    return Message.objects.get(kind=kind)


def employee(language: str) -> Person:
    return make_person("Ada Berg", email="ada@kultur.example.org", language=language)


def asked(network: Network, language: str) -> Endorsement:
    """An employee who reads this language has sent an application, and the manager is asked."""
    person = employee(language)
    draft = submissions.start_draft(opening=network.round.opening, email=person.email, language=language, by=person)
    submissions.save_answers(draft, OF_AN_EMPLOYEE, {}, by=person)
    found = standing_of(submissions.send(draft, by=person))
    assert found is not None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manager_is_asked(network: Network, language: str) -> None:
    asked(network, language)
    kind = "submissions.endorsement_asked"
    assert_letter_snapshot(letter(kind), f"{kind}.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_of_the_department_is_asked_and_answers(network: Network, language: str) -> None:
    """The words follow whose support the fund asks for."""
    Fund.objects.update(endorser=Endorser.HEAD)
    standing = asked(network, language)
    kind = "submissions.endorsement_asked"
    assert_letter_snapshot(letter(kind), f"{kind}.head.{language}")
    answer_endorsement(standing, state="talk", name="Kim Chef, förvaltningschef", words="")
    kind = "submissions.endorsement_answered"
    assert_letter_snapshot(letter(kind), f"{kind}.head.{language}")


@pytest.mark.parametrize(
    ("endorser", "language", "words", "not_words"),
    [
        (Endorser.HEAD, "sv", "Din förvaltningschefs stöd", "Din chefs stöd"),
        (Endorser.HEAD, "en", "The support of the head of your department", "Your manager's support"),
        (Endorser.NEAREST, "sv", "Din chefs stöd", "Din förvaltningschefs stöd"),
        (Endorser.NEAREST, "en", "Your manager's support", "The support of the head of your department"),
    ],
)
def test_the_pages_say_whose_support_it_is(
    network: Network, endorser: str, language: str, words: str, not_words: str
) -> None:
    Fund.objects.update(endorser=endorser)
    submission = asked(network, language).submission
    client, prefix = client_of(submission.person), "" if language == "sv" else "/en"
    for page in (f"/mitt/{submission.case.reference}/", f"/mitt/stod/{submission.case.reference}/"):
        shown = unescape(client.get(prefix + page).text)
        assert (words in shown, not_words in shown) == (True, False), page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manager_is_reminded(network: Network, language: str) -> None:
    remind_endorser(asked(network, language), by=None)
    kind = "submissions.endorsement_reminder"
    assert_letter_snapshot(letter(kind), f"{kind}.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["yes", "terms", "talk", "not_now"])
def test_the_owner_hears_what_was_said(network: Network, language: str, state: str) -> None:
    words = "Om det blir på måndagar." if state in {"terms", "not_now"} else ""
    answer_endorsement(asked(network, language), state=state, name="Kim Chef, enhetschef", words=words)
    kind = "submissions.endorsement_answered"
    assert_letter_snapshot(letter(kind), f"{kind}.{state}.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_told_has_its_receipt_and_its_draft(network: Network, language: str) -> None:
    person = employee(language)
    made = inquiries.tell(network.fund, by=person, words=WORDS, language=language, once=uuid.uuid4())
    assert_letter_snapshot(letter("funds.inquiry"), f"funds.inquiry.{language}")
    inquiries.prepare(made, title="Kulturkassen", by=network.coordinator)
    kind = "submissions.draft_prepared"
    assert_letter_snapshot(letter(kind), f"{kind}.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("yes", [True, False], ids=["yes", "no"])
def test_contact_both_ways(network: Network, language: str, yes: bool) -> None:
    """A partner that reads the same language as the one who asks."""
    partner = make_partner(network.fund, language=language)
    made = contacts.ask_contact(
        partner.item, by=employee(language), words="Vi vill mäta hur det går.", once=uuid.uuid4(), language=language
    )
    contacts.answer_contact(made, yes=yes, words="Ring i veckan.", by=None)
    for name in ("asked", "yes", "shared") if yes else ("no",):
        assert_letter_snapshot(letter(f"commons.contact_{name}"), f"commons.contact_{name}.{language}")
