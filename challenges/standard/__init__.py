"""What a city begins with: the form of a proposal and the criteria by which it is judged, as data beside this file."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from civicportal.kernel.text import localized
from civicportal.review.models import Anchor, Criterion
from civicportal.submissions.models import Form, Opening

FORM = "utmaning"
HERE = Path(__file__).parent


def _read(name: str) -> dict[str, Any]:
    with (HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def newest_form() -> Form:
    """The form that new openings ask: the city's newest version, else the standard one, made now."""
    found = Form.objects.in_use(FORM).first()
    return found or Form.objects.get_or_create(name=FORM, version=1, defaults={"definition": _read("form")})[0]


def give_criteria(opening: Opening) -> list[Criterion]:
    """The standard criteria with their anchors, for an opening that has none."""
    return [
        _criterion(
            Criterion(
                opening=opening,
                position=position,
                name=localized(data["name"]),
                question=localized(data["question"]),
                weight=Decimal(data["weight"]),
            ),
            list(enumerate((localized(words) for words in data["anchors"]), start=1)),
        )
        for position, data in enumerate(_read("criteria")["criterion"], start=1)
    ]


def copy_criteria(source: Opening, target: Opening) -> list[Criterion]:
    """The criteria of a call's opening, for a challenge's opening that has none."""
    return [
        _criterion(
            Criterion(
                opening=target,
                position=criterion.position,
                name=criterion.name,
                question=criterion.question,
                weight=criterion.weight,
                highest=criterion.highest,
            ),
            [(anchor.score, anchor.words) for anchor in criterion.anchors.all()],
        )
        for criterion in source.criteria.prefetch_related("anchors")
    ]


def _criterion(criterion: Criterion, anchors: list[tuple[int, Any]]) -> Criterion:
    criterion.save()
    Anchor.objects.bulk_create(Anchor(criterion=criterion, score=score, words=words) for score, words in anchors)
    return criterion
