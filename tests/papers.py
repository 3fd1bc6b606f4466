"""Reads a PDF as far as a test asks: that it opens, is tagged, and says its language and title.

Only what our own writer makes is understood: one table of objects, none of them packed together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROW = re.compile(rb"(\d{10}) (\d{5}) ([nf])\r?\n?")
_STRING = rb"(?:\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f]*)>)"


@dataclass(frozen=True)
class Paper:
    """What a reader and a screen reader are told of a PDF. `tags` are the kinds of its parts, such as H1 and P."""

    language: str
    title: str
    shows_title: bool
    marked: bool
    pages: int
    tags: frozenset[str]


def read(content: bytes) -> Paper:
    """Opens a PDF by its own table. Raises AssertionError where an object is not where the table says."""
    assert content.startswith(b"%PDF-"), "this is no PDF"
    assert content.rstrip().endswith(b"%%EOF"), "the file is cut off"
    objects = _objects(content)
    trailer = content[content.rindex(b"trailer") :]
    root, info = (objects[_reference(trailer, name)] for name in (b"Root", b"Info"))
    assert b"/Type/Catalog" in root
    pages = objects[_reference(root, b"Pages")]
    tree = objects[_reference(root, b"StructTreeRoot")]
    assert re.search(rb"/K\s*\[?\s*\d+ 0 R", tree), "the tree of tags is empty"
    parts = [body for body in objects.values() if b"/Type/StructElem" in body]
    return Paper(
        language=_text(root, b"Lang"),
        title=_text(info, b"Title"),
        shows_title=b"/DisplayDocTitle true" in root,
        marked=b"/Marked true" in root,
        pages=int(re.search(rb"/Count (\d+)", pages)[1]),  # type: ignore[index]
        tags=frozenset(found.decode() for body in parts for found in re.findall(rb"/S/(\w+)", body)),
    )


def _objects(content: bytes) -> dict[int, bytes]:
    """Each object by its number, from the place that the table names to its end."""
    start = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    assert content[start : start + 4] == b"xref", "the table is not where the file says"
    rows = _ROW.findall(content[start : content.rindex(b"trailer")])
    found = {}
    for number, (offset, _generation, used) in enumerate(rows):
        if used == b"n":
            body = content[int(offset) :]
            assert body.startswith(b"%d 0 obj" % number), f"object {number} is not where the table says"
            found[number] = body[: body.index(b"endobj")].split(b"stream", 1)[0]
    return found


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found is not None, f"/{name.decode()} is not there"
    return int(found[1])


def _text(body: bytes, name: bytes) -> str:
    """A text of a dictionary: in brackets, or as digits of UTF-16 where it has other letters than A to Z."""
    found = re.search(rb"/" + name + rb"\s*" + _STRING, body)
    if found is None:
        return ""
    if found[2] is not None:
        return bytes.fromhex(found[2].decode()).decode("utf-16")
    return re.sub(rb"\\(.)", rb"\1", found[1]).decode("latin-1")
