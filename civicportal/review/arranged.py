"""Who is named in a stage, and which are its calibration cases: read with a row that leads to it, or by itself."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from civicportal.review.models import Calibration, Stage

Arranged = tuple[list[int], list[int | None]]
"""The ids of those named, and of the submissions that are calibration cases (None for a text)."""


def arrangement(path: str) -> dict[str, ArraySubquery]:
    """What `arranged` tells, to annotate rows with that lead to a stage by `path`: `named` and `marked`."""
    people = Stage.people.through.objects.filter(stage=OuterRef(path)).values("person")
    cases = Calibration.objects.filter(stage=OuterRef(path)).order_by("position").values("submission")
    return {"named": ArraySubquery(people), "marked": ArraySubquery(cases)}


def note_arrangement(stage: Stage, named: list[int], marked: list[int | None]) -> None:
    """Notes on a stage what a getter has just read of it. An action reads the stage anew, and asks again."""
    stage.__dict__["arranged"] = named, marked


def arranged(stage: Stage) -> Arranged:
    """Who is named and what is marked in a stage: one query, none where a getter has noted it."""
    kept: Arranged | None = stage.__dict__.get("arranged")
    if kept is None:
        rows: Any = Stage.objects.filter(pk=stage.pk).annotate(**arrangement("pk"))
        kept = rows.values_list("named", "marked").get()
    return kept
