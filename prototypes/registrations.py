"""What the prototypes and the calendar tell the kernel when the portal starts."""

from __future__ import annotations

from prototypes import registrations_calendar, registrations_prototypes


def register_everything() -> None:
    """Called once, by the app's ready()."""
    registrations_prototypes.register()
    registrations_calendar.register()
