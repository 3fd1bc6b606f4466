"""The labs' letters, word by word, in both languages; and what no letter may carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from civicportal.kernel.dates import STOCKHOLM
from civicportal.notices.models import Message
from labs.actions import answering, raising, work
from labs.models import Idea, Need, Trial
from tests.labs.factories import (
    Stage,
    make_city,
    make_solution,
    make_stage,
    make_topic,
    make_trial,
    public_need,
    raise_idea,
    raise_need,
    texts,
)
from tests.letters import assert_letter_snapshot
from tests.people import make_person

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]
MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=STOCKHOLM)
ANSWER = texts("Biblioteket öppnar på torsdagar.\nKom förbi.", "The library opens on Thursdays.\nCome by.")


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """The stage on one known morning, because letters tell days."""
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield make_stage()


def need_in(stage: Stage, language: str) -> Need:
    person = make_person("Ada Berg", email="ada@example.org", language=language)
    return raise_need(
        stage,
        "Någonstans att vara inne",
        person,
        text="Allt stänger klockan sju.\nOckså biblioteket.",
        language=language,
    )


def letter(kind: str) -> Message:
    return Message.objects.get(kind=f"labs.{kind}", email="ada@example.org")


@pytest.mark.parametrize("language", LANGUAGES)
def test_received(stage: Stage, language: str) -> None:
    need_in(stage, language)
    assert_letter_snapshot(letter("received"), f"labs.received.{language}")


def test_received_where_words_go_public_at_once(stage: Stage) -> None:
    city = make_city()
    city.release_words_at_once = True
    city.save()
    need_in(stage, "sv")
    assert "innan det står offentligt" not in letter("received").text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["released", "answered", "declined", "withheld"])
def test_what_the_lab_says_of_a_need(stage: Stage, kind: str, language: str) -> None:
    need = answering.release(need_in(stage, language), by=stage.facilitator)
    acts: dict[str, Any] = {
        "answered": lambda: answering.answer(need, words=ANSWER, by=stage.facilitator),
        "declined": lambda: answering.decline(need, why=ANSWER, by=stage.facilitator),
        "withheld": lambda: answering.withhold(need, why=ANSWER, by=stage.facilitator),
    }
    if kind in acts:
        acts[kind]()
    assert_letter_snapshot(letter(kind), f"labs.{kind}.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_gathered(stage: Stage, language: str) -> None:
    need = answering.release(need_in(stage, language), by=stage.facilitator)
    make_topic(stage, "Inne på kvällen", need)  # type: ignore[arg-type]
    assert_letter_snapshot(letter("gathered"), f"labs.gathered.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_withdrawn(stage: Stage, language: str) -> None:
    need = need_in(stage, language)
    raising.withdraw(need, by=need.person)
    assert_letter_snapshot(letter("withdrawn"), f"labs.withdrawn.{language}")


def idea_in(stage: Stage, language: str) -> Idea:
    """An idea on a topic, released."""
    person = make_person("Ada Berg", email="ada@example.org", language=language)
    topic = make_topic(stage, "Inne på kvällen", public_need(stage))
    idea = raise_idea(topic, "Öppna verkstaden", person, language=language)
    answering.release(idea, by=stage.facilitator)
    return Idea.objects.select_related("topic").get(pk=idea.pk)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["received", "released", "answered", "declined", "withheld", "withdrawn"])
def test_what_the_lab_says_of_an_idea(stage: Stage, kind: str, language: str) -> None:
    idea = idea_in(stage, language)
    acts: dict[str, Any] = {
        "answered": lambda: answering.answer(idea, words=ANSWER, by=stage.facilitator),
        "declined": lambda: answering.decline(idea, why=ANSWER, by=stage.facilitator),
        "withheld": lambda: answering.withhold(idea, why=ANSWER, by=stage.facilitator),
        "withdrawn": lambda: raising.withdraw(idea, by=idea.person),
    }
    if kind in acts:
        acts[kind]()
    assert_letter_snapshot(letter(kind), f"labs.{kind}.idea.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_idea_lives_on_and_its_test_ends(stage: Stage, language: str) -> None:
    idea = idea_in(stage, language)
    solution = make_solution(stage, idea.topic, idea)
    assert_letter_snapshot(letter("gathered"), f"labs.gathered.idea.{language}")
    trial = make_trial(solution, stage.facilitator)
    work.start(trial, by=stage.facilitator)
    Message.objects.filter(kind="labs.news").delete()
    row = Trial.objects.get()
    work.conclude(row, verdict="go_on", result=ANSWER, learnt=ANSWER, by=stage.facilitator)
    assert letter("news").unsubscribe.endswith("/brev/")
    assert_letter_snapshot(letter("news"), f"labs.news.{language}")


def test_nobody_gets_a_letter_who_left_no_address(stage: Stage) -> None:
    need = public_need(stage)
    Need.objects.update(person=None)
    Message.objects.all().delete()
    answering.answer(Need.objects.get(pk=need.pk), words=ANSWER, by=stage.facilitator)
    assert Message.objects.count() == 0


def test_a_protected_reader_finds_nothing_of_it_in_the_letter(stage: Stage) -> None:
    person = make_person("Skyddad", email="ada@example.org", protected=True)
    raise_need(stage, "Ett särskilt behov", person)
    assert "särskilt behov" not in letter("received").text
    assert list(Need.objects.whose_letters_are_visible_to(stage.facilitator)) == []
