"""Writes docs/state-machines.md from the tables of moves in rules.py, so that the drawing cannot disagree with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from civicportal.kernel.moves import machines

HEAD = """# State machines

Written by `python manage.py write_diagrams` from the moves in each feature's `rules.py`; a test compares. Nothing but
`kernel.moves.walk` changes a state.
"""


def diagrams() -> str:
    """The page: one Mermaid diagram for each machine, in the order of their labels."""
    parts = [f"## {label}\n\n```mermaid\n{machines[label].diagram()}\n```\n" for label in sorted(machines)]
    return "\n".join([HEAD, *parts])


class Command(BaseCommand):
    help = "Writes docs/state-machines.md from the tables of moves."

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "state-machines.md"
        page.write_text(diagrams(), encoding="utf-8")
        self.stdout.write(f"{page.name}: {len(machines)} machines")
