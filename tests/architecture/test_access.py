"""Every address says who may enter, and keeps to it for every role in both languages."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.translation import override

from civicportal.access import policy_of
from civicportal.kernel.web import ANYONE, TOKEN, Policy
from civicportal.people.enums import Role
from tests.browsing import AS_A_SCRIPT, Browser, reads_table, table_of
from tests.people import Cast, sign_in

SAMPLES = {
    "slug": "finns-inte", "kind": "project", "reference": "VF-1999-0001", "token": "0" * 40, "link": "0" * 40,
    "name": "start", "fund": "finns-inte", "object_id": "1", "app_label": "funds", "content_type_id": "1", "url": "x",
    "width": "400", "digest": "0" * 32, "step": "idea", "question": "title", "code": "0" * 40,
}  # fmt: skip
BY_CONVERTER = {
    "int": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "slug": "finns-inte",
    "str": "x",
    "path": "x",
}


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf with a path that fits it."""

    name: str
    namespaces: tuple[str, ...]
    path: str
    view: Any

    def __str__(self) -> str:
        return self.path

    @property
    def policy(self) -> Policy | None:
        return policy_of(self.view, self.name, list(self.namespaces))


def sample_of(pattern: Any) -> str:
    """A path that the pattern matches, values made up."""
    if isinstance(pattern, LocalePrefixPattern):
        return str(pattern)
    route = str(pattern)
    if isinstance(pattern, RoutePattern):
        return re.sub(
            r"<(?:(\w+):)?(\w+)>",
            lambda m: BY_CONVERTER["uuid"] if m[1] == "uuid" else SAMPLES.get(m[2], BY_CONVERTER[m[1] or "str"]),
            route,
        )
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda m: SAMPLES.get(m[1], "x"), route)
    return route.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


def walk(patterns: Any, before: str = "/", namespaces: tuple[str, ...] = ()) -> Iterator[Address]:
    for found in patterns:
        path = before + sample_of(found.pattern)
        if isinstance(found, URLResolver):
            inner = (*namespaces, found.namespace) if found.namespace else namespaces
            yield from walk(found.url_patterns, path, inner)
        elif isinstance(found, URLPattern):
            yield Address(found.name or "", namespaces, path.replace("//", "/"), found.callback)


def addresses(language: str) -> list[Address]:
    with override(language):
        return list(walk(get_resolver().url_patterns))


def test_every_address_says_who_may_enter() -> None:
    silent = [
        address.path for address in addresses("sv") if address.policy is None and address.name not in {"", "not_found"}
    ]
    assert silent == []


def test_the_walk_finds_the_whole_portal() -> None:
    paths = {address.path for address in addresses("sv")}
    assert {"/", "/fonder/", "/projekt/", "/mitt/", "/backoffice/", "/konto/login/", "/healthz"} <= paths
    assert "/en/fonder/" in {address.path for address in addresses("en")}


def refusals(client: Client, address: Address, person: Any) -> str:
    """What is wrong with the answer to this person, or nothing."""
    response = client.get(address.path, headers=AS_A_SCRIPT)
    policy = address.policy or Policy(frozenset({ANYONE}))
    if response.status_code >= 500 and address.name != "healthz":
        return f"{address.path}: {response.status_code}"
    table = table_of(address.path)
    if policy.admits(person) and (table is None or reads_table(person, table)):
        to_sign_in = response.status_code == 302 and "/konto/login/" in response.headers["Location"]
        if to_sign_in and not policy.who & {ANYONE, TOKEN}:
            return f"{address.path} sends somebody who may enter to sign-in"
        return ""
    if response.status_code in {403, 404, 405}:
        return ""
    if response.status_code == 302:
        return ""
    return f"{address.path} answers {response.status_code} to somebody who may not enter"


@pytest.fixture(autouse=True)
def _no_log() -> Iterator[None]:
    """Refusals are what is asked for here; writing each down takes as long as the answer."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def grid(person: Any, language: str) -> list[str]:
    client = Browser()
    if person is not None:
        sign_in(client, person)
    from django.contrib.auth.models import AnonymousUser

    # Signing out is an address like any other, but the last one to be asked.
    listed = sorted(addresses(language), key=lambda address: address.name in {"account_logout", "end_all_sessions"})
    return [
        found for address in listed if address.name and (found := refusals(client, address, person or AnonymousUser()))
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["nobody", "resident", *Role.values])
def test_each_role_enters_what_it_may_and_nothing_else(role: str, cast: Cast, city: Any) -> None:
    person = None if role == "nobody" else cast.by_role()[role]
    assert grid(person, "sv") == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["nobody", "resident", Role.REVIEWER])
def test_three_roles_in_english(role: str, cast: Cast, city: Any) -> None:
    person = None if role == "nobody" else cast.by_role()[role]
    assert grid(person, "en") == []
