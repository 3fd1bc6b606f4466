"""The letters of prototypes, word by word, in both languages."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from civicportal.kernel.dates import STOCKHOLM
from civicportal.notices.models import Message
from prototypes.actions import groups, suggestions
from prototypes.actions.suggestions import NewPrototype
from prototypes.models import Suggestion
from prototypes.notices import prototypes as notices
from tests.letters import assert_letter_snapshot
from tests.people import make_person
from tests.prototypes.factories import Stage, make_stage, texts

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]
MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=STOCKHOLM)


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """The stage on one known morning, because letters tell days; under one address, because letters link to it."""
    with time_machine.travel(MORNING, tick=False):
        made = make_stage()
        type(made.prototype).objects.filter(pk=made.prototype.pk).update(slug="motas")
        yield made


def letter(kind: str) -> Message:
    return Message.objects.get(kind=f"prototypes.{kind}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_joined_and_left(stage: Stage, language: str) -> None:
    groups.join(stage.group, name="Ada Berg", email="ada@example.org", language=language, by=None)
    assert_letter_snapshot(letter("joined"), f"prototypes.joined.{language}")
    groups.leave(stage.group, email="ada@example.org", by=None)
    assert_letter_snapshot(letter("left"), f"prototypes.left.{language}")


def sent(stage: Stage, language: str) -> Suggestion:
    person = make_person("Ada Berg", email="ada@example.org", language=language)
    return suggestions.suggest(
        stage.network,
        by=person,
        title="Saksbibliotek",
        wish="Vi lånar av varandra.",
        origin=None,
        language=language,
        once=uuid.uuid4(),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_suggested(stage: Stage, language: str) -> None:
    sent(stage, language)
    assert_letter_snapshot(letter("suggested"), f"prototypes.suggested.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_suggestion_came(stage: Stage, language: str) -> None:
    suggestion = sent(stage, "sv")
    assert letter("suggestion_came").language == "sv"
    letter("suggestion_came").delete()
    notices.suggestion_came(suggestion, language)
    assert_letter_snapshot(letter("suggestion_came"), f"prototypes.suggestion_came.{language}")


def test_what_came_from_a_protected_identity_is_not_named(stage: Stage) -> None:
    person = make_person("Ada Berg", email="ada@example.org", protected=True)
    suggestions.suggest(
        stage.network, by=person, title="Hemligt", wish="Ord", origin=None, language="sv", once=uuid.uuid4()
    )
    text = f"{letter('suggestion_came').subject} {letter('suggestion_came').text}"
    assert [word for word in ("Hemligt", "Ada") if word in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_answered_with_a_no(stage: Stage, language: str) -> None:
    suggestions.decline(sent(stage, language), by=stage.coordinator, reason="Det finns redan ett.\n\nGå med där.")
    assert_letter_snapshot(letter("answered"), f"prototypes.answered.no.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_answered_with_a_yes(stage: Stage, language: str) -> None:
    words = NewPrototype(texts("Saksbiblioteket"), texts("Vem lånar?"), texts("Vi lånar."), texts("Att få veta."))
    suggestions.accept(sent(stage, language), words, by=stage.coordinator, reason="Vi börjar i april.")
    assert_letter_snapshot(letter("answered"), f"prototypes.answered.yes.{language}")
