"""What anybody may read of networks, prototypes and the toolbox."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from civicportal.commons.models import Item
from civicportal.commons.queries import search_in
from civicportal.kernel import dates
from civicportal.kernel.filters import Box
from civicportal.kernel.text import LocalizedText, in_swedish_order, localized
from civicportal.kernel.web import by_revision
from prototypes.enums.meetings import MeetingState
from prototypes.enums.prototypes import STANDING, VERDICT_LOOKS, MethodFormat, PartnerKind, PrototypeState, Verdict
from prototypes.models import HarmCheck, HarmLine, Meeting, Method, Network, Partner, Principle, Prototype, WorkingGroup

PAGE = 20


@dataclass(frozen=True)
class Chosen:
    """What a reader of the list chose. Every part stands in the address."""

    states: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    words: str = ""

    @property
    def count(self) -> int:
        """How many filters are on."""
        return len(self.states) + len(self.themes) + len(self.districts)


def chosen_from(get: QueryDict) -> Chosen:
    """Reads the choice from a query string; what makes no sense is left out, never an error."""
    return Chosen(
        states=tuple(state for state in get.getlist("state") if state in PrototypeState.values),
        themes=tuple(get.getlist("theme")),
        districts=tuple(get.getlist("district")),
        words=get.get("q", "").strip()[:100],
    )


def prototypes_shown(choice: Chosen) -> QuerySet[Prototype]:
    """The prototypes that fit a choice: first where one can take part now, then the newest."""
    rows: QuerySet[Prototype] = Prototype.objects.filter(item__visible=True)
    if choice.states:
        rows = rows.filter(state__in=choice.states)
    if choice.themes:
        rows = rows.filter(theme__slug__in=choice.themes)
    if choice.districts:
        rows = rows.filter(district__slug__in=choice.districts)
    if choice.words:
        hits = search_in(Item.objects.of_kind("prototype"), choice.words)
        rows = rows.filter(item__in=hits.order_by().values("pk"))
    return rows.order_by("standing", "-since", "-pk")


FACETS = """
WITH public AS (SELECT status, district_id, theme_id FROM commons_item WHERE kind = 'prototype' AND visible)
SELECT 'state', status, NULL::jsonb, count(*) FROM public GROUP BY 2
UNION ALL
SELECT 'theme', theme.slug, theme.name, count(*)
  FROM public JOIN commons_theme theme ON theme.id = public.theme_id GROUP BY theme.id
UNION ALL
SELECT 'district', district.slug, jsonb_build_object('sv', district.name), count(*)
  FROM public JOIN places_district district ON district.id = public.district_id GROUP BY district.id
"""


def _facets() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(FACETS)
        return list(cursor.fetchall())


def prototype_filters(choice: Chosen) -> dict[str, list[Box]]:
    """The filters with how many public prototypes each has: one query, asked anew when something public changes."""
    rows = by_revision("prototypes.facets", _facets)
    chosen = {"state": {*choice.states}, "theme": {*choice.themes}, "district": {*choice.districts}}
    found: dict[str, list[Box]] = {name: [] for name in chosen}
    for name, value, label, count in rows:
        said = str(PrototypeState(value).label) if name == "state" else str(localized(_json(label)))
        found[name].append(Box(value, said, count, value in chosen[name]))
    found["state"].sort(key=lambda box: STANDING.index(PrototypeState(box.value)))
    for name in ("theme", "district"):
        found[name].sort(key=lambda box: in_swedish_order(box.label))
    return found


def _json(value: str | dict[str, str]) -> dict[str, str]:
    return json.loads(value) if isinstance(value, str) else value


# One prototype


@dataclass(frozen=True)
class ShownPartner:
    """One organisation of the coordination group, with its kind in words."""

    name: str
    kind: str
    part: LocalizedText


@dataclass(frozen=True)
class ShownGroup:
    """A working group: how many are in it, never who."""

    number: int
    name: LocalizedText
    about: LocalizedText
    meets: LocalizedText
    takes_members: bool
    members: int


@dataclass(frozen=True)
class ShownLine:
    """One point of the do-no-harm check."""

    point: LocalizedText
    verdict: str
    look: str
    note: LocalizedText


@dataclass(frozen=True)
class ShownCheck:
    """The latest do-no-harm check."""

    made_on: date
    by_function: LocalizedText
    lines: list[ShownLine] = field(default_factory=list)


@dataclass(frozen=True)
class ShownMethod:
    """A method of the toolbox in a list."""

    slug: str
    name: LocalizedText
    format: str


@dataclass(frozen=True)
class PrototypePage:
    """A prototype with everything that its own page tells of it."""

    prototype: Prototype
    partners: list[ShownPartner]
    groups: list[ShownGroup]
    check: ShownCheck | None
    methods: list[ShownMethod]


def prototype_in_public(item: Item) -> Prototype:
    """The prototype behind a visible item. Raises Http404 where there is none."""
    rows = Prototype.objects.select_related("network__item", "district", "theme")
    return get_object_or_404(rows.for_page(), item=item)


def prototype_page(item: Item) -> PrototypePage:
    """A prototype with its groups, its latest check and the methods used, in one query. Raises Http404."""
    latest = HarmCheck.objects.filter(prototype=OuterRef("pk")).order_by("-made_on", "-pk")
    of_this = {"prototype": OuterRef("pk")}
    members = Count("members", filter=Q(members__left_at__isnull=True))
    found: Any = get_object_or_404(
        Prototype.objects.select_related("network__item", "district", "theme", "item")
        .annotate(
            partner_rows=_rows(Partner.objects.filter(**of_this), "name", "kind", "part"),
            group_rows=_rows(
                WorkingGroup.objects.filter(**of_this).annotate(in_it=members).order_by("number"),
                *("number", "name", "about", "meets", "takes_members", "in_it"),
            ),
            check_row=Subquery(latest.values(row=JSONObject(made_on="made_on", by_function="by_function"))[:1]),
            check_rows=_rows(
                HarmLine.objects.filter(check_made=Subquery(_latest_of_outer())), "point", "verdict", "note"
            ),
            method_rows=_rows(
                Method.objects.filter(used_in=OuterRef("item"), item__visible=True).order_by("slug"),
                *("slug", "name", "format"),
            ),
        )
        .for_page(),
        item=item,
    )
    return PrototypePage(
        prototype=found,
        partners=[
            ShownPartner(row["name"], str(PartnerKind(row["kind"]).label), localized(row["part"]))
            for row in found.partner_rows
        ],
        groups=[_group(row) for row in found.group_rows],
        check=_check(found.check_row, found.check_rows),
        methods=[
            ShownMethod(row["slug"], localized(row["name"]), str(MethodFormat(row["format"]).label))
            for row in found.method_rows
        ],
    )


def _rows(rows: QuerySet[Any], *names: str) -> ArraySubquery:
    """Rows that hang on a row, as an array of objects in the same query."""
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in names})))


def _latest_of_outer() -> QuerySet[Any, Any]:
    """The number of the latest check of the prototype two queries further out."""
    checks = HarmCheck.objects.filter(prototype=OuterRef(OuterRef("pk"))).order_by("-made_on", "-pk")
    return checks.values("pk")[:1]


def _group(row: dict[str, Any]) -> ShownGroup:
    return ShownGroup(
        number=row["number"],
        name=localized(row["name"]),
        about=localized(row["about"]),
        meets=localized(row["meets"]),
        takes_members=row["takes_members"],
        members=row["in_it"],
    )


def _check(made: dict[str, Any] | None, lines: list[dict[str, Any]]) -> ShownCheck | None:
    if made is None:
        return None
    return ShownCheck(
        made_on=date.fromisoformat(made["made_on"]),
        by_function=localized(made["by_function"]),
        lines=[
            ShownLine(
                localized(row["point"]),
                str(Verdict(row["verdict"]).label),
                VERDICT_LOOKS[row["verdict"]],
                localized(row["note"]),
            )
            for row in lines
        ],
    )


def earlier_meetings(item: Item, most: int = 4) -> list[Meeting]:
    """The latest public meetings about a thing that are over and were held: one query."""
    rows = Meeting.objects.public().filter(about=item, ends_at__lte=dates.now()).exclude(state=MeetingState.CANCELLED)
    return list(rows.only("slug", "title", "starts_at", "minutes_at").order_by("-starts_at", "-pk").for_page()[:most])


def group_in_public(slug: str, number: int) -> WorkingGroup:
    """A working group of a public prototype. Raises Http404 otherwise."""
    return get_object_or_404(
        WorkingGroup.objects.select_related("prototype__network", "prototype__item").for_page(),
        prototype__slug=slug,
        prototype__item__visible=True,
        number=number,
    )


# Networks and the toolbox


def networks_in_public() -> QuerySet[Network]:
    """Every network whose item is visible, the oldest first."""
    return Network.objects.filter(item__visible=True).select_related("item", "unit").order_by("pk").for_page()


def networks_told() -> list[Network]:
    """The same, kept: one query when something public has changed, else none."""
    return by_revision("prototypes.networks", lambda: list(networks_in_public()))


@dataclass(frozen=True)
class ShownPrinciple:
    """One principle of a network."""

    name: LocalizedText
    words: LocalizedText


def network_in_public(item: Item) -> tuple[Network, list[ShownPrinciple]]:
    """The network behind a visible item and its principles: one query. Raises Http404."""
    principles = _rows(Principle.objects.filter(network=OuterRef("pk")), "name", "words")
    found: Any = get_object_or_404(
        Network.objects.select_related("unit").annotate(principle_rows=principles).for_page(), item=item
    )
    return found, [ShownPrinciple(localized(row["name"]), localized(row["words"])) for row in found.principle_rows]


def prototypes_of(network: Network) -> QuerySet[Item]:
    """The public prototypes of a network, as cards, in the order of the list."""
    mine = Prototype.objects.filter(network=network)
    standing = Subquery(mine.filter(item=OuterRef("pk")).values("standing"))
    rows = Item.objects.filter(pk__in=mine.values("item")).for_cards()
    return rows.order_by(standing, F("happened_on").desc(nulls_last=True), "-pk")


def method_cards(format_: str = "", words: str = "") -> QuerySet[Item]:
    """The toolbox as cards, in Swedish order of their addresses; of one format or by words."""
    items = Item.objects.of_kind("method").for_cards()
    if format_ in MethodFormat.values:
        items = items.filter(status=format_)
    if words:
        items = search_in(items, words)
    return items.order_by("slug")


def methods_of(network: Network) -> QuerySet[Item]:
    """The public methods of a network's toolbox, as cards."""
    return method_cards().filter(pk__in=Method.objects.filter(network=network).values("item"))


def method_in_public(item: Item) -> Method:
    """The method behind a visible item. Raises Http404."""
    return get_object_or_404(Method.objects.select_related("network__item").for_page(), item=item)


def used_in(method: Method) -> QuerySet[Item]:
    """The visible things that a method was used in, the latest first."""
    rows = Item.objects.filter(pk__in=Method.used_in.through.objects.filter(method=method).values("item"))
    return rows.for_cards().order_by(F("happened_on").desc(nulls_last=True), "-pk")
