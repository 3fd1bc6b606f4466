"""What is registered for them."""

from __future__ import annotations


def register() -> None:
    """Called once, by the app's ready()."""
