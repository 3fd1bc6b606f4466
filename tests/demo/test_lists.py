"""Every list of the demo has something on it, in both languages, and nothing on it twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from challenges.models import Challenge
from civicportal.commons.models import Theme
from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.places.models import District
from labs.models import Lab
from prototypes.models import Meeting, Prototype
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("loaded")

LEAST = 3
KINDS = (
    "/projekt/", "/prototyper/", "/utmaningar/", "/labb/", "/behov/", "/amne/", "/ide/", "/losning/", "/test/",
    "/kalender/", "/verktyg/", "/fonder/", "/forslag/", "/testmiljo/",
)  # fmt: skip


class Links(HTMLParser):
    """The links of a page's main part that lead to things of some kinds, by the beginning of their addresses."""

    def __init__(self, html: str, *beginnings: str) -> None:
        super().__init__()
        self.beginnings, self.found, self.inside = beginnings, list[str](), False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "main"
        href = dict(attrs).get("href") or ""
        if self.inside and tag == "a" and "?" not in href and any(self.leads(href, one) for one in self.beginnings):
            self.found.append(href)

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"

    @staticmethod
    def leads(href: str, beginning: str) -> bool:
        """To something below the address: not to the list itself, nor to a page below a thing."""
        rest = href.partition("#")[0].removeprefix(beginning)
        return href.startswith(beginning) and rest.count("/") == 1 and not href.endswith(NOT_THINGS)


def public(model: Any) -> Any:
    return model.objects.filter(item__visible=True).order_by("pk")


PAGES: dict[str, tuple[Callable[[], str], tuple[str, ...]]] = {
    "labs": (lambda: "/labb/", ("/labb/",)),
    "a lab": (
        lambda: str(public(Lab)[0].get_absolute_url()),
        ("/behov/", "/amne/", "/ide/", "/losning/", "/test/"),
    ),
    "challenges": (lambda: "/utmaningar/", ("/utmaningar/",)),
    "prototypes": (lambda: "/prototyper/", ("/prototyper/",)),
    "calendar": (lambda: "/kalender/", ("/kalender/",)),
    "projects": (lambda: "/projekt/", ("/projekt/",)),
}
NOT_THINGS = ("/kalender/manad/", "/kalender/prenumerera/", "/prototyper/foresla/")


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_list_has_three_entries_and_none_twice(name: str, prefix: str) -> None:
    cache.clear()
    address, beginnings = PAGES[name]
    answer = Client().get(f"{prefix}{address()}")
    assert answer.status_code == 200
    found = Links(answer.content.decode(), *(f"{prefix}{one}" for one in beginnings)).found
    assert len(set(found)) >= LEAST, found
    assert len(found) == len(set(found)), sorted(found)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_one_thing_of_each_kind_the_feed_the_search_the_guide_and_my_page_answer(prefix: str) -> None:
    client = Client()
    sign_in(client, Person.objects.get(email="maja@example.org"))
    things = [public(model)[0].get_absolute_url() for model in (Lab, Challenge, Prototype)]
    for path in [*things, "/sok/?q=odling", "/vagvisare/", "/mitt/"]:
        assert (path, client.get(f"{prefix}{path}").status_code) == (path, 200)
    feed = client.get("/kalender.ics").content.decode()
    names = [line for line in feed.splitlines() if line.startswith("UID:")]
    assert len(names) >= LEAST
    found = Links(client.get(f"{prefix}/sok/?q=odling").content.decode(), *(f"{prefix}{one}" for one in KINDS)).found
    assert (len(found) >= LEAST, len(found) == len(set(found))) == (True, True)


def test_there_is_as_much_as_a_city_begins_with() -> None:
    labs = public(Lab)
    districts = District.objects.filter(pk__in=labs.values("districts"))
    departments = public(Challenge).values("unit").distinct()
    meetings = public(Meeting)
    now, a_year = dates.now(), timedelta(days=365)
    assert (districts.count() >= 5, departments.count() >= 4, public(Prototype).count() >= 6) == (True, True, True)
    assert Theme.objects.filter(listed=True, kind=Theme.Kind.CHALLENGE).count() == 15
    assert meetings.earliest("starts_at").starts_at < now - a_year
    assert meetings.latest("starts_at").starts_at > now + a_year
