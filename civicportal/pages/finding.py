"""The search page: what the words find among all that is public, narrowed by kind, district and theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from civicportal.commons.kinds import Kind, kinds
from civicportal.commons.models import Item
from civicportal.commons.search import MOST_LETTERS, search_in, words_of
from civicportal.kernel.filters import Box, without_page
from civicportal.kernel.text import in_swedish_order
from civicportal.kernel.web import by_revision

HITS_OF_A_KIND = 6
HITS_A_PAGE = 20
FILTERS = {"kind": _("Kind"), "district": _("District"), "theme": _("Theme")}
MOST_CHOSEN = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. Every part stands in the address, so the address is the saved search."""

    words: str = ""
    kind: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many filters are on."""
        return len(self.kind) + len(self.district) + len(self.theme)

    @property
    def asks(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(words_of(self.words)) or self.count > 0

    def one_kind(self) -> Kind | None:
        """The kind, when exactly one is asked for: then its hits are a list with pages."""
        return kinds[self.kind[0]] if len(self.kind) == 1 else None


def wanted_from(get: QueryDict) -> Wanted:
    """Reads the search from an address; a kind that there is none of is left out, never an error."""
    return Wanted(
        words=get.get("q", "").strip()[:MOST_LETTERS],
        kind=tuple(dict.fromkeys(key for key in get.getlist("kind") if key in kinds)),
        district=tuple(dict.fromkeys(get.getlist("district")))[:MOST_CHOSEN],
        theme=tuple(dict.fromkeys(get.getlist("theme")))[:MOST_CHOSEN],
    )


def _narrowed(items: QuerySet[Item], wanted: Wanted, *, but: str = "") -> QuerySet[Item]:
    """The items that fit the filters, one of them left aside."""
    items = items.filter(kind__in=wanted.kind if wanted.kind and but != "kind" else list(kinds))
    if wanted.district and but != "district":
        items = items.filter(district__slug__in=wanted.district)
    if wanted.theme and but != "theme":
        items = items.filter(theme__slug__in=wanted.theme)
    return items


def found(wanted: Wanted) -> QuerySet[Item]:
    """Everything that is found: the best first, or by date when no words are asked for."""
    if not wanted.asks:
        return Item.objects.none()
    items = _narrowed(Item.objects.for_cards(), wanted)
    if words_of(wanted.words):
        return search_in(items, wanted.words)
    return items.order_by(F("happened_on").desc(nulls_last=True), "-pk")


def page_of_one_kind(wanted: Wanted, told: Facets, number: str | None) -> Page[Item]:
    """The hits of the one kind that is asked for, page by page; they are counted already: one query."""
    paginator = Paginator(found(wanted), HITS_A_PAGE)
    paginator.count = told.total  # type: ignore[misc]
    return paginator.get_page(number)


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind: how many in all, the first of them, and the address of all."""

    kind: Kind
    count: int
    items: list[Item]
    url: str


def hits_by_kind(wanted: Wanted, counts: dict[str, int], query: QueryDict) -> list[Hits]:
    """The first hits of each kind, the kind with the best hit first: one query, and one for synonyms."""
    if not counts:
        return []
    rows = found(wanted)
    by_date = [F("happened_on").desc(nulls_last=True), F("id").desc()]
    order = [F("rank").desc(), F("id").desc()] if words_of(wanted.words) else by_date
    place = Window(RowNumber(), partition_by=F("kind"), order_by=order)
    best: dict[str, list[Item]] = {}
    for item in rows.annotate(place=place).filter(place__lte=HITS_OF_A_KIND):
        best.setdefault(item.kind, []).append(item)
    return [Hits(kinds[key], counts.get(key, len(items)), items, _only(query, key)) for key, items in best.items()]


def _only(query: QueryDict, key: str) -> str:
    narrower = without_page(query)
    narrower["kind"] = key
    return f"?{narrower.urlencode()}"


@dataclass(frozen=True, slots=True)
class Facets:
    """The filters with their counts, and how many are found of each kind under the chosen ones."""

    choices: dict[str, list[Box]]
    kinds: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


def facets(wanted: Wanted) -> Facets:
    """How many hits each kind, district and theme has: one query, once per search and revision."""
    return by_revision(("pages.facets", wanted), lambda: _facets(wanted))


def _facets(wanted: Wanted) -> Facets:
    items = Item.objects.filter(kind__in=list(kinds))
    if words_of(wanted.words):
        items = search_in(items, wanted.words)
    parts = ("kind", "district__slug", "district__name", "theme__slug", "theme__name")
    counted: list[tuple[Any, ...]] = list(items.order_by().values_list(*parts).annotate(n=Count("pk")))
    counts: dict[str, dict[str, int]] = {name: {} for name in FILTERS}
    labels: dict[str, dict[str, str]] = {
        "kind": {key: str(kind.plural) for key, kind in kinds.items()}, "district": {}, "theme": {}
    }  # fmt: skip
    chosen = {name: set(getattr(wanted, name)) for name in FILTERS}
    of_kind: dict[str, int] = {}
    for kind, district, district_name, theme, theme_name, n in counted:
        values = {"kind": kind, "district": district, "theme": theme}
        fits = {name: not chosen[name] or values[name] in chosen[name] for name in FILTERS}
        if all(fits.values()):
            of_kind[kind] = of_kind.get(kind, 0) + n
        for name, value in values.items():
            if value and all(fits[other] for other in FILTERS if other != name):
                counts[name][value] = counts[name].get(value, 0) + n
        if district:
            labels["district"][district] = district_name.replace("\u00ad", "")
        if theme:
            labels["theme"][theme] = str(theme_name)
    choices = {name: _choices(counts[name], labels[name], chosen[name]) for name in FILTERS}
    return Facets(choices, of_kind)


def _choices(counts: dict[str, int], labels: dict[str, str], chosen: set[str]) -> list[Box]:
    shown = {value for value in labels if counts.get(value) or value in chosen}
    boxes = [Box(value, labels[value], counts.get(value, 0), value in chosen) for value in shown]
    return sorted(boxes, key=lambda box: in_swedish_order(box.label))
