"""Opens every address that one person can find or guess, and keeps what was answered."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.translation import override

from civicportal.commons.models import Item
from civicportal.people.models import Person
from funds.models import Project, Round
from tests.leaks.world import MARKERS, Secrets
from tests.people import sign_in

LINK = re.compile(r"""(?:href|action|src|data-[a-z-]*url)=["']([^"'#]+)""")
LEFT_OUT = re.compile(
    r"^(/en)?/(konto/logga-ut/|konto/inloggningar/avsluta-alla/)|^/(demo|static|bild|stil)/|\.(css|js|woff2|webp|png)$"
)
"""What ends the session, what the demo alone has, and files that are the same for everybody."""
ROW_OF_ADMIN = re.compile(r"/backoffice/(\w+/\w+/\d+/change|autocomplete)/$")
MOST_VARIANTS = 4
MOST_ROWS = 8
NAMED = re.compile(r"<(?:\w+:)?(\w+)>")
REGEX_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


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
    client: Client = field(default_factory=Client)
    skips_reading_pages: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)
    variants: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.person.is_authenticated:
            # The person as the database knows them now: roles and protection are remembered on the object.
            sign_in(self.client, Person.objects.get(pk=self.person.pk))

    @property
    def prefix(self) -> str:
        return "" if self.language == "sv" else f"/{self.language}"

    def read(self, paths: Iterable[str]) -> None:
        """Opens the paths and every link found on the way, each once."""
        waiting = [(path, "") for path in paths]
        while waiting:
            path, found_on = waiting.pop()
            if path in self.answers or LEFT_OUT.search(urlsplit(path).path):
                continue
            if self.skips_reading_pages and is_reading_page(urlsplit(path).path):
                continue
            answer = self.open(path, found_on)
            waiting += [(link, path) for link in self.links(answer) if link not in self.answers and self.is_new(link)]

    def is_new(self, link: str) -> bool:
        """Whether a link is worth following: a page with ever other filters is the same page after some of them."""
        page, _mark, query = link.partition("?")
        if query:
            self.variants[page] = self.variants.get(page, 0) + 1
        return self.variants.get(page, 0) <= MOST_VARIANTS

    def open(self, path: str, found_on: str = "") -> Answer:
        response = self.client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = "\n".join(f"{name}: {value}" for name, value in response.items())
        text = f"{headers}\n{html.unescape(body.decode('utf-8', 'replace'))}"
        answer = self.answers[path] = Answer(path, response.status_code, text, found_on)
        if location := response.headers.get("Location"):
            answer.text += f'\nhref="{location}"'
        return answer

    def links(self, answer: Answer) -> Iterator[str]:
        """The links of a page on this portal, in this reader's language. A filter of a filter is not followed."""
        base = urlsplit(answer.path)
        for found in LINK.findall(answer.text):
            link = urlsplit(urljoin(answer.path, found))
            if link.netloc not in {"", "testserver"} or link.scheme not in {"", "http"}:
                continue
            if (base.query and link.query and link.path == base.path) or "_changelist_filters" in link.query:
                continue
            if link.path.startswith("/en/") == (self.language == "en") or not link.path.startswith(("/en/", "/sv/")):
                yield link.path + (f"?{link.query}" if link.query else "")

    def broken(self) -> list[str]:
        """Addresses where the portal itself failed; /healthz says 503 where no worker runs."""
        return [answer.path for answer in self.answers.values() if answer.status >= 500 and answer.path != "/healthz"]

    def dead_ends(self) -> list[str]:
        """Links that a page offered to this reader and that lead nowhere.

        Django's own forms name a related row with a link to its form, and the bare address of their choices, whoever
        looks; these are left out.
        """
        shown = [answer for answer in self.answers.values() if answer.linked_from and answer.status in {403, 404}]
        shown = [answer for answer in shown if not ROW_OF_ADMIN.search(answer.path)]
        offered = [answer for answer in shown if self.answers[answer.linked_from].status == 200]
        return [f"{answer.linked_from} -> {answer.path}: {answer.status}" for answer in offered]

    def papers(self) -> set[str]:
        """Which PDFs this reader got, by the end of their address. Their text cannot be searched, so they are named."""
        got = [answer for answer in self.answers.values() if answer.status == 200 and "application/pdf" in answer.text]
        return {"/".join(answer.path.split("/")[-2:]) for answer in got}

    def saw(self, words: Iterable[str]) -> dict[str, list[str]]:
        """Which of the words stood in an answer, and where."""
        found: dict[str, list[str]] = {}
        read = [(answer.path, answer.text.lower()) for answer in self.answers.values()]
        for word in words:
            low = word.lower()
            if places := sorted(path for path, text in read if low in text):
                found[word] = places
        return found


def is_reading_page(path: str) -> bool:
    """Whether an address gives the same page to everybody."""
    try:
        return bool(getattr(resolve(path).func, "reading", False))
    except Resolver404:
        return False


# Addresses that no link leads to


def filled(secrets: Secrets, language: str) -> list[str]:
    """Every pattern of the URLconf with every real value that fits it, whether or not a link leads there."""
    values = _values(secrets)
    with override(language):
        return sorted(
            {path for route, names in _routes(get_resolver().url_patterns) for path in _fill(route, names, values)}
        )


def _values(secrets: Secrets) -> dict[str, list[str]]:
    slugs = [secrets.world.fund.slug, *Round.objects.values_list("slug", flat=True)]
    return {
        "reference": secrets.references,
        "fund": [secrets.world.fund.slug],
        "slug": [*slugs, *Project.objects.values_list("slug", flat=True), *Item.every.values_list("slug", flat=True)],
        "kind": ["fund", "project"],
        "token": [str(draft.token) for draft in _all_drafts()],
        "step": ["idea", "you"],
        "question": ["title", "sensitive"],
        "name": ["start", "finish"],
    }


def _all_drafts() -> Any:
    from civicportal.submissions.models import Draft

    return Draft.objects.all()


def _routes(patterns: Any, before: str = "/", model: str = "") -> Iterator[tuple[str, list[str]]]:
    """Each address as text with {names}, and what must be filled in; the admin's own know their model."""
    for found in patterns:
        part = _as_text(found.pattern)
        if isinstance(found, URLResolver):
            yield from _routes(found.url_patterns, before + part)
        elif isinstance(found, URLPattern) and "{url}" not in part:
            route = (before + part).replace("//", "/")
            yield route, re.findall(r"{(\w+)}", route)


def _as_text(pattern: Any) -> str:
    if isinstance(pattern, LocalePrefixPattern):
        return str(pattern)
    if isinstance(pattern, RoutePattern):
        return NAMED.sub(r"{\1}", str(pattern))
    text = REGEX_GROUP.sub(r"{\1}", str(pattern))
    return text.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


def _fill(route: str, names: list[str], values: dict[str, list[str]]) -> Iterator[str]:
    if "object_id" in names:
        values = {**values, "object_id": _numbers(route)}
    elif "app_label" in names:
        values = {**values, "app_label": sorted({model._meta.app_label for model in apps.get_models()})}
    for chosen in itertools.product(*(values.get(name, ["1"]) for name in names)):
        yield route.format(**dict(zip(names, chosen, strict=True)))


def _numbers(route: str) -> list[str]:
    """The primary keys of the table that an address of the admin is about."""
    parts = route.strip("/").split("/")
    app, model = parts[parts.index("backoffice") + 1 : parts.index("backoffice") + 3]
    rows = apps.get_model(app, model)._base_manager.order_by("-pk").values_list("pk", flat=True)
    return [str(pk) for pk in (rows if model == "person" else rows[:MOST_ROWS])]


def doors_of_admin(prefix: str) -> list[str]:
    """What the admin answers besides its pages: choices as one types, popups, searches, orders."""
    beginnings = sorted({word[:2].lower() for word in MARKERS})
    found = [f"{prefix}/sok/?q={word}" for word in beginnings]
    found += [f"{prefix}/projekt/?q={word}" for word in beginnings]
    for model, its_admin in admin.site._registry.items():
        app, name = model._meta.app_label, model._meta.model_name
        address = f"{prefix}/backoffice/{app}/{name}/"
        found += [f"{address}{query}" for query in ("?_popup=1", "?o=-2", "?all=", "add/?_popup=1")]
        found += [f"{address}?q={word}" for word in beginnings if its_admin.search_fields]
    return found + autocompletes(prefix)


def autocompletes(prefix: str) -> list[str]:
    """The choices of relations as one types: Django answers by the model that is chosen from, so two ways to each."""
    ways: dict[Any, list[str]] = {}
    for model in apps.get_models():
        for relation in model._meta.get_fields():
            if relation.is_relation and not relation.auto_created:
                asked = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}"
                asked = f"{prefix}/backoffice/autocomplete/?{asked}&field_name={relation.name}&term="
                ways.setdefault(relation.related_model, []).append(asked)
    return [asked for found in ways.values() for asked in (found[0], found[-1])]
