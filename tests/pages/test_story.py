"""The thread that the home page tells: one that crosses kinds, from the thing that has come the farthest on it."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from civicportal.commons import actions
from civicportal.commons.models import Item, Link, Step
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.pages.story import MOST_KNOTS, story_to_tell
from tests.commons.factories import make_unit

pytestmark = pytest.mark.django_db
K = Link.Kind


def item(kind: str, slug: str) -> Item:
    return Item.every.create(kind=kind, slug=slug, visible=True, title=LocalizedText(sv=slug.capitalize()))


def step(of: Item, title: str, kind: str, ago: int, **facts: Any) -> Step:
    at = dates.now() - timedelta(days=ago)
    return actions.add_step(of, by=None, title=title, kind=kind, at=at, tell=False, **facts)


@pytest.fixture
def crossing() -> dict[str, Item]:
    """A need that became an idea, a project and a prototype; the project has the result."""
    made = {kind: item(kind, f"en-{kind}") for kind in ("need", "idea", "project", "prototype")}
    actions.link(made["idea"], made["need"], K.GREW_FROM, by=None)
    actions.link(made["project"], made["idea"], K.GREW_FROM, by=None)
    actions.link(made["prototype"], made["project"], K.TESTS, by=None)
    step(made["need"], "Sagt på en promenad", Step.Kind.STATUS, 400)
    step(made["idea"], "En idé på mötet", Step.Kind.STATUS, 300)
    step(made["project"], "Beviljad", Step.Kind.DECISION, 200, amount=75_000_00)
    step(made["project"], "131 lån", Step.Kind.RESULT, 100)
    step(made["prototype"], "Provas i ett hus till", Step.Kind.STATUS, 50)
    return made


def test_a_thread_across_kinds_goes_before_a_fresher_result(crossing: dict[str, Item]) -> None:
    alone = item("project", "ensam")
    step(alone, "Klart i går", Step.Kind.RESULT, 1)
    story = story_to_tell()
    assert story is not None
    assert story.item == crossing["project"]
    assert {knot.kind for knot in story.knots} == {"need", "idea", "project", "prototype"}


def test_a_thread_through_several_units_goes_before_one_within_a_lab(crossing: dict[str, Item]) -> None:
    for number, made in enumerate(crossing.values()):
        Item.every.filter(pk=made.pk).update(unit=make_unit(name=f"Enhet {number}"))
    lab = make_unit(name="Labbet")
    kinds = ("need", "topic", "idea", "solution", "test")
    chain = [item(kind, f"labb-{kind}") for kind in kinds]
    Item.every.filter(pk__in=[made.pk for made in chain]).update(unit=lab)
    for earlier, later in itertools.pairwise(chain):
        actions.link(later, earlier, K.GREW_FROM, by=None)
    step(chain[-1], "Klart i går", Step.Kind.RESULT, 1)
    story = story_to_tell()
    assert story is not None
    assert story.item == crossing["project"]


def test_what_is_hidden_takes_no_part(crossing: dict[str, Item]) -> None:
    hidden = {"visible": False, "title": {}, "summary": {}, "keywords": "", "text": ""}
    Item.every.exclude(pk=crossing["project"].pk).update(**hidden)
    alone = item("project", "ensam")
    step(alone, "Klart i går", Step.Kind.RESULT, 1)
    story = story_to_tell()
    assert story is not None
    assert story.item == alone


def test_the_short_story_keeps_where_each_thing_came_in(crossing: dict[str, Item]) -> None:
    for number in range(9):
        step(crossing["project"], f"Vecka {number}", Step.Kind.UPDATE, 190 - number)
    step(crossing["project"], "Uppföljning", Step.Kind.STATUS, -30)
    step(crossing["project"], "Långt fram", Step.Kind.STATUS, -300)
    story = story_to_tell()
    assert story is not None
    told = [str(knot.title) for knot in story.short]
    assert told == [
        "Behov: En-need", "Idé: En-idea", "Beviljad", "Vecka 8", "131 lån", "Prototyp: En-prototype", "Uppföljning",
    ]  # fmt: skip
    assert len(told) == MOST_KNOTS


def test_nothing_is_told_before_anything_is_decided() -> None:
    step(item("need", "nytt"), "Sagt", Step.Kind.STATUS, 3)
    assert story_to_tell() is None


@pytest.mark.parametrize("rows", [1, 3])
def test_two_queries(rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        source, target = item("idea", f"ide-{number}"), item("need", f"behov-{number}")
        actions.link(source, target, K.GREW_FROM, by=None)
        step(source, "Klart", Step.Kind.RESULT, number + 1)
    with django_assert_num_queries(2):
        assert story_to_tell() is not None
