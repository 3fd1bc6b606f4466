"""Reading as somebody who is signed in: a session made with the rows, and its cookie on each request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicportal.bench.driver import Reader, Request

if TYPE_CHECKING:
    from civicportal.people.models import Person


@dataclass(frozen=True)
class Desk:
    """A page of the backoffice, and the cookie of somebody who may open it."""

    path: str
    cookie: str


def cookie_of(person: Person) -> str:
    """The cookie of a new session of somebody, as the door makes it."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


class DeskReader(Reader):
    """Reads a page of the backoffice again and again."""

    def __init__(self, desk: Desk, number: int) -> None:
        super().__init__(desk.path, number)
        self.cookie = desk.cookie

    def ask(self) -> Request:
        asked = super().ask()
        return Request(asked.method, asked.path, {**asked.headers, "Cookie": self.cookie})
