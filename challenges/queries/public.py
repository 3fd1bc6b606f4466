"""What anybody may read of the challenges: the list with its filters, and each page with what stands on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.translation import gettext as _

from challenges.enums import Audience, Ground, Publication
from challenges.models import Call, Challenge, Goal, Milestone, Participants, Proposal, TestEnvironment, Voice
from challenges.models.challenges import ChallengeRows
from challenges.telling import milestone_knots
from civicportal.commons.models import Item, Step
from civicportal.commons.queries import item_at, search_in
from civicportal.commons.thread import Knot
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.filters import Box
from civicportal.kernel.text import LocalizedText, in_swedish_order, localized
from civicportal.kernel.web import by_revision
from civicportal.review.models import Criterion

PAGE = 20
TOO_FEW = 5
"""Fewer in a group than this is never shown as a number, because it could point somebody out."""


@dataclass(frozen=True)
class Wanted:
    """What a reader of the list chose. Every part stands in the address."""

    departments: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    open_now: bool = False
    words: str = ""

    @property
    def count(self) -> int:
        """How many filters are on."""
        return len(self.departments) + len(self.groups) + self.open_now


def wanted_from(get: Any) -> Wanted:
    """Reads the choice from a query string; what makes no sense is left out, never an error."""
    return Wanted(
        departments=tuple(get.getlist("avdelning")),
        groups=tuple(group for group in get.getlist("grupp") if group in Audience.values),
        open_now=get.get("oppen") == "1",
        words=get.get("q", "").strip()[:100],
    )


def _open(rows: ChallengeRows) -> ChallengeRows:
    """Those that one can answer at this moment, whatever the stored phase says."""
    moment = dates.now()
    return rows.filter(
        state=Publication.PUBLISHED, opening__opens_at__lte=moment, opening__closes_at__gt=moment, item__visible=True
    )


def challenge_cards(wanted: Wanted) -> QuerySet[Item]:
    """The items of challenges that fit a choice, newest first, for a list that reads their ids."""
    items = Item.objects.of_kind("challenge")
    rows: ChallengeRows = Challenge.objects.all()
    if wanted.departments:
        rows = rows.filter(unit__short_name__in=wanted.departments)
    if wanted.groups:
        rows = rows.filter(audiences__overlap=list(wanted.groups))
    if wanted.open_now:
        rows = _open(rows)
    if wanted.count:
        items = items.filter(pk__in=rows.values("item"))
    if wanted.words:
        items = search_in(items, wanted.words)
    return items.order_by(F("happened_on").desc(nulls_last=True), "-pk")


@dataclass(frozen=True)
class Facets:
    """How many public challenges each department and each group has, and what the departments are called."""

    names: dict[str, str]
    units: Counter[str]
    groups: Counter[str]


def _facets() -> Facets:
    told = Facets({}, Counter(), Counter())
    rows = Challenge.objects.in_public().order_by().values_list("unit__short_name", "unit__name", "audiences")
    for short, name, groups, number in rows.annotate(number=Count("pk")):
        told.names[short] = name
        told.units[short] += number
        told.groups.update(dict.fromkeys(groups, number))
    return told


def filters(wanted: Wanted) -> dict[str, list[Box]]:
    """The filters with how many public challenges each has: one query when something has changed, else none."""
    told = by_revision("challenges.facets", _facets)
    departments = [
        Box(short, name, told.units[short], short in wanted.departments)
        for short, name in sorted(told.names.items(), key=lambda unit: in_swedish_order(unit[1]))
    ]
    audiences = [
        Box(group.value, str(group.label), told.groups[group], group.value in wanted.groups)
        for group in Audience
        if told.groups[group]
    ]
    opened = [Box("1", _("Open for proposals"), None, wanted.open_now)]
    return {"oppen": opened, "avdelning": departments, "grupp": audiences}


def public_calls() -> list[Item]:
    """The calls in public, the newest first: one query when something has changed, else none."""
    rows = Item.objects.of_kind("call").for_cards().order_by(F("happened_on").desc(nulls_last=True), "-pk")
    return by_revision("challenges.calls", lambda: list(rows[:3]))


def open_challenges() -> QuerySet[Challenge]:
    """Public challenges that one can answer now, those that close first on top."""
    return _open(Challenge.objects.all()).select_related("unit", "opening").order_by("opening__closes_at", "pk")


# One page


def _parts(model: Any, key: str, *names: str, order: tuple[str, ...] = ("position", "id")) -> ArraySubquery:
    """The rows that belong to another one, as plain values, by the same query."""
    rows = model.objects.filter(**{key: OuterRef("pk")}).order_by(*order)
    return ArraySubquery(rows.values(data=JSONObject(**{name: name for name in names})))


@dataclass(frozen=True)
class ShownVoice:
    quote: LocalizedText
    name: str
    function: LocalizedText


@dataclass(frozen=True)
class ShownGoal:
    words: LocalizedText
    horizon: LocalizedText


def _whole(rows: ChallengeRows) -> ChallengeRows:
    """With everything that stands on the page, by one query."""
    criteria = Criterion.objects.filter(opening=OuterRef("opening")).order_by("position", "id")
    return rows.select_related(
        "unit", "district", "theme", "image", "opening", "call__item", "item__image", "item__district", "item__unit"
    ).annotate(
        voice_rows=_parts(Voice, "challenge", "quote", "name", "function"),
        goal_rows=_parts(Goal, "challenge", "words", "horizon"),
        criterion_names=ArraySubquery(criteria.values("name")),
    )


def voices_of(challenge: Any) -> list[ShownVoice]:
    """The voices of a challenge that was read whole."""
    return [
        ShownVoice(localized(row["quote"]), row["name"], localized(row["function"])) for row in challenge.voice_rows
    ]


def goals_of(challenge: Any) -> list[ShownGoal]:
    """The goals with their horizons, of a challenge that was read whole."""
    return [ShownGoal(localized(row["words"]), localized(row["horizon"])) for row in challenge.goal_rows]


def criteria_in_brief(challenge: Any) -> list[LocalizedText]:
    """What proposals are judged by, in names alone."""
    return [localized(name) for name in challenge.criterion_names]


def _at(kind: str, rows: Any, slug: str) -> Any:
    """The thing at a public address. Raises Moved for an address that it had before, else Http404."""
    found = rows.filter(item__visible=True, slug=slug).for_page().first()
    if found is None:
        item_at(kind, slug)
        raise Http404
    return found


def challenge_in_public(slug: str) -> Challenge:
    """The public challenge at an address, whole: one query. Raises Moved or Http404."""
    found: Challenge = _at("challenge", _whole(Challenge.objects.all()), slug)
    return found


def challenge_to_answer(slug: str) -> Challenge:
    """The public challenge at an address with its form, for who reads the questions or begins to answer them."""
    rows = Challenge.objects.select_related("unit", "opening__form", "item")
    found: Challenge = _at("challenge", rows, slug)
    return found


def challenge_as_it_would_be(pk: int) -> Any:
    """A challenge whole, public or not: for the preview, which asks first who may see it."""
    return _whole(Challenge.objects.all()).for_page().get(pk=pk)


def criteria_of(challenge: Challenge) -> list[Criterion]:
    """How proposals are judged, with the written anchors: two queries."""
    return list(Criterion.objects.filter(opening=challenge.opening_id).prefetch_related("anchors"))


def call_in_public(slug: str) -> Call:
    """The public call at an address. Raises Moved or Http404."""
    rows = Call.objects.select_related("unit", "opening", "item__image", "item__unit", "image")
    found: Call = _at("call", rows, slug)
    return found


def challenges_of(call: Call) -> list[Item]:
    """The public challenges of a call, as cards: one query."""
    rows = Challenge.objects.filter(call=call).values("item")
    return list(Item.objects.filter(pk__in=rows).for_cards().order_by("pk"))


def proposal_in_public(slug: str) -> Proposal:
    """The matched proposal at an address. Raises Moved or Http404."""
    rows = Proposal.objects.matched().select_related(
        "submission", "district", "challenge__unit", "challenge__item", "environment__item", "item__image", "item__unit"
    )
    found: Proposal = _at("proposal", rows, slug)
    return found


def environment_in_public(slug: str) -> TestEnvironment:
    """The test environment at an address, with milestones and figures: one query. Raises Moved or Http404."""
    rows = TestEnvironment.objects.select_related(
        "proposal__item", "challenge__unit", "challenge__item", "item__image", "item__district", "item__unit", "image"
    ).annotate(
        milestone_rows=_parts(Milestone, "environment", "title", "due_on", "reached_on", order=("due_on", "id")),
        participant_rows=_parts(Participants, "environment", "ground", "group", "number", order=("id",)),
    )
    found: TestEnvironment = _at("environment", rows, slug)
    return found


# A test environment's parts


def milestones_of(environment: Any) -> list[dict[str, Any]]:
    """Milestones as knots of ui/thread.html: reached, next, late."""
    return milestone_knots(environment.milestone_rows)


@dataclass(frozen=True)
class Spread:
    """Participants by one ground. A row is (group, number); the number is None where it is too low to show."""

    ground: str
    rows: list[dict[str, Any]]
    highest: int


def spread_of(environment: Any) -> list[Spread]:
    """The spread of participants by ground, as charts. Groups of fewer than five are named without their number."""
    found = []
    for ground in Ground:
        rows = [row for row in environment.participant_rows if row["ground"] == ground]
        if rows:
            bars: list[dict[str, Any]] = [
                {
                    "label": str(localized(row["group"])),
                    "value": row["number"] if row["number"] >= TOO_FEW else None,
                }
                for row in rows
            ]
            found.append(Spread(str(ground.label), bars, max(bar["value"] or 0 for bar in bars)))
    return found


@dataclass(frozen=True)
class Logged:
    """One entry of the open log: a knot of the thread with its pictures."""

    knot: Knot
    images: list[StoredFile]


def log_of(item: Item, knots: list[Knot]) -> list[Logged]:
    """The item's own steps out of its thread, newest first, with their pictures: one query."""
    own = [knot for knot in knots if knot.item_id == item.pk and knot.step_id is not None]
    pictures: dict[int, list[StoredFile]] = {}
    through = Step.images.through.objects.filter(step__item=item).select_related("storedfile").order_by("pk")
    for row in through:
        pictures.setdefault(row.step_id, []).append(row.storedfile)
    return [Logged(knot, pictures.get(knot.step_id or 0, [])) for knot in reversed(own)]
