"""Public pages that stand beside the public things, such as a fund's figures: what the sitemap names besides items.

standing.register("funds", pages_of_funds)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Place = tuple[str, tuple[str, ...]]
"""An address by its name and arguments, so that it can be said in each language."""

sources: dict[str, Callable[[], Iterable[Place]]] = {}


def register(key: str, pages: Callable[[], Iterable[Place]]) -> None:
    """Adds pages; called when the app is ready. It asks one query. Raises ValueError when the key is taken."""
    if key in sources:
        raise ValueError(f"The standing pages of {key} are registered twice")
    sources[key] = pages


def all_places() -> list[Place]:
    """Every standing page that is public today."""
    return [place for pages in sources.values() for place in pages()]
