"""The labs in the backoffice: stock lists and forms, and the work pages."""

from labs.admin import desk, lists, raised, things

__all__ = ["desk", "lists", "raised", "things"]
