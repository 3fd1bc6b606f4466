"""The demo's city: its record, districts, themes and the organisations that own things. Names of places are facts."""

from __future__ import annotations

from dataclasses import dataclass

from civicportal.commons.models import Theme
from civicportal.demo.words import localized_all, texts
from civicportal.kernel.text import slug_of
from civicportal.people.enums import OrganisationKind
from civicportal.people.models import Organisation
from civicportal.places.models import City, District

DISTRICTS = (
    "Adolfsberg", "Bårslöv", "Centrum", "Dalhem", "Drottninghög", "Eneborg", "Fredriksdal", "Gantofta", "Husensjö",
    "Högaborg", "Kattarp", "Maria Park", "Miatorp", "Mörarp", "Närlunda", "Olympia", "Planteringen", "Påarp",
    "Ramlösa", "Ringstorp", "Rydebäck", "Råå", "Stattena", "Söder", "Tågaborg", "Vallåkra", "Västra Berga", "Ödåkra",
)  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """One of the city's own units. `key` names it in the demo's code and is its e-mail domain's first part."""

    key: str
    kind: str
    name: str
    short: str
    parent: str = ""


UNITS = (
    Unit("stadsledning", OrganisationKind.DEPARTMENT, "Stadsledningsförvaltningen", "SLF"),
    Unit("fonden", OrganisationKind.FUND_OFFICE, "Visionsfondens kansli", "Visionsfonden", "stadsledning"),
    Unit("digitalisering", OrganisationKind.DEPARTMENT, "Digitaliseringsavdelningen", "Digitalisering", "stadsledning"),
    Unit("kommunikation", OrganisationKind.DEPARTMENT, "Kommunikationsavdelningen", "Kommunikation", "stadsledning"),
    Unit("amf", OrganisationKind.DEPARTMENT, "Arbetsmarknadsförvaltningen", "AMF"),
    Unit("sff", OrganisationKind.DEPARTMENT, "Skol- och fritidsförvaltningen", "SFF"),
    Unit("sof", OrganisationKind.DEPARTMENT, "Socialförvaltningen", "SOF"),
    Unit("vof", OrganisationKind.DEPARTMENT, "Vård- och omsorgsförvaltningen", "VOF"),
    Unit("kultur", OrganisationKind.DEPARTMENT, "Kulturförvaltningen", "KF"),
    Unit("stadsbyggnad", OrganisationKind.DEPARTMENT, "Stadsbyggnadsförvaltningen", "SBF"),
    Unit("labbet", OrganisationKind.LAB_TEAM, "Invånarlabbet", "Labbet", "stadsledning"),
    Unit("hallbart", OrganisationKind.NETWORK, "Hållbart Helsingborg", "Hållbart", "stadsledning"),
)


@dataclass
class Built:
    """The rows by the names that the demo's texts use."""

    districts: dict[str, District]
    themes: dict[str, Theme]
    units: dict[str, Organisation]


def load() -> Built:
    """Makes the city, its districts, themes and units."""
    data = texts("city")
    City(**localized_all(data["city"])).save()
    districts = District.objects.bulk_create(District(name=name, slug=slug_of(name)) for name in DISTRICTS)
    themes = Theme.objects.bulk_create(
        Theme(**localized_all(theme), position=position) for position, theme in enumerate(data["theme"], start=1)
    )
    return Built(
        districts={district.name: district for district in districts},
        themes={theme.slug: theme for theme in themes},
        units=_load_units(),
    )


def _load_units() -> dict[str, Organisation]:
    """Parents first, so that each unit finds the one it is part of."""
    units: dict[str, Organisation] = {}
    for unit in UNITS:
        units[unit.key] = Organisation.objects.create(
            kind=unit.kind,
            name=unit.name,
            short_name=unit.short,
            email=f"{unit.key}@example.org",
            domains=[f"{unit.key}.example.org"],
            parent=units.get(unit.parent),
        )
    return units
