"""Addresses for things that people name."""

from __future__ import annotations

from typing import Any

from civicportal.kernel.text import slug_of


def free_slug(model: type[Any], title: str) -> str:
    """The title as an address that no row of the model has; a number behind it where needed."""
    wanted = slug_of(title)
    taken = set(model._base_manager.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{wanted}-{number}") not in taken)
