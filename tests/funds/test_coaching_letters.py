"""The letters about coaching, word by word, in both languages."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
import time_machine
from django.core.cache import cache

from civicportal.kernel.dates import STOCKHOLM
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions import sharing
from funds.actions import coach_times
from funds.actions import coaching as actions
from tests.funds.coached import Coached, make_coached, publish
from tests.funds.factories import ANSWERS
from tests.letters import assert_letter_snapshot
from tests.people import make_cast, make_person

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]
MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=STOCKHOLM)
DAY = date(2026, 3, 19)


@pytest.fixture
def it(db: None) -> Iterator[Coached]:
    """Coaches on one known morning, because letters tell days."""
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        found = make_coached(make_cast())
        Person.objects.filter(pk=found.coach.pk).update(email="cim@fonden.example.org")
        found.coach.email = "cim@fonden.example.org"
        found.other.email = "olle@fonden.example.org"
        found.other.save()
        yield found


def letter(kind: str) -> Message:
    return Message.objects.filter(kind=kind).latest("pk")


def person(it: Coached, language: str) -> Person:
    it.person = make_person("Ida Berg", email="ida@example.org", language=language)
    for coach in (it.coach, it.other):
        Person.objects.filter(pk=coach.pk).update(language=language)
        coach.language = language
    return it.person


def check(kind: str, language: str, name: str = "") -> None:
    assert_letter_snapshot(letter(kind), f"{kind}{name}.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_asked_taken_noted_and_handed_over(it: Coached, language: str) -> None:
    by = person(it, language)
    facts = {"words": "Hur börjar jag?", "language": language, "once": uuid.uuid4()}
    coaching = actions.take(actions.ask(it.fund, by=by, **facts), by=it.coach)
    check("funds.coaching_asked", language)
    check("funds.coaching_taken", language)
    actions.write_note(coaching, text="Ring Anna.\nRäkna om budgeten.", shared=True, by=it.coach, once=uuid.uuid4())
    check("funds.coaching_note", language)
    draft = submissions.start_draft(opening=it.world.round.opening, email=by.email, language=language, by=by)
    submissions.save_answers(draft, ANSWERS, {}, by=by)
    share = sharing.share(draft, with_whom=it.coach, by=by)
    made = sharing.comment(share, question="summary", words="Vem?", by=it.coach, once=uuid.uuid4())
    sharing.reply(made, words="Alla", by=by, once=uuid.uuid4())
    for kind in ("submissions.draft_shared", "submissions.draft_commented", "submissions.draft_replied"):
        check(kind, language)
    (slot,) = publish(it, day=DAY)
    coach_times.book(slot, by=by, words="Om budgeten", language=language, once=uuid.uuid4())
    actions.hand_over(coaching, to=it.other, words="Budgeten återstår", by=it.coach)
    check("funds.coaching_handed_over", language)
    check("funds.coaching_handed_to_you", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_booked_moved_reminded_of_and_cancelled(it: Coached, language: str) -> None:
    by = person(it, language)
    video = {"where": "video", "place": "", "video_link": "https://video.example.org/rum"}
    (first,) = publish(it, day=DAY)
    (second,) = publish(it, day=DAY, starts=time(15), ends=time(16), **video)
    facts = {"words": "Om budgeten", "language": language, "once": uuid.uuid4()}
    booked = coach_times.book(first, by=by, **facts)
    check("funds.booking_made", language)
    check("funds.booking_to_coach", language, ".made")
    coach_times.move(booked, to=second, by=by)
    check("funds.booking_moved", language)
    check("funds.booking_to_coach", language, ".moved")
    with time_machine.travel(datetime(2026, 3, 18, 18, tzinfo=STOCKHOLM), tick=False):
        assert coach_times.remind() == 1
    check("funds.booking_reminder", language)
    coach_times.cancel(booked, by=it.coach, reason="Jag är sjuk i dag")
    check("funds.booking_cancelled", language)
    check("funds.booking_to_coach", language, ".cancelled")
