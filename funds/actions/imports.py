"""Projects that were granted before the portal, from a CSV file, with their true dates."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civicportal.commons import actions as commons
from civicportal.commons.models import Step, Theme
from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.money import MoneyError, parse
from civicportal.kernel.text import LocalizedText, nfc, one_line
from civicportal.people.models import Person
from civicportal.places.models import District
from civicportal.records.actions import record
from funds.actions.projects import free_slug, tell_of_grant
from funds.enums.applications import ApplicantKind, ProjectState
from funds.models import Fund, Project
from funds.rules.applications import can_manage

COLUMNS = (
    "key",
    "title_sv",
    "title_en",
    "summary_sv",
    "summary_en",
    "about_sv",
    "about_en",
    "learnt_sv",
    "learnt_en",
    "granted",
    "granted_on",
    "starts_on",
    "ends_on",
    "grantee_kind",
    "grantee_name",
    "district",
    "vision_areas",
    "state",
    "steps",
)
"""The columns of the file. `vision_areas` (addresses) and `steps` ("2021-05-03: words") are separated by |."""

NEEDED = ("key", "title_sv", "summary_sv", "granted", "granted_on")
MOST_ROWS = 2000
LONGEST = {"key": 80, "grantee_name": 160}
"""Characters that a column's place in the database holds."""


@dataclass
class Outcome:
    """What an import did: rows made, rows that were here already, sentences about rows that could not be read."""

    made: int = 0
    here_already: int = 0
    problems: list[str] = field(default_factory=list)


@transaction.atomic
def import_projects(fund: Fund, content: bytes, *, by: Person) -> Outcome:
    """Imports projects granted earlier. All rows or none: with one problem nothing is imported.

    `content` is the file, UTF-8, with semicolons or commas; `key` makes a second import of the same row harmless.
    Sums are in kronor, dates as 2021-05-03. Raises Refused for others than the fund's managers.
    """
    insist(can_manage(by, fund))
    outcome = Outcome()
    rows = _rows(content, outcome)
    known = set(Project.objects.filter(imported_as__isnull=False).values_list("imported_as", flat=True))
    districts = {
        name.lower(): pk
        for pk, name, slug in District.objects.values_list("pk", "name", "slug")
        for name in (name, slug)
    }
    areas = {theme.slug: theme for theme in Theme.objects.filter(kind=Theme.Kind.VISION)}
    ready: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=2):
        if row.get("key") in known:
            outcome.here_already += 1
            continue
        try:
            ready.append(_read(row, districts, areas, {facts["imported_as"] for facts in ready}))
        except ValueError as error:
            outcome.problems.append(_("Row %(number)d: %(problem)s") % {"number": number, "problem": error})
    if not outcome.problems:
        for facts in ready:
            _make(fund, facts, by)
        outcome.made = len(ready)
        record(fund, verb="projects.imported", by=by, facts={"made": outcome.made})
    return outcome


def _rows(content: bytes, outcome: Outcome) -> list[dict[str, str]]:
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        outcome.problems.append(_("The file is not UTF-8. Save it as CSV UTF-8 and try again"))
        return []
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") >= head.count(",") else ",")
    names = {name.strip() for name in reader.fieldnames or []}
    if missing := [name for name in NEEDED if name not in names]:
        outcome.problems.append(_("These columns are missing: %(names)s") % {"names": ", ".join(missing)})
        return []
    try:
        rows = [
            {(name or "").strip(): (value or "").strip() for name, value in row.items() if isinstance(value, str)}
            for row in reader
        ]
    except csv.Error:
        outcome.problems.append(_("The file cannot be read as CSV. Save it as CSV UTF-8 and try again"))
        return []
    if len(rows) > MOST_ROWS:
        outcome.problems.append(_("The file has more than %(most)d rows. Split it") % {"most": MOST_ROWS})
        return []
    return rows


def _day(row: dict[str, str], name: str) -> date | None:
    if not row.get(name):
        return None
    try:
        return date.fromisoformat(row[name])
    except ValueError as error:
        raise ValueError(_("%(column)s is not a date like 2021-05-03") % {"column": name}) from error


def _words(row: dict[str, str], name: str) -> LocalizedText:
    return LocalizedText(sv=row.get(f"{name}_sv", ""), en=row.get(f"{name}_en", ""))


def _check_texts(row: dict[str, str], before: set[str]) -> None:
    """What must be there, short enough, and once in the file. Raises ValueError with a sentence."""
    if empty := [name for name in NEEDED if not row.get(name)]:
        raise ValueError(_("%(columns)s is empty") % {"columns": ", ".join(empty)})
    for name, most in LONGEST.items():
        if len(row.get(name, "")) > most:
            raise ValueError(_("%(column)s is longer than %(most)d characters") % {"column": name, "most": most})
    if row["key"] in before:
        raise ValueError(_("key %(key)s stands in the file before") % {"key": row["key"]})


def _sum(row: dict[str, str]) -> int:
    """What was granted, in öre. Raises ValueError with a sentence."""
    try:
        granted = parse(row["granted"])
    except MoneyError as error:
        raise ValueError(str(error)) from error
    if not granted:
        raise ValueError(_("granted must be more than 0"))
    return granted


def _days(row: dict[str, str]) -> dict[str, date | None]:
    """The three dates. Raises ValueError with a sentence, for such as cannot be."""
    days = {name: _day(row, name) for name in ("granted_on", "starts_on", "ends_on")}
    granted, starts, ends = days.values()
    if granted is not None and granted > dates.today():
        raise ValueError(_("granted_on is in the future"))
    if starts is not None and ends is not None and ends < starts:
        raise ValueError(_("ends_on is before starts_on"))
    return days


def _read(row: dict[str, str], districts: dict[str, int], areas: dict[str, Theme], before: set[str]) -> dict[str, Any]:
    """One row as facts; `before` are the keys of the rows above. Raises ValueError with a sentence for the person."""
    _check_texts(row, before)
    granted = _sum(row)
    kind, state = row.get("grantee_kind") or ApplicantKind.PERSON, row.get("state") or ProjectState.FINISHED
    if kind not in ApplicantKind.values:
        raise ValueError(_("grantee_kind must be one of %(values)s") % {"values": ", ".join(ApplicantKind.values)})
    if state not in ProjectState.values:
        raise ValueError(_("state must be one of %(values)s") % {"values": ", ".join(ProjectState.values)})
    if row.get("district") and row["district"].lower() not in districts:
        raise ValueError(_("there is no district called %(name)s") % {"name": row["district"]})
    slugs = [slug.strip() for slug in row.get("vision_areas", "").split("|") if slug.strip()]
    if unknown := [slug for slug in slugs if slug not in areas]:
        raise ValueError(_("there is no vision area called %(name)s") % {"name": ", ".join(unknown)})
    return {
        "imported_as": row["key"],
        "title": _words(row, "title"),
        "summary": _words(row, "summary"),
        "about": _words(row, "about"),
        "learnt": _words(row, "learnt"),
        "granted": granted,
        **_days(row),
        "grantee_kind": kind,
        "grantee_name": one_line(row.get("grantee_name", "")),
        "district_id": districts.get(row.get("district", "").lower()),
        "state": state,
        "vision_areas": [areas[slug] for slug in slugs],
        "steps": _steps(row.get("steps", "")),
    }


def _steps(text: str) -> list[tuple[date, str]]:
    steps = []
    for part in filter(None, (part.strip() for part in text.split("|"))):
        day, colon, words = part.partition(":")
        try:
            steps.append((date.fromisoformat(day.strip()), words.strip()))
        except ValueError as error:
            raise ValueError(_("a step must be written as 2021-05-03: words")) from error
        if not colon or not words.strip():
            raise ValueError(_("a step must be written as 2021-05-03: words"))
    return steps


def _make(fund: Fund, facts: dict[str, Any], by: Person) -> Project:
    areas, steps = facts.pop("vision_areas"), facts.pop("steps")
    project = Project.objects.create(fund=fund, slug=free_slug(str(facts["title"].said("sv").text)), **facts)
    project.vision_areas.set(areas)
    tell_of_grant(project, by=by)
    for day, words in steps:
        commons.add_step(
            project.item,
            by=by,
            kind=Step.Kind.UPDATE,
            title=LocalizedText(sv=words),
            at=dates.at(day, time(12, 0)),
            by_function=fund.name,
            tell=False,
        )
    return project
