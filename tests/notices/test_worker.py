"""A real worker in a process of its own, killed while letters wait; and a broker that is not there."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from civicportal.celery import app
from civicportal.kernel import dates
from civicportal.notices import actions
from civicportal.notices.models import Message, MessageState, Pulse
from civicportal.notices.queries import queue_trouble
from civicportal.notices.tasks import send_due
from tests.conftest import MailServer, free_port
from tests.notices.test_sending import letter

pytestmark = pytest.mark.django_db(transaction=True)

LETTERS = 8


def folder_broker(folder: Path) -> dict[str, str]:
    """The options of a broker in a folder, which is made."""
    for name in ("queue", "control"):
        (folder / name).mkdir(exist_ok=True)
    queue = str(folder / "queue")
    return {"data_folder_in": queue, "data_folder_out": queue, "control_folder": str(folder / "control")}


@pytest.fixture
def use_broker() -> Iterator[Callable[..., None]]:
    """Points this process's Celery at a broker; afterwards back at its own."""
    before = {"broker_url": app.conf.broker_url, "broker_transport_options": app.conf.broker_transport_options}

    def point(url: str, options: dict[str, str] | None = None) -> None:
        app.conf.update(broker_url=url, broker_transport_options=options or {})
        app._after_fork()  # forgets the connections to the broker of before

    yield point
    app.conf.update(**before)
    app._after_fork()


@pytest.fixture
def start_worker(
    base_dir: Path, tmp_path: Path, smtp_server: MailServer
) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a Celery worker on this test's database, mail server and folder; ends what is left of it."""
    started: list[subprocess.Popen[bytes]] = []
    database = connection.settings_dict
    settings = os.environ.get("TEST_WORKER_SETTINGS", "tests.notices.worker_settings")
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": settings, "TEST_QUEUE": str(tmp_path),
        "TEST_DATABASE": database["NAME"],
        "TEST_DATABASE_HOST": database["HOST"] or database["OPTIONS"].get("host", ""),
        "TEST_DATABASE_PORT": str(database["PORT"]), "TEST_MAIL_PORT": str(smtp_server.port),
    }  # fmt: skip
    words = [sys.executable, "-m", "celery", "-A", "civicportal", "worker", "-c", "1", "--loglevel", "warning"]

    def start() -> subprocess.Popen[bytes]:
        with (tmp_path / f"worker-{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                words, cwd=base_dir, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the worker and its children, as when a machine loses its power."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def wait_until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)


def sent() -> int:
    return Message.objects.filter(state=MessageState.SENT).count()


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The mail server takes three letters and then never answers the fourth, once; the list says when it hangs."""
    hung: list[str] = []
    accept = MailServer.handle_DATA

    async def hang_at_the_fourth(self: MailServer, server: Any, session: Any, envelope: Any) -> str:
        if len(self.letters) == 3 and not hung:
            hung.append("hangs")
            await asyncio.sleep(3600)
        return await accept(self, server, session, envelope)

    monkeypatch.setattr(MailServer, "handle_DATA", hang_at_the_fourth)
    return hung


def test_each_letter_arrives_once_though_the_worker_is_killed(start_worker, use_broker, smtp_server, hanging, tmp_path):
    use_broker("filesystem://", folder_broker(tmp_path))
    for number in range(LETTERS):
        letter(number)
    first = start_worker()
    wait_until(lambda: bool(hanging) and sent() == 3)
    kill(first)
    held = Message.objects.get(state=MessageState.SENDING)
    assert Message.objects.filter(state=MessageState.WAITING).count() == LETTERS - 4

    start_worker()
    wait_until(lambda: sent() == LETTERS - 1)
    # The one in the dead worker's hands is left alone until its lease is over; then the next sweep finds it.
    held.refresh_from_db()
    assert held.state == MessageState.SENDING
    Message.objects.filter(pk=held.pk).update(lease_until=dates.now() - timedelta(seconds=1))
    send_due.delay()
    wait_until(lambda: sent() == LETTERS)
    arrived = Counter(mail["Message-ID"] for mail in smtp_server.letters)
    assert arrived == Counter(f"<{number}@testserver>" for number in range(LETTERS))
    assert Pulse.objects.get().at > dates.now() - timedelta(seconds=60)
    assert queue_trouble() == ""


def test_a_commit_wakes_the_worker_and_the_letter_arrives(start_worker, use_broker, smtp_server, tmp_path):
    use_broker("filesystem://", folder_broker(tmp_path))
    start_worker()
    wait_until(Pulse.objects.exists)
    with transaction.atomic():
        facts = {
            "text": "Hej",
            "title": "Cykelkök",
            "reference": "VF-2026-0001",
            "unit": "Fonden",
            "sender": "",
            "link": "",
        }
        actions.write("cases.message_to_person", email="anna@example.org", facts=facts)
        time.sleep(0.3)
        assert smtp_server.letters == []
    assert smtp_server.wait_for(1)[0]["To"] == "anna@example.org"


@pytest.mark.parametrize("broker", ["folder", "redis"])
def test_a_lost_broker_loses_no_letter(use_broker, smtp_server, tmp_path, caplog, settings, broker):
    if broker == "folder":
        options = folder_broker(tmp_path)
        (tmp_path / "queue").rmdir()
        (tmp_path / "queue").write_text("a file where the folder should be")
        use_broker("filesystem://", options)
    else:
        use_broker(f"redis://127.0.0.1:{free_port()}/0", settings.REDIS_BROKER_OPTIONS)
    with transaction.atomic():
        message = letter(1)
        actions.wake_after_commit()
    assert "The worker could not be woken" in caplog.text
    message.refresh_from_db()
    assert message.state == MessageState.WAITING
    assert send_due() == 1
    assert [mail["Message-ID"] for mail in smtp_server.letters] == ["<1@testserver>"]
