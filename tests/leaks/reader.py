"""Opens every address that one person can find or guess, and keeps what was answered."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.translation import override

from civicportal.people.models import Person
from tests.browsing import AS_A_SCRIPT, Browser, has_strict_policy, table_of
from tests.leaks.words import MARKUP, SUFFIX
from tests.people import sign_in

LINK = re.compile(rf"""(?:href|action|src|data-[a-z-]*url)=["']([^"'#]+)|{settings.SITE_URL}(/[^\s<>"'#\\,]*)""")
"""What a page links to, and what stands as an address in its text, such as in a letter that it shows."""
LEFT_OUT = re.compile(
    r"^(/en)?/(konto/logga-ut/|konto/inloggningar/avsluta-alla/)|^/(demo|static|bild|stil)/|\.(css|js|woff2|webp|png)$"
)
"""What ends the session, what the demo alone has, and files that are the same for everybody."""
ROW_OF_ADMIN = re.compile(r"/backoffice/(\w+/\w+/\d+/change|autocomplete)/$")
OWN_PAGE = re.compile(r"^(?:/en)?/mitt/(?:[a-z-]+/)*([A-ZÅÄÖ]+-\d{4}-\d{4})/")
MOST_VARIANTS = 1


@dataclass
class Answer:
    """One address and what it said."""

    path: str
    status: int
    text: str
    linked_from: str = ""


@dataclass
class Reader:
    """A person with a browser that opens all there is."""

    person: Any
    language: str = "sv"
    client: Client = field(default_factory=Browser)
    skips: Callable[[str], bool] = bool
    """Which paths this reader leaves to others."""
    filters: bool = True
    """Whether Django's lists are opened with a filter too."""
    answers: dict[str, Answer] = field(default_factory=dict)
    variants: dict[str, int] = field(default_factory=dict)
    drawn: list[str] = field(default_factory=list)
    """Pages that drew markup which somebody had typed."""
    lax: list[str] = field(default_factory=list)
    """Answers without a strict content policy."""

    def __post_init__(self) -> None:
        if self.person.is_authenticated:
            # The person as the database knows them now: roles and protection are remembered on the object.
            self.person = Person.objects.get(pk=self.person.pk)
            sign_in(self.client, self.person)

    @property
    def prefix(self) -> str:
        return "" if self.language == "sv" else f"/{self.language}"

    def read(self, paths: Iterable[str]) -> None:
        """Opens the paths and every link found on the way, each once.

        Where a page leads, a refusal is a page too; what is only guessed is asked for as a script does.
        """
        waiting = [(path, "") for path in paths]
        while waiting:
            path, found_on = waiting.pop()
            if path in self.answers or LEFT_OUT.search(urlsplit(path).path):
                continue
            if self.skips(urlsplit(path).path):
                continue
            answer = self.open(path, found_on, headers={} if found_on else AS_A_SCRIPT)
            new = [found for found in self.links(answer) if found[0] not in self.answers and self.is_new(found[0])]
            waiting += [(link, path if offered else "") for link, offered in new]

    def is_new(self, link: str) -> bool:
        """Whether a link is worth following: a page with ever other filters is the same page after some of them."""
        page, _mark, query = link.partition("?")
        if query and not self.filters and table_of(page):
            return False
        if query:
            self.variants[page] = self.variants.get(page, 0) + 1
        return self.variants.get(page, 0) <= MOST_VARIANTS

    def open(self, path: str, found_on: str = "", *, headers: dict[str, str] | None = None) -> Answer:
        response: Any = self.client.get(path, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if MARKUP.encode() in body and response.headers.get("Content-Type", "").startswith("text/html"):
            self.drawn.append(path)
        if not has_strict_policy(response.headers):
            self.lax.append(path)
        said = "\n".join(f"{name}: {value}" for name, value in response.items())
        text = f"{said}\n{html.unescape(body.decode('utf-8', 'replace'))}"
        if location := response.headers.get("Location"):
            text += f'\nhref="{location}"'
        answer = self.answers[path] = Answer(path, response.status_code, text, found_on)
        return answer

    def links(self, answer: Answer) -> Iterator[tuple[str, bool]]:
        """The links of a page on this portal, in this reader's language, and whether the page offers them.

        An address in the text of a letter is meant for whoever got the letter. A filter of a filter is not followed.
        """
        base = urlsplit(answer.path)
        for linked, written in LINK.findall(answer.text):
            link = urlsplit(urljoin(answer.path, linked or written))
            if link.netloc not in {"", "testserver"} or link.scheme not in {"", "http"}:
                continue
            if (base.query and link.query and link.path == base.path) or "_changelist_filters" in link.query:
                continue
            if link.path.startswith("/en/") == (self.language == "en"):
                yield link.path + (f"?{link.query}" if link.query else ""), bool(linked)

    def broken(self) -> list[str]:
        """Addresses where the portal itself failed; /healthz says 503 where no worker runs."""
        return [answer.path for answer in self.answers.values() if answer.status >= 500 and answer.path != "/healthz"]

    def dead_ends(self) -> list[str]:
        """Links that a page offered to this reader and that lead nowhere.

        Django's own forms name a related row with a link to its form, and the bare address of their choices, whoever
        looks; these are left out. So is a reasoned no behind a page that is the same for everybody.
        """
        shown = [answer for answer in self.answers.values() if answer.linked_from and answer.status in {403, 404}]
        shown = [answer for answer in shown if not ROW_OF_ADMIN.search(answer.path)]
        offered = [answer for answer in shown if self.answers[answer.linked_from].status == 200]
        offered = [
            answer
            for answer in offered
            if answer.status == 404 or not is_reading_page(urlsplit(answer.linked_from).path)
        ]
        return [f"{answer.linked_from} -> {answer.path}: {answer.status}" for answer in offered]

    def papers(self) -> set[str]:
        """Of which cases this reader got PDFs from somebody's own pages.

        Their text cannot be searched, so the cases are named. Those of reading pages and of the backoffice say what
        the page beside them says, which is searched.
        """
        pdfs = [answer for answer in self.answers.values() if answer.status == 200 and "application/pdf" in answer.text]
        return {found[1] for answer in pdfs if (found := OWN_PAGE.match(answer.path))}

    def saw(self, words: Iterable[str]) -> dict[str, list[str]]:
        """Which of the words stood in an answer, and where.

        Nearly all words end alike, and most answers hold no such ending: these are not searched for every word.
        """
        found: dict[str, list[str]] = {}
        wanted = [(word, word.lower()) for word in words]
        for path in sorted(self.answers):
            text = _without_own_words(self.answers[path].text, path).lower()
            secret = SUFFIX in text
            for word, low in wanted:
                if (secret or SUFFIX not in low) and low in text:
                    found.setdefault(word, []).append(path)
        return found


def _without_own_words(text: str, path: str) -> str:
    """What was answered, without the reader's own guess: an address with a title in it comes back in many a link."""
    for part in {part for part in urlsplit(path).path.split("/") if SUFFIX in part}:
        text = text.replace(part, "")
    return text


@cache
def is_reading_page(path: str) -> bool:
    """Whether an address gives the same page to everybody."""
    try:
        with override("en" if path.startswith("/en/") else "sv"):
            return bool(getattr(resolve(path).func, "reading", False))
    except Resolver404:
        return False
