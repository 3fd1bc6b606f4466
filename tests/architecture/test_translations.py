"""Swedish is complete: every message has one translation, none is fuzzy, none is left over."""

from __future__ import annotations

from civicportal import messages


def test_swedish_is_complete() -> None:
    assert messages.report("sv").lines() == []
