"""Reads of the commons: what anybody may read, what is somebody's own, what staff look after (queries.staff)."""

from civicportal.commons.around import Around, around, questions_of
from civicportal.commons.queries.mine import Held, followed_by, held_by, supports
from civicportal.commons.queries.public import Moved, follower_of, item_at, newest, steps
from civicportal.commons.search import search, search_in
from civicportal.commons.thread import Knot, thread

__all__ = [
    "Around",
    "Held",
    "Knot",
    "Moved",
    "around",
    "followed_by",
    "follower_of",
    "held_by",
    "item_at",
    "newest",
    "questions_of",
    "search",
    "search_in",
    "steps",
    "supports",
    "thread",
]
