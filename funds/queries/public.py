"""What anybody may read of the funds: funds, rounds, the budget meter, the gallery of granted projects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, F, JSONField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404

from civicportal.commons.models import Item, Step
from civicportal.commons.models.items import theme_names
from civicportal.commons.queries import search_in
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.filters import Box
from civicportal.kernel.text import LocalizedText, in_swedish_order, localized
from civicportal.kernel.web import by_revision
from civicportal.review.models import Criterion
from funds.enums.after import ReportState
from funds.enums.applications import ApplicantKind, Audience, ProjectState
from funds.models import Fund, FundYear, Project, Report, Round
from funds.queries.money import with_payments
from funds.rules.applications import names_of

PAGE = 20


def funds_in_public() -> QuerySet[Fund]:
    """Every fund whose item is visible."""
    return Fund.objects.filter(item__visible=True).select_related("item").order_by("pk").for_page()


def for_whom(fund: Any) -> str:
    """The departments whose employees a fund is for, in words; empty where it is for anybody."""
    return names_of(fund.audience_names) if fund.is_for_employees else ""


def fund_with_meter(slug: str) -> tuple[Fund, Meter]:
    """The fund at an address with this year's meter: one query. Raises Http404 when it is not public."""
    year = dates.today().year
    rows = _with_meter(Fund.objects.filter(item__visible=True), year).select_related("item__unit", "unit")
    found = get_object_or_404(rows, slug=slug)
    return found, _meter(found, year)


def first_fund_with_meter() -> tuple[Fund, Meter] | None:
    """The first public fund with this year's meter: one query. None where there is no fund."""
    year = dates.today().year
    found = _with_meter(Fund.objects.filter(item__visible=True), year).order_by("pk").first()
    return (found, _meter(found, year)) if found else None


def for_employees_url() -> str:
    """Where those who work for the city begin: the page of the first public fund for employees; empty without one."""
    found = Fund.objects.filter(item__visible=True, audience=Audience.EMPLOYEES).order_by("pk").first()
    return found.get_absolute_url() if found else ""


def fund_in_public(slug: str) -> Fund:
    """The fund at an address. Raises Http404 when it is not public."""
    return get_object_or_404(Fund.objects.filter(item__visible=True).select_related("item", "unit"), slug=slug)


def rounds_of(fund: Fund) -> list[Round]:
    """All rounds of a fund, newest first, with what their pages tell."""
    return list(
        fund.rounds.select_related("opening__form", "fund_year")
        .annotate(focus_names=theme_names(Round.focus_challenges))
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


@dataclass(frozen=True)
class ShownAnchor:
    """What a score means, in words."""

    score: int
    words: LocalizedText


@dataclass(frozen=True)
class ShownCriterion:
    """One thing that is judged, with its written anchors from the lowest score."""

    criterion: Criterion
    anchors: list[ShownAnchor]


def criteria_of(round_: Round | None) -> list[ShownCriterion]:
    """How applications of a round are judged, with the written anchors: one query."""
    if round_ is None:
        return []
    anchor = JSONObject(score="anchors__score", words="anchors__words")
    told = JSONBAgg(anchor, filter=Q(anchors__isnull=False), order_by="anchors__score", default=Value([], JSONField()))
    rows = Criterion.objects.filter(opening=round_.opening_id).annotate(told=told)
    return [
        ShownCriterion(row, [ShownAnchor(one["score"], localized(one["words"])) for one in row.told]) for row in rows
    ]


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


def _with_meter(funds: QuerySet[Fund], year: int) -> QuerySet[Fund]:
    public = Q(projects__item__visible=True)
    units = Fund.audience_units.through.objects.filter(fund=OuterRef("pk")).order_by("organisation__name")
    return funds.annotate(
        audience_names=ArraySubquery(units.values("organisation__name")),
        year_budget=Subquery(FundYear.objects.filter(fund=OuterRef("pk"), year=year).values("budget")),
        year_granted=Sum("projects__granted", filter=public & Q(projects__granted_on__year=year)),
        ideas=Count("projects", filter=public),
    )


def _meter(fund: Any, year: int) -> Meter:
    budget = fund.year_budget or 0
    return Meter(year, budget, min(fund.year_granted or 0, budget), fund.granted_before + fund.ideas)


@dataclass(frozen=True)
class ShownFund:
    """A fund on the list: where it stands, its meter, and for whom it is where that is not anybody."""

    fund: Fund
    clock: Clock
    meter: Meter
    for_whom: str


def funds_shown() -> list[ShownFund]:
    """All public funds as the list tells them: two queries, however many there are."""
    year = dates.today().year
    rounds = Round.objects.select_related("opening").order_by("-opening__opens_at")
    rows = _with_meter(funds_in_public(), year).prefetch_related(Prefetch("rounds", queryset=rounds))
    return [
        ShownFund(
            fund,
            clock_of(list(fund.rounds.all())),
            _meter(fund, year),
            for_whom(fund),
        )
        for fund in rows
    ]


@dataclass(frozen=True)
class Gallery:
    """What a reader of the gallery chose. Every part stands in the address."""

    years: tuple[int, ...] = ()
    funds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    words: str = ""
    order: str = "newest"

    ORDERS = ("newest", "largest", "oldest")

    @property
    def count(self) -> int:
        """How many filters are on."""
        parts = (self.years, self.funds, self.areas, self.districts, self.kinds, self.states)
        return sum(len(chosen) for chosen in parts)


def gallery_from(get: Any) -> Gallery:
    """Reads the choice from a query string; what makes no sense is left out, never an error."""
    return Gallery(
        years=tuple(int(year) for year in get.getlist("year") if year.isdigit() and len(year) == 4),
        funds=tuple(get.getlist("fund")),
        areas=tuple(get.getlist("area")),
        districts=tuple(get.getlist("district")),
        kinds=tuple(kind for kind in get.getlist("kind") if kind in ApplicantKind.values),
        states=tuple(state for state in get.getlist("state") if state in ProjectState.values),
        words=get.get("q", "").strip()[:100],
        order=get.get("order") if get.get("order") in Gallery.ORDERS else "newest",
    )


def project_cards(choice: Gallery) -> QuerySet[Item]:
    """The items of granted projects that fit a choice, in a stable order, for a list that reads their ids."""
    items = Item.objects.of_kind("project")
    if choice.years:
        items = items.filter(happened_on__year__in=choice.years)
    if choice.funds:
        items = items.filter(pk__in=Project.objects.filter(fund__slug__in=choice.funds).values("item"))
    if choice.areas:
        projects = Project.objects.filter(vision_areas__slug__in=choice.areas).values("item")
        items = items.filter(pk__in=projects)
    if choice.districts:
        items = items.filter(district__slug__in=choice.districts)
    if choice.kinds:
        items = items.filter(pk__in=Project.objects.filter(grantee_kind__in=choice.kinds).values("item"))
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


FACETS = """
WITH public AS (
    SELECT project.id, project.fund_id, project.state, project.district_id, project.granted_on, project.grantee_kind
      FROM funds_project project JOIN commons_item item ON item.id = project.item_id AND item.visible
)
SELECT 'year', extract(year FROM granted_on)::int::text, NULL::jsonb, count(*) FROM public GROUP BY 2
UNION ALL
SELECT 'fund', fund.slug, fund.name, count(*)
  FROM public JOIN funds_fund fund ON fund.id = public.fund_id GROUP BY fund.id
UNION ALL
SELECT 'state', state, NULL, count(*) FROM public GROUP BY 2
UNION ALL
SELECT 'kind', grantee_kind, NULL, count(*) FROM public GROUP BY 2
UNION ALL
SELECT 'district', district.slug, jsonb_build_object('sv', district.name), count(*)
  FROM public JOIN places_district district ON district.id = public.district_id GROUP BY district.id
UNION ALL
SELECT 'area', theme.slug, theme.name, count(*)
  FROM public JOIN funds_project_vision_areas area ON area.project_id = public.id
  JOIN commons_theme theme ON theme.id = area.theme_id GROUP BY theme.id
"""


CHOICES: dict[str, type[ApplicantKind] | type[ProjectState]] = {"kind": ApplicantKind, "state": ProjectState}
"""Filters whose words are the portal's own."""


def gallery_filters(choice: Gallery) -> dict[str, list[Box]]:
    """The filters with how many public projects each has: one query when something has changed, else none.

    The fund is asked for only where more than one has public projects.
    """
    rows = by_revision("funds.facets", _facets)
    chosen = {
        "year": {str(year) for year in choice.years},
        "fund": {*choice.funds},
        "area": {*choice.areas},
        "district": {*choice.districts},
        "kind": {*choice.kinds},
        "state": {*choice.states},
    }
    found: dict[str, list[Box]] = {name: [] for name in chosen}
    for name, value, label, count in rows:
        said = str(localized(json.loads(label))) if label else value
        if name in CHOICES:
            said = str(CHOICES[name](value).label)
        found[name].append(Box(value, said, count, value in chosen[name]))
    found["year"].sort(key=lambda box: box.value, reverse=True)
    for name, choices in CHOICES.items():
        found[name].sort(key=partial(_place_in, choices.values))
    for name in ("fund", "area", "district"):
        found[name].sort(key=lambda box: in_swedish_order(box.label))
    if len(found["fund"]) < 2 and not choice.funds:
        found["fund"] = []
    return found


def _place_in(order: list[str], box: Box) -> int:
    return order.index(box.value)


def _facets() -> list[tuple[str, str, str | None, int]]:
    with connection.cursor() as cursor:
        cursor.execute(FACETS)
        return cursor.fetchall()


def project_in_public(item: Item) -> Project:
    """The project behind a visible item, with what its page tells."""
    rows: Any = with_payments(Project.objects.select_related("fund", "round", "district", "focus_challenge", "report"))
    rows = rows.annotate(area_names=theme_names(Project.vision_areas))
    found: Project = get_object_or_404(rows.for_page(), item=item)
    return found


@dataclass(frozen=True)
class Told:
    """One public step of a project with its pictures."""

    step: Step
    images: list[StoredFile]


def told_with_pictures(item: Item, most: int = 8) -> list[Told]:
    """The latest steps of an item that have pictures, so many pictures in all: one query."""
    through: Any = Step.images.through
    rows = through.objects.filter(step__item=item, step__hidden=False).select_related("storedfile", "step")
    told: dict[int, Told] = {}
    for row in rows.order_by("-step__at", "pk")[:most]:
        told.setdefault(row.step_id, Told(row.step, [])).images.append(row.storedfile)
    return list(told.values())


def report_in_short(project: Project) -> Report | None:
    """The final report once it is approved and has words for the public; it was read with the project."""
    report: Report | None = getattr(project, "report", None)
    return report if report is not None and report.state == ReportState.APPROVED and report.summary else None


def learnt_besides(project: Project) -> LocalizedText:
    """What was learnt, where the report in short does not say the same just below."""
    report, learnt = report_in_short(project), project.learnt
    return LocalizedText() if report is not None and report.summary in learnt.texts.values() else learnt


def granted_earlier(fund: Fund, most: int = 3) -> QuerySet[Item]:
    """The newest granted projects of a fund, as cards."""
    return (
        Item.objects.filter(pk__in=Project.objects.filter(fund=fund).values("item"))
        .for_cards()
        .order_by("-happened_on", "-pk")[:most]
    )
