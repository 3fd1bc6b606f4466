"""Public things to test with: granted projects of a fund, the first kind that the portal publishes."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from civicportal.commons import actions
from civicportal.commons.models import Item
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import OrganisationKind
from civicportal.people.models import Organisation
from civicportal.places.models import District
from funds.models import Fund, Project

_numbers = count(1)


def make_unit(**facts: Any) -> Organisation:
    return Organisation.objects.create(
        **{"kind": OrganisationKind.FUND_OFFICE, "name": f"Fondkontoret {next(_numbers)}", **facts}
    )


def make_fund(**facts: Any) -> Fund:
    number = next(_numbers)
    own: dict[str, Any] = {
        "slug": f"fond-{number}",
        "name": LocalizedText(sv=f"Fond {number}", en=f"Fund {number}"),
        "promise": LocalizedText(sv="Pengar för att prova", en="Money to try"),
        "about": LocalizedText(sv="Om fonden"),
        "who_may": LocalizedText(sv="Alla"),
        "what_you_get": LocalizedText(sv="En coach"),
        "how_judged": LocalizedText(sv="Av en grupp"),
        "email": "fonden@example.org",
    }
    own.update(facts)
    own.setdefault("unit", None)
    own["unit"] = own["unit"] or make_unit()
    fund: Fund = Fund.objects.create(**own)
    return fund


def make_project(title: str | dict[str, str] = "Verktygsbibliotek i tvättstugan", **facts: Any) -> Project:
    """A granted project that nobody has published yet."""
    number = next(_numbers)
    texts = {"sv": title} if isinstance(title, str) else title
    own: dict[str, Any] = {
        "slug": f"projekt-{number}",
        "title": LocalizedText(texts),
        "summary": LocalizedText(sv="Grannar delar borrmaskiner"),
        "about": LocalizedText(sv="Ett rum med hyllor och en lista"),
        "grantee_kind": "person",
        "granted": 75_000_00,
        "granted_on": date(2026, 3, 12),
    }
    own.update(facts)
    own.setdefault("fund", None)
    own["fund"] = own["fund"] or make_fund()
    project: Project = Project.objects.create(**own)
    return project


def published(title: str | dict[str, str] = "Verktygsbibliotek i tvättstugan", **facts: Any) -> Item:
    """The public item of a new project."""
    return actions.publish(make_project(title, **facts), by=None)


def make_district(name: str = "Planteringen") -> District:
    return District.objects.create(name=name, slug=name.lower())
