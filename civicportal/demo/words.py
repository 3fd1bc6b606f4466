"""The demo's words: files beside the code, in Swedish and, where staff wrote them, in English."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from civicportal.kernel.text import LocalizedText

TEXTS = Path(__file__).parent / "texts"


def texts(name: str) -> dict[str, Any]:
    """One of the demo's files of words. Raises FileNotFoundError."""
    with (TEXTS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def localized(data: dict[str, str]) -> LocalizedText:
    """A file's text in its languages, without the line breaks that only the file needs."""
    return LocalizedText({language: words.strip() for language, words in data.items()})


def localized_all(data: dict[str, Any]) -> dict[str, Any]:
    """A row of a file with each text in languages as what the models hold."""
    return {key: localized(value) if isinstance(value, dict) else value for key, value in data.items()}
