"""The tests' databases: one private server, one migrated template, one copy for each test process.

Every process of a run (xdist's workers, or the one that runs alone) comes here when its first test asks for the
database. The first starts the server and migrates the template while the others wait; the last one to leave stops
the server. The template is kept between runs and made anew when any source file of the portal has changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import translation

from civicportal.environment import database_from_url
from civicportal.postgres import FORGETFUL, EmbeddedPostgres

SOURCES = ("civicportal", "funds", "labs", "challenges", "prototypes", "tests/portaltests", "requirements")
PREFIX = "portal_test"
KEPT = "after_migrating"
"""The schema with copies of the tables that migrating fills, such as Django's permissions."""


class TestDatabase:
    """The database of this process."""

    __test__ = False
    of_this_process: ClassVar[TestDatabase | None] = None

    def __init__(self) -> None:
        self.server = EmbeddedPostgres(Path(settings.LOCAL_DIR), "test-pg", FORGETFUL)
        self.name = f"{PREFIX}_{os.getpid()}"
        self.template = f"{PREFIX}_template_{fingerprint_of_sources()}"
        self.demo = self.template.replace("template", "demo")

    def open(self) -> None:
        """Starts or finds the server and its template, and points Django at a fresh copy."""
        alone = self.server.start()
        with (self.server.local / "test-template.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if alone:
                self._remove_left_behind()
            if self.template not in self.server.databases():
                self._build(self.template, "template0", migrate)
        self.copy()

    def copy(self, template: str = "") -> None:
        """Replaces this process's database with a copy of the template."""
        self.point_django_at(self.name)
        self.server.drop(self.name)
        self.server.create(self.name, template or self.template)

    def copy_demo(self) -> None:
        """The same with the whole demo in it, which is loaded once in a run."""
        with (self.server.local / "test-template.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if self.demo not in self.server.databases():
                self._build(self.demo, self.template, load_demo)
        self.copy(self.demo)

    def close(self) -> None:
        """Removes this process's database; stops the server when no other process uses it."""
        connections.close_all()
        self.server.drop(self.name)
        self.server.stop_if_unused()

    def point_django_at(self, database: str) -> None:
        connections.close_all()
        settings.DATABASES["default"].update(database_from_url(self.server.url(database)))
        connections.settings["default"].update(settings.DATABASES["default"])

    def _build(self, name: str, template: str, fill: Callable[[], object]) -> None:
        unfinished = f"{PREFIX}_unfinished"
        self.server.drop(unfinished)
        self.server.create(unfinished, template)
        self.point_django_at(unfinished)
        fill()
        connections.close_all()
        self.server.rename(unfinished, name)

    def _remove_left_behind(self) -> None:
        """What a killed run left, and templates of older sources."""
        for name in self.server.databases():
            if name.startswith(PREFIX) and name != self.template:
                self.server.drop(name)


def open_for_tests() -> None:
    """Gives this process its database. Called once, by the fixture that every database test needs."""
    TestDatabase.of_this_process = TestDatabase()
    TestDatabase.of_this_process.open()


def empty() -> None:
    """Takes away what a test has committed, so that the tables hold what migrating leaves in them.

    Row by row: few tables hold any, while truncating or copying them all makes a thousand new files. Triggers and
    references between the tables rest meanwhile: the log may only grow, but not from one test to the next. Refuses
    where no test run opened the database.
    """
    _of_this_process()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [KEPT])
        kept = {table for (table,) in cursor.fetchall()}
        steps = ["SET LOCAL session_replication_role = replica"]
        for table in _tables():
            steps.append(f'DELETE FROM "{table}"')  # noqa: S608 - the catalog's own names
            if table in kept:
                steps.append(f'INSERT INTO "{table}" SELECT * FROM {KEPT}."{table}"')  # noqa: S608
        cursor.execute("; ".join(steps))


def _tables() -> list[str]:
    """Which tables tests may fill."""
    return [table for table in connection.introspection.table_names() if table != "django_migrations"]


def start_over_with_demo() -> None:
    """Fills this process's database with what a first start of the demo loads; refuses where no test run opened one."""
    _of_this_process().copy_demo()


def _of_this_process() -> TestDatabase:
    if TestDatabase.of_this_process is None:
        raise RuntimeError("Only a test run may start its database over.")
    return TestDatabase.of_this_process


def migrate() -> None:
    """Makes the tables, and a copy of each that is not empty then."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in _tables():
            cursor.execute(f'SELECT FROM "{table}" LIMIT 1')
            if cursor.rowcount:
                cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE "{table}"')


def load_demo() -> None:
    """In Swedish and in a process that remembers nothing, as the command that starts the demo."""
    from civicportal.demo import load
    from civicportal.kernel.web import forget_public_words

    with translation.override("sv"):
        cache.clear()
        load.load()
    cache.clear()
    forget_public_words()


def close_after_tests() -> None:
    """Lets go of this process's database at the end of the run."""
    if TestDatabase.of_this_process is not None:
        TestDatabase.of_this_process.close()
        TestDatabase.of_this_process = None


def stop_server_nobody_uses() -> None:
    """Stops a server that a crashed worker left running."""
    server = EmbeddedPostgres(Path(settings.LOCAL_DIR), "test-pg", FORGETFUL)
    if (server.data / "postmaster.pid").exists():
        server.start()
        server.stop_if_unused()


def fingerprint_of_sources() -> str:
    """A short hash over every file that can change what the migrated database holds."""
    digest = hashlib.sha256()
    for top in SOURCES:
        for path in sorted((Path(settings.BASE_DIR) / top).rglob("*")):
            if path.suffix in {".pyc", ".mo"} or not path.is_file():
                continue
            with suppress(FileNotFoundError):  # somebody saves a file at this moment
                digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
