"""What a long table costs the worker that writes it as a file: seconds, and memory beside a tenth of the rows.

Each table is written by a process of its own, so that its peak is its own: `python -m civicportal.bench.exporting
<mail of who asks> <fund>/<round>` prints what it took as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

MEMORY_BAR = 1.10
"""How much more memory ten times the rows may take, as a share."""


@dataclass(frozen=True)
class Exported:
    """One table: its rows, the seconds it took, the peak of resident memory in MB."""

    rows: int
    seconds: float
    peak: float


def measure_export(email: str, place: str) -> Exported:
    """Writes the applications of a round as a file, in a process of its own. Raises CalledProcessError."""
    words = [sys.executable, "-m", __name__, email, place]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return Exported(**json.loads(said.splitlines()[-1]))


def lines(small: Exported, large: Exported) -> list[str]:
    """The report's sentences, as Markdown rows."""
    share = large.peak / small.peak
    verdict = "held" if share <= MEMORY_BAR else "**not held**"
    rows = f"{large.rows:,}".replace(",", " ")
    return [
        f"| {rows} applications as a file, rows/s | {large.rows / large.seconds:.0f} | | | |",
        f"| memory of the worker meanwhile | {large.peak:.0f} MB | | {share:.2f} | "
        f"<= {MEMORY_BAR:.2f} of a tenth of the rows: {verdict} |",
    ]


def peak_of_this_process() -> float:
    """The most memory that it has held at a time, in MB. getrusage would count what its parent held at the fork."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def main(email: str, place: str) -> None:
    """Asks for the table as somebody who may, and writes it as the worker does."""
    import django

    django.setup()
    from civicportal.files import exporting
    from civicportal.files.models import Export
    from civicportal.people.models import Person

    person = Person.objects.get(email=email)
    export = Export.objects.create(
        kind="funds.applications", asked={"round": place}, person=person, language="sv", once=uuid4()
    )
    begun = time.monotonic()
    if not exporting.write(export.pk):
        raise SystemExit(f"The table of {place} was not written.")
    seconds = time.monotonic() - begun
    rows = Export.objects.values_list("done", flat=True).get(pk=export.pk)
    print(json.dumps({"rows": rows, "seconds": seconds, "peak": peak_of_this_process()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
