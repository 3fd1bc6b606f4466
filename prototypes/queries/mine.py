"""What somebody reads of their own: working groups they are in, suggestions they have sent."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from prototypes.models import GroupMember, Suggestion, WorkingGroup


def my_suggestion(person: Any, reference: str) -> Suggestion:
    """One's own suggestion. Raises Http404 for everybody else's."""
    return get_object_or_404(
        Suggestion.objects.select_related("case__unit", "network__item", "prototype__item", "origin").filter(
            case__person=person
        ),
        case__reference=reference,
    )


def my_suggestions(person: Any) -> QuerySet[Suggestion]:
    """One's own suggestions, newest first."""
    rows = Suggestion.objects.filter(case__person=person).select_related("case", "network")
    return rows.order_by("-case__opened_at", "-pk").for_page()


def my_groups(person: Any) -> QuerySet[GroupMember]:
    """The working groups of public prototypes that one is in, the latest joined first."""
    rows = GroupMember.objects.now().of_person(person).filter(group__prototype__item__visible=True)
    return rows.select_related("group__prototype").order_by("-joined_at", "-pk").for_page()


def my_place(person: Any, group: WorkingGroup) -> GroupMember | None:
    """One's place in a group, when one is in it."""
    if not person.is_authenticated:
        return None
    return GroupMember.objects.now().of_person(person).filter(group=group).first()


def is_in(group: WorkingGroup, email: str) -> bool:
    """Whether an address is in a group now."""
    return GroupMember.objects.now().filter(group=group, email=email).exists()
