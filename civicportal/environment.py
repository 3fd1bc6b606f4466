"""One typed reader for everything the portal takes from environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit


class Environment:
    """Reads settings from a mapping of strings, by default the process environment."""

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        self.source = os.environ if source is None else source

    def text(self, name: str, default: str = "") -> str:
        return self.source.get(name, default).strip()

    def flag(self, name: str, default: bool = False) -> bool:
        """True for 1, true, yes, on; False for 0, false, no, off and the empty text.

        Raises ValueError for any other word: a typing mistake must not switch a guard off.
        """
        word = self.source.get(name)
        if word is None:
            return default
        word = word.strip().lower()
        if word in {"1", "true", "yes", "on"}:
            return True
        if word in {"", "0", "false", "no", "off"}:
            return False
        raise ValueError(f"{name} must be yes or no, not {word!r}")

    def number(self, name: str, default: int) -> int:
        word = self.text(name)
        return int(word) if word else default

    def words(self, name: str, default: str = "") -> list[str]:
        """A list from comma-separated text; empty parts are left out."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]


def database_from_url(url: str) -> dict[str, object]:
    """Turns postgres://user:password@host:port/name?option=value into a DATABASES entry.

    A host that is a folder (a unix socket) is given as the query value `host`.
    Raises ValueError when the scheme is not PostgreSQL's: the portal runs on nothing else.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgres:// or postgresql://")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def keeping_connections(database: dict[str, object], most: int = 8) -> dict[str, object]:
    """The same DATABASES entry with connections that are kept from one request to the next, at most so many a process.

    Opening one takes longer than making most pages.
    """
    options = database["OPTIONS"]
    assert isinstance(options, dict)  # noqa: S101 - as database_from_url makes it
    return {**database, "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": most}}}
