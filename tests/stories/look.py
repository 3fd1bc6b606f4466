"""What every page is looked at for: axe, one script for the layout, the browser's own complaints."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH

OURS = [Path(__file__).parent / name for name in ("contrast.js", "layout.js")]
SCRIPT = "\n".join(path.read_text("utf-8") for path in (AXE_FILE_PATH, *OURS))
STOCK = {
    "empty-table-header": "Django's rows in a table have a first column without a heading; it names the row in words",
    "label-title-only": "the search box's label is a picture whose text says Search, which axe does not count",
    "scrollable-region-focusable": "a wide list without links; browsers of today let the keyboard scroll it",
}
"""What axe says of Django's own lists and forms that we let stand, with the reason: docs/a11y-exceptions.md."""
STOPS = 25
"""How many elements are given the focus and looked at."""


@dataclass
class Window:
    """A browser window and what it had to say about the page that it shows."""

    page: Any
    portal: str
    """The address of the portal."""
    complaints: list[str] = field(default_factory=list)
    status: int = 0
    """The answer's status of the page that is shown."""

    def __post_init__(self) -> None:
        self.page.add_init_script(SCRIPT)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("console", self._said)
        self.page.on("response", self._answered)
        self.page.on("framenavigated", self._gone_on)
        # A page with unsent words asks before it is left; these words are the test's.
        self.page.on("dialog", lambda dialog: dialog.accept())

    def _said(self, message: Any) -> None:
        if message.type != "error":
            return
        # The browser calls a page that answers 404 or 422 an error too; that answer is what the test asked for.
        if "Failed to load resource" in message.text and message.location.get("url") == self.page.url:
            return
        self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _gone_on(self, frame: Any) -> None:
        """What was said of the page before is forgotten, also what axe made the browser say there at the end."""
        if frame == self.page.main_frame:
            self.complaints.clear()

    def _answered(self, response: Any) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status

    def open(self, path: str, body: str = "") -> None:
        """Goes to a page. With `body` the address shows that instead."""
        if not body:
            self.page.goto(path)
            return
        address = f"{self.portal}{path}"
        self.page.route(address, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
        self.page.goto(path)
        self.page.unroute(address)


def without(rules: Collection[str]) -> dict[str, Any]:
    """axe's options for all of its rules but some.

    Sound and film are what its rules ask for beforehand. The style sheets, which it would fetch once more, are asked
    for by a single rule that is no part of those it runs (css-orientation-lock).
    """
    off = {rule: {"enabled": False} for rule in rules}
    return {"rules": off, "preload": {"assets": ["media"]}}


def axe_faults(page: Any, options: dict[str, Any], well: set[str]) -> list[str]:
    """What axe finds wrong, each with the elements, in a line; the contrast of texts in one of each that look alike.

    `well` holds the looks of text that were measured on pages before and were well, and grows by those of this one.
    """
    found = page.evaluate("([options, known]) => portalContrast.faults(options, known)", [options, sorted(well)])
    well.update(found["well"])
    return [
        f"axe {fault['id']}: "
        + "; ".join(f"{' '.join(map(str, node['target']))} {node['html'][:120]}" for node in fault["nodes"][:3])
        for fault in found["faults"]
    ]


def page_faults(page: Any, language: str) -> list[str]:
    """Language, heading and title."""
    facts = page.evaluate(
        """() => ({
            lang: document.documentElement.lang,
            headings: [...document.querySelectorAll("h1")].map((h) => h.textContent.trim()),
            title: document.title.trim(),
        })"""
    )
    faults = []
    if facts["lang"] != language:
        faults.append(f"lang is {facts['lang']!r}")
    if len(facts["headings"]) != 1 or not facts["headings"][0]:
        faults.append(f"h1: {facts['headings']}")
    if not facts["title"] or facts["title"].startswith("–"):
        faults.append(f"title: {facts['title']!r}")
    return faults


def new_parts(page: Any, seen: set[str]) -> set[str]:
    """Of what the page is made of, what stands on none of the pages before; `seen` grows by it."""
    new = set(page.evaluate("() => portalLook.parts()")) - seen
    seen.update(new)
    return new


def layout_faults(page: Any, width: int, *, stops: int = STOPS) -> list[str]:
    """Sideways scroll, targets under 24 px, and focus that is not seen on the first `stops` elements, at one width."""
    page.set_viewport_size({"width": width, "height": 720})
    faults = page.evaluate("() => portalLook.shape()")
    if stops:
        page.keyboard.press("Tab")
        faults += page.evaluate("(most) => portalLook.walk(most)", stops)
    return [f"{width} px: {fault}" for fault in dict.fromkeys(faults)]
