"""One run: a database of its own, the production server, the floor beside it, and the table that comes of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from civicportal.demo.supervisor import Child, Ended, end_children, end_with_parent, step, wait_until_it_answers
from civicportal.firstrun import make_queue_folders
from civicportal.postgres import EmbeddedPostgres
from civicportal.settings import BASE_DIR, LOCAL_DIR

if TYPE_CHECKING:
    from civicportal.bench.driver import Visitor
    from civicportal.bench.report import Result
    from civicportal.bench.rows import Row
    from civicportal.bench.scale import Scale

DATABASE = "bench"
WARM_SECONDS, SECONDS, ROUNDS = 1.0, 4.0, 3
REPORT = BASE_DIR / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`; the bars are shares, because machines differ. The floor is a bare Django project with one
query and a plain template over the same rows: nothing that a portal needs is in it, so it cannot be reached.

"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start_redis(children: list[Child], folder: Path) -> bool:
    """A real Redis for the cache where the machine has one; else the portal uses its database's cache."""
    program = shutil.which("redis-server")
    if not program:
        return False
    port = free_port()
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    started = subprocess.Popen(words, stdout=subprocess.DEVNULL, start_new_session=True, preexec_fn=end_with_parent)  # noqa: PLW1509
    children.append(Child("Redis", started))
    os.environ["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    return True


def start_server(name: str, application: str, children: list[Child]) -> int:
    """gunicorn with two workers, as in the image of a city's own server. Returns its port once it answers."""
    port = free_port()
    web = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "gthread", "--threads", "4"]
    calm = ["--log-level", "error", "--no-control-socket"]
    words = [sys.executable, "-m", "gunicorn", application, *web, *calm]
    around = {**os.environ, "MALLOC_ARENA_MAX": "1"}
    server = subprocess.Popen(words, env=around, start_new_session=True, preexec_fn=end_with_parent)  # noqa: PLW1509
    children.append(Child(name, server))
    wait_until_it_answers(port, children)
    return port


def memory_of_workers(master: int) -> list[float]:
    """Resident memory of each worker of a gunicorn, in MB. Empty where the system has no /proc."""
    found = []
    for children in Path("/proc").glob(f"{master}/task/*/children"):
        for pid in children.read_text().split():
            status = (Path("/proc") / pid / "status").read_text()
            found += [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")]
    return found


def load_scale(server: EmbeddedPostgres) -> Scale:
    """Makes the database anew and fills it."""
    server.drop(DATABASE)
    server.create(DATABASE)
    os.environ["DATABASE_URL"] = server.url(DATABASE)
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    from civicportal.bench import scale

    with step("Making the database"):
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    with step(f"Loading {scale.PROJECTS} projects"):
        loaded = scale.load()
        with connections["default"].cursor() as cursor:
            cursor.execute("ANALYZE")
    connections.close_all()
    return loaded


def measure_all(loaded: Scale, ports: dict[str, int]) -> dict[str, Result]:
    """Every row in every round, so that what else the machine does strikes all alike."""
    from civicportal.bench.driver import measure, visitors_of
    from civicportal.bench.report import Result
    from civicportal.bench.rows import ROWS

    def visitors(row: Row) -> list[Visitor]:
        return visitors_of(lambda number: row.visitor(loaded, ports[row.server], number))

    results = {row.name: Result(row, []) for row in ROWS}
    asking = {row.name: visitors(row) for row in ROWS}
    for number in range(ROUNDS):
        with step(f"Measuring, round {number + 1} of {ROUNDS}"):
            for row in ROWS:
                measure(ports[row.server], WARM_SECONDS, asking[row.name])
                results[row.name].rounds.append(measure(ports[row.server], SECONDS, asking[row.name]))
    return results


def run(server: EmbeddedPostgres, children: list[Child]) -> int:
    """Measures and writes the report. Returns 1 when a request was refused, for then the figures say nothing."""
    with step("Starting the database"):
        server.start()
    notes = [] if start_redis(children, server.local) else ["No Redis on this machine: the cache is the database's."]
    loaded = load_scale(server)
    with step("Starting the portal and the floor"):
        ports = {"portal": start_server("portal", "civicportal.wsgi:application", children)}
        portal = children[-1].process.pid
        ports["floor"] = start_server("floor", "civicportal.bench.floor:application", children)
    results = measure_all(loaded, ports)
    from civicportal.bench import exporting
    from civicportal.bench.report import lines

    table = lines(results, loaded, memory_of_workers(portal), notes)
    with step("Writing applications as a file"):
        exported = [exporting.measure_export(loaded.exporter, each) for each in (loaded.short_round, loaded.long_round)]
    table += exporting.lines(*exported)
    print("\n" + "\n".join(table))
    REPORT.write_text(HEAD + "\n".join(table) + "\n", encoding="utf-8")
    refused = {result.row.name: result.refused for result in results.values() if result.refused}
    for name, number in refused.items():
        print(f"{number} requests were refused: {name}", file=sys.stderr)
    return 1 if refused else 0


def main() -> int:
    """Measures everything once. Run as `python -m civicportal.bench`, which sets LOCAL_DIR to a folder of its own."""
    make_queue_folders(LOCAL_DIR, empty=True)
    server, children = EmbeddedPostgres(LOCAL_DIR), list[Child]()
    begun = time.monotonic()
    try:
        code = run(server, children)
        print(f"Done in {time.monotonic() - begun:.0f} s.")
        return code
    except Ended as reason:
        print(reason, file=sys.stderr)
        return 1
    finally:
        end_children(children)
        server.stop_if_unused()
