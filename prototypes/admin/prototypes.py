"""Prototypes with their coordination and working groups in Django's admin; their work is done on their own pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from civicportal.backoffice.scoped import ScopedAdmin, ScopedStacked
from civicportal.people.enums import Role
from prototypes.actions import prototypes as actions
from prototypes.models import Partner, Prototype, WorkingGroup


class PartnerInline(ScopedStacked):
    model = Partner
    read_only = False
    can_delete = True
    fields = ("position", "name", "kind", "part")


class WorkingGroupInline(ScopedStacked):
    model = WorkingGroup
    read_only = False
    fields = ("number", "name", "about", "meets", "takes_members")


@admin.register(Prototype)
class PrototypeAdmin(ScopedAdmin):
    """A prototype's facts. It goes public, moves on and tells its log on its work page."""

    readable_by = (Role.REGISTRAR,)
    writable_by = (Role.NETWORK_COORDINATOR, Role.COMMUNICATOR)
    unit_path = "network__unit"
    list_display = ("name", "network", "state", "since", "district")
    list_filter = ("state", "network", "district")
    list_select_related = ("network", "district")
    readonly_fields = ("state", "state_since", "image")
    fields = (
        "network", "slug", "state", "state_since", "name", "question", "summary", "purpose", "since", "backed_by",
        "contact", "email", "phone", "district", "theme", "learnt", "image",
    )  # fmt: skip
    inlines: ClassVar = [PartnerInline, WorkingGroupInline]

    def view_on_site(self, prototype: Prototype) -> str | None:  # type: ignore[override]
        shown = prototype.item is not None and prototype.item.visible
        return prototype.get_absolute_url() if shown else None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        actions.refresh(form.instance, by=request.user)
