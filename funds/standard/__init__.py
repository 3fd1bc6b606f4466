"""What a new fund begins with: the questions of an application and of a report, as data beside this file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from civicportal.commons.words import in_all_languages
from civicportal.submissions.editing import Data
from funds.enums.applications import ApplicantKind

HERE = Path(__file__).parent


def questions(name: str) -> Data:
    """The standard questions: "application" or "report"."""
    with (HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def kind_choice(kind: str) -> dict[str, Any]:
    """A kind of applicant as an answer to choose."""
    return {"value": str(kind), "label": in_all_languages(ApplicantKind(kind).label).texts}


def kind_question(kinds: list[str]) -> Data:
    """The question who applies."""
    return {
        "key": "applicant_kind",
        "kind": "choice",
        "means": "applicant_kind",
        "required": True,
        "label": {"sv": "Vem söker?", "en": "Who is applying?"},
        "missing": {"sv": "Välj vem som söker", "en": "Choose who is applying"},
        "choices": [kind_choice(kind) for kind in kinds],
    }
