"""The funds in the backoffice: lists, and the pages where the work is done."""

from funds.admin import applications, inquiries, lists, projects, rounds

__all__ = ["applications", "inquiries", "lists", "projects", "rounds"]
