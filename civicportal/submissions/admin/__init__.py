"""The work pages of writing: drafts that somebody is shown."""

from civicportal.submissions.admin import editing, sharing

__all__ = ["editing", "sharing"]
