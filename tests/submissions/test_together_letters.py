"""The letters about writing together, completing, contacts and signatories, word by word, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from civicportal.kernel.dates import STOCKHOLM
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions import completing, together
from civicportal.submissions.actions.contacts import change_contact
from civicportal.submissions.actions.endorsing import (
    answer_endorsement,
    ask_endorsement,
    close_endorsement,
    pass_on_endorsements,
    remind_endorser,
)
from civicportal.submissions.endorsing import standing_of
from civicportal.submissions.enums import EndorsementKind
from civicportal.submissions.models import Completion, Endorsement, Submission
from civicportal.submissions.notices.together import tell_co_writers
from civicportal.submissions.together import behind, invitation_by
from tests.funds.factories import ANSWERS, World, make_world
from tests.funds.network import OF_AN_EMPLOYEE, Network, make_network
from tests.letters import assert_letter_snapshot
from tests.people import make_cast, make_person
from tests.submissions.test_together import token_in

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["sv", "en"])
MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=STOCKHOLM)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """One known morning, because letters tell days."""
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield make_world(make_cast())


@pytest.fixture
def network(db: None) -> Iterator[Network]:
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield make_network(make_cast())


def person(name: str, language: str) -> Person:
    return make_person(name, email=f"{name.split(maxsplit=1)[0].lower()}@example.org", language=language)


def apply(world: World, language: str) -> tuple[Submission, Person, Person]:
    """Ada and Noa apply together, both in this language."""
    ada, noa = person("Ada Berg", language), person("Noa Ek", language)
    draft = submissions.start_draft(opening=world.round.opening, email=ada.email, language=language, by=ada)
    submissions.save_answers(draft, ANSWERS, {}, by=ada)
    together.invite(draft, email=noa.email, language=language, by=ada)
    together.accept(invitation_by(token_in(letter("submissions.invited"))), by=noa)
    return submissions.send(draft, by=ada), ada, noa


def letter(kind: str, **fields: Any) -> Message:
    return Message.objects.filter(kind=kind, **fields).latest("pk")


def kept(kind: str, language: str, name: str = "", **fields: Any) -> None:
    assert_letter_snapshot(letter(kind, **fields), f"{kind}{f'.{name}' if name else ''}.{language}")


@LANGUAGES
def test_invited_and_accepted(world: World, language: str) -> None:
    apply(world, language)
    kept("submissions.invited", language)
    kept("submissions.invitation_accepted", language)


@LANGUAGES
@pytest.mark.parametrize("news", ["sent", "changed", "completed", "withdrawn", "decided"])
def test_what_co_applicants_hear(world: World, language: str, news: str) -> None:
    submission, _ada, noa = apply(world, language)
    Message.objects.filter(kind="submissions.together").delete()
    tell_co_writers(submission, news)
    kept("submissions.together", language, news, person=noa)


@LANGUAGES
def test_handed_over(world: World, language: str) -> None:
    submission, ada, noa = apply(world, language)
    together.hand_over(submission, to=behind(submission)[0], by=ada)
    kept("submissions.handed", language)
    together.take_over(submission, by=noa)
    kept("submissions.taken_over", language, "before", person=ada)
    kept("submissions.taken_over", language, "after", person=noa)


def asked(world: World, language: str) -> tuple[Completion, Submission, Person]:
    submission, ada, _noa = apply(world, language)
    until = MORNING.date() + timedelta(days=10)
    words = "Vi behöver veta mer om budgeten.\nVad kostar lokalen?"
    made = completing.ask_completion(
        submission, questions=["summary", "budget"], until=until, words=words, by=world.cast.fund_manager
    )
    return made, submission, ada


@LANGUAGES
def test_completing(world: World, language: str) -> None:
    made, submission, ada = asked(world, language)
    kept("submissions.completion_asked", language)
    completing.follow_completions(made.until - timedelta(days=2))
    kept("submissions.completion_reminder", language)
    draft = completing.begin_completion(submission, by=ada)
    submissions.save_answers(draft, {"summary": "Tydligare."}, {"summary": 1000}, by=ada)
    submissions.send(draft, by=ada)
    kept("submissions.completion_received", language)


@LANGUAGES
def test_completing_that_ends_otherwise(world: World, language: str) -> None:
    made, submission, _ada = asked(world, language)
    completing.follow_completions(made.until + timedelta(days=1))
    kept("submissions.completion_ran_out", language)
    again = completing.ask_completion(
        submission, questions=["budget"], until=MORNING.date() + timedelta(days=9), words="Mer.",
        by=world.cast.fund_manager,
    )  # fmt: skip
    completing.take_back_completion(again, by=world.cast.fund_manager)
    kept("submissions.completion_taken_back", language)


@LANGUAGES
def test_another_address(world: World, language: str) -> None:
    submission, ada, _noa = apply(world, language)
    change_contact(submission, name="Ada Berg", phone="", email="ny@example.org", by=ada)
    for side, email in (("old", ada.email), ("new", "ny@example.org")):
        kept("submissions.contact_confirm", language, side, email=email)
        found = re.search(r"/bekrafta-adress/[\w-]+/", letter("submissions.contact_confirm", email=email).text)
        assert found is not None
        Client().post(found[0])
    kept("submissions.contact_moved", language, email="ny@example.org")


def requested(world: World, language: str) -> Endorsement:
    submission, ada, _noa = apply(world, language)
    return ask_endorsement(submission, email="ordf@example.org", by=ada, kind=EndorsementKind.SIGNATORY)


@LANGUAGES
def test_a_signatory_is_asked_and_reminded(world: World, language: str) -> None:
    made = requested(world, language)
    kept("submissions.signatory_asked", language)
    remind_endorser(made, by=None)
    kept("submissions.signatory_reminder", language)


@LANGUAGES
@pytest.mark.parametrize("state", ["yes", "terms", "talk", "not_now"])
def test_what_a_signatory_said(world: World, language: str, state: str) -> None:
    words = "Om styrelsen får se rapporten." if state in {"terms", "not_now"} else ""
    answer_endorsement(requested(world, language), state=state, name="Kim Berg, ordförande", words=words)
    kept("submissions.signatory_answered", language, state)


@LANGUAGES
def test_support_that_waits(network: Network, language: str) -> None:
    ada = make_person("Ada Berg", email="ada@kultur.example.org", language=language)
    network.coordinator.language = language
    network.coordinator.email = "samordnare@example.org"
    network.coordinator.save(update_fields=["language", "email"])
    draft = submissions.start_draft(opening=network.round.opening, email=ada.email, language=language, by=ada)
    submissions.save_answers(draft, OF_AN_EMPLOYEE, {}, by=ada)
    made = standing_of(submissions.send(draft, by=ada))
    assert made is not None
    pass_on_endorsements(made.asked_at + timedelta(days=10))
    kept("submissions.endorsement_passed_on", language)
    kept("submissions.endorsement_lies", language)
    made.refresh_from_db()
    close_endorsement(made, words="Fråga din nya chef.", by=network.coordinator)
    kept("submissions.endorsement_closed", language)
