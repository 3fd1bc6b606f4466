"""What anybody may read of the labs: labs, and the needs, topics, ideas, solutions and tests in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import JSONObject, RowNumber
from django.http import Http404

from civicportal.commons.models import Item, Link
from civicportal.commons.queries import item_at, search_in
from civicportal.kernel.filters import Box
from civicportal.kernel.text import LocalizedText, in_swedish_order, localized
from civicportal.kernel.web import by_revision
from labs.enums import PartnerKind
from labs.models import Idea, Lab, Method, Need, Partner, Solution, Topic, Trial

PAGE = 20
CARDS = 3
"""How many of each kind stand on a lab's own page."""

KINDS = ("topic", "need", "idea", "solution", "test")
"""What grows in a lab, in the order in which its page tells it."""

SHOWN_NEEDS = 40
"""Needs that a topic's page names; the rest are one link away."""

_WITH_ITEM = ("item__district", "item__image", "item__theme", "item__unit")


def _one(model: Any, kind: str, slug: str, *related: str) -> Any:
    """The public thing at an address, with its item: one query. Raises Moved for an old address, else Http404."""
    rows = model.objects.filter(item__visible=True, slug=slug).select_related(*_WITH_ITEM, *related)
    found = rows.for_page().first()
    if found is None:
        item_at(kind, slug)
        raise Http404
    return found


@dataclass(frozen=True)
class ShownPartner:
    kind: str
    name: LocalizedText
    part: LocalizedText


@dataclass(frozen=True)
class ShownMethod:
    name: LocalizedText
    about: LocalizedText
    gave: LocalizedText


def labs_in_public() -> QuerySet[Item]:
    """The labs as cards, those that still go on first: one query."""
    rows = Item.objects.of_kind("lab").for_cards()
    return rows.annotate(over=Count("pk", filter=Q(status="learnt"))).order_by("over", "pk")


def lab_in_public(slug: str) -> Lab:
    """A lab with its districts, partners and methods, all in one query: `shown_districts` and so on hold them."""
    districts = Lab.districts.through.objects.filter(lab=OuterRef("pk")).order_by("district_id")
    partners = Partner.objects.filter(lab=OuterRef("pk")).values(j=JSONObject(kind="kind", name="name", part="part"))
    methods = Method.objects.filter(lab=OuterRef("pk")).values(j=JSONObject(name="name", about="about", gave="gave"))
    rows = Lab.objects.filter(item__visible=True, slug=slug).select_related(*_WITH_ITEM)
    lab = rows.annotate(
        districts_read=ArraySubquery(districts.values("district__name")),
        partners_read=ArraySubquery(partners),
        methods_read=ArraySubquery(methods),
    ).first()
    if lab is None:
        item_at("lab", slug)
        raise Http404
    lab.shown_districts = lab.districts_read  # type: ignore[attr-defined]
    lab.shown_partners = [_partner(_read(each)) for each in lab.partners_read]  # type: ignore[attr-defined]
    lab.shown_methods = [_method(_read(each)) for each in lab.methods_read]  # type: ignore[attr-defined]
    return lab


def lab_named(slug: str) -> Lab:
    """A lab for the head of its lists: one query when something public has changed, else none."""
    lab: Lab = by_revision(("labs.named", slug), lambda: _one(Lab, "lab", slug))
    return lab


def _read(value: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return read


def _partner(read: dict[str, Any]) -> ShownPartner:
    return ShownPartner(str(PartnerKind(read["kind"]).label), localized(read["name"]), localized(read["part"]))


def _method(read: dict[str, Any]) -> ShownMethod:
    return ShownMethod(*(localized(read[name]) for name in ("name", "about", "gave")))


@dataclass(frozen=True)
class Shelf:
    """Some cards of one kind, and how many there are in all."""

    kind: str
    cards: list[Item]
    count: int


def shelves_of(lab: Lab) -> list[Shelf]:
    """The newest of each kind in a lab, with their numbers: one query."""
    place = Window(RowNumber(), partition_by="kind", order_by=(F("happened_on").desc(nulls_last=True), F("pk").desc()))
    rows = (
        Item.objects.filter(links_out__target=lab.item_id, links_out__kind=Link.Kind.BELONGS_TO, kind__in=KINDS)
        .for_cards()
        .annotate(place=place, count=Window(Count("pk"), partition_by="kind"))
        .filter(place__lte=CARDS)
        .order_by("place")
    )
    found: dict[str, list[Item]] = {kind: [] for kind in KINDS}
    for item in rows:
        found[item.kind].append(item)
    return [Shelf(kind, cards, cards[0].count) for kind, cards in found.items() if cards]  # type: ignore[attr-defined]


# Lists


@dataclass(frozen=True)
class Choice:
    """What a reader of a list chose. Every part stands in the address."""

    kind: str
    districts: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: str = ""
    order: str = "newest"

    ORDERS = ("newest", "oldest", "supported")

    @property
    def count(self) -> int:
        """How many filters are on."""
        return len(self.districts) + len(self.states) + len(self.topics)


def choice_from(kind: str, get: Any) -> Choice:
    """Reads the choice from a query string; what makes no sense finds nothing or is left out, never an error."""
    return Choice(
        kind=kind,
        districts=tuple(get.getlist("district")),
        states=tuple(get.getlist("state")),
        topics=tuple(get.getlist("topic")),
        words=get.get("q", "").strip()[:100],
        order=get.get("order") if get.get("order") in Choice.ORDERS else "newest",
    )


MODELS: dict[str, Any] = {"topic": Topic, "need": Need, "idea": Idea, "solution": Solution, "test": Trial}


def cards_of(lab: Lab, choice: Choice) -> QuerySet[Item]:
    """The items of one kind in a lab that fit a choice, in a stable order, for a list that reads their ids."""
    path = "solution__lab" if choice.kind == "test" else "lab"
    things = MODELS[choice.kind]._base_manager.filter(**{path: lab})
    if choice.topics and choice.kind in {"need", "idea"}:
        things = things.filter(topic__slug__in=choice.topics)
    items = Item.objects.of_kind(choice.kind).filter(pk__in=things.values("item"))
    if choice.districts:
        items = items.filter(district__slug__in=choice.districts)
    if choice.states:
        items = items.filter(status__in=choice.states)
    if choice.words:
        items = search_in(items, choice.words)
    order: dict[str, tuple[Any, ...]] = {
        "newest": (F("happened_on").desc(nulls_last=True), "-pk"),
        "oldest": (F("happened_on").asc(nulls_last=True), "pk"),
        "supported": ("-supporters", "-pk"),
    }
    return items.order_by(*order[choice.order])


FACETS = """
WITH public AS (
    SELECT item.id, item.status, item.status_words, item.district_id
      FROM commons_item item
      JOIN commons_link link ON link.source_id = item.id AND link.target_id = %(lab)s AND link.kind = 'belongs_to'
     WHERE item.visible AND item.kind = %(kind)s
)
SELECT 'state', status, (array_agg(status_words))[1]::text, count(*) FROM public GROUP BY status
UNION ALL
SELECT 'district', district.slug, jsonb_build_object('sv', district.name)::text, count(*)
  FROM public JOIN places_district district ON district.id = public.district_id GROUP BY district.id
UNION ALL
SELECT 'topic', topic.slug, topic.title::text, count(*)
  FROM public JOIN commons_link link ON public.id IN (link.source_id, link.target_id)
  JOIN labs_topic topic ON topic.item_id IN (link.source_id, link.target_id) AND topic.item_id <> public.id
  JOIN commons_item seen ON seen.id = topic.item_id AND seen.visible
 WHERE link.kind IN ('grew_from', 'answers') GROUP BY topic.id
"""


def _facets(lab: Lab, kind: str) -> list[tuple[str, str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(FACETS, {"lab": lab.item_id, "kind": kind})
        rows: list[tuple[str, str, str, int]] = cursor.fetchall()
    return rows


def filters_of(lab: Lab, choice: Choice) -> dict[str, list[Box]]:
    """The filters of a list with how many public things each has: one query, kept until something public changes."""
    make: Callable[[], list[tuple[str, str, str, int]]] = lambda: _facets(lab, choice.kind)  # noqa: E731
    rows = by_revision(("labs.facets", lab.pk, choice.kind), make)
    chosen = {"state": choice.states, "district": choice.districts, "topic": choice.topics}
    found: dict[str, list[Box]] = {name: [] for name in chosen}
    for name, value, label, count in rows:
        said = str(localized(json.loads(label))) if label else value
        found[name].append(Box(value, said, count, value in chosen[name]))
    for boxes in found.values():
        boxes.sort(key=lambda box: in_swedish_order(box.label))
    return found


# What grows in a lab


def need_in_public(slug: str) -> Need:
    """A need with its topic and lab: one query."""
    need: Need = _one(Need, "need", slug, "lab__item", "lab__unit", "topic__item")
    return need


def idea_in_public(slug: str) -> Idea:
    """An idea with what it is on: one query."""
    idea: Idea = _one(Idea, "idea", slug, "lab__item", "topic__item", "need__item")
    return idea


def topic_in_public(slug: str) -> Topic:
    """A topic with its lab: one query."""
    topic: Topic = _one(Topic, "topic", slug, "lab__item", "lab__unit")
    return topic


def solution_in_public(slug: str) -> Solution:
    """A solution with its lab and topic: one query."""
    solution: Solution = _one(Solution, "solution", slug, "lab__item", "topic__item")
    return solution


def trial_in_public(slug: str) -> Trial:
    """A test with its solution and lab: one query."""
    trial: Trial = _one(Trial, "test", slug, "solution__lab__item", "solution__item")
    return trial


def items_of_topic(topic: Topic) -> dict[str, list[Item]]:
    """The needs, ideas and solutions of a topic as cards, those that most support first: one query."""
    mine = Q(pk__in=Need.objects.filter(topic=topic).values("item"))
    mine |= Q(pk__in=Idea.objects.filter(topic=topic).values("item"))
    mine |= Q(pk__in=Solution.objects.filter(topic=topic).values("item"))
    place = Window(RowNumber(), partition_by="kind", order_by=(F("supporters").desc(), F("pk").desc()))
    count = Window(Count("pk"), partition_by="kind")
    rows = Item.objects.filter(mine).for_cards().annotate(place=place, count=count)
    found: dict[str, list[Item]] = {"need": [], "idea": [], "solution": []}
    for item in rows.filter(place__lte=SHOWN_NEEDS).order_by("place"):
        found[item.kind].append(item)
    return found


def items_of_solution(solution: Solution) -> dict[str, list[Item]]:
    """The ideas that a solution grew from and its tests, as cards: one query."""
    mine = Q(pk__in=solution.ideas.values("item")) | Q(pk__in=solution.trials.values("item"))
    found: dict[str, list[Item]] = {"idea": [], "test": []}
    for item in Item.objects.filter(mine).for_cards().order_by("-happened_on", "-pk"):
        found[item.kind].append(item)
    return found


def ideas_of_need(need: Need) -> list[Item]:
    """The ideas on one need, as cards: one query."""
    return list(Item.objects.filter(pk__in=need.ideas.values("item")).for_cards().order_by("-supporters", "-pk"))
