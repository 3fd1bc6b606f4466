"""The private database server: shared, ended by the last who uses it, closed to others, safe after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import transaction
from django.db.migrations.recorder import MigrationRecorder

from civicportal import postgres
from civicportal.people.models import Person
from civicportal.postgres import FORGETFUL, EmbeddedPostgres, NoServer
from civicportal.records.actions import record
from civicportal.records.models import Entry
from tests.people import make_person

OTHER_PROCESS = """
import sys, time
from pathlib import Path
from civicportal.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), "pg")
print(server.start(), flush=True)
time.sleep(120)
"""


@pytest.fixture(autouse=True)
def nothing_left_running(local: Path) -> Iterator[None]:
    """A test that fails halfway leaves no server behind."""
    yield
    server = EmbeddedPostgres(local)
    if (server.data / "postmaster.pid").exists():
        server.start()
        server.stop_if_unused()


def other_process(local: Path, base_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, str(local)], cwd=base_dir, stdout=subprocess.PIPE, text=True
    )


def answer(url: str) -> int:
    with psycopg.connect(url) as line:
        row = line.execute("SELECT 42").fetchone()
    assert row is not None
    return int(row[0])


def wait_until_silent(server: EmbeddedPostgres) -> None:
    """Returns when nobody answers on the socket any more; fails the test after 10 s."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            answer(server.url("postgres"))
        except psycopg.OperationalError:
            return
        time.sleep(0.05)
    pytest.fail("the killed server still answers")


def test_a_server_is_used_by_two_and_ended_by_the_last(local: Path, base_dir: Path) -> None:
    server = EmbeddedPostgres(local, options=FORGETFUL)
    assert server.start() is True
    with other_process(local, base_dir) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "False\n"
        assert server.stop_if_unused() is False
        assert answer(server.url("postgres")) == 42
        other.kill()
    # The other one died without a word; its use died with it.
    assert server.start() is True
    assert server.stop_if_unused() is True
    with pytest.raises(psycopg.OperationalError):
        answer(server.url("postgres"))


def test_data_outlives_the_server(local: Path) -> None:
    server = EmbeddedPostgres(local)
    server.start()
    server.ensure("kept")
    server.ensure("kept")
    with psycopg.connect(server.url("kept")) as line:
        line.execute("CREATE TABLE word AS SELECT lower('ÅÄÖÉ') AS text")
    server.stop_if_unused()
    server.start()
    with psycopg.connect(server.url("kept")) as line:
        assert line.execute("SELECT text FROM word").fetchall() == [("åäöé",)]
    server.stop_if_unused()


def test_a_crashed_server_starts_again_though_its_number_is_taken(local: Path) -> None:
    server = EmbeddedPostgres(local, options=FORGETFUL)
    server.start()
    pid_file = server.data / "postmaster.pid"
    os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGKILL)
    wait_until_silent(server)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as another_program:
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(another_program.pid), *lines[1:]]) + "\n")
        server.start()
        assert answer(server.url("postgres")) == 42
        another_program.kill()
    server.stop_if_unused()


def test_the_socket_is_closed_to_others(local: Path) -> None:
    server = EmbeddedPostgres(local, options=FORGETFUL)
    server.start()
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    assert server.data.stat().st_mode & 0o777 == 0o700
    server.stop_if_unused()
    assert not server.socket_folder.exists()


def test_a_socket_folder_that_somebody_else_made_is_refused(local: Path) -> None:
    server = EmbeddedPostgres(local)
    server.socket_folder.symlink_to(local)
    with pytest.raises(NoServer, match="belongs to somebody else"):
        server.start()
    server.socket_folder.unlink()


def test_a_long_temporary_folder_is_not_used(local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres.tempfile, "tempdir", f"/{'long' * 25}")
    folder = EmbeddedPostgres(local).socket_folder
    assert folder.parent == Path("/tmp")  # noqa: S108 - the fallback
    assert len(str(folder / ".s.PGSQL.5432")) <= postgres.SOCKET_PATH_LIMIT


@pytest.mark.django_db(transaction=True)
def test_an_emptied_test_database_is_the_migrated_one_again() -> None:
    def rows() -> list[int]:
        return [model.objects.count() for model in (Permission, Group, MigrationRecorder.Migration, Entry, Person)]

    after_migrating = rows()
    assert min(after_migrating[:3]) > 0
    assert after_migrating[3:] == [0, 0]
    with transaction.atomic():
        record(make_person(), verb="unit.changed", by=None)
    Group.objects.all().delete()
    assert rows() != after_migrating
    call_command("flush", interactive=False, reset_sequences=False, allow_cascade=True)
    assert rows() == after_migrating
