"""What somebody meets at the first visit: little to fetch, nothing kept about them, nothing from anybody else."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from django.core.cache import cache
from django.test import Client

from tests.architecture.test_access import addresses
from tests.browsing import has_strict_policy
from tests.conftest import PHONE
from tests.stories.visits import Visit
from tests.stories.visits.public import public

MOST = 60 * 1000
"""Bytes of HTML, CSS and JavaScript, packed as they travel."""
RECEIPTS = {"accessibility_reported", "feedback_given", "account_gone", "commons:following"}
"""Pages behind a button: small and without cookies as all, but nobody keeps them."""
INLINE = re.compile(rb"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE)


@dataclass
class Fetched:
    """What a browser without anything kept fetched for one page."""

    weight: int = 0
    hosts: set[str] = field(default_factory=set)
    cookies: list[Any] = field(default_factory=list)


def reading_pages() -> Iterator[Visit]:
    """Each reading page in the state in which one finds it."""
    return (visit for visit in public() if visit.act is None)


def fetched(browser: Any, portal: str, path: str) -> Fetched:
    context = browser.new_context(base_url=portal, viewport=PHONE)
    page, found, answers = context.new_page(), Fetched(), []
    page.on("request", lambda request: found.hosts.add(urlsplit(request.url).netloc))
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright wants a function
    page.goto(path)
    for answer in answers:
        if answer.request.resource_type in {"document", "stylesheet", "script"}:
            found.weight += len(gzip.compress(answer.body(), 6))
    found.cookies = context.cookies()
    context.close()
    return found


def test_it_weighs_little_and_keeps_nothing(looking_browser: Any, demo_portal: str) -> None:
    own, heavy, strange = {urlsplit(demo_portal).netloc}, {}, {}
    for visit in reading_pages():
        found = fetched(looking_browser, demo_portal, visit.path("sv"))
        if not 1000 < found.weight <= MOST:
            heavy[str(visit)] = found.weight
        if found.hosts != own or found.cookies:
            strange[str(visit)] = (found.hosts - own, found.cookies)
    assert (heavy, strange) == ({}, {})


def get(address: str, **headers: str) -> tuple[HTTPResponse | HTTPError, bytes]:
    """An answer as it comes over the wire."""
    asked = Request(address, headers={name.replace("_", "-"): value for name, value in headers.items()})  # noqa: S310
    try:
        with urlopen(asked) as answer:  # noqa: S310 - our own server
            return answer, answer.read()
    except HTTPError as error:
        return error, error.read()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_cache_may_keep_it(demo_portal: str, language: str) -> None:
    cache.clear()
    wrong = {}
    for visit in (visit for visit in reading_pages() if visit.name not in RECEIPTS):
        address = f"{demo_portal}{visit.path(language)}"
        answer, packed = get(address, Accept_Encoding="gzip")
        again, nothing = get(address, Accept_Encoding="gzip", If_None_Match=answer.headers.get("ETag", ""))
        plain, html = get(address)
        facts = {
            "packed": answer.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed) == html,
            "not changed": (again.status, nothing) == (304, b""),
            "for all": answer.headers.get("Cache-Control", "").startswith("public, max-age="),
            "no cookie": "Set-Cookie" not in answer.headers and "Set-Cookie" not in plain.headers,
            "nothing inline": not INLINE.search(html),
        }
        if lacking := [fact for fact, holds in facts.items() if not holds]:
            wrong[visit.path(language)] = lacking
    assert wrong == {}


def test_every_answer_has_a_strict_policy(demo_portal: str) -> None:
    """To somebody without an account; tests/leaks/test_marker_words.py asks the same of every answer to anybody."""
    client = Client()
    answers = {address.path: client.get(address.path) for address in addresses("sv")}
    assert [path for path, answer in answers.items() if not has_strict_policy(answer.headers)] == []
