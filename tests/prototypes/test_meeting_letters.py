"""The meetings' letters, word by word, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from civicportal.kernel.dates import STOCKHOLM
from civicportal.notices.models import Message
from prototypes.actions import meetings, signups
from prototypes.enums.meetings import Place
from prototypes.models import Meeting, SignUp
from prototypes.tasks import remind
from tests.letters import assert_letter_snapshot
from tests.people import make_resident
from tests.prototypes.meeting_factories import VIDEO, coordinator, make_meeting, sign_up, words

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]
MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=STOCKHOLM)


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[None]:
    """One known morning, because letters tell days and clocks."""
    with time_machine.travel(MORNING, tick=False):
        yield


def letter(kind: str, email: str = "ada@example.org") -> Message:
    return Message.objects.get(kind=f"prototypes.{kind}", email=email)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_on_site(language: str) -> None:
    sign_up(make_meeting(access=words("Hiss finns.\nHörslinga finns.", "There is a lift.")), language=language)
    assert_letter_snapshot(letter("signed_up"), f"prototypes.signed_up.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_on_video(language: str) -> None:
    sign_up(make_meeting(where=Place.VIDEO, video_link=VIDEO), language=language)
    assert_letter_snapshot(letter("signed_up"), f"prototypes.signed_up.video.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_waiting_list_and_a_place_from_it(language: str) -> None:
    meeting = make_meeting(seats=1, where=Place.BOTH, video_link=VIDEO)
    first = sign_up(meeting, "first@example.org")
    sign_up(meeting, language=language)
    signups.give_up(first)
    assert_letter_snapshot(letter("waiting"), f"prototypes.waiting.{language}")
    assert_letter_snapshot(letter("promoted"), f"prototypes.promoted.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_given_up_and_a_line_left(language: str) -> None:
    meeting = make_meeting(seats=1)
    signups.give_up(sign_up(meeting, language=language))
    assert_letter_snapshot(letter("given_up"), f"prototypes.given_up.{language}")
    sign_up(meeting, "first@example.org")
    signups.give_up(sign_up(meeting, "waits@example.org", language=language))
    assert_letter_snapshot(letter("given_up", "waits@example.org"), f"prototypes.given_up.waiting.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_time_and_another_place(language: str) -> None:
    meeting = make_meeting(seats=1, where=Place.BOTH, video_link=VIDEO)
    sign_up(meeting, language=language)
    sign_up(meeting, "waits@example.org", language=language)
    new = meeting.starts_at + timedelta(days=2, minutes=30)
    meetings.move(
        meeting, by=coordinator(), starts_at=new, ends_at=new + timedelta(hours=2),
        reason=words("Salen är bokad.", "The hall is booked."),
    )  # fmt: skip
    assert_letter_snapshot(letter("meeting_changed"), f"prototypes.meeting_changed.{language}")
    waits = letter("meeting_changed", "waits@example.org")
    assert_letter_snapshot(waits, f"prototypes.meeting_changed.waiting.{language}")
    Message.objects.all().delete()
    meetings.edit(Meeting.objects.get(), by=coordinator(), facts={"place": "Biblioteket", "address": "Torget 2"})
    assert_letter_snapshot(letter("meeting_changed"), f"prototypes.meeting_changed.place.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_cancelled(language: str) -> None:
    meeting = make_meeting()
    sign_up(meeting, language=language)
    meetings.cancel(meeting, by=coordinator(), reason=words("Den som leder är sjuk.", "The leader is ill."))
    assert_letter_snapshot(letter("meeting_cancelled"), f"prototypes.meeting_cancelled.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_reminder(language: str) -> None:
    meeting = make_meeting(days=1, remind_hours=48)
    sign_up(meeting, language=language)
    assert remind() == 1
    assert_letter_snapshot(letter("reminder"), f"prototypes.reminder.{language}")


def test_somebody_with_protected_identity_gets_a_letter_that_says_nothing() -> None:
    person = make_resident(protected=True)
    sign_up(make_meeting(), person.email, person=person)
    message = Message.objects.get(kind="prototypes.signed_up")
    assert ("Öppen mötesplats" in message.text + message.subject, message.attachments) == (False, [])
    assert SignUp.objects.visible_to(coordinator()).count() == 0
