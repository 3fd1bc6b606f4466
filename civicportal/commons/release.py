"""When residents' words go public: at once, or when staff have read them (lag 1998:112 asks for the watching)."""

from __future__ import annotations

from civicportal.places.queries import the_city


def at_once() -> bool:
    """The city's setting: whether residents' words stand in public at once. One query."""
    return the_city().release_words_at_once
