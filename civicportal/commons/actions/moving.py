"""When somebody's address changes: what they follow, support and have asked is kept by address and moves with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from civicportal.commons.actions.following import stand_in_line
from civicportal.commons.models import Follow, Item, Question, Support
from civicportal.kernel.web import public_words_changed
from civicportal.people.models import Person
from civicportal.records.actions import record


@transaction.atomic
def move_voices(person: Person, old: str) -> None:
    """Takes along what was confirmed with the old address, inside the transaction that changed it.

    Where the new address already follows or supports the same thing, one of the two stays: a follow that is live
    before one that has ended, and a support is one support. What nobody has confirmed stays where it was asked for.
    """
    follows = sum(_move_follow(one, person.email) for one in _in_line(Follow.objects.filter(email=old)))
    ours = Support.objects.filter(Q(email=old) | Q(person=person)).exclude(email=person.email)
    supports = sum(_move_support(one, person) for one in _in_line(ours))
    asked = Question.objects.filter(email=old).update(email=person.email)
    if follows or supports or asked:
        facts = {"follows": follows, "supports": supports, "questions": asked}
        record(person, verb="commons.voices_moved", by=person, facts=facts)


def _in_line(rows: Any) -> Iterator[Any]:
    """Each row with its item held, the items always in one order; what another act has removed meanwhile is not."""
    for pk, item in list(rows.order_by("item_id", "pk").values_list("pk", "item_id")):
        stand_in_line(Item(pk=item))
        yield from rows.model.objects.filter(pk=pk)


def _move_follow(follower: Follow, email: str) -> bool:
    if follower.confirmed_at is None:
        return False
    there = Follow.objects.filter(item=follower.item_id, email=email).first()
    if there is not None and there.confirmed_at is not None and there.ended_at is None:
        follower.delete()
        return True
    if there is not None:
        there.delete()
    follower.email = email
    follower.save(update_fields=["email"])
    return True


def _move_support(given: Support, person: Person) -> bool:
    there = Support.objects.filter(item=given.item_id, email=person.email).first()
    if there is None:
        given.email, given.person = person.email, person
        given.save(update_fields=["email", "person"])
        return True
    given.delete()
    Item.every.filter(pk=given.item_id).update(supporters=F("supporters") - 1)
    public_words_changed()
    return True
