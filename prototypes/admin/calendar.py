"""Meetings and series as lists to search; they are called, changed and written down on their own pages."""

from __future__ import annotations

from django.contrib import admin

from civicportal.backoffice.scoped import ScopedAdmin
from civicportal.people.enums import Role
from prototypes.enums.meetings import CALLERS
from prototypes.models import Meeting, Series


@admin.register(Meeting)
class MeetingAdmin(ScopedAdmin):
    """Every meeting of one's units, with its facts to read."""

    readable_by = (*CALLERS, Role.ADMINISTRATOR)
    list_display = ("title", "starts_at", "state", "unit", "district", "taken", "seats", "attended")
    list_filter = ("state", "format", "unit", "district")
    list_select_related = ("unit", "district")
    date_hierarchy = "starts_at"
    search_fields = ("slug", "place")
    exclude = ("about", "images", "video_link")

    def view_on_site(self, meeting: Meeting) -> str | None:  # type: ignore[override]
        return meeting.get_absolute_url() if meeting.item is not None and meeting.item.visible else None


@admin.register(Series)
class SeriesAdmin(ScopedAdmin):
    """Every series of one's units."""

    readable_by = (*CALLERS, Role.ADMINISTRATOR)
    list_display = ("title", "unit", "first_on", "until")
    list_filter = ("unit",)
    list_select_related = ("unit",)
    exclude = ("about", "video_link")
