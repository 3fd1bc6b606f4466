"""Worlds that are kept for a file: made once, and each test has its own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from civicportal.people.models import Membership, Person
from funds.models import Fund
from tests.funds.factories import World
from tests.kept import may_be_kept
from tests.people import Cast


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_changes_the_next_does_not_see(turn: int, kept_world: World, world: World) -> None:
    assert world is not kept_world
    assert (world.cast.resident.name, Person.objects.get(pk=world.cast.resident.pk).name) == ("Rut Resident",) * 2
    assert (Fund.objects.count(), Membership.objects.count()) == (1, 9)
    world.cast.resident.name = "Någon annan"
    world.cast.resident.save()
    Membership.objects.all().delete()


def test_two_worlds_of_a_test_share_their_people(world: World, cast: Cast) -> None:
    assert world.cast is cast
    assert world.delegation.person is cast.decision_maker


def item(*fixtures: str, **marked: Any) -> Any:
    """A test that asks for these fixtures; `transaction` as its mark has it."""
    mark = pytest.mark.django_db(**marked).mark if marked else None
    return SimpleNamespace(fixturenames=fixtures, get_closest_marker=lambda name: mark)


@pytest.mark.parametrize(
    ("tests", "kept"),
    [
        ([item("cast", "db"), item("cast", "db")], True),
        ([item("cast", "db"), item("cast", "db"), item()], True),
        ([item("cast", "db")], False),
        ([item("cast", "db"), item("db")], False),
        ([item("cast", "db"), item("cast", "db", "live_server")], False),
        ([item("cast", "db"), item("cast", "db", transaction=True)], False),
    ],
)
def test_a_world_is_kept_where_all_ask_for_it_and_none_commits(tests: list[Any], kept: bool) -> None:
    assert may_be_kept(tests, "cast") is kept
