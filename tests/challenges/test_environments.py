"""Test environments: the open log, milestones, the result, and whose name stands in public."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from challenges.actions import environments
from challenges.enums import Phase
from challenges.models import Challenge, Milestone, TestEnvironment
from civicportal.commons.models import Item, Step
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.people import actions as people
from civicportal.people.models import Consent
from civicportal.records.models import Entry
from tests.challenges.factories import MATCH, Scene, fresh, matched, texts
from tests.people import make_resident

pytestmark = pytest.mark.django_db


def why(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return str(refused.value.why)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 15), 24, date(2028, 1, 15)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, then: date) -> None:
    assert environments.months_after(day, months) == then


# Test environments


def test_the_log_and_the_result_are_public(scene: Scene) -> None:
    environment = matched(scene)
    assert why(environments.tell, environment, by=scene.other_editor, title=texts("x"), words=texts("y")).startswith(
        "Bara en"
    )
    environments.move(environment, "start", by=scene.editor)
    environments.tell(
        environment, by=scene.communicator, title=texts("Första kvällen"), words=texts("Tolv kom."), once="a"
    )
    environments.tell(
        environment, by=scene.communicator, title=texts("Första kvällen"), words=texts("Tolv kom."), once="a"
    )
    assert why(environments.move, environment, "finish", by=scene.editor).startswith("Skriv resultatet först")
    result = {"learnt": texts("Det gick."), "partnerships": texts("Ett avtal."), "lessons": texts("Ring på.")}
    environments.move(environment, "finish", by=scene.editor, **result)
    titles = [step.title.said("sv").text for step in Step.objects.filter(item=environment.item_id)]
    assert titles == ["Prövas nu", "Första kvällen", "Avslutad, så gick det"]
    assert "Ring på." in Item.objects.get(pk=environment.item_id).text
    assert Challenge.objects.get().phase == Phase.CLOSED


def test_a_milestone_is_reached_once(scene: Scene) -> None:
    environment = matched(scene)
    milestone = Milestone.objects.create(environment=environment, title=texts("Tio värdar"), due_on=dates.today())
    environments.reach(milestone, by=scene.editor)
    environments.reach(milestone, by=scene.editor)
    milestone.refresh_from_db()
    assert milestone.reached_on == dates.today()
    assert Step.objects.filter(once=f"milestone:{milestone.pk}").count() == 1


# Names


def of_a_person(scene: Scene) -> TestEnvironment:
    return matched(scene, make_resident(), kind="person", organisation_name="", signs="", name_in_public="yes")


def test_a_name_goes_when_the_consent_is_taken_back(scene: Scene) -> None:
    proposal = fresh(of_a_person(scene).proposal)
    assert (proposal.public_name, "Rut Resident" in Item.objects.get(kind="proposal").text) == ("Rut Resident", True)
    person = proposal.submission.person
    people.withdraw_consent(person, Consent.Purpose.NAME_IN_PUBLIC, by=person)
    assert (fresh(proposal).public_name, Item.objects.get(kind="proposal").text) == ("", "")


def test_every_name_goes_when_an_identity_becomes_protected(scene: Scene) -> None:
    proposal = fresh(matched(scene).proposal)
    assert proposal.public_name == "Föreningen Grannskap"
    people.set_protected(proposal.submission.person, protected=True, by=scene.registrar)
    assert fresh(proposal).public_name == ""


def test_the_words_of_an_answer_are_not_in_the_log(scene: Scene) -> None:
    matched(scene)
    assert not [entry for entry in Entry.objects.all() if MATCH["reason"] in str(entry.facts)]
