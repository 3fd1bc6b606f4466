"""The letters about reports on accessibility, word by word."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from civicportal.notices.models import Message
from civicportal.pages import actions, notices
from civicportal.pages.models import AccessReport
from tests.letters import assert_letter_snapshot
from tests.pages.factories import make_city
from tests.people import make_communicator

pytestmark = pytest.mark.django_db


def reported(language: str) -> AccessReport:
    make_city()
    return AccessReport.objects.create(
        kind="fault",
        words="Knappen har inget namn.\nJag använder skärmläsare.",
        email="anna@example.org",
        language=language,
        once=uuid.uuid4(),
        answer_by=date(2026, 12, 18),
    )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_received(language: str) -> None:
    notices.access_received(reported(language))
    assert_letter_snapshot(Message.objects.get(), f"pages.access_received.{language}")


@pytest.mark.parametrize("outcome", ["mended", "refused"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_answered(language: str, outcome: str) -> None:
    actions.answer_report(reported(language), outcome=outcome, answer="Vi har tänkt på saken.", by=make_communicator())
    assert_letter_snapshot(Message.objects.get(), f"pages.access_answered.{outcome}.{language}")
