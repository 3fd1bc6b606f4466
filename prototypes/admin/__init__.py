"""Networks, prototypes, the toolbox and the calendar in the backoffice."""

from prototypes.admin import calendar, calendar_meeting, calendar_plan, networks, prototypes, suggestions, work

__all__ = ["calendar", "calendar_meeting", "calendar_plan", "networks", "prototypes", "suggestions", "work"]
