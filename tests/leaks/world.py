"""A city in the middle of its work, where everything that somebody must not read holds a word found nowhere else."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from civicportal.people.enums import OrganisationKind, Role
from tests.leaks import (
    world_after,
    world_challenges,
    world_coaching,
    world_funds,
    world_labs,
    world_network,
    world_prototypes,
    world_room,
    world_together,
)
from tests.leaks.words import Part
from tests.leaks.world_funds import ACCOUNT, SAFE_ACCOUNT, SAFE_EMAIL, SAFE_PHONE
from tests.people import (
    Cast,
    give,
    make_fund_manager,
    make_person,
    make_registrar,
    make_reviewer,
    make_unit,
    make_with_role,
)

FEATURES = (
    world_funds,
    world_coaching,
    world_room,
    world_labs,
    world_challenges,
    world_prototypes,
    world_network,
    world_together,
    world_after,
)
MARKERS = tuple(word for feature in FEATURES for word in feature.MARKERS)


def make_secrets(cast: Cast) -> Part:
    """The whole world, made by the portal's own actions."""
    call_command("load_pages", verbosity=0)
    who = _people(cast)
    return reduce(or_, (feature.fill(cast, who) for feature in FEATURES), Part(people=who))


def _people(cast: Cast) -> dict[str, Any]:
    """Everybody whom several features know, by what they are in this world; each feature adds its own."""
    recused = make_reviewer(cast.unit, "Jan Jävig")
    give(recused, Role.FUND_MANAGER, cast.unit)
    other = make_fund_manager(cast.other_unit, "Olga Other")
    give(other, Role.REVIEWER, cast.other_unit)
    return {
        "nobody": AnonymousUser(),
        "applicant": make_person(f"Rut {ACCOUNT}"),
        "decided": make_person("Doris Decided"),
        "protected": make_person(f"Sven {SAFE_ACCOUNT}", email=f"{SAFE_EMAIL}@example.org", phone=SAFE_PHONE),
        "neighbour": cast.neighbour,
        "sender": make_person("Sanna Sender"),
        "reviewer before": cast.reviewer,
        "reviewer after": cast.second_reviewer,
        "recused": recused,
        "coach": cast.coach,
        "fund manager": cast.fund_manager,
        "colleague": make_fund_manager(cast.unit, "Kim Colleague"),
        "handler": make_fund_manager(cast.unit, "Hanna Handler"),
        "decision maker": cast.decision_maker,
        "registrar": cast.registrar,
        "auditor": cast.auditor,
        "administrator": cast.administrator,
        "communicator": cast.communicator,
        "other unit": other,
        "other registrar": make_registrar(cast.other_unit, "Ola Other"),
        "outsider": _outsider(),
    }


def _outsider() -> Any:
    """Leads a lab, a department's challenges and a network: other ones, so nothing in this world is theirs."""
    lab = make_unit("Ett labb på andra sidan", OrganisationKind.LAB_TEAM)
    outsider = make_with_role(Role.FACILITATOR, lab, "Uno Outsider")
    give(outsider, Role.DEPARTMENT_EDITOR, make_unit("Socialförvaltningen", OrganisationKind.DEPARTMENT))
    give(outsider, Role.NETWORK_COORDINATOR, make_unit("Ett annat nätverk", OrganisationKind.NETWORK))
    return outsider
