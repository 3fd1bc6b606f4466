"""Fixtures of every test: the database, and the real parts (browser, Redis, mail server) where a test needs one."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from _pytest import runner
from aiosmtpd.controller import Controller
from django.conf import settings
from django.utils import translation

from civicportal import messages
from civicportal.kernel.stack import with_room
from civicportal.kernel.text import LocalizedText
from tests import database
from tests.kept import Copies, kept

# Tests are never timed: what is quick alone is slow beside another run. `make bench` measures.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
WITHOUT_WINDOWS = "chromium-headless-shell"
"""The same browser without windows: it takes a third less time to look at pages, and leaves them less politely."""
PHONE = {"width": 375, "height": 812}
QUICK = [
    "--js-flags=--no-opt --no-maglev --no-flush-bytecode --single-threaded-gc"
    " --min-semi-space-size=64 --max-semi-space-size=128",
    "--disable-features=RenderDocument",
]
"""A page that is seen for a second does not repay what its scripts cost to optimise, nor a new frame for each page."""


def pytest_configure(config: pytest.Config) -> None:
    """Translations are compiled once, before any worker reads them."""
    if not hasattr(config, "workerinput"):
        messages.compile_catalogs()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first start of the demo first: it takes as long as many tests, so it must not be what all wait for.

    It asks for no database of ours; another worker makes the template meanwhile.
    """
    items.sort(key=lambda item: item.path.name != "test_first_run.py")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays loaded: the garbage collector need not look through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Tests are as deep in calls as pages are."""
    return with_room(runner.pytest_runtest_protocol, item, nextitem)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        database.stop_server_nobody_uses()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Takes the place of pytest-django's own: a copy of the migrated template on our private server."""
    with django_db_blocker.unblock():
        database.open_for_tests()
    yield
    with django_db_blocker.unblock():
        database.close_after_tests()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def program(*names: str, package: str) -> str:
    """The path of a program; skips the test with the install line when the machine has none."""
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.skip(f"{names[0]} is not installed. Install it: sudo apt-get install {package}")


@pytest.fixture(autouse=True)
def _nothing_is_left_from_the_test_before() -> None:
    """Each test begins with an empty cache and in a process that remembers no page."""
    from django.core.cache import cache

    from civicportal.kernel.web import forget_public_words

    cache.clear()
    forget_public_words()


@pytest.fixture(autouse=True)
def in_swedish() -> None:
    """Each test begins in the portal's first language: a page that a test before it opened leaves its own behind."""
    translation.activate(settings.LANGUAGE_CODE)


# People and places


@pytest.fixture
def copies() -> Copies:
    """What this test has got its own copies of."""
    return Copies()


@pytest.fixture(scope="module")
def kept_cast(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The cast of a file whose tests all ask for it."""
    from tests.people import make_cast

    yield from kept(request, "cast", make_cast)


@pytest.fixture
def cast(kept_cast: Any, copies: Copies, db: None) -> Any:
    """One person for each role."""
    from tests.people import make_cast

    return copies.of(kept_cast) or make_cast()


@pytest.fixture
def city(db: None) -> Any:
    """The city of the tests."""
    from civicportal.places.models import City

    words = LocalizedText(sv="Portalen", en="The portal")
    facts = {
        "name": "Provstad",
        "short_name": "Provstad",
        "portal_name": words,
        "authority": "Stadsstyrelsen",
        "email": "kontakt@example.org",
    }
    return City.objects.get_or_create(pk=1, defaults=facts)[0]


@pytest.fixture(scope="module")
def kept_world(request: pytest.FixtureRequest, kept_cast: Any) -> Iterator[Any]:
    """The fund of a file whose tests all ask for it."""
    from tests.funds.factories import make_world

    yield from kept(request, "world", lambda: make_world(kept_cast))


@pytest.fixture
def world(kept_world: Any, copies: Copies, cast: Any) -> Any:
    """A fund with an open round and the people round it."""
    from tests.funds.factories import make_world

    return copies.of(kept_world) or make_world(cast)


# The browser


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium that browser tests use; CHROMIUM in the environment names another."""
    return os.environ.get("CHROMIUM") or program(*CHROMIUM_NAMES, package="chromium")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """Playwright, one for the whole run of this process."""
    from playwright.sync_api import expect, sync_playwright

    # Playwright's synchronous interface runs an event loop in this thread, which Django would refuse to work beside.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=15_000)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Any, chromium: str) -> Iterator[Any]:
    """A Chromium, one for the whole run of this process."""
    opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def looking_browser(playwright: Any, chromium: str) -> Iterator[Any]:
    """A browser for many pages that are only looked at."""
    path = chromium if os.environ.get("CHROMIUM") else shutil.which(WITHOUT_WINDOWS) or chromium
    opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", *QUICK])
    yield opened
    opened.close()


@pytest.fixture
def live_portal(live_server: Any) -> str:
    """The address of a server that serves the portal from this process's database."""
    address: str = live_server.url
    return address


@pytest.fixture
def page(browser: Any, live_portal: str) -> Iterator[Any]:
    """A fresh visitor on a telephone: no cookies, 375 px wide, paths relative to the portal."""
    context = browser.new_context(base_url=live_portal, viewport=PHONE, locale="sv-SE", timezone_id="Europe/Stockholm")
    yield context.new_page()
    context.close()


# Redis


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Redis that keeps nothing."""
    server, port = program("redis-server", package="redis-server"), free_port()
    folder = tmp_path_factory.mktemp("redis")
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen([server, *arguments], stdout=subprocess.DEVNULL) as process:
        _wait_for_port(port, process)
        yield f"redis://127.0.0.1:{port}/0"
        process.terminate()


def _wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "the server ended before it listened"
        time.sleep(0.05)
    pytest.fail("the server did not listen within 5 s")


# Mail


@dataclass
class MailServer:
    """A mail server on loopback and what it received, oldest first."""

    host: str
    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    refuse: bool = False
    """True makes it answer 451 to every letter, as a mail server that is busy does."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuse:
            return "451 Try again later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def wait_for(self, number: int, seconds: float = 10) -> list[EmailMessage]:
        """The letters, when there are at least so many; fails the test when they do not come in time."""
        end = time.monotonic() + seconds
        while len(self.letters) < number:
            assert time.monotonic() < end, f"{len(self.letters)} of {number} letters came within {seconds} s"
            time.sleep(0.02)
        return self.letters


@pytest.fixture
def smtp_server(settings: Any) -> Iterator[MailServer]:
    """A real SMTP server; Django's settings point at it."""
    mail = MailServer("127.0.0.1", free_port())
    controller = Controller(mail, hostname=mail.host, port=mail.port)
    controller.start()
    options = {"host": mail.host, "port": mail.port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    yield mail
    controller.stop()


@pytest.fixture
def local() -> Iterator[Path]:
    """A new folder for a private server, which the server's user may enter as it may a clone in an ordinary place."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def base_dir(settings: Any) -> Path:
    """The folder of the repository."""
    return Path(settings.BASE_DIR)
