"""Worlds that are made once for the tests of a file, as Django's setUpTestData does: each test gets a copy of its own.

A world is kept where every test of the file that asks for the database asks for that world, and none commits: then no
test can see that it was there before. It stands in a transaction round those of the tests, and is gone after the file.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"}
COMMITS = DATABASE - {"db"}


def asks_for_the_database(test: pytest.Item) -> bool:
    return bool(test.get_closest_marker("django_db")) or not DATABASE.isdisjoint(_fixtures(test))


def commits(test: pytest.Item) -> bool:
    """Whether what the test writes is seen by other connections, so that no transaction may stand round it."""
    marker = test.get_closest_marker("django_db")
    return bool(marker and (marker.args or marker.kwargs)) or not COMMITS.isdisjoint(_fixtures(test))


def _fixtures(test: pytest.Item) -> set[str]:
    return set(getattr(test, "fixturenames", ()))


def may_be_kept(tests: list[pytest.Item], name: str) -> bool:
    """Whether the world that the fixture `name` gives can be made once for these tests of a file."""
    asking = [test for test in tests if asks_for_the_database(test)]
    return len(asking) > 1 and all(name in _fixtures(test) and not commits(test) for test in asking)


def kept[W](request: pytest.FixtureRequest, name: str, make: Callable[[], W]) -> Iterator[W | None]:
    """For a fixture of a file: the world that the fixture `name` gives copies of, or None where it may not be kept."""
    if not may_be_kept([test for test in request.session.items if test.path == request.path], name):
        yield None
        return
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock(), transaction.atomic():
        with translation.override("sv"):
            world = make()
        with blocker.block():
            yield world
        transaction.set_rollback(True)


class Copies:
    """A test's own copies of what is kept: what two worlds share is one thing in both copies."""

    def __init__(self) -> None:
        self._made: dict[int, Any] = {}

    def of[W](self, world: W) -> W:
        return copy.deepcopy(world, self._made)
