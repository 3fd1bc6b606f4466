"""The stylesheets, joined: many small sources in static/css/, two served files, no build step, nothing made in git.

Django's staticfiles asks this finder like any other. It joins the sources into a folder under LOCAL_DIR whenever
one of them is newer, so a developer reloads the page and collectstatic takes what is current.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

LAYERS = "@layer django, tokens, base, layout, components, print;"
COMPONENTS = (
    "header",
    "button",
    "field",
    "notice",
    "card",
    "cover",
    "steps",
    "table",
    "list",
    "score",
    "budget",
    "challenge",
    "effects",
    "front",
    "voices",
    "calendar",
    "prototype",
    "statistics",
    "poster",
)
WORK = ("review", "editing", "room", "outreach", "work")
"""What only the backoffice shows."""


def _parts(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("components", f"components/{name}.css") for name in names]


SHEETS: dict[str, list[tuple[str, str]]] = {
    "css/portal.css": [
        ("tokens", "tokens.css"),
        ("base", "base.css"),
        ("layout", "layout.css"),
        *_parts(COMPONENTS),
        ("print", "print.css"),
    ],
    # Django's own sheets are imported into the lowest layer, so that our parts win over them.
    "css/backoffice.css": [
        ("tokens", "tokens.css"),
        ("base", "admin-base.css"),
        ("layout", "layout.css"),
        *_parts((*COMPONENTS, *WORK)),
        ("", "admin.css"),
        ("print", "print.css"),
    ],
}
DJANGO_SHEETS = "".join(f'@import url("../admin/css/{name}.css") layer(django);' for name in ("base", "responsive"))


def sources() -> Path:
    """The folder that holds the sources."""
    return Path(settings.BASE_DIR) / "static" / "css"


def lean(text: str) -> str:
    """The stylesheet without comments and indentation; strings and selectors keep their single spaces."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,])\s*", r"\1", text).strip()


def joined(sheet: str) -> str:
    """One served stylesheet, each source in its layer; a source without a layer stands above all layers."""
    head = LAYERS + (DJANGO_SHEETS if sheet == "css/backoffice.css" else "")
    parts = [head]
    for layer, name in SHEETS[sheet]:
        rules = lean((sources() / name).read_text("utf-8"))
        parts.append(f"@layer {layer}{{{rules}}}" if layer else rules)
    return "\n".join(parts) + "\n"


class JoinedStylesheets(BaseFinder):
    """A staticfiles finder for the joined stylesheets."""

    def __init__(self, app_names: list[str] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=Path(settings.LOCAL_DIR) / "joined")

    def find(self, path: str, find_all: bool = False) -> Any:
        """The joined file's place on disk, made afresh when a source is newer; a list of places if `find_all`."""
        if path not in SHEETS:
            return []
        place = self.refresh(path)
        return [str(place)] if find_all else str(place)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every joined file with the storage that opens it, for collectstatic."""
        for path in SHEETS:
            self.refresh(path)
            yield path, self.storage

    def check(self, **kwargs: Any) -> Any:
        """Nothing of this finder is configured, so nothing can be configured wrongly."""
        return []

    def refresh(self, sheet: str) -> Path:
        """Writes the joined file if it is missing or older than a source or than this module."""
        place = Path(self.storage.path(sheet))
        newest = max(
            [Path(__file__).stat().st_mtime] + [(sources() / name).stat().st_mtime for _layer, name in SHEETS[sheet]]
        )
        if not place.exists() or place.stat().st_mtime < newest:
            place.parent.mkdir(parents=True, exist_ok=True)
            unfinished = place.with_suffix(f".{os.getpid()}")
            unfinished.write_text(joined(sheet), "utf-8")
            unfinished.replace(place)
        return place
