"""Joining a working group and leaving it again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.text import one_line
from civicportal.people.models import Person, canonical_email
from civicportal.records.actions import record
from prototypes.models import GroupMember, WorkingGroup
from prototypes.notices import prototypes as notices
from prototypes.rules.prototypes import can_join, can_lead_prototype


def _locked(group: WorkingGroup) -> WorkingGroup:
    rows = WorkingGroup.objects.select_for_update(of=("self",))
    return rows.select_related("prototype__network__unit", "prototype__item").get(pk=group.pk)


@transaction.atomic
def join(group: WorkingGroup, *, name: str, email: str, language: str, by: Person | None) -> GroupMember:
    """Puts somebody into a working group; joining twice is the same as once. A letter says when it meets.

    `email` is proved: the account's own, or confirmed by mail, and then `by` is None. Raises Refused when the group
    takes no members.
    """
    fresh = _locked(group)
    insist(can_join(fresh))
    address = canonical_email(email)
    if place := GroupMember.objects.now().filter(group=fresh, email=address).first():
        return place
    person = by or Person.objects.filter(email=address, is_active=True).first()
    place = GroupMember.objects.create(
        group=fresh, person=person, name=one_line(name)[:120], email=address, language=language[:2]
    )
    record(fresh.prototype, verb="prototype.group_joined", by=by, facts={"group": fresh.pk, "member": place.pk})
    notices.joined(place)
    return place


@transaction.atomic
def leave(group: WorkingGroup, *, email: str, by: Person | None) -> GroupMember | None:
    """Takes somebody out of a working group at their own wish; None when they are not in it. A letter confirms."""
    fresh = _locked(group)
    place = GroupMember.objects.select_for_update().now().filter(group=fresh, email=canonical_email(email)).first()
    return _left(place, fresh, by=by) if place else None


@transaction.atomic
def take_out(place: GroupMember, *, by: Person) -> GroupMember:
    """A coordinator takes somebody out of a group, for instance because they asked by phone. A letter says so.

    Raises Refused for others than the network's coordinators.
    """
    fresh = _locked(place.group)
    insist(can_lead_prototype(by, fresh.prototype))
    here = GroupMember.objects.select_for_update().get(pk=place.pk)
    return here if here.left_at is not None else _left(here, fresh, by=by)


@transaction.atomic
def move_memberships(person: Person, old: str) -> None:
    """Somebody has another address than `old`: they are in their groups by it, inside the transaction of the change.

    Whoever is in a group with both addresses is in it once.
    """
    mine = GroupMember.objects.filter(Q(person=person) | Q(email=old)).exclude(email=person.email)
    rows = list(mine.order_by("group_id", "pk").values_list("pk", "group_id"))
    for pk, group in rows:
        _locked(WorkingGroup(pk=group))
        place = GroupMember.objects.get(pk=pk)
        twice = GroupMember.objects.now().filter(group=group, email=person.email).exists()
        if twice and place.left_at is None:
            place.left_at = dates.now()
        place.person, place.email = person, person.email
        place.save(update_fields=["person", "email", "left_at"])
    if rows:
        record(person, verb="prototype.members_moved", by=person, facts={"members": len(rows)})


def _left(place: GroupMember, group: WorkingGroup, *, by: Person | None) -> GroupMember:
    place.group, place.left_at = group, dates.now()
    place.save(update_fields=["left_at"])
    record(group.prototype, verb="prototype.group_left", by=by, facts={"group": group.pk, "member": place.pk})
    notices.left(place)
    return place
