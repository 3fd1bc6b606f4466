"""What the letters about cases say."""

from __future__ import annotations

import uuid

import pytest
import time_machine

from civicportal.cases import actions
from civicportal.notices.models import Message
from civicportal.people.models import Person
from tests.cases.conftest import world
from tests.letters import assert_letter_snapshot

TEXT = "Hej Ebba,\n\nvi undrar två saker:\n- När vill du börja?\n- Vem lånar ut lokalen? Se https://example.org/lokal"


@pytest.fixture
def cast(db):
    with time_machine.travel("2026-11-03T10:00:00+01:00", tick=False):
        yield world()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_message_to_the_person(cast, language):
    Person.objects.filter(pk=cast.resident.pk).update(language=language)
    actions.say(cast.case, by=cast.manager, text=TEXT, once=uuid.uuid4())
    assert_letter_snapshot(Message.objects.get(), f"cases.message_to_person.{language}")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_message_to_the_city(cast, language):
    Person.objects.filter(pk=cast.manager.pk).update(language=language)
    actions.assign_handler(cast.case, handler=Person.objects.get(pk=cast.manager.pk), by=cast.manager)
    actions.say(cast.case, by=cast.resident, text="I maj.\nKlas lånar ut den.", once=uuid.uuid4())
    assert_letter_snapshot(Message.objects.get(), f"cases.message_to_city.{language}")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_message_to_somebody_with_protected_identity(cast, language):
    Person.objects.filter(pk=cast.resident.pk).update(language=language, protected=True)
    actions.say(cast.case, by=cast.registrar, text=TEXT, once=uuid.uuid4())
    assert_letter_snapshot(Message.objects.get(), f"notices.protected.{language}")
