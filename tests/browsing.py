"""For tests that open very many pages: a quick client, what each answer must have, and who reads what in the admin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

AS_A_SCRIPT = {"Accept": "application/json, */*;q=0.5"}
"""A refusal in one sentence instead of a page; what is not refused looks the same."""


class Browser(Client):
    """Django's client without what it keeps of each template, which takes a tenth of the time of a page."""

    def __init__(self) -> None:
        super().__init__(raise_request_exception=False)

    def request(self, **request: Any) -> HttpResponseBase:
        response: HttpResponseBase = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


def has_strict_policy(headers: Mapping[str, str]) -> bool:
    """Whether an answer lets the page run nothing but the portal's own scripts and styles."""
    policy = headers.get("Content-Security-Policy", "")
    return "default-src 'none'" in policy and "unsafe" not in policy


@cache
def _tables() -> dict[tuple[str, ...], type[Model]]:
    return {(model._meta.app_label, str(model._meta.model_name)): model for model in admin.site._registry}


def table_of(path: str) -> type[Model] | None:
    """The table that an address of Django's admin is about; None for any other address."""
    _before, _backoffice, inside = path.partition("/backoffice/")
    return _tables().get(tuple(inside.split("/")[:2]))


def reads_table(person: Any, table: type[Model]) -> bool:
    """Whether the person's roles carry anything in the table's part of the admin."""
    request = RequestFactory().get("/")
    request.user = person
    return bool(admin.site.has_permission(request) and admin.site._registry[table].has_view_permission(request))
