"""The stage of the stories: a small world to walk through, or the whole demo to look at, and its people's browsers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django.live_server_helper import LiveServer

from tests import database
from tests.conftest import PHONE
from tests.funds.factories import World, make_world
from tests.people import make_cast, session_cookie


@pytest.fixture
def stage(transactional_db: None) -> World:
    """A fund with an open round, and the cast: what one test changes the next does not see."""
    return make_world(make_cast())


@pytest.fixture
def browse(looking_browser: Any, live_portal: str) -> Iterator[Any]:
    """Opens a page for somebody: browse(person, script=True, view=PHONE).

    In the browser without windows, since no story rests on what a script saves when its page is closed; that is shown
    in tests/submissions/test_browser.py.
    """
    contexts = []

    def open_page(person: Any = None, *, script: bool = True, view: dict[str, int] = PHONE) -> Any:
        context = looking_browser.new_context(
            base_url=live_portal,
            viewport=view,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        if person is not None:
            context.add_cookies([{**session_cookie(person), "url": live_portal}])
        context.set_default_timeout(8_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def demo_portal(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a portal with the whole demo in it, for the tests of a file; taken away again after them.

    The tests that ask for this share one database and are not marked with django_db: they may look, and each may
    change only what no other looks at.
    """
    with django_db_blocker.unblock(), translation.override("sv"):
        database.start_over_with_demo()
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        cache.clear()
        database.empty()
