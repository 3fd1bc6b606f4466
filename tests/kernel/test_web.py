"""Who may enter, the language in the address, cached reading pages, and how often somebody may do a thing."""

from __future__ import annotations

import gzip
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import override

from civicportal.kernel.web import (
    SIGNED_IN,
    TooMany,
    at_most,
    client_address,
    open_to,
    public_words_changed,
    reading_page,
)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def person(*roles: str) -> SimpleNamespace:
    return SimpleNamespace(
        is_authenticated=True, is_staff=bool(roles), has_role=lambda *wanted: bool(set(roles) & set(wanted))
    )


def ask(view: object, user: object, path: str = "/x/") -> HttpResponse:
    request = RequestFactory().get(path)
    request.user = user
    return view(request)  # type: ignore[operator]


@open_to("coach")
def for_coaches(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@open_to(SIGNED_IN)
def for_accounts(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def test_a_visitor_is_sent_to_sign_in_with_the_way_back() -> None:
    with override("sv"):
        sent_on = ask(for_coaches, AnonymousUser(), "/x/?a=1")
    assert sent_on.headers["Location"] == "/konto/login/?next=/x/%3Fa%3D1"


def test_somebody_without_the_role_is_told_nothing() -> None:
    with pytest.raises(Http404):
        ask(for_coaches, person("reviewer"))
    assert ask(for_coaches, person("coach")).content == b"in"
    assert ask(for_accounts, person()).content == b"in"


def test_a_reading_page_is_made_once_until_public_words_change() -> None:
    made = []

    @reading_page
    def view(request: HttpRequest) -> HttpResponse:
        made.append(1)
        return HttpResponse(f"<p>{len(made)}</p>" * 40)

    first = ask(view, AnonymousUser())
    assert ask(view, AnonymousUser()).content == first.content
    packed = view(RequestFactory().get("/x/", headers={"Accept-Encoding": "gzip"}))
    assert gzip.decompress(packed.content) == first.content
    assert packed.headers["Vary"] == "Cookie, Accept-Encoding"
    public_words_changed()
    assert ask(view, AnonymousUser()).content != first.content
    assert len(made) == 2


def test_a_reader_with_a_session_gets_the_page_fresh() -> None:
    made = []

    @reading_page
    def view(request: HttpRequest) -> HttpResponse:
        made.append(1)
        return HttpResponse("x")

    for _ in range(2):
        request = RequestFactory().get("/x/")
        request.COOKIES["session"] = "abc"
        assert "ETag" not in view(request).headers
    assert len(made) == 2


@pytest.mark.django_db
def test_neither_cookie_nor_header_decides_the_language(client: Client, city: object) -> None:
    client.cookies["django_language"] = "en"
    assert b'<html lang="sv"' in client.get("/om/", headers={"Accept-Language": "en"}).content
    assert b'<html lang="en"' in client.get("/en/om/", headers={"Accept-Language": "sv"}).content


def test_too_often_says_when_to_try_again() -> None:
    for _ in range(3):
        at_most(3, 60, what="test", who="ann")
    with pytest.raises(TooMany) as often:
        at_most(3, 60, what="test", who="ann")
    assert often.value.retry_after == 60
    at_most(3, 60, what="test", who="bo")


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 5.5.5.5", "5.5.5.5"),
        (2, "6.6.6.6, 5.5.5.5", "6.6.6.6"),
        (1, "", "127.0.0.1"),
    ],
)
def test_a_forged_header_is_not_an_address(settings: object, trusted: int, forwarded: str, address: str) -> None:
    settings.TRUSTED_PROXY_COUNT = trusted  # type: ignore[attr-defined]
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert client_address(request) == address
