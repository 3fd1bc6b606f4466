"""The red thread: how a thing came about and what became of it, told in the order of time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import connection
from django.utils.html import format_html
from django.utils.safestring import SafeString

from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.templatetags.portal import said
from civicportal.kernel.text import LocalizedText, localized

MOST_STEPS = 300

# The walk goes back along what the thing grew from and forward along what grew from it, never sideways: the other
# proposals to the same challenge and the other projects of the same fund are not this thing's story. What it was
# funded by and belongs to is told as its setting, what staff found similar stands beside it, and no walk goes on from
# there. Of two ways to the same thing the first of the alphabet wins: back, beside, forward, setting, start.
WALK = """
WITH RECURSIVE walk (id, way, link) AS (
    SELECT %(start)s::bigint, 'start', NULL::bigint
  UNION
    SELECT hop.id, hop.way, hop.link
      FROM walk
      JOIN LATERAL (
          SELECT target_id AS id, 'back' AS way, id AS link FROM commons_link
           WHERE source_id = walk.id AND kind IN ('grew_from', 'answers', 'tests') AND walk.way IN ('start', 'back')
        UNION ALL
          SELECT source_id, 'back', id FROM commons_link
           WHERE target_id = walk.id AND kind = 'led_to' AND walk.way IN ('start', 'back')
        UNION ALL
          SELECT source_id, 'forward', id FROM commons_link
           WHERE target_id = walk.id AND kind IN ('grew_from', 'answers', 'tests') AND walk.way IN ('start', 'forward')
        UNION ALL
          SELECT target_id, 'forward', id FROM commons_link
           WHERE source_id = walk.id AND kind = 'led_to' AND walk.way IN ('start', 'forward')
        UNION ALL
          SELECT target_id, 'setting', id FROM commons_link
           WHERE source_id = walk.id AND kind IN ('funded_by', 'belongs_to') AND walk.way = 'start'
        UNION ALL
          SELECT target_id, 'beside', id FROM commons_link
           WHERE source_id = walk.id AND kind = 'similar' AND walk.way = 'start'
        UNION ALL
          SELECT source_id, 'beside', id FROM commons_link
           WHERE target_id = walk.id AND kind = 'similar' AND walk.way = 'start'
      ) hop ON true
      JOIN commons_item seen ON seen.id = hop.id AND seen.visible
), met AS (
    SELECT DISTINCT ON (id) id, way, link FROM walk ORDER BY id, way, link
)
SELECT item.id, item.kind, item.slug, item.title, item.happened_on, item.published_at, met.way, link.reason,
       step.id, step.at, step.kind, step.title, step.words, step.by_function, step.amount
  FROM met
  JOIN commons_item item ON item.id = met.id AND item.visible
  LEFT JOIN commons_link link ON link.id = met.link
  LEFT JOIN commons_step step
         ON step.item_id = item.id AND NOT step.hidden AND met.way NOT IN ('setting', 'beside')
 ORDER BY coalesce(step.at, item.happened_on::timestamptz, item.published_at), item.id, step.id
 LIMIT %(most)s
"""


@dataclass(slots=True)
class Knot:
    """One knot of a thread, as ui/knot.html draws it. `amount` is in öre; `state` is past, now or next."""

    item_id: int
    kind: str
    title: SafeString | str
    at: datetime | None
    words: SafeString | str = ""
    by: SafeString | str = ""
    amount: int | None = None
    url: str = ""
    state: str = "past"
    step_kind: str = ""
    step_id: int | None = None
    reason: SafeString | str = ""

    @property
    def when(self) -> str:
        """The date in words, with the weekday for what lies ahead."""
        if self.at is None:
            return ""
        return dates.show_day(self.at, weekday=self.state == "next")


@dataclass(frozen=True, slots=True)
class Beside:
    """Something similar that staff have linked, with their reason."""

    kind: str
    title: SafeString | str
    url: str
    reason: SafeString | str = ""


@dataclass(slots=True)
class Story:
    """The thread of an item, and what stands beside it."""

    knots: list[Knot]
    beside: list[Beside]


def thread(item: Item) -> list[Knot]:
    """The story of an item and of what it hangs together with, oldest first, by one recursive query.

    What is hidden is not walked through. Knots of other items carry their kind and title and lead to their page.
    """
    return story(item).knots


def story(item: Item) -> Story:
    """The thread, and what staff found similar, by the same one query."""
    with connection.cursor() as cursor:
        cursor.execute(WALK, {"start": item.pk, "most": MOST_STEPS})
        rows = cursor.fetchall()
    told = Story([], [])
    introduced = {item.pk}
    for row in rows:
        if row[WAY] == "beside":
            told.beside.append(_beside(row))
        elif (knot := _knot(item, row, introduced)) is not None and not _said_already(item, told.knots, knot):
            told.knots.append(knot)
    _say_where_we_are(item, told.knots)
    return told


WAY = 6
"""The place in a row of the walk where it says how the item was met."""


def _beside(row: tuple[Any, ...]) -> Beside:
    _id, kind, slug, title, *_dates, reason = row[: WAY + 2]
    url = kinds[kind].url(Item(kind=kind, slug=slug)) if kind in kinds else ""
    return Beside(kind, _named(kind, _words(title)), url, said(_words(reason)))


def _knot(item: Item, row: tuple[Any, ...], introduced: set[int]) -> Knot | None:
    """One row of the walk as a knot: a step, or for another item without steps the item itself."""
    item_id, kind, slug, title, happened_on, published_at, way, reason, step_id, at, step_kind, *words = row
    own = item_id == item.pk
    if step_id is None and own:
        return None
    step_title, step_words, by, amount = words
    knot = Knot(item_id, kind, "", at, step_id=step_id, step_kind=step_kind or "", amount=amount)
    if at is None and way != "setting":
        knot.at = dates.at(happened_on, time(12)) if happened_on else published_at
    if step_id is not None:
        knot.title, knot.words, knot.by = (said(_words(each)) for each in (step_title, step_words, by))
    if item_id not in introduced:
        introduced.add(item_id)
        knot.words = knot.title if step_id is not None else ""
        knot.title = _named(kind, _words(title))
        knot.url = kinds[kind].url(Item(kind=kind, slug=slug)) if kind in kinds else ""
        knot.reason = said(_words(reason))
    return knot


def _said_already(item: Item, knots: list[Knot], knot: Knot) -> bool:
    """Whether the knot before says the same of another thing: twelve needs gathered in a topic make one knot."""
    if not knots or knot.url or knot.amount is not None or knot.item_id == item.pk:
        return False
    last = knots[-1]
    alike = (last.kind, last.title, last.words, last.by, last.when) == (
        knot.kind,
        knot.title,
        knot.words,
        knot.by,
        knot.when,
    )
    return alike and not last.url and last.item_id != item.pk


def _words(value: str | dict[str, str] | None) -> LocalizedText:
    return localized(json.loads(value) if isinstance(value, str) else value or {})


def _named(kind: str, title: LocalizedText) -> SafeString | str:
    """A title with the kind of thing before it: "Idé: Verktygsbibliotek"."""
    words = said(title)
    return format_html("{}: {}", kinds[kind].label, words) if kind in kinds else words


def _say_where_we_are(item: Item, knots: list[Knot]) -> None:
    """What lies ahead is dashed; the item's own latest step is where it stands now."""
    now, here = dates.now(), None
    for knot in knots:
        if knot.at is not None and knot.at > now:
            knot.state = "next"
        elif knot.item_id == item.pk:
            here = knot
    if here is not None:
        here.state = "now"
