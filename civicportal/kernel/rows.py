"""The one QuerySet that every model of the portal builds on."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models


class Rows(models.QuerySet):
    """A QuerySet whose page queries may not fetch a row more behind the page's back."""

    def for_page(self) -> Self:
        """In tests a forgotten select_related raises instead of costing a query per row."""
        if getattr(settings, "FETCH_RAISE", False):
            return self.fetch_mode(models.FETCH_RAISE)
        return self.fetch_mode(models.FETCH_PEERS)
