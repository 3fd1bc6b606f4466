"""The commons in the backoffice: themes and synonyms are written here, items and what hangs on them are only read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from civicportal.backoffice.scoped import ScopedAdmin
from civicportal.commons.models import Item, Link, Step, Synonym, Theme
from civicportal.people.enums import Role
from civicportal.places.public_admin import PublicAdmin


@admin.register(Theme)
class ThemeAdmin(PublicAdmin):
    writable_by = (Role.ADMINISTRATOR, Role.COMMUNICATOR)
    list_display = ("name", "kind", "position", "listed")
    list_filter = ("kind", "listed")


@admin.register(Synonym)
class SynonymAdmin(PublicAdmin):
    writable_by = (Role.ADMINISTRATOR, Role.COMMUNICATOR)
    list_display = ("__str__",)


@admin.register(Item)
class ItemAdmin(ScopedAdmin):
    """What is public is changed where it comes from; here it is looked at, hidden items too."""

    unscoped = True
    readable_by = tuple(Role.values)
    list_display = ("__str__", "kind", "visible", "unit", "happened_on", "changed_at")
    list_filter = ("kind", "visible", "district")
    search_fields = ("keywords", "slug")
    exclude = ("search",)

    def rows(self, person: Any) -> QuerySet[Item]:
        rows: QuerySet[Item] = Item.every.all()
        return rows


@admin.register(Step)
class StepAdmin(ScopedAdmin):
    unscoped = True
    readable_by = tuple(Role.values)
    list_display = ("title", "item", "kind", "at", "amount")
    list_filter = ("kind",)
    list_select_related = ("item",)


@admin.register(Link)
class LinkAdmin(ScopedAdmin):
    unscoped = True
    readable_by = tuple(Role.values)
    list_display = ("source", "kind", "target", "made_at")
    list_filter = ("kind",)
    list_select_related = ("source", "target")
