"""Every page of the portal, with the demo in it: who opens it, how one gets there, what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import override

Act = Callable[[Any], None]


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One page, or one state of a page."""

    name: str
    """The name of the address where one ends."""
    args: tuple[Any, ...] = ()
    query: str = ""
    who: Any = None
    """Who is signed in; nobody when None."""
    begin: str = ""
    """The name of the address where one begins, when it is another."""
    act: Act | None = None
    """What is done there before the page is looked at."""
    status: int = 200
    says: str = ""
    """What tells this state from others, for the list of faults."""
    body: Callable[[str], str] | None = None
    """The HTML of a page that no address gives by itself, in a language."""

    def path(self, language: str) -> str:
        """Where the visit begins, in a language."""
        with override(language):
            return reverse(self.begin or self.name, args=() if self.begin else self.args) + self.query

    def __str__(self) -> str:
        who = f" as {self.who.name}" if self.who else ""
        return f"{self.path('sv')}{' ' + self.says if self.says else ''}{who}"


def send(page: Any, number: int = 0) -> None:
    """Presses the page's button, or the one with a number: what is missing shows."""
    page.locator("main .button[type=submit], #content-main .button[type=submit], #content .button[type=submit]").nth(
        number
    ).click()
    page.wait_for_load_state()


def fill_and_send(selector: str, words: str) -> Act:
    """Writes in one box and presses the page's button."""

    def act(page: Any) -> None:
        page.locator(selector).fill(words)
        send(page)

    return act
