"""Somebody who has a keyboard and nothing else: Tab, Shift+Tab, Space, Enter, arrows and typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FAR = 90
"""After so many stops of the Tab key a person gives up; no page of a flow may be longer."""

HERE = """() => {
    const el = document.activeElement;
    const label = el.labels?.length ? el.labels[0].innerText : "";
    const words = el.getAttribute("aria-label") || label || el.innerText || el.value || "";
    const group = el.closest("fieldset")?.querySelector("legend")?.innerText || "";
    const plain = (text) => text.replace(/\\s+/g, " ").trim();
    return {words: plain(words), group: plain(group), type: el.type || el.tagName.toLowerCase(), checked: el.checked};
}"""


@dataclass
class Keyboard:
    """The keys of one page."""

    page: Any

    def here(self) -> dict[str, Any]:
        """What has the focus: its words, the words of its group, its type."""
        facts: dict[str, Any] = self.page.evaluate(HERE)
        return facts

    def go_to(self, words: str, *, group: str = "", back: bool = False) -> None:
        """Tabs until the words of the focused thing begin so, in the group that is named."""
        seen = []
        for _stop in range(FAR):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            here = self.here()
            seen.append(here["words"][:30])
            if here["words"].startswith(words) and here["group"].startswith(group):
                return
        raise AssertionError(f"{words!r} cannot be reached with the keyboard. Passed: {seen}")

    def press(self, words: str) -> None:
        """Goes to a link or a button and presses Enter; the next page comes."""
        self.go_to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, label: str, text: str, *, back: bool = False) -> None:
        self.go_to(label, back=back)
        self.page.keyboard.type(text)

    def choose(self, group: str, label: str) -> None:
        """Goes into a group of choices and walks to one with the arrow."""
        self.go_to("", group=group)
        self.page.keyboard.press("Space")
        for _choice in range(9):
            here = self.here()
            if here["words"] == label and here["checked"]:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no {label!r} among the choices of {group!r}")

    def tick(self, words: str) -> None:
        """Goes to a box and ticks it."""
        self.go_to(words)
        self.page.keyboard.press("Space")
        assert self.here()["checked"], words
