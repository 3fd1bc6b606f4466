"""The first start: secrets that are kept, a demo that ends cleanly, an installer that says what it lacks."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from civicportal import firstrun
from tests.conftest import free_port

STARTS_WITHIN = 240


def demo(base_dir: Path, local: Path, port: object, log: Path) -> subprocess.Popen[bytes]:
    ours = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment = ours | {"PORTAL_LOCAL": str(local), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "civicportal.demo"]
    with log.open("wb") as said:
        return subprocess.Popen(command, cwd=base_dir, env=environment, stdout=said, stderr=subprocess.STDOUT)


def wait_for(words: str, log: Path, process: subprocess.Popen[bytes], seconds: float) -> None:
    end = time.monotonic() + seconds
    while words not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)


def processes_of(local: Path) -> list[str]:
    """The command of every process that was started with this PORTAL_LOCAL."""
    mark = f"PORTAL_LOCAL={local}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except (OSError, ProcessLookupError):
            continue
    return found


# Secrets


def test_a_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = firstrun.kept_secret(tmp_path / "new" / "secret")
    assert firstrun.kept_secret(tmp_path / "new" / "secret") == first
    assert firstrun.kept_secret(tmp_path / "other") != first
    assert len(first) >= 50
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


def test_a_draft_key_is_a_fernet_key(tmp_path: Path) -> None:
    key = firstrun.kept_fernet_key(tmp_path / "key")
    assert Fernet(key).decrypt(Fernet(key).encrypt(b"hej")) == b"hej"


def test_processes_that_start_together_keep_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as together:
        made = set(together.map(firstrun.kept_secret, [tmp_path / "secret"] * 64))
    assert len(made) == 1


# The demo


def test_the_demo_starts_answers_and_leaves_nothing_behind(base_dir: Path, local: Path, tmp_path: Path) -> None:
    log, port = tmp_path / "log", free_port()
    process = demo(base_dir, local, port, log)
    wait_for("End it with Ctrl-C.", log, process, STARTS_WITHIN)
    for path in ("/", "/healthz"):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as page:
            assert page.status == 200
    assert f"http://127.0.0.1:{port}/demo/mail/" in log.read_text()
    assert len(processes_of(local)) >= 4
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0, log.read_text()
    assert processes_of(local) == []

    # The second start finds its data; and when one part dies, all end.
    process = demo(base_dir, local, port, log)
    wait_for("End it with Ctrl-C.", log, process, 60)
    (worker,) = [path for path in Path("/proc").glob("[0-9]*") if is_worker(path, process.pid)]
    os.kill(int(worker.name), signal.SIGKILL)
    assert process.wait(30) == 1
    assert "The worker ended by itself (exit code -9)." in log.read_text()
    assert processes_of(local) == []


def is_worker(process: Path, parent: int) -> bool:
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        return int(fields[1]) == parent and b"\0worker\0" in (process / "cmdline").read_bytes()
    except OSError:
        return False


def test_a_taken_port_is_said_in_one_sentence(base_dir: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port, log = taken.getsockname()[1], tmp_path / "log"
        assert demo(base_dir, tmp_path / "local", port, log).wait(30) == 1
    expected = f"Port {port} cannot be used (Address already in use). Choose another: PORT=8123 make demo\n"
    assert log.read_text().lstrip() == expected


@pytest.mark.parametrize("port", ["web", "0", "70000", "-1"])
def test_a_port_that_is_none_is_said_in_one_sentence(port: str, base_dir: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert demo(base_dir, tmp_path / "local", port, log).wait(30) == 1
    assert log.read_text().lstrip() == f"PORT must be a number from 1 to 65535, not '{port}'.\n"


# The installer


def install(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    sh = shutil.which("sh")
    assert sh is not None
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return subprocess.run(
        [sh, "requirements/install"],
        cwd=folder,
        env=kept | {"HOME": str(folder)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def bare_clone(base_dir: Path, tmp_path: Path) -> Path:
    """The installer, and a lock that asks for nothing."""
    (tmp_path / "requirements").mkdir()
    shutil.copy(base_dir / "requirements" / "install", tmp_path / "requirements")
    (tmp_path / "requirements" / "lock.txt").write_text("")
    package = tmp_path / "civicportal"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "messages.py").write_text("")
    return tmp_path


def test_the_installer_makes_an_environment_once_and_again_when_the_lock_changes(bare_clone: Path) -> None:
    first = install(bare_clone, PYTHON=sys.executable)
    assert first.returncode == 0, first.stderr
    assert "Making .venv with Python 3." in first.stdout
    mark = bare_clone / ".venv" / "mark"
    mark.write_text("")
    again = install(bare_clone, PYTHON=sys.executable)
    assert (again.returncode, again.stdout) == (0, "")
    assert mark.exists()
    (bare_clone / "requirements" / "lock.txt").write_text("# changed\n")
    changed = install(bare_clone, PYTHON=sys.executable)
    assert changed.returncode == 0, changed.stderr
    assert not mark.exists()
    assert not (bare_clone / ".venv.lock").exists()


def test_the_installer_makes_a_new_environment_when_its_python_is_gone(bare_clone: Path) -> None:
    install(bare_clone, PYTHON=sys.executable)
    python = bare_clone / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(bare_clone / "gone")
    repaired = install(bare_clone, PYTHON=sys.executable)
    assert repaired.returncode == 0, repaired.stderr
    assert python.exists()


TOOLS = ("dirname", "cksum", "head", "tail", "mkdir", "rm", "cat", "sleep")
"""What the installer asks of the system beside a Python."""


@pytest.fixture
def old_machine(bare_clone: Path) -> dict[str, str]:
    """A machine whose only Python on the path is too old, and nothing where newer ones are wont to lie."""
    programs = bare_clone / "programs"
    programs.mkdir()
    for name in TOOLS:
        (programs / name).symlink_to(shutil.which(name) or name)
    for name in ("python3", "python"):
        (programs / name).write_text("#!/bin/sh\nexit 1\n")
        (programs / name).chmod(0o755)
    return {"PATH": str(programs), "SYSTEM": str(bare_clone / "system")}


def newer(where: Path) -> Path:
    """The Python of these tests, as a program of its own."""
    where.parent.mkdir(parents=True)
    where.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    where.chmod(0o755)
    return where


VERSION = "{}.{}".format(*sys.version_info[:2])


@pytest.mark.parametrize(
    "place",
    [f".pyenv/versions/{VERSION}.7/bin/python3", f"system/opt/python/{VERSION}/bin/python{VERSION}"],
    ids=["pyenv", "opt"],
)
def test_the_installer_passes_over_an_old_python(place: str, bare_clone: Path, old_machine: dict[str, str]) -> None:
    found = newer(bare_clone / place)
    done = install(bare_clone, **old_machine)
    assert done.returncode == 0, done.stderr
    assert f"Making .venv with Python {VERSION}" in done.stdout
    assert f"({found}) ..." in done.stdout


def test_the_installer_says_what_to_install_where_no_python_is_found(
    bare_clone: Path, old_machine: dict[str, str]
) -> None:
    done = install(bare_clone, **old_machine)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "No Python 3.12, 3.13 or 3.14 with venv was found: install one (for instance the packages python3.13 and "
        "python3.13-venv, or pyenv install 3.13) or name yours with PYTHON=/path/to/python.\n"
    )


@pytest.mark.parametrize("named", ["no-such-python", "old"])
def test_the_installer_says_when_the_named_python_is_none(named: str, bare_clone: Path) -> None:
    old = bare_clone / "old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = install(bare_clone, PYTHON=str(old) if named == "old" else named)
    given = str(old) if named == "old" else named
    assert done.returncode == 1
    assert done.stderr == f"PYTHON={given} is not a Python 3.12 or later that can make virtual environments.\n"
