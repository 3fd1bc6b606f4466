"""Networks with their principles and checklists, and the toolbox, in Django's admin; saving publishes them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from civicportal.backoffice.scoped import ScopedAdmin, ScopedStacked
from civicportal.people.enums import Role
from prototypes.actions import networks as actions
from prototypes.forms.prototypes import MethodForm
from prototypes.models import HarmPoint, Method, Network, Principle


class PrincipleInline(ScopedStacked):
    model = Principle
    read_only = False
    can_delete = True
    fields = ("position", "name", "words")


class HarmPointInline(ScopedStacked):
    model = HarmPoint
    read_only = False
    can_delete = True
    fields = ("position", "words")


@admin.register(Network)
class NetworkAdmin(ScopedAdmin):
    """A network's texts, principles and checklist."""

    readable_by = (Role.COMMUNICATOR, Role.REGISTRAR)
    writable_by = (Role.NETWORK_COORDINATOR,)
    list_display = ("name", "unit", "email")
    list_select_related = ("unit",)
    inlines: ClassVar = [PrincipleInline, HarmPointInline]
    view_on_site = True

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        actions.publish_network(form.instance, by=request.user)


@admin.register(Method)
class MethodAdmin(ScopedAdmin):
    """A method of the toolbox."""

    readable_by = (Role.REGISTRAR,)
    writable_by = (Role.NETWORK_COORDINATOR, Role.COMMUNICATOR)
    unit_path = "network__unit"
    form = MethodForm
    list_display = ("name", "format", "minutes", "smallest_group", "largest_group", "network")
    list_filter = ("format", "network")
    list_select_related = ("network",)
    view_on_site = True

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        actions.publish_method(form.instance, by=request.user)
