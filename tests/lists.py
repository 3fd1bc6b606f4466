"""What a public list shows: its page holds ids, since the cards are kept."""

from __future__ import annotations

from typing import Any

from civicportal.commons.models import Item


def shown(answer: Any) -> list[Item]:
    """The items on the page of a list, in its order."""
    ids = list(answer.context["page"])
    items = Item.objects.in_bulk(ids)
    return [items[pk] for pk in ids]
