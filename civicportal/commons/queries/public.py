"""Reads of what is public: an item by its address, its steps, its thread, lists, who follows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, QuerySet
from django.http import Http404

from civicportal.commons.kinds import kinds
from civicportal.commons.models import Follow, Item, OldAddress, Step
from civicportal.kernel.web import token_hash


class Moved(Exception):
    """Raised for an address that a thing had before. The pages' middleware redirects to `url` for good."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def item_at(kind: str, slug: str) -> Item:
    """The visible item at an address, with what its page shows. Raises Moved for an old address, else Http404."""
    found: Item | None = (
        Item.objects.filter(kind=kind, slug=slug)
        .select_related("district", "theme", "image", "unit")
        .for_page()
        .first()
    )
    if found is not None:
        return found
    old = OldAddress.objects.filter(kind=kind, slug=slug, item__visible=True).select_related("item").first()
    if old is None:
        raise Http404
    raise Moved(old.item.get_absolute_url())


def open_items(kind: str) -> QuerySet[Item]:
    """The visible items of a kind that take in answers or applications; none of a kind to which nothing is sent."""
    asked = kinds[kind].open_now if kind in kinds else None
    rows: QuerySet[Item] = Item.objects.filter(kind=kind)
    return rows.filter(pk__in=asked()) if asked else rows.none()


def steps(item: Item) -> QuerySet[Step]:
    """The item's public history, oldest first, with its pictures: two queries."""
    rows: QuerySet[Step] = Step.objects.filter(item=item, hidden=False).prefetch_related("images").for_page()
    return rows


def newest(kinds: Iterable[str], number: int) -> list[Item]:
    """The latest visible items of some kinds, by the date that they are told by: one query."""
    rows = Item.objects.of_kind(*kinds).for_cards()
    return list(rows.order_by(F("happened_on").desc(nulls_last=True), "-id")[:number])


def follower_of(token: str) -> Follow:
    """The follower whom a link in a letter names, with the item. Raises Http404 when there is none."""
    found: Follow | None = Follow.objects.select_related("item").filter(token_hash=token_hash(token)).first()
    if found is None:
        raise Http404
    return found
