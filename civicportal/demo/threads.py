"""Red threads in the demo that cross the doors: what one feature's things have to do with another's."""

from __future__ import annotations

from civicportal.commons.actions import link
from civicportal.commons.models import Item, Link
from civicportal.demo.words import localized, texts
from civicportal.people.models import Person


def load(by: Person) -> list[Link]:
    """Links what the features' demos have published, each with its reason. Raises KeyError for what is not there."""
    rows = texts("threads")["link"]
    wanted = {(kind, slug) for row in rows for kind, slug in (row["from"], row["to"])}
    found = {
        (item.kind, item.slug): item
        for item in Item.objects.filter(kind__in={kind for kind, _ in wanted}, slug__in={slug for _, slug in wanted})
    }
    return [
        link(found[tuple(row["from"])], found[tuple(row["to"])], row["kind"], by=by, reason=localized(row["reason"]))
        for row in rows
    ]
