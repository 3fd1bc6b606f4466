"""Snapshots of letters: what people read, kept in tests/snapshots and compared word by word.

UPDATE_SNAPSHOTS=1 in the environment writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from civicportal.notices.models import Message

FOLDER = Path(__file__).parent / "snapshots"
TO_PROTECTED = "notices.protected"
"""The one letter that somebody with protected identity gets, whatever its kind."""
_TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_-]{20,}(?=/|\s|$)")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

SWEDISH_FIRST = {"funds.decision"}
"""Letters that are in Swedish for everybody, with English below for whoever reads that."""


def as_snapshot(message: Message, replace: dict[str, str] | None = None) -> str:
    """The letter as it is kept: who gets it, its subject, its text; random tokens and ids by their kind."""
    said = f"To: {message.email}\nSubject: {message.subject}\n\n{message.text}"
    said = _TOKEN.sub("<token>", _UUID.sub("<id>", said))
    for what, instead in (replace or {}).items():
        said = said.replace(what, instead)
    return said


def snapshots_of(kind: str, language: str) -> list[str]:
    """The names of the snapshots that a kind of letter has in a language."""
    named = re.compile(rf"{re.escape(kind)}(?:\.[a-z_]+)*\.{language}")
    return sorted(path.stem for path in FOLDER.glob("*.txt") if named.fullmatch(path.stem))


def assert_letter_snapshot(message: Message | None, name: str, replace: dict[str, str] | None = None) -> None:
    """Compares a letter with tests/snapshots/<name>.txt. `replace` names what differs each run, such as a code.

    The name is the letter's kind, what is special about the case where there are several, and its language.
    """
    assert message is not None, "there was nobody to write to"
    kinds = (f"{message.kind}.", f"{TO_PROTECTED}.")
    assert name.startswith(kinds), f"{name} is no snapshot of {message.kind}"
    if message.kind not in SWEDISH_FIRST:
        assert name.endswith(f".{message.language}"), f"{name} is not in the language of the letter"
    kept, now = FOLDER / f"{name}.txt", as_snapshot(message, replace)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(now, encoding="utf-8")
    assert kept.exists(), f"{kept.name} is not there. Write it with UPDATE_SNAPSHOTS=1 and read it."
    assert now == kept.read_text(encoding="utf-8")
