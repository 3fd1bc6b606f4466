"""What the log says about one thing."""

from __future__ import annotations

from django.db.models import Model, QuerySet

from civicportal.records.models import Entry


def entries_about(thing: Model, most: int = 20) -> QuerySet[Entry]:
    """The latest entries about a thing, the newest first, each with who did it: one query."""
    rows = Entry.objects.filter(subject_kind=thing._meta.label_lower, subject_id=thing.pk).select_related("actor")
    return rows.order_by("-id").for_page()[:most]
