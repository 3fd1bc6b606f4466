"""Work pages: our own pages under /backoffice/, beside Django's lists and forms.

A feature declares one in AppConfig.ready():

    work.register(path("granska/", views.queue, name="review_queue"), menu=_("Review"))

and the page then answers at `admin:review_queue`. Whoever the page's guard refuses gets 404, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404, URLPattern, resolve, reverse
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache

from civicportal.kernel.web import STAFF, View, open_to


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One work page in the menu of those who may enter it."""

    label: str | Promise
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class _WorkPage:
    pattern: URLPattern
    menu: str | Promise
    position: int


_pages: dict[str, _WorkPage] = {}


def work_page(*roles: str) -> Callable[[View], View]:
    """Guards a view: for people who hold one of the roles today, never kept by a cache.

    Without roles it is for everybody who may enter the backoffice. Raises ImproperlyConfigured for "anyone".
    """
    who = roles or (STAFF,)
    if "anyone" in who:
        raise ImproperlyConfigured("A work page is not for anyone")

    def decorate(view: View) -> View:
        guarded = open_to(*who)(view)

        @wraps(guarded)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.current_app = admin.site.name  # type: ignore[attr-defined]
            return guarded(request, *args, **kwargs)

        return never_cache(page)

    return decorate


def register(pattern: URLPattern, *, menu: str | Promise = "", position: int = 100) -> None:
    """Puts a page under /backoffice/. `menu` is its name in the menu; a page whose address takes values has none.

    Raises ImproperlyConfigured when the page has no name, no guard, or a name that is taken.
    """
    name = pattern.name
    if not name or name in _pages:
        raise ImproperlyConfigured(f"A work page needs a name of its own, not {name!r}")
    if getattr(pattern.callback, "policy", None) is None:
        raise ImproperlyConfigured(f"The work page {name} does not say who may enter: use @work_page(...)")
    _pages[name] = _WorkPage(pattern, menu, position)


def patterns() -> list[URLPattern]:
    """The addresses of all work pages."""
    return [page.pattern for page in _pages.values()]


def menu(person: Any, path: str = "") -> list[MenuItem]:
    """The work pages that the person may enter, in order; the one that `path` lies under is the current one."""
    entered = [
        page
        for page in sorted(_pages.values(), key=lambda page: page.position)
        if page.menu and page.pattern.callback.policy.admits(person)  # type: ignore[attr-defined]
    ]
    addresses = [(page.menu, reverse(f"admin:{page.pattern.name}")) for page in entered]
    return [MenuItem(label, url, current=path.startswith(url)) for label, url in addresses]


def may_open(person: Any, path: str) -> bool:
    """Whether one of our pages lets the person in by their roles, so that a link to it leads somewhere."""
    try:
        found = resolve(path.partition("#")[0].partition("?")[0])
    except Resolver404:
        return False
    policy = getattr(found.func, "policy", None)
    return policy is None or bool(policy.admits(person))


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    title: str | Promise,
    status: int = 200,
) -> TemplateResponse:
    """A work page in the backoffice's frame; templates extend admin/base_site.html and print their own h1."""
    frame = admin.site.each_context(request)
    return TemplateResponse(request, template, {**frame, "title": title, **(context or {})}, status=status)
