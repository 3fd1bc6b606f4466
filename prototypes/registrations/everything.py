"""What the prototypes and the calendar tell the kernel when the portal starts."""

from __future__ import annotations

from prototypes.registrations import calendar, prototypes


def register_everything() -> None:
    """Called once, by the app's ready()."""
    prototypes.register()
    calendar.register()
