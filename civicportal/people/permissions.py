"""Which Django permissions come with which role, and the backend that reads them from the roles held today.

A group per role carries the permissions and nothing else; nobody is put into a group by hand. Which rows somebody
sees is decided by `visible_to`, never here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet

from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.models import Person

_granted: dict[str, set[str]] = defaultdict(set)
VERBS = {"view", "add", "change", "delete"}


def group_name(role: str) -> str:
    """The name of the group that carries a role's permissions."""
    return f"role:{role}"


def grant(roles: str | Sequence[str], model: str, *verbs: str) -> None:
    """Gives roles rights on a model ("funds.round"). Called in AppConfig.ready().

    Raises ValueError for an unknown verb.
    """
    if unknown := set(verbs) - VERBS:
        raise ValueError(f"unknown rights {sorted(unknown)}")
    label, name = model.lower().split(".")
    for role in [roles] if isinstance(roles, str) else roles:
        _granted[role] |= {f"{label}.{verb}_{name}" for verb in verbs}


def granted_to(role: str) -> frozenset[str]:
    """The rights of a role, as Django writes them: "funds.view_round"."""
    return frozenset(_granted[role])


def make_groups(sender: AppConfig, **_: Any) -> None:
    """After each app's migration: each role's group has exactly the granted rights on that app's models."""
    if sender.models_module is None:
        return
    existing = {
        f"{sender.label}.{right.codename}": right
        for right in Permission.objects.filter(content_type__app_label=sender.label)
    }
    for role in Role.values:
        group, _made = Group.objects.get_or_create(name=group_name(role))
        wanted = [right for name, right in existing.items() if name in _granted[role]]
        stale = group.permissions.filter(content_type__app_label=sender.label).exclude(
            pk__in=[right.pk for right in wanted]
        )
        group.permissions.remove(*stale)
        group.permissions.add(*wanted)


@lru_cache(maxsize=1)
def _people_on(day: date) -> QuerySet[Person]:
    """Everybody with the roles they hold on this day: every page asks for one of them, so the question is kept.

    In no order, which to compose takes as long as to answer.
    """
    return Person.objects.with_roles_today().order_by()


class RoleBackend(AuthenticationBackend):
    """Signs nobody in by password; somebody's rights are those of the roles that they hold today."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None

    def get_user(self, user_id: Any) -> Person | None:
        """Whose session it is, with the roles held today: one query for what nearly every page asks."""
        person: Any = _people_on(dates.today()).filter(pk=user_id).first()
        if person is None or not self.user_can_authenticate(person):
            return None
        person.roles_held = frozenset((pair["role"], pair["unit"]) for pair in person.__dict__.pop("held_today"))
        found: Person = person
        return found

    def _get_user_permissions(self, user_obj: Person) -> QuerySet[Permission]:
        return Permission.objects.none()

    def _get_group_permissions(self, user_obj: Person) -> QuerySet[Permission]:
        names = [group_name(role) for role, _unit in user_obj.roles_held]
        return Permission.objects.filter(group__name__in=names).distinct()
