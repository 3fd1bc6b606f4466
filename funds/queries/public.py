"""What anybody may read of the funds: funds, rounds, the budget meter, the gallery of granted projects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Subquery, Sum
from django.shortcuts import get_object_or_404

from civicportal.commons.models import Item
from civicportal.commons.queries import search_in
from civicportal.kernel import dates
from civicportal.kernel.text import in_swedish_order, localized
from civicportal.review.models import Criterion
from funds.enums import ProjectState
from funds.models import Fund, FundYear, Project, Round

PAGE = 20


def funds_in_public() -> QuerySet[Fund]:
    """Every fund whose item is visible."""
    return Fund.objects.filter(item__visible=True).select_related("item").order_by("pk").for_page()


def fund_in_public(slug: str) -> Fund:
    """The fund at an address. Raises Http404 when it is not public."""
    return get_object_or_404(Fund.objects.filter(item__visible=True).select_related("item", "unit"), slug=slug)


def rounds_of(fund: Fund) -> list[Round]:
    """All rounds of a fund, newest first, with what their pages tell."""
    return list(
        fund.rounds.select_related("opening__form", "fund_year")
        .prefetch_related("focus_challenges")
        .order_by("-opening__opens_at")
    )


@dataclass(frozen=True)
class Clock:
    """Where a fund stands now: the round that is open, the next one, the last one."""

    open: Round | None
    coming: Round | None
    last: Round | None

    @property
    def shown(self) -> Round | None:
        """The round whose dates, form and criteria the fund's page tells."""
        return self.open or self.coming or self.last


def clock_of(rounds: list[Round]) -> Clock:
    """Sorts a fund's rounds by now; of several open ones the one that closes first."""
    moment = dates.now()
    is_open = sorted((r for r in rounds if r.opening.is_open(moment)), key=lambda r: r.opening.closes_at)
    coming = sorted((r for r in rounds if r.opening.opens_at > moment), key=lambda r: r.opening.opens_at)
    past = [r for r in rounds if r.opening.closes_at <= moment]
    return Clock(is_open[0] if is_open else None, coming[0] if coming else None, past[0] if past else None)


def criteria_of(round_: Round | None) -> list[Criterion]:
    """How applications of a round are judged, with the written anchors."""
    if round_ is None:
        return []
    return list(Criterion.objects.filter(opening=round_.opening_id).prefetch_related("anchors"))


@dataclass(frozen=True)
class Meter:
    """What of a year's budget is granted, in öre, as far as decisions are released, and how many ideas in all.

    `ideas` counts those before the portal and those in it, of every year.
    """

    year: int
    budget: int
    granted: int
    ideas: int

    @property
    def left(self) -> int:
        return self.budget - self.granted

    @property
    def percent_left(self) -> int:
        return round(100 * self.left / self.budget) if self.budget else 0


def meter_of(fund: Fund, year: int | None = None) -> Meter:
    """The year's budget meter: one query.

    It counts public projects and never the stored counter, which knows held decisions. A year without a budget has
    the budget 0.
    """
    year = year or dates.today().year
    public = Q(projects__item__visible=True)
    told = Fund.objects.filter(pk=fund.pk).annotate(
        year_budget=Subquery(FundYear.objects.filter(fund=fund, year=year).values("budget")),
        year_granted=Sum("projects__granted", filter=public & Q(projects__granted_on__year=year)),
        ideas=Count("projects", filter=public),
    )
    budget, granted, ideas = told.values_list("year_budget", "year_granted", "ideas").get()
    return Meter(year, budget or 0, min(granted or 0, budget or 0), fund.granted_before + ideas)


@dataclass(frozen=True)
class Gallery:
    """What a reader of the gallery chose. Every part stands in the address."""

    years: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    words: str = ""
    order: str = "newest"

    ORDERS = ("newest", "largest", "oldest")

    @property
    def count(self) -> int:
        """How many filters are on."""
        return len(self.years) + len(self.areas) + len(self.districts) + len(self.states)


def gallery_from(get: Any) -> Gallery:
    """Reads the choice from a query string; what makes no sense is left out, never an error."""
    return Gallery(
        years=tuple(int(year) for year in get.getlist("year") if year.isdigit() and len(year) == 4),
        areas=tuple(get.getlist("area")),
        districts=tuple(get.getlist("district")),
        states=tuple(state for state in get.getlist("state") if state in ProjectState.values),
        words=get.get("q", "").strip()[:100],
        order=get.get("order") if get.get("order") in Gallery.ORDERS else "newest",
    )


def project_cards(choice: Gallery) -> QuerySet[Item]:
    """The items of granted projects that fit a choice, in a stable order."""
    items = Item.objects.of_kind("project").for_cards()
    if choice.years:
        items = items.filter(happened_on__year__in=choice.years)
    if choice.areas:
        projects = Project.objects.filter(vision_areas__slug__in=choice.areas).values("item")
        items = items.filter(pk__in=projects)
    if choice.districts:
        items = items.filter(district__slug__in=choice.districts)
    if choice.states:
        items = items.filter(status__in=choice.states)
    if choice.words:
        items = search_in(items, choice.words)
    order = {
        "newest": (F("happened_on").desc(nulls_last=True), "-pk"),
        "oldest": (F("happened_on").asc(nulls_last=True), "pk"),
        "largest": (F("amount").desc(nulls_last=True), "-pk"),
    }
    return items.order_by(*order[choice.order])


@dataclass(frozen=True)
class Choice:
    """One box of a filter."""

    value: str
    label: str
    count: int
    chosen: bool


FACETS = """
WITH public AS (
    SELECT project.id, project.state, project.district_id, project.granted_on
      FROM funds_project project JOIN commons_item item ON item.id = project.item_id AND item.visible
)
SELECT 'year', extract(year FROM granted_on)::int::text, NULL::jsonb, count(*) FROM public GROUP BY 2
UNION ALL
SELECT 'state', state, NULL, count(*) FROM public GROUP BY 2
UNION ALL
SELECT 'district', district.slug, jsonb_build_object('sv', district.name), count(*)
  FROM public JOIN places_district district ON district.id = public.district_id GROUP BY district.id
UNION ALL
SELECT 'area', theme.slug, theme.name, count(*)
  FROM public JOIN funds_project_vision_areas area ON area.project_id = public.id
  JOIN commons_theme theme ON theme.id = area.theme_id GROUP BY theme.id
"""


def gallery_filters(choice: Gallery) -> dict[str, list[Choice]]:
    """The filters with how many public projects each has: one query."""
    with connection.cursor() as cursor:
        cursor.execute(FACETS)
        rows = cursor.fetchall()
    chosen = {
        "year": {str(year) for year in choice.years},
        "area": {*choice.areas},
        "district": {*choice.districts},
        "state": {*choice.states},
    }
    found: dict[str, list[Choice]] = {name: [] for name in chosen}
    for name, value, label, count in rows:
        said = str(localized(json.loads(label))) if label else value
        said = str(ProjectState(value).label) if name == "state" else said
        found[name].append(Choice(value, said, count, value in chosen[name]))
    found["year"].sort(key=lambda box: box.value, reverse=True)
    found["state"].sort(key=lambda box: ProjectState.values.index(box.value))
    for name in ("area", "district"):
        found[name].sort(key=lambda box: in_swedish_order(box.label))
    return found


def project_in_public(item: Item) -> Project:
    """The project behind a visible item, with what its page tells."""
    return get_object_or_404(
        Project.objects.select_related("fund", "round", "district", "focus_challenge")
        .prefetch_related("vision_areas")
        .for_page(),
        item=item,
    )


def granted_earlier(fund: Fund, most: int = 3) -> QuerySet[Item]:
    """The newest granted projects of a fund, as cards."""
    return (
        Item.objects.filter(pk__in=Project.objects.filter(fund=fund).values("item"))
        .for_cards()
        .order_by("-happened_on", "-pk")[:most]
    )
