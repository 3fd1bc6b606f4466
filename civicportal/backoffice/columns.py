"""How values stand in the backoffice's lists and read-only pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.text import capfirst

from civicportal.kernel import money
from civicportal.kernel.money import MoneyField


@lru_cache(maxsize=512)
def money_column(model: type[models.Model], name: str) -> Callable[[Any], str]:
    """A column that says a sum as people read it; Django itself would print öre as a bare number."""

    def column(row: Any) -> str:
        return money.show(getattr(row, name))

    column.__name__ = name
    column.short_description = capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[attr-defined]
    column.admin_order_field = name  # type: ignore[attr-defined]
    return column


def readable(model: type[models.Model], name: Any) -> Any:
    """The name of a field, or the column that says it when it holds a sum."""
    if isinstance(name, str) and isinstance(_field(model, name), MoneyField):
        return money_column(model, name)
    return name


def _field(model: type[models.Model], name: str) -> Any:
    return next((field for field in model._meta.get_fields() if field.name == name), None)
