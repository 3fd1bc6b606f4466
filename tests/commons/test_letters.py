"""The letters to those who follow, word by word."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine

from civicportal.commons import actions, proofs
from civicportal.commons.enums import QUESTION, HideReason, ReportReason
from civicportal.commons.models import Question
from civicportal.kernel.dates import STOCKHOLM
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from tests.commons.factories import published
from tests.letters import assert_letter_snapshot
from tests.people import make_communicator

pytestmark = pytest.mark.django_db
TITLE = {"sv": "Verktygsbibliotek i tvättstugan", "en": "A tool library in the laundry"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_confirm_follow(language: str) -> None:
    actions.follow(published(TITLE, slug="verktyg"), email="anna@example.org", language=language)
    assert_letter_snapshot(Message.objects.get(), f"commons.confirm_follow.{language}")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_step(language: str) -> None:
    item = published(TITLE, slug="verktyg")
    actions.follow(item, email="anna@example.org", language=language, confirmed=True)
    actions.add_step(
        item,
        by=None,
        title=LocalizedText(sv="Beviljad", en="Granted"),
        words=LocalizedText(sv="Rummet är målat.\nSe bilder på https://example.org", en="The room is painted."),
        by_function=LocalizedText(sv="Stadsdirektören", en="The city director"),
        amount=75_000_00,
        at=datetime(2026, 3, 12, 12, tzinfo=STOCKHOLM),
    )
    assert_letter_snapshot(Message.objects.get(), f"commons.step.{language}")


def test_a_title_cannot_smuggle_a_link_or_a_paragraph_into_a_letter() -> None:
    item = published("Vinn\n\nSubject: x https://evil.example/ nu")
    actions.follow(item, email="anna@example.org", language="sv")
    letter = Message.objects.get()
    assert "https://evil" not in letter.text
    assert "Vinn Subject: x https: //evil.example/ nu" in letter.text
    assert "evil.example/</a>" not in letter.html


def asked(language: str) -> Question:
    words = {"sv": "När öppnar ni?\nFår man låna en borr?", "en": "When do you open?\nMay one borrow a drill?"}
    item = published(TITLE, slug="verktyg")
    return actions.ask(item, text=words[language], language=language, email="anna@example.org")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_confirm(language: str) -> None:
    with time_machine.travel(datetime(2026, 3, 12, 12, tzinfo=STOCKHOLM), tick=False):
        proofs.ask(QUESTION, email="anna@example.org", language=language, about=published(TITLE, slug="verktyg"))
    assert_letter_snapshot(Message.objects.get(), f"commons.confirm.{language}")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_question_answered(language: str) -> None:
    question = asked(language)
    function = LocalizedText(sv="Fondkontoret", en="The fund office")
    actions.answer(question, by=make_communicator(), words="I mars.\nJa, det får man.", function=function)
    assert_letter_snapshot(Message.objects.get(), f"commons.question_answered.{language}")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_hidden_and_restored(language: str) -> None:
    question, staff = asked(language), make_communicator()
    hiding = actions.hide_words(question, by=staff, reason=HideReason.OFF_TOPIC, text="Fråga gärna om lånen.")
    assert_letter_snapshot(Message.objects.get(), f"commons.hidden.{language}")
    actions.restore(hiding, by=staff)
    assert_letter_snapshot(Message.objects.latest("pk"), f"commons.restored.{language}")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("outcome", ["hidden", "left"])
def test_report_settled(language: str, outcome: str) -> None:
    question, staff = asked(language), make_communicator()
    with time_machine.travel(datetime(2026, 3, 12, 12, tzinfo=STOCKHOLM), tick=False):
        report = actions.report(question, reason=ReportReason.HATE, email="bo@example.org", language=language)
    if outcome == "hidden":
        actions.hide_words(question, by=staff, reason=HideReason.UNLAWFUL)
    else:
        actions.leave_report(report, by=staff)
    letter = Message.objects.get(kind="commons.report_settled")
    assert_letter_snapshot(letter, f"commons.report_settled.{outcome}.{language}")
