"""In a stock form, what a field that is only read names is a link for those who may open it, and words for others.

Django makes a link of every key, also to pages that the person would be refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.helpers import AdminForm, AdminReadonlyField, Fieldline, Fieldset
from django.http import HttpRequest


def _again(kind: Any, made: Any, request: HttpRequest) -> Any:
    """The same part of a form as another class of ours, which knows who asks."""
    ours = kind.__new__(kind)
    ours.__dict__.update(made.__dict__, request=request)
    return ours


class ReachedField(AdminReadonlyField):
    """A field that is only read."""

    request: HttpRequest

    def get_admin_url(self, remote_field: Any, remote_obj: Any) -> Any:
        """A link to the row where the person may see it there; what it is called in any case."""
        try:
            there = self.model_admin.admin_site.get_model_admin(remote_field.model)
        except NotRegistered:
            return str(remote_obj)
        if not there.has_view_permission(self.request, remote_obj):
            return str(remote_obj)
        return super().get_admin_url(remote_field, remote_obj)


class ReachedLine(Fieldline):
    """The fields that stand beside each other."""

    request: HttpRequest

    def __iter__(self) -> Iterator[Any]:
        for field in super().__iter__():
            yield _again(ReachedField, field, self.request) if field.is_readonly else field


class ReachedFieldset(Fieldset):
    """The lines under one heading."""

    request: HttpRequest

    def __iter__(self) -> Iterator[Any]:
        for line in super().__iter__():
            yield _again(ReachedLine, line, self.request)


class ReachedForm(AdminForm):
    """A stock form without links that lead to a refusal."""

    request: HttpRequest

    def __iter__(self) -> Iterator[Any]:
        for fieldset in super().__iter__():
            yield _again(ReachedFieldset, fieldset, self.request)


def reached(form: AdminForm, request: HttpRequest) -> ReachedForm:
    """Django's form for one row, as the person who asks may go on from it."""
    made: ReachedForm = _again(ReachedForm, form, request)
    return made
