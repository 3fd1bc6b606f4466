"""The one red thread that the home page tells: which, and how shortly."""

from __future__ import annotations

from dataclasses import dataclass

from civicportal.commons.models import Item, Step
from civicportal.commons.thread import Knot, thread
from civicportal.kernel import dates

CANDIDATES = 30
"""So many of the things with the latest results and decisions are looked at."""
MOST_KNOTS = 7

# Each candidate's thread is walked as civicportal/commons/thread.py walks it. Told is the one that crosses the most of
# the city: its kinds of things times the units that own them. Then a result goes before a decision, then the latest.
TO_TELL = """
WITH RECURSIVE told AS (
    SELECT step.item_id AS id, bool_or(step.kind = %(result)s) AS has_result,
           max(step.at) FILTER (WHERE step.kind = %(result)s) AS result_at, max(step.at) AS at
      FROM commons_step step
      JOIN commons_item item ON item.id = step.item_id AND item.visible
     WHERE step.kind IN (%(result)s, %(decision)s) AND step.at <= %(now)s AND NOT step.hidden
     GROUP BY step.item_id
     ORDER BY 2 DESC, 3 DESC NULLS LAST, 4 DESC, 1 DESC
     LIMIT %(most)s
), walk (root, id, way) AS (
    SELECT id, id, 'start' FROM told
  UNION
    SELECT walk.root, hop.id, hop.way
      FROM walk
      JOIN LATERAL (
          SELECT target_id AS id, 'back' AS way FROM commons_link
           WHERE source_id = walk.id AND kind IN ('grew_from', 'answers', 'tests') AND walk.way <> 'forward'
        UNION ALL
          SELECT source_id, 'back' FROM commons_link
           WHERE target_id = walk.id AND kind = 'led_to' AND walk.way <> 'forward'
        UNION ALL
          SELECT source_id, 'forward' FROM commons_link
           WHERE target_id = walk.id AND kind IN ('grew_from', 'answers', 'tests') AND walk.way <> 'back'
        UNION ALL
          SELECT target_id, 'forward' FROM commons_link
           WHERE source_id = walk.id AND kind = 'led_to' AND walk.way <> 'back'
      ) hop ON true
      JOIN commons_item seen ON seen.id = hop.id AND seen.visible
)
SELECT root.id, root.kind, root.slug, root.title, root.summary, root.visible
  FROM commons_item root
  JOIN told ON told.id = root.id
  JOIN (SELECT walk.root, count(DISTINCT item.kind) AS kinds, count(DISTINCT item.unit_id) AS units
          FROM walk JOIN commons_item item ON item.id = walk.id GROUP BY walk.root) crossed ON crossed.root = root.id
 ORDER BY crossed.kinds * greatest(crossed.units, 1) DESC,
          told.has_result DESC, told.result_at DESC NULLS LAST, told.at DESC, root.id DESC
 LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Story:
    """One public thing with the thread that it lies on."""

    item: Item
    knots: list[Knot]

    @property
    def short(self) -> list[Knot]:
        """At most seven knots in the order of time: where each thing came in, what was decided, where it stands."""
        dated = [knot for knot in self.knots if knot.at is not None]
        ahead = next((knot for knot in dated if knot.state == "next"), None)
        ranked = sorted(
            (_weight(knot), -place, knot) for place, knot in enumerate(dated) if knot.state != "next" or knot is ahead
        )
        chosen = {id(knot) for _weight_of, _place, knot in ranked[:MOST_KNOTS]}
        return [knot for knot in dated if id(knot) in chosen]


def _weight(knot: Knot) -> int:
    """What may be left out last has the lowest weight."""
    if knot.url or knot.state in {"now", "next"}:
        return 0
    return {str(Step.Kind.DECISION): 1, str(Step.Kind.RESULT): 1, str(Step.Kind.STATUS): 2}.get(knot.step_kind, 3)


def story_to_tell() -> Story | None:
    """The thread for the home page, from the thing that has come the farthest on it: two queries.

    A thread that crosses the city, from one unit and one kind of thing to another, goes before one that does not, a
    result before a decision, the latest before what was earlier. None while nothing has been decided.
    """
    facts = {"result": Step.Kind.RESULT, "decision": Step.Kind.DECISION, "now": dates.now(), "most": CANDIDATES}
    found = list(Item.every.raw(TO_TELL, facts))
    return Story(found[0], thread(found[0])) if found else None
