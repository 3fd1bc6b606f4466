"""The labs' own tables in Django's admin: what facilitators set up. States move on the work pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice.scoped import ScopedAdmin, ScopedStacked
from civicportal.people.enums import Role
from labs.actions import work
from labs.actions.addresses import free_slug
from labs.models import Lab, Method, Partner, Solution, Topic, Trial

FEW = {**ScopedAdmin.formfield_overrides, models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
"""Boxes to tick, which a screen reader can name, instead of two lists to drag between."""


class PartnerInline(ScopedStacked):
    model = Partner
    read_only = False
    can_delete = True
    fields = ("kind", "name", "part", "position")


class MethodInline(ScopedStacked):
    model = Method
    read_only = False
    can_delete = True
    fields = ("name", "about", "gave", "position")


class OfLab(ScopedAdmin):
    """What a facilitator writes; what is public already is published anew when it is saved."""

    readable_by = (Role.COMMUNICATOR,)
    writable_by = (Role.FACILITATOR,)
    formfield_overrides: ClassVar = FEW
    exclude: ClassVar = ["slug", "image"]
    work_page = ""
    named = "title"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The address is made of the name, once: what is linked to does not move."""
        if not obj.slug:
            obj.slug = free_slug(self.model, str(getattr(obj, self.named)))
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        thing = form.instance
        if thing.item is not None and thing.item.visible:
            work.publish(self.model.objects.get(pk=thing.pk), by=request.user)  # type: ignore[arg-type]

    def view_on_site(self, thing: Any) -> str:  # type: ignore[override]
        """Where the work on it is done."""
        return reverse(f"admin:{self.work_page}", args=[thing.slug])


@admin.register(Lab)
class LabAdmin(OfLab):
    """A lab's words, districts, partners and methods."""

    work_page = "labs_lab"
    named = "name"
    list_display = ("name", "unit", "state", "budget")
    list_filter = ("state",)
    list_select_related = ("unit",)
    inlines: ClassVar = [PartnerInline, MethodInline]


@admin.register(Topic)
class TopicAdmin(OfLab):
    """A topic's words; needs are gathered into it on the work pages."""

    work_page = "labs_topic"
    unit_path = "lab__unit"
    list_display = ("title", "lab", "state", "district")
    list_filter = ("state", "lab")
    list_select_related = ("lab", "district")
    search_fields = ("title",)


class SolutionForm(forms.ModelForm):
    """What a solution grew from belongs to the same lab."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lab, topic = cleaned.get("lab"), cleaned.get("topic")
        if lab and topic and topic.lab_id != lab.pk:
            self.add_error("topic", ValidationError(_("The topic belongs to another lab")))
        if lab and any(idea.lab_id != lab.pk for idea in cleaned.get("ideas") or []):
            self.add_error("ideas", ValidationError(_("One of the ideas belongs to another lab")))
        return cleaned


@admin.register(Solution)
class SolutionAdmin(OfLab):
    """A solution with its team, its cost and the ideas that it grew from."""

    work_page = "labs_solution"
    unit_path = "lab__unit"
    form = SolutionForm
    list_display = ("title", "lab", "state", "cost")
    list_filter = ("state", "lab")
    list_select_related = ("lab",)

    def narrowed(self, rows: models.QuerySet[Any], db_field: Any, person: Any) -> models.QuerySet[Any]:
        """Only ideas that stand in public can live on in a solution."""
        rows = super().narrowed(rows, db_field, person)
        return rows.filter(item__visible=True) if db_field.name == "ideas" else rows


class TrialForm(forms.ModelForm):
    """A test ends after it starts: said in words before the database refuses it."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", ValidationError(_("The test cannot end before it starts")))
        return cleaned


@admin.register(Trial)
class TrialAdmin(OfLab):
    """A test's expectation, period and place. What it showed is written when it is concluded."""

    work_page = "labs_test"
    unit_path = "solution__lab__unit"
    form = TrialForm
    exclude: ClassVar = ["slug"]
    list_display = ("title", "solution", "state", "starts_on", "ends_on")
    list_filter = ("state",)
    list_select_related = ("solution",)
