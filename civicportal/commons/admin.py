"""The commons in the backoffice: themes and synonyms are written here, items and what hangs on them are only read."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from civicportal.backoffice.scoped import ScopedAdmin
from civicportal.cases.rules import LEADS_A_CASE
from civicportal.commons import actions
from civicportal.commons.models import Item, Link, Partner, Step, Synonym, Theme
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


@admin.register(Partner)
class PartnerAdmin(ScopedAdmin):
    """Research partners: those who lead a unit's cases, and its communicators, write them; saving publishes them."""

    writable_by = (*LEADS_A_CASE, Role.COMMUNICATOR)
    list_display = ("name", "organisation", "unit", "listed")
    list_filter = ("listed",)
    list_select_related = ("organisation", "unit")
    formfield_overrides: ClassVar = {
        **ScopedAdmin.formfield_overrides,
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
    }

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        partner = form.instance
        if partner.listed:
            actions.publish(partner, by=request.user)
        else:
            actions.hide(partner, by=request.user, reason="unlisted")
