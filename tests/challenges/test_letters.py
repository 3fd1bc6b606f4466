"""The challenges' letters, word by word, in both languages; and what no letter may carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from challenges.actions import proposals
from challenges.models import Proposal
from civicportal.kernel.dates import STOCKHOLM
from civicportal.notices.models import Message
from civicportal.submissions import actions as submissions
from civicportal.submissions.queries import kept
from tests.challenges.factories import (
    NO,
    Scene,
    close,
    fresh,
    make_proposal,
    make_scene,
    match,
    read_through,
    write_draft,
)
from tests.letters import assert_letter_snapshot
from tests.people import make_person

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]
MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=STOCKHOLM)


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """The scene on one known morning, because letters tell days and clocks."""
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield make_scene()


def sent(scene: Scene, language: str, **answers: Any) -> Proposal:
    """Somebody who reads this language has sent a proposal."""
    person = make_person("Ada Berg", email="ada@example.org", language=language)
    return make_proposal(scene, person, **answers)


def letter(kind: str) -> Message:
    return Message.objects.get(kind=f"challenges.{kind}")


def answerable(scene: Scene, language: str) -> Proposal:
    proposal = read_through(scene, sent(scene, language))
    close(scene.challenge)
    return fresh(proposal)


@pytest.mark.parametrize("language", LANGUAGES)
def test_receipt(scene: Scene, language: str) -> None:
    sent(scene, language, sensitive="yes", sensitive_what="Jag har en diagnos.")
    assert letter("receipt").email == "ada@example.org"
    assert_letter_snapshot(letter("receipt"), f"challenges.receipt.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_receipt_of_what_came_late(scene: Scene, language: str) -> None:
    person = make_person("Ada Berg", email="ada@example.org", language=language)
    draft = write_draft(scene.challenge, person)
    close(scene.challenge)
    submissions.send(draft, by=person)
    assert_letter_snapshot(letter("receipt"), f"challenges.receipt.late.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_changed(scene: Scene, language: str) -> None:
    proposal = sent(scene, language)
    person = proposal.submission.person
    draft = submissions.reopen(proposal.submission, by=person)
    submissions.save_answers(draft, {"title": "Trappvärdar"}, kept(draft).versions, by=person)
    submissions.send(draft, by=person)
    assert_letter_snapshot(letter("changed"), f"challenges.changed.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_withdrawn(scene: Scene, language: str) -> None:
    proposal = sent(scene, language)
    submissions.withdraw(proposal.submission, by=proposal.submission.person)
    assert_letter_snapshot(letter("withdrawn"), f"challenges.withdrawn.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_matched(scene: Scene, language: str) -> None:
    match(scene, answerable(scene, language))
    assert_letter_snapshot(letter("matched"), f"challenges.matched.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_refused(scene: Scene, language: str) -> None:
    proposals.refuse(answerable(scene, language), by=scene.editor, **NO)
    assert_letter_snapshot(letter("refused"), f"challenges.refused.{language}")


def test_what_is_sensitive_does_not_go_by_mail(scene: Scene) -> None:
    sent(scene, "sv", sensitive="yes", sensitive_what="Jag har en diagnos.")
    message = letter("receipt")
    assert "diagnos" not in message.text + message.html


def test_one_letter_for_one_act(scene: Scene) -> None:
    proposal = sent(scene, "sv")
    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        again = submissions.send(proposal.submission.draft, by=proposal.submission.person)
    assert again == proposal.submission
    kinds = Message.objects.filter(kind__startswith="challenges.").values_list("kind", flat=True)
    assert list(kinds) == ["challenges.receipt"]


def test_answers_cannot_make_links_or_headings_of_a_letter(scene: Scene) -> None:
    words = "Rad ett\nSubject: falsk\n[klicka](https://evil.example)"
    sent(scene, "sv", title="Vinn nu https://evil.example/x", summary=words)
    message = letter("receipt")
    assert message.subject == "Tack, vi har ditt förslag SU-2026-0001"
    assert "https://evil" not in message.text
