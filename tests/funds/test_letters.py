"""The funds' letters, word by word, in both languages; and what no letter may carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from civicportal.kernel.dates import STOCKHOLM
from civicportal.notices.models import Message
from civicportal.submissions import actions as submissions
from civicportal.submissions.queries import kept
from funds.actions import applications, decisions
from funds.models import Application
from tests.funds.factories import ANSWERS, KRONA, World, make_world
from tests.funds.test_actions import close, grant
from tests.letters import assert_letter_snapshot
from tests.people import make_cast, make_person

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]
MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=STOCKHOLM)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The world on one known morning, because letters tell days and clocks."""
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield make_world(make_cast())


def sent(world: World, language: str, *, late: bool = False, **answers: Any) -> Application:
    """Somebody who reads this language has sent an application."""
    person = make_person("Ada Berg", email="ada@example.org", language=language)
    draft = submissions.start_draft(opening=world.round.opening, email=person.email, language=language, by=person)
    submissions.save_answers(draft, {**ANSWERS, **answers}, {}, by=person)
    if late:
        close(world)
    submission = submissions.send(draft, by=person)
    return Application.objects.select_related("submission__case", "round__fund").get(submission=submission)


def read_through(world: World, application: Application) -> Application:
    applications.screen(application, by=world.cast.fund_manager)
    return Application.objects.select_related("submission__case", "round__fund").get(pk=application.pk)


def letter(kind: str) -> Message:
    return Message.objects.get(kind=f"funds.{kind}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_receipt(world: World, language: str) -> None:
    sent(world, language, sensitive="Jag har en diagnos.")
    assert letter("receipt").email == "ada@example.org"
    assert_letter_snapshot(letter("receipt"), f"funds.receipt.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_receipt_of_what_came_late(world: World, language: str) -> None:
    sent(world, language, late=True)
    assert_letter_snapshot(letter("receipt"), f"funds.receipt.late.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_changed(world: World, language: str) -> None:
    application = sent(world, language)
    person = application.submission.person
    draft = submissions.reopen(application.submission, by=person)
    submissions.save_answers(draft, {"title": "Cykelkök i hamnen"}, kept(draft).versions, by=person)
    submissions.send(draft, by=person)
    assert_letter_snapshot(letter("changed"), f"funds.changed.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_withdrawn(world: World, language: str) -> None:
    application = sent(world, language)
    submissions.withdraw(application.submission, by=application.submission.person)
    assert_letter_snapshot(letter("withdrawn"), f"funds.withdrawn.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_granted(world: World, language: str) -> None:
    application = read_through(world, sent(world, language))
    grant(world, application, 60_000 * KRONA, conditions="Berätta i april hur det går.")
    assert_letter_snapshot(letter("decision"), f"funds.decision.granted.{language}", _hashes(application))


@pytest.mark.parametrize("language", LANGUAGES)
def test_refused(world: World, language: str) -> None:
    application = read_through(world, sent(world, language))
    decisions.decide(
        application,
        by=world.cast.decision_maker,
        outcome="refused",
        reason="Det finns redan ett cykelkök på Söder.",
        would_change="En plats där det saknas.",
        next_step="Prata med en coach om hamnen.",
    )
    assert_letter_snapshot(letter("decision"), f"funds.decision.refused.{language}", _hashes(application))


def _hashes(application: Application) -> dict[str, str]:
    """The control number follows the questions' ids; what it is made of is tested with submissions."""
    version = application.submission.versions.last()
    assert version is not None
    return {version.sha256: "<sha256>"}


def test_what_is_sensitive_does_not_go_by_mail(world: World) -> None:
    sent(world, "sv", sensitive="Jag har en diagnos.")
    message = letter("receipt")
    assert "diagnos" not in message.text + message.html
    assert "Det du skrev som känsligt skickar vi inte med e-post." in message.text


def test_nothing_sensitive_nothing_said_about_it(world: World) -> None:
    sent(world, "sv")
    assert "känsligt" not in letter("receipt").text


def test_one_letter_for_one_act(world: World) -> None:
    application = sent(world, "sv")
    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        again = submissions.send(application.submission.draft, by=application.submission.person)
    assert again == application.submission
    assert list(Message.objects.filter(kind__startswith="funds.").values_list("kind", flat=True)) == ["funds.receipt"]


def test_answers_of_an_applicant_cannot_make_links_or_headings_of_a_letter(world: World) -> None:
    words = "Rad ett\nSubject: falsk\n[klicka](https://evil.example)"
    sent(world, "sv", title="Vinn nu https://evil.example/x", summary=words)
    message = letter("receipt")
    assert message.subject == "Tack, vi har din ansökan VF-2026-0001"
    assert "https://evil" not in message.text
    assert "evil.example" not in "".join(part.split("</a>")[0] for part in message.html.split("<a ")[1:])
