"""`python -m civicportal.demo`: the whole portal on this machine, from nothing to an address, ended by Ctrl-C.

Starts the private database, brings it up to date, fills it when it is empty, and runs the web server, the worker and
the clock as child processes. When one of them ends, or somebody ends this one, all end.
"""

from __future__ import annotations

import ctypes
import hashlib
import http.client
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from civicportal.firstrun import DEMO_DATABASE, make_queue_folders
from civicportal.postgres import HASTY, EmbeddedPostgres, NoServer
from civicportal.settings import LOCAL_DIR

HOST = "127.0.0.1"
WEB_WORKERS = 2
SECONDS_TO_START = 60
SECONDS_TO_END = 10
END_WITH_PARENT = 1
"""Linux's PR_SET_PDEATHSIG: the signal a child gets when its parent dies without a word."""


class Ended(Exception):
    """Something ended the demo: a signal, or a child process that should have run on. The text says which."""


@dataclass
class Child:
    """One of the processes that make up the portal."""

    name: str
    process: subprocess.Popen[bytes]


def say(words: str) -> None:
    print(words, flush=True)


@contextmanager
def step(words: str) -> Iterator[None]:
    """Says what is being done, a dot more every other second, and afterwards how long it took."""
    print(f"  {words} ...", end="", flush=True)
    begun, over = time.monotonic(), threading.Event()

    def tick() -> None:
        while not over.wait(2):
            print(".", end="", flush=True)

    ticking = threading.Thread(target=tick, daemon=True)
    ticking.start()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    else:
        say(f" {time.monotonic() - begun:.1f} s")
    finally:
        over.set()
        ticking.join()


# Before the portal runs


def wanted_port() -> int:
    """The port to listen on, from PORT. Raises Ended with a sentence when it is no port or is taken."""
    word = os.environ.get("PORT", "").strip() or "8000"
    if not word.isdecimal() or not 0 < int(word) < 65536:
        raise Ended(f"PORT must be a number from 1 to 65535, not {word!r}.")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, int(word)))
        except OSError as error:
            raise Ended(
                f"Port {word} cannot be used ({error.strerror}). Choose another: PORT=8123 make demo"
            ) from error
    return int(word)


def prepare_database(server: EmbeddedPostgres | None) -> None:
    """Starts the private server and tells the child processes where it is; a given DATABASE_URL is used as it is."""
    if server is not None:
        with step("Starting the database"):
            server.start()
            server.ensure(DEMO_DATABASE)
        if not server.data.is_relative_to(server.local):
            say(f"  The database lies in {server.data}, because others may not enter {server.local}.")
        os.environ["DATABASE_URL"] = server.url(DEMO_DATABASE)


def prepare_portal() -> None:
    """Migrations, the cache's table, static files and the demo's content; each is quick when nothing changed."""
    with step("Loading the portal"):
        import django

        django.setup()
    from django.core.management import call_command, get_commands
    from django.db import connections

    with step("Bringing the database up to date"):
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
    collect_static_files()
    make_queue_folders(LOCAL_DIR, empty=True)
    if "load_demo" in get_commands():
        begun = time.monotonic()
        say("  Looking after the demo's content ...")
        call_command("load_demo", if_empty=True)
        say(f"  ... {time.monotonic() - begun:.1f} s")
    connections.close_all()


def collect_static_files() -> None:
    """Collects and compresses static files when one of them has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    mark = Path(settings.STATIC_ROOT) / ".collected"
    if mark.exists() and mark.read_text() == digest.hexdigest():
        return
    with step("Collecting static files"):
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(digest.hexdigest())


# The child processes


def commands(port: int) -> dict[str, list[str]]:
    """What runs, by the name that people are told."""
    quiet = ["-W", "ignore:You're running the worker with superuser"]
    celery = [sys.executable, *quiet, "-m", "celery", "--app", "civicportal", "--quiet"]
    web = ["--bind", f"{HOST}:{port}", "--workers", str(WEB_WORKERS), "--worker-class", "gthread", "--threads", "4"]
    calm = ["--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket"]
    lonely = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    clock = ["--schedule", str(LOCAL_DIR / "beat-schedule"), "--pidfile", "", "--loglevel", "WARNING"]
    return {
        "web server": [sys.executable, "-m", "gunicorn", "civicportal.wsgi:application", *web, *calm],
        "worker": [*celery, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING", *lonely],
        "clock": [*celery, "beat", *clock],
    }


def end_with_parent() -> None:
    """Runs in a new child: should the supervisor be killed outright, the child is told to end (Linux only)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGTERM)


def start_children(port: int) -> list[Child]:
    # Each in a session of its own, so that Ctrl-C reaches the supervisor alone and it ends them in order.
    return [
        Child(name, subprocess.Popen(words, start_new_session=True, preexec_fn=end_with_parent))  # noqa: PLW1509
        for name, words in commands(port).items()
    ]


def check(children: list[Child]) -> None:
    """Raises Ended when a child is gone."""
    for child in children:
        code = child.process.poll()
        if code is not None:
            raise Ended(f"The {child.name} ended by itself (exit code {code}). Its last words stand above.")


def wait_until_it_answers(port: int, children: list[Child]) -> None:
    """Returns when the web server has answered. Raises Ended when a child dies or a minute passes."""
    if not _answers(port, "/", children, range(100, 600)):
        raise Ended(f"The web server did not answer within {SECONDS_TO_START} s.")


def wait_until_all_is_well(port: int, children: list[Child]) -> None:
    """Returns when the worker works, as /healthz says. Raises Ended when a child dies or a minute passes."""
    if not _answers(port, "/healthz", children, range(200, 201)):
        raise Ended(f"The worker did not begin its work within {SECONDS_TO_START} s. Its last words stand above.")


def _answers(port: int, path: str, children: list[Child], wanted: range) -> bool:
    """Asks until the answer has a wanted status; False when it takes too long."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        check(children)
        with (
            suppress(OSError, http.client.HTTPException),
            closing(http.client.HTTPConnection(HOST, port, timeout=10)) as line,
        ):
            line.request("GET", path)
            if line.getresponse().status in wanted:
                return True
        time.sleep(0.1)
    return False


def end_children(children: list[Child]) -> None:
    """Asks every child to end, waits, and kills what is left of each with all that it started."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    end = time.monotonic() + SECONDS_TO_END
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, end - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


# What people are told


def tell_the_address(port: int) -> None:
    address = f"http://{HOST}:{port}"
    say(f"\nThe portal is at {address}/")
    if importlib.util.find_spec("civicportal.demo.people"):
        from civicportal.demo.people import table

        say(f"Sign in as any of these at {address}/demo/")
        rows = [tuple(str(cell) for cell in row) for row in table()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        say(f"Letters and sign-in codes are at {address}/demo/mail/")
    say("End it with Ctrl-C.\n")


# All of it


def end_on_signal(number: int, _: FrameType | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Ended("" if number == signal.SIGINT else f"Ended by {signal.Signals(number).name}.")


def run(server: EmbeddedPostgres | None, children: list[Child]) -> None:
    """Runs until something ends it. Always raises Ended; `children` holds what was started."""
    port = wanted_port()
    os.environ["PORT"] = str(port)
    say("The demo of the portal")
    prepare_database(server)
    prepare_portal()
    with step("Starting web server, worker and clock"):
        children.extend(start_children(port))
        wait_until_it_answers(port, children)
        wait_until_all_is_well(port, children)
    tell_the_address(port)
    while True:
        check(children)
        time.sleep(0.3)


def main() -> int:
    """Runs the demo. Returns 0 when people ended it, 1 when something went wrong."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "civicportal.settings_demo"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end_on_signal)
    asked = False
    children: list[Child] = []
    server = None if os.environ.get("DATABASE_URL") else EmbeddedPostgres(LOCAL_DIR, options=HASTY)
    try:
        run(server, children)
    except Ended as reason:
        asked = not str(reason) or str(reason).startswith("Ended by")
        say(f"\n{reason}".rstrip())
    except NoServer as error:
        say(f"\n{error}")
    finally:
        if children:
            say("Ending the demo ...")
        end_children(children)
        if server is not None:
            server.stop_if_unused()
    return 0 if asked else 1
