"""The letters to those who follow, word by word."""

from __future__ import annotations

from datetime import datetime

import pytest

from civicportal.commons import actions
from civicportal.kernel.dates import STOCKHOLM
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from tests.commons.factories import published
from tests.letters import assert_letter_snapshot

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
