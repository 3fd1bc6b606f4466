"""The printable forms that the contact page offers, for those who would rather write on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """One form to print, with all its questions."""

    label: str
    url: str


papers: dict[str, Callable[[], list[Paper]]] = {}


def register(key: str, forms: Callable[[], list[Paper]]) -> None:
    """Offers a feature's printable forms; called from AppConfig.ready(). Raises ValueError when the key is taken."""
    if key in papers:
        raise ValueError(f"The papers of {key} are registered twice")
    papers[key] = forms


def in_order() -> list[Paper]:
    """Every form that can be printed today."""
    return [paper for forms in papers.values() for paper in forms()]
