"""The funds in the backoffice: lists, and the pages where the work is done."""

from funds.admin import applications, lists, projects, rounds

__all__ = ["applications", "lists", "projects", "rounds"]
