"""The one QuerySet that every model of the portal builds on."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models


class Rows(models.QuerySet):
    """A QuerySet whose page queries may not fetch a row more behind the page's back."""

    def for_page(self) -> Self:
        """In tests a forgotten select_related raises instead of costing a query per row."""
        if getattr(settings, "FETCH_RAISE", False):
            return self.fetch_mode(models.FETCH_RAISE)
        return self.fetch_mode(models.FETCH_PEERS)


def held(rows: models.QuerySet[Any], pk: Any) -> Any:
    """The row under its lock until the transaction ends, with what `rows` join read when the lock is held.

    One query would read both, but PostgreSQL joins before it waits: a row that had to wait for its lock comes with
    what its neighbours were before the wait, or with nothing where the key itself has changed. So the lock comes
    first, and the reading after it. Raises DoesNotExist.
    """
    rows.model._base_manager.select_for_update(of=("self",)).only("pk").get(pk=pk)
    return rows.get(pk=pk)
