"""State machines: the table decides, the walk locks and logs, the drawing agrees."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import models

from civicportal.kernel.answers import Refused, no
from civicportal.kernel.management.commands.write_diagrams import diagrams
from civicportal.kernel.moves import Machine, machines, walk
from civicportal.records.models import Entry
from funds.enums.applications import ProjectState
from funds.models import Project
from funds.rules.applications import PROJECT_MOVES
from tests.funds.factories import World, make_project


class Light(models.TextChoices):
    RED = "red"
    GREEN = "green"


@pytest.fixture
def lights() -> Machine:
    machine = Machine("light", Light)
    machine.add("go", [Light.RED], Light.GREEN)
    yield machine
    machines.pop("light")


def test_a_move_has_one_name_and_known_states(lights: Machine) -> None:
    with pytest.raises(ValueError, match="twice"):
        lights.add("go", [Light.GREEN], Light.RED)
    with pytest.raises(ValueError, match="unknown states"):
        lights.add("stop", ["blue"], Light.RED)


def test_the_drawing_shows_every_arrow(lights: Machine) -> None:
    assert lights.diagram() == "stateDiagram-v2\n    red --> green: go"


def test_the_page_of_diagrams_is_what_the_tables_say() -> None:
    page = Path(settings.BASE_DIR) / "docs" / "state-machines.md"
    assert page.read_text(encoding="utf-8") == diagrams(), "write it anew: python manage.py write_diagrams"


@pytest.mark.django_db
def test_a_walk_writes_the_state_and_the_log_together(world: World) -> None:
    project = make_project(world.fund)
    fresh = walk(PROJECT_MOVES, "start", project, by=world.cast.fund_manager)
    assert (fresh.state, project.state, Project.objects.get().state) == (ProjectState.RUNNING,) * 3
    entry = Entry.objects.get(verb="project.start")
    assert (entry.actor, entry.facts) == (world.cast.fund_manager, {"from": "granted", "to": "running"})


@pytest.mark.django_db
def test_a_walk_is_refused_by_its_state_and_by_its_rule(world: World) -> None:
    project = make_project(world.fund)
    with pytest.raises(Refused) as moved_on:
        walk(PROJECT_MOVES, "finish", project, by=world.cast.fund_manager)
    assert "ändrats sedan du öppnade sidan" in str(moved_on.value.why)
    with pytest.raises(Refused):
        walk(PROJECT_MOVES, "start", project, by=world.cast.reviewer)
    assert not Entry.objects.filter(verb__startswith="project.").exclude(verb="project.opened").exists()


@pytest.mark.django_db(transaction=True)
def test_a_walk_outside_a_transaction_is_a_mistake(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        walk(PROJECT_MOVES, "start", Project(pk=1, state="granted"), by=None)


def test_a_no_is_false_and_carries_its_reason() -> None:
    answer = no("Därför att")
    assert not answer
    assert answer.why == "Därför att"
