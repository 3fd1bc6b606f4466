"""What stands in public agrees with its source after everything that is really done to it; the standard form holds."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from challenges.actions import environments, publishing, times
from challenges.models import Challenge
from challenges.standard import newest_form
from civicportal.commons.models import Item
from civicportal.kernel.text import LocalizedText
from civicportal.submissions.definition import definition_of
from civicportal.submissions.models import Form
from tests.challenges.factories import (
    Scene,
    close,
    make_call,
    make_challenge,
    make_proposal,
    matched,
    open_times,
    publish,
    texts,
)

pytestmark = pytest.mark.django_db


def agrees() -> str:
    """What the command says; it ends the test with SystemExit where an item differs."""
    out = StringIO()
    call_command("rebuild_items", "--check", stdout=out)
    return out.getvalue().strip()


def test_items_agree_from_the_call_to_the_result(scene: Scene) -> None:
    call = make_call(scene.unit)
    times.set_times(call, open_times(), by=scene.editor)
    publish(call, scene.editor)
    publish(make_challenge(scene.other_unit, call=call), scene.other_editor)
    environment = matched(scene)
    environments.move(environment, "start", by=scene.editor)
    environments.tell(environment, by=scene.editor, title=texts("Första kvällen"), words=texts("Tio kom."))
    result = {"learnt": texts("Det gick."), "partnerships": texts("Avtal."), "lessons": texts("Ring på.")}
    environments.move(environment, "finish", by=scene.editor, **result)
    publishing.tell_phases()
    publishing.end(Challenge.objects.get(pk=scene.challenge.pk), by=scene.editor, outcome=texts("Fler ringer på."))
    assert agrees() == "Every item agrees with its source."
    kinds = Item.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["call", "challenge", "challenge", "environment", "proposal"]


def test_items_agree_after_edits_and_a_stop(scene: Scene) -> None:
    environment = matched(scene)
    environments.move(environment, "stop", by=scene.editor, learnt=LocalizedText(sv="För få."))
    Challenge.objects.update(title=texts("Nytt namn"))
    publishing.refresh(Challenge.objects.get(), by=scene.editor)
    assert agrees() == "Every item agrees with its source."


def test_a_proposal_that_is_not_matched_has_no_public_face(scene: Scene) -> None:
    make_proposal(scene)
    close(scene.challenge)
    publishing.tell_phases()
    assert list(Item.every.values_list("kind", flat=True)) == ["challenge"]


def test_the_standard_form_asks_what_the_city_asks(scene: Scene) -> None:
    definition = definition_of(newest_form())
    assert [step.key for step in definition.steps] == ["idea", "change", "test", "you"]
    asked = {question.key for question in definition.questions()}
    assert {"effect", "thinking", "users", "partners", "lasting", "can_test", "open", "signs"} <= asked
    signs = definition.question("signs")
    assert signs is not None
    assert [choice.value for choice in signs.choices] == ["signatory", "approved"]


def test_a_city_with_a_form_of_its_own_keeps_it(scene: Scene) -> None:
    own = Form.objects.create(name="utmaning", version=2, definition=newest_form().definition)
    assert newest_form() == own
