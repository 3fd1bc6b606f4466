"""Web pieces that know nothing of the domain: who may enter, language in the address, paging, cached reading pages."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

View = Callable[..., HttpResponse]
ANYONE = "anyone"
SIGNED_IN = "signed-in"
TOKEN = "whoever holds the token"  # noqa: S105 - the name of a policy, no secret
STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may enter an address: ANYONE, SIGNED_IN, TOKEN, STAFF or names of roles."""

    who: frozenset[str]

    def admits(self, person: Any) -> bool:
        if self.who & {ANYONE, TOKEN}:
            return True
        if not person.is_authenticated:
            return False
        return SIGNED_IN in self.who or (STAFF in self.who and person.is_staff) or person.has_role(*self.who)


def open_to(*who: str) -> Callable[[View], View]:
    """Declares and enforces who may enter a view.

    Somebody not signed in is sent to sign-in with the way back; somebody without the role is told nothing (404).
    A test walks the whole URLconf for every role and fails on an address without a declared policy.
    """
    policy = Policy(frozenset(who))

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if policy.admits(request.user):
                return view(request, *args, **kwargs)
            if request.user.is_authenticated:
                raise Http404
            return redirect_to_login(request.get_full_path())

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return decorate


class LanguageInTheAddress(LocaleMiddleware):
    """The language is in the address and nowhere else: no cookie and no Accept-Language decides it.

    So the same address is the same page for everybody, and a cache may keep it.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


REVISION = "reading-pages"


def public_words_changed() -> None:
    """Makes every cached reading page old at once: called when something is published, hidden or edited by staff."""
    try:
        cache.incr(REVISION)
    except ValueError:
        cache.set(REVISION, 1, None)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A reading page as the cache holds it: packed, since almost every reader takes it so."""

    revision: int
    packed: bytes
    content_type: str
    digest: str
    language: str


def reading_page(view: View) -> View:
    """A page that is the same for every reader without an account: cached, with an ETag, never a cookie.

    Signed-in readers get it fresh. Reading pages hold links and no POST forms, so no CSRF cookie is needed and there
    is no secret in them that compression could tell.
    """

    @wraps(view)
    def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = view(request, *args, **kwargs)
            patch_vary_headers(response, ["Cookie"])
            return response
        address = f"{request.get_host()}{request.get_full_path()}"
        key = f"page:{hashlib.sha256(address.encode()).hexdigest()}"
        found = cache.get_many([REVISION, key])
        revision, kept = found.get(REVISION, 0), found.get(key)
        if kept is None or kept.revision != revision:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            kept = _keep(response, revision)
            cache.set(key, kept, settings.READING_PAGE_SECONDS)
        return _kept_response(request, kept)

    return cached


def _keep(response: HttpResponse, revision: int) -> KeptPage:
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    packed = gzip.compress(response.content, compresslevel=6, mtime=0)
    return KeptPage(revision, packed, response.headers["Content-Type"], digest, translation.get_language() or "")


def _kept_response(request: HttpRequest, kept: KeptPage) -> HttpResponse:
    """The page as this reader takes it, or 304 when they have it already."""
    etag = f'W/"{kept.digest}"'
    response = HttpResponse(content_type=kept.content_type)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = kept.packed
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(kept.packed)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={settings.READING_PAGE_SECONDS}"
    response.headers["Content-Language"] = kept.language
    response.headers["Vary"] = "Cookie, Accept-Encoding"
    return get_conditional_response(request, etag=etag, response=response) or response


def page_of(rows: models.QuerySet[Any], number: str | None, size: int = 20) -> Page[Any]:
    """The page of a list that the address asks for; a number that is none, or too large, gives the nearest page."""
    return Paginator(rows, size).get_page(number)


def token_hash(token: str) -> str:
    """What is kept of a random token that stands in a link: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def client_address(request: HttpRequest) -> str:
    """The caller's address, from as many proxies as the settings say to trust and no more."""
    trusted = settings.TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted]
    return request.META.get("REMOTE_ADDR", "")


class TooMany(Exception):
    """Raised when somebody does a thing too often. `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


def at_most(times: int, seconds: int, *, what: str, who: str) -> None:
    """Counts one act of somebody and raises TooMany past `times` within a fixed window of `seconds`."""
    key = f"at-most:{what}:{hashlib.sha256(who.encode()).hexdigest()}"
    if cache.add(key, 1, seconds):
        return
    try:
        count = cache.incr(key)
    except ValueError:
        cache.set(key, 1, seconds)
        return
    if count > times:
        raise TooMany(seconds)
