"""The parts of a fund's configuration: what there is to set up, where, and what is missing before it can open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from funds.models import Fund

type Words = str | Promise

GROUPS: tuple[tuple[int, Words], ...] = (
    (0, _("The fund")),
    (30, _("What is asked")),
    (45, _("Money and rounds")),
    (55, _("How it is judged, and what comes after")),
    (85, _("What people read and see")),
)
"""From which position a heading stands over the sections."""


NOT_USED: Words = _("Not used")


def _something(fund: Fund) -> Words:
    return _("Something is missing here")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the configuration.

    `done(fund)` is True when it is ready, False while the fund cannot open without it, None where it is not needed
    and nothing is set. `missing(fund)` says what is missing or not used, in a sentence; it is not asked after a True.
    `unset` is the word for what is not set and not needed. A section whose address does not exist yet is not shown.
    """

    key: str
    label: Words
    url: Callable[[Fund], str]
    done: Callable[[Fund], bool | None]
    position: int = 100
    missing: Callable[[Fund], Words] = _something
    unset: Words = NOT_USED


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as the start page tells it. `state` is done, todo or optional."""

    key: str
    label: Words
    url: str
    state: str
    why: Words
    group: Words = ""
    unset: Words = ""


sections: dict[str, Section] = {}
"""By key. The pieces of the funds register when the app is ready."""


def register(section: Section) -> None:
    """Adds a part of the configuration. Raises ValueError when the key is taken by another one."""
    if sections.get(section.key, section) is not section:
        raise ValueError(f"{section.key} is registered twice")
    sections[section.key] = section


def sections_of(fund: Fund) -> list[ShownSection]:
    """All parts of a fund's configuration in order, each with where it stands."""
    found = []
    for section in sorted(sections.values(), key=lambda one: (one.position, one.key)):
        try:
            url = section.url(fund)
        except NoReverseMatch:
            continue
        if not url:
            continue
        done = section.done(fund)
        state = {True: "done", False: "todo", None: "optional"}[done]
        says = done is False or (done is None and section.missing is not _something)
        why = section.missing(fund) if says else ""
        found.append(ShownSection(section.key, section.label, url, state, why, _group(section), section.unset))
    return found


def _group(section: Section) -> Words:
    return [words for position, words in GROUPS if position <= section.position][-1]


def missing_in(fund: Fund) -> list[ShownSection]:
    """What must be set up before the fund can open."""
    return [section for section in sections_of(fund) if section.state == "todo"]
