"""What staff make of proposed links: one is made with its reason, or never proposed again."""

from __future__ import annotations

from django.db import transaction

from civicportal.commons.actions.items import link
from civicportal.commons.models import Dismissal, Item, Link
from civicportal.commons.rules import can_look_after
from civicportal.kernel.answers import insist
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.records.actions import record


@transaction.atomic
def accept(item: Item, other: Item, kind: str, *, by: Person, reason: LocalizedText) -> Link:
    """Links a thing that one looks after with another public thing. Raises Refused."""
    insist(can_look_after(by, item))
    return link(item, other, kind, by=by, reason=reason)


@transaction.atomic
def dismiss(item: Item, other: Item, *, by: Person) -> Dismissal:
    """The two have nothing to do with each other: they are not proposed for each other again. Raises Refused."""
    insist(can_look_after(by, item))
    one, two = sorted((item, other), key=lambda each: each.pk)
    made, new = Dismissal.objects.get_or_create(one=one, other=two, defaults={"by": by})
    if new:
        record(made, verb="commons.dismiss", by=by, facts={"one": one.pk, "other": two.pk})
    return made
