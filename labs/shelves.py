"""What the kinds of things in a lab are called on its pages, and the addresses of their lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from labs.models import Lab


@dataclass(frozen=True)
class Named:
    """The words for one kind: its list's heading, and the link to all of them."""

    many: str | Promise
    see_all: Any


NAMES: dict[str, Named] = {
    "topic": Named(_("Topics"), ngettext_lazy("See the topic", "See all %(n)d topics", "n")),
    "need": Named(_("Needs"), ngettext_lazy("See the need", "See all %(n)d needs", "n")),
    "idea": Named(_("Ideas"), ngettext_lazy("See the idea", "See all %(n)d ideas", "n")),
    "solution": Named(_("Solutions"), ngettext_lazy("See the solution", "See all %(n)d solutions", "n")),
    "test": Named(pgettext_lazy("of solutions", "Tests"), ngettext_lazy("See the test", "See all %(n)d tests", "n")),
}

LISTS = {"behov": "need", "amnen": "topic", "ideer": "idea", "losningar": "solution", "tester": "test"}
"""The last part of a list's address and the kind that it lists."""

ADDRESSES = {kind: part for part, kind in LISTS.items()}


def list_path(lab: Lab, kind: str) -> str:
    """The address of a lab's list of one kind."""
    return reverse("labs:things", args=[lab.slug, ADDRESSES[kind]])


def shelf_facts(lab: Lab, shelf: Any) -> dict[str, Any]:
    """A shelf of a lab's page: heading, cards, and the link to the whole list."""
    named = NAMES[shelf.kind]
    return {
        "kind": shelf.kind,
        "heading": named.many,
        "cards": shelf.cards,
        "url": list_path(lab, shelf.kind),
        "label": named.see_all % {"n": shelf.count},
    }
