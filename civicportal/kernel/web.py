"""Web pieces that know nothing of the domain: who may enter, language in the address, paging, cached reading pages."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.db import transaction
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
REVISION_SECONDS = 1.0
"""How long a process may go on showing what another process has just changed."""


class Memory:
    """What one process remembers of public words, the latest used first out last; old with the next revision."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable, revision: str) -> Any:
        """What was kept under this key in this revision, or None."""
        found = self.kept.get(key)
        return found[1] if found is not None and found[0] == revision else None

    def put(self, key: Hashable, revision: str, value: Any) -> None:
        with self.lock:
            self.kept[key] = (revision, value)
            self.kept.move_to_end(key)
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)


_pages, _pieces = Memory(300), Memory(3000)
_known: tuple[str, float] = ("", 0.0)


def revision() -> str:
    """Names the state of all public words: another name after each change, known here within a second."""
    global _known  # noqa: PLW0603 - one word per process, replaced whole
    name, until = _known
    if time.monotonic() < until:
        return name
    found = cache.get(REVISION)
    if found is None:
        cache.add(REVISION, uuid4().hex, None)
        found = cache.get(REVISION, "")
    _known = (found, time.monotonic() + REVISION_SECONDS)
    return found


def public_words_changed() -> None:
    """Makes every cached reading page old at once: called when something is published, hidden or edited by staff.

    Within a transaction once more at its end, because another process may have read the old words in between.
    """
    _rename()
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(_rename)


def _rename() -> None:
    global _known  # noqa: PLW0603
    name = uuid4().hex
    cache.set(REVISION, name, None)
    _known = (name, time.monotonic() + REVISION_SECONDS)


def forget_public_words() -> None:
    """Empties what this process remembers, as a restart does."""
    global _known  # noqa: PLW0603
    _known = ("", 0.0)
    _pages.kept.clear()
    _pieces.kept.clear()


def by_revision[T](key: Hashable, make: Callable[[], T]) -> T:
    """A piece of public content, made once per process, language and revision.

    Only what is the same for every reader: never what depends on a person, a phase or a permission. `make` may not
    give None.
    """
    now = revision()
    whole = (key, translation.get_language())
    found: T | None = _pieces.get(whole, now)
    if found is None:
        found = make()
        _pieces.put(whole, now, found)
    return found


def known_piece(key: Hashable) -> Any:
    """What by_revision would give without making it, or None."""
    return _pieces.get((key, translation.get_language()), revision())


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A reading page as the cache holds it: packed, since almost every reader takes it so."""

    revision: str
    packed: bytes
    content_type: str
    digest: str
    language: str
    made_at: float

    def is_good(self, revision: str) -> bool:
        """Nothing public has changed since, and no more time has passed than a deadline's words may lag behind."""
        return self.revision == revision and time.time() < self.made_at + settings.READING_PAGE_SECONDS


def reading_page(view: View) -> View:
    """A page that is the same for every reader without an account: cached, with an ETag, never a cookie.

    Signed-in readers get it fresh. A page that is asked a question is kept in its process alone: there are ever more
    of those, and each is asked for once or twice. Reading pages hold links and no POST forms, so no CSRF cookie is
    needed and there is no secret in them that compression could tell.
    """

    @wraps(view)
    def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = view(request, *args, **kwargs)
            patch_vary_headers(response, ["Cookie"])
            return response
        address = f"{request.get_host()}{request.get_full_path()}"
        shared = not request.META.get("QUERY_STRING")
        now = revision()
        kept = _pages.get(address, now)
        if shared and (kept is None or not kept.is_good(now)):
            kept = cache.get(_key_of(address))
        if kept is None or not kept.is_good(now):
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            kept = _keep(response, now)
            if shared:
                cache.set(_key_of(address), kept, settings.READING_PAGE_SECONDS)
        _pages.put(address, now, kept)
        return _kept_response(request, kept)

    cached.reading = True  # type: ignore[attr-defined]
    return cached


def _key_of(address: str) -> str:
    return f"page:{hashlib.sha256(address.encode()).hexdigest()}"


def _keep(response: HttpResponse, revision: str) -> KeptPage:
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    packed = gzip.compress(response.content, compresslevel=3, mtime=0)
    return KeptPage(
        revision, packed, response.headers["Content-Type"], digest, translation.get_language() or "", time.time()
    )


def _kept_response(request: HttpRequest, kept: KeptPage) -> HttpResponse:
    """The page as this reader takes it, or 304 when they have it already."""
    etag = f'W/"{kept.digest}"'
    response = HttpResponse(content_type=kept.content_type)
    # META, because request.headers reads every header to give one.
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response.content = kept.packed
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(kept.packed)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={settings.READING_PAGE_SECONDS}"
    response.headers["Content-Language"] = kept.language
    response.headers["Vary"] = "Cookie, Accept-Encoding"
    return get_conditional_response(request, etag=etag, response=response) or response


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
