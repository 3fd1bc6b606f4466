"""What was measured, as a table for people."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from statistics import median

from civicportal.bench.driver import Measured
from civicportal.bench.rows import ROWS, Row
from civicportal.bench.scale import Scale

MEMORY_BAR = 150


@dataclass(frozen=True)
class Result:
    """One row over all rounds."""

    row: Row
    rounds: list[Measured]

    @property
    def per_second(self) -> float:
        return median(one.per_second for one in self.rounds)

    @property
    def slow(self) -> float:
        """The time under which 95 of 100 requests were answered, in milliseconds."""
        return 1000 * median(one.percentile(0.95) for one in self.rounds)

    @property
    def refused(self) -> int:
        return sum(one.refused for one in self.rounds)

    def share_of(self, other: Result) -> float:
        """The share of another row's requests a second, round by round, so that a busy moment strikes both."""
        shares = [a.per_second / b.per_second for a, b in zip(self.rounds, other.rounds, strict=True) if b.per_second]
        return median(shares) if shares else 0.0


def lines(results: dict[str, Result], scale: Scale, memory: list[float], notes: list[str]) -> list[str]:
    """The table as Markdown."""
    projects = f"{scale.projects:,}".replace(",", " ")
    said = [
        f"{projects} granted projects; {os.cpu_count()} processors, Python {platform.python_version()}, PostgreSQL 18 "
        "on the same machine, gunicorn with two workers, four connections that never rest, made anew twice a second.",
        *notes,
        "",
        "| what | requests/s | 95 % within | share | bar |",
        "|---|---:|---:|---:|---|",
    ]
    for row in ROWS:
        result = results[row.name]
        figures = f"| {row.name} | {result.per_second:.0f} | {result.slow:.0f} ms |"
        if row.against:
            share = result.share_of(results[row.against])
            verdict = "held" if share >= row.bar else "**not held**"
            bar = f">= {row.bar:.2f} of {row.against.partition(':')[0]}: {verdict}" if row.bar else ""
            figures += f" {share:.2f} | {bar} |"
        else:
            figures += " | |"
        said.append(figures)
    most = max(memory, default=0.0)
    verdict = "held" if most <= MEMORY_BAR else "**not held**"
    said.append(f"| memory of a web worker afterwards | {most:.0f} MB | | | <= {MEMORY_BAR} MB: {verdict} |")
    return said
