"""The mark of a page: from which answers it was made, so that a save can tell what the writer changed.

It travels in the page's field `version` and back, as one word that scripts do not look into:
`<page>|<question>:<version>:<digest>;...`. A mark that cannot be read counts as a page made from nothing: whatever
then differs from what is kept becomes a shown conflict and never a silent overwrite.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from civicportal.submissions.queries import digest_of

_PART = re.compile(r"([A-Za-z0-9_]{1,40}):(\d{1,9}):([0-9a-f]{10})")


@dataclass(slots=True)
class Mark:
    """Which page, and for each of its questions the version and the digest of what the page showed."""

    tab: str = ""
    versions: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = (f"{key}:{self.versions.get(key, 0)}:{digest}" for key, digest in self.digests.items())
        return f"{self.tab}|{';'.join(parts)}"

    def untouched(self, typed: Mapping[str, Any]) -> frozenset[str]:
        """The questions that the page sends back as it showed them."""
        return frozenset(key for key, value in typed.items() if self.digests.get(key) == digest_of(value))


def mark_of(typed: Mapping[str, Any], versions: Mapping[str, int], tab: str = "") -> Mark:
    """The mark of a page that shows these answers. A new page gets a name of its own."""
    return Mark(
        tab or secrets.token_hex(6),
        {key: versions.get(key, 0) for key in typed},
        {key: digest_of(value) for key, value in typed.items()},
    )


def read_mark(text: str) -> Mark:
    """Reads a mark that came back. Never raises."""
    tab, _, rest = (text or "").partition("|")
    mark = Mark(tab if re.fullmatch(r"[0-9a-f]{12}", tab) else "")
    for part in rest.split(";"):
        if found := _PART.fullmatch(part):
            mark.versions[found[1]], mark.digests[found[1]] = int(found[2]), found[3]
    return mark
