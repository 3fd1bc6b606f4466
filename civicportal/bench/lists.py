"""Ten thousand of each kind that has a list of its own, copied in bulk from what the demo holds."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db import models

    from civicportal.commons.models import Item

ROWS = 10_000
BATCH = 1000


def grow_all() -> dict[str, str]:
    """Adds the rows to the demo's own. Returns the address of each list by the name of its row in the report."""
    from django.db import transaction
    from django.urls import reverse

    from challenges.models import Challenge
    from labs.models import Lab, Need
    from labs.shelves import list_path
    from prototypes.models import Meeting, Prototype

    lab = Lab.objects.filter(needs__item__visible=True).order_by("pk")[0]
    with transaction.atomic():
        needs = grow(Need.objects.filter(lab=lab, item__visible=True).order_by("pk")[0], change_need, open_cases)
        belong_to(lab, needs)
        grow(Challenge.objects.filter(item__visible=True).order_by("pk")[0], change_challenge)
        grow(Prototype.objects.filter(item__visible=True).order_by("pk")[0], change_nothing)
        grow(Meeting.objects.filter(item__visible=True, series=None).order_by("pk")[0], change_meeting)
    return {
        "needs": list_path(lab, "need"),
        "challenges": reverse("challenges:challenge_list"),
        "prototypes": reverse("prototypes:prototype_list"),
        "calendar": reverse("prototypes:calendar"),
        "search": reverse("search"),
    }


def grow(
    pattern: Any, change: Callable[[Any, int], None], before: Callable[[list[Any]], None] | None = None
) -> list[Item]:
    """Copies a public thing ROWS times, each with an address, a date and an item of its own. Returns the items.

    `before` gets the copies before they are written.
    """
    from django.db.models.base import ModelState

    from civicportal.commons.actions.items import contents
    from civicportal.commons.kinds import kind_of
    from civicportal.commons.models import Item
    from civicportal.kernel import dates
    from civicportal.kernel.text import LocalizedText

    kind, now = kind_of(pattern), dates.now()
    words = kind.words(pattern)
    things, items = [], []
    for count in range(ROWS):
        thing = copy.copy(pattern)
        thing._state, thing.pk, thing.slug = ModelState(), None, f"bench-{kind.key}-{count + 1}"
        change(thing, count)
        told = replace(
            words,
            title=LocalizedText({language: f"{said} {count + 1}" for language, said in words.title.texts.items()}),
            happened_on=words.happened_on and words.happened_on - timedelta(days=count % 700),
            starts_at=getattr(thing, "starts_at", None),
        )
        items.append(
            Item(kind=kind.key, slug=thing.slug, visible=True, published_at=now, changed_at=now, **contents(told))
        )
        things.append(thing)
    Item.every.bulk_create(items, batch_size=BATCH)
    for thing, item in zip(things, items, strict=True):
        thing.item = item
    if before is not None:
        before(things)
    many(type(pattern), things)
    return items


def many(model: type[models.Model], rows: list[Any]) -> None:
    model._base_manager.bulk_create(rows, batch_size=BATCH)


def belong_to(lab: Any, items: list[Item]) -> None:
    """The links by which a lab's pages find what grew in it."""
    from civicportal.commons.models import Link

    many(Link, [Link(source=item, target_id=lab.item_id, kind=Link.Kind.BELONGS_TO) for item in items])


def change_nothing(thing: Any, count: int) -> None:
    """The address is all that must differ."""


def change_need(need: Any, count: int) -> None:
    """Each need is a case of its own, with a key to its status page."""
    from django.db.models.base import ModelState

    need.case = copy.copy(need.case)
    need.case._state, need.case.pk, need.case.reference = ModelState(), None, f"BN-2020-{count + 1:05}"
    need.once, need.status_key = uuid.uuid4(), uuid.uuid4().hex
    need.told_on -= timedelta(days=count % 700)


def open_cases(needs: list[Any]) -> None:
    many(type(needs[0].case), [need.case for need in needs])
    for need in needs:
        need.case = need.case  # takes the id that the case has got


def change_challenge(challenge: Any, count: int) -> None:
    """An opening is one challenge's own, so the copies have none."""
    challenge.opening = None


def change_meeting(meeting: Any, count: int) -> None:
    """Half of the meetings lie ahead, three a day."""
    meeting.uid = uuid.uuid4()
    days = timedelta(days=count // 2 // 3 + 1) * (1 if count % 2 else -1)
    meeting.starts_at, meeting.ends_at = meeting.starts_at + days, meeting.ends_at + days
