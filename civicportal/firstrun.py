"""What a first start makes for itself: secrets that are kept, and a database.

Only the demo's settings use this. In production every secret comes from the environment, and a missing one is an
error (civicportal/checks.py).
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from civicportal.environment import database_from_url
from civicportal.postgres import HASTY, EmbeddedPostgres

DEMO_DATABASE = "portal"


def kept_secret(path: Path) -> str:
    """The secret in this file; made at random, readable by its owner only, when the file is not there."""
    return _kept(path, lambda: secrets.token_urlsafe(64))


def kept_fernet_key(path: Path) -> str:
    """The Fernet key in this file, made when the file is not there."""
    return _kept(path, lambda: Fernet.generate_key().decode())


def _kept(path: Path, make: Callable[[], str]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(make())
    try:
        # Whoever links first wins, so that two processes starting together keep the same secret.
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    return path.read_text().strip()


def make_queue_folders(local: Path, empty: bool = False) -> None:
    """The folders of the file broker. Emptied at each start of the demo: what is due stands in the database."""
    for folder in (local / "queue", local / "queue-control"):
        if empty:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)


def demo_database(url: str, local: Path) -> dict[str, object]:
    """The demo's DATABASES entry: the given address, or the embedded server, started when it does not run.

    The supervisor gives its child processes the address. Started by hand (`manage.py shell`), a process uses the
    running demo's server, or starts it and stops it at its own end.
    """
    if not url:
        server = EmbeddedPostgres(local, options=HASTY)
        server.start()
        atexit.register(server.stop_if_unused)
        server.ensure(DEMO_DATABASE)
        url = server.url(DEMO_DATABASE)
    return database_from_url(url)
