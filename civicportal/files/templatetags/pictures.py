"""Pictures in templates: {% load pictures %}{{ item.image|picture:800 }}, {{ item.image|picture_set }}."""

from __future__ import annotations

from django import template

from civicportal.files import queries
from civicportal.files.models import StoredFile

register = template.Library()


@register.filter
def picture(stored: StoredFile | None, width: int = 800) -> str:
    """The address of a public picture in the smallest size at least so wide; nothing while it is not ready."""
    return queries.picture_url(stored, width)


@register.filter
def picture_set(stored: StoredFile | None) -> str:
    """All sizes, for srcset."""
    return queries.picture_set(stored)
