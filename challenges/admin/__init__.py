"""The challenges in the backoffice: lists and forms, and the pages where the work is done."""

from challenges.admin import environments, lists, proposals, publishing

__all__ = ["environments", "lists", "proposals", "publishing"]
