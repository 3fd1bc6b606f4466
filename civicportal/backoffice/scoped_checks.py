"""System checks that refuse an admin class with a door past its rows' scope."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.checks import ModelAdminChecks
from django.core import checks
from django.core.exceptions import FieldDoesNotExist

UNSCOPED_FILTERS = (admin.AllValuesFieldListFilter, admin.RelatedFieldListFilter)


def filter_name(item: Any) -> str:
    """The lookup or parameter that a list filter answers to."""
    if isinstance(item, type) and issubclass(item, admin.SimpleListFilter):
        return str(item.parameter_name)
    return str(item[0] if isinstance(item, (list, tuple)) else item)


class ScopedChecks(ModelAdminChecks):
    """Django's checks of an admin class, and ours."""

    def check(self, admin_obj: Any, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(admin_obj, **kwargs), *self._check_scope(admin_obj), *self._check_doors(admin_obj)]

    def _check_scope(self, admin_obj: Any) -> list[checks.CheckMessage]:
        from civicportal.backoffice.scoped import ScopedAdmin

        found: list[checks.CheckMessage] = []
        own_rule = type(admin_obj).rows is not ScopedAdmin.rows
        if not (admin_obj.unscoped or own_rule or hasattr(admin_obj.model._default_manager, "visible_to")):
            hint = "Give its QuerySet visible_to(person), override rows(person), or set unscoped = True."
            words = f"{admin_obj.model.__name__} has no rule for who sees which rows."
            found.append(_error("E101", words, hint, admin_obj))
        if admin_obj.writable_by and not (admin_obj.unscoped or admin_obj.path_to_unit):
            hint = "Set unit_path, such as 'fund__unit', or unscoped = True."
            found.append(_error("E102", "Nothing says which unit's rows one may change.", hint, admin_obj))
        return found

    def _check_doors(self, admin_obj: Any) -> list[checks.CheckMessage]:
        from civicportal.backoffice.scoped import ScopedStacked, ScopedTabular

        found: list[checks.CheckMessage] = []
        if admin_obj.raw_id_fields:
            hint = "A raw id box shows the name of any row whose number is typed; use autocomplete_fields."
            found.append(_error("E103", "raw_id_fields show rows past their scope.", hint, admin_obj))
        if admin_obj.list_editable:
            hint = "Let people change rows in their own form."
            found.append(_error("E104", "list_editable asks no rule per row.", hint, admin_obj))
        if any(not issubclass(inline, (ScopedTabular, ScopedStacked)) for inline in admin_obj.inlines):
            hint = "Use ScopedTabular or ScopedStacked."
            found.append(_error("E105", "An inline shows choices past their scope.", hint, admin_obj))
        if leaking := [item for item in admin_obj.list_filter if self._lists_foreign_values(admin_obj, item)]:
            hint = "Write a SimpleListFilter whose lookups come from the person's own rows."
            words = f"The filters {leaking} list values of rows past their scope."
            found.append(_error("E106", words, hint, admin_obj))
        return found

    def _lists_foreign_values(self, admin_obj: Any, item: Any) -> bool:
        """Whether Django would list every value that a related table holds: a plain field behind a relation."""
        if not isinstance(item, str) or "__" not in item:
            return isinstance(item, (list, tuple)) and item[1] in UNSCOPED_FILTERS
        model, field = admin_obj.model, None
        for part in item.split("__"):
            try:
                field = model._meta.get_field(part)
            except FieldDoesNotExist:
                return False
            model = field.related_model
        harmless = {"BooleanField", "DateField", "DateTimeField"}
        return not (field is None or field.is_relation or field.choices or field.get_internal_type() in harmless)


def _error(number: str, words: str, hint: str, admin_obj: Any) -> checks.Error:
    return checks.Error(words, hint=hint, obj=type(admin_obj), id=f"portal.{number}")
