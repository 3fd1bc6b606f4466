"""The funds' own tables in Django's admin: what fund managers set up, and what is only to be seen."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from civicportal.backoffice.scoped import ScopedAdmin, ScopedTabular
from civicportal.commons import actions as commons
from civicportal.kernel.web import public_words_changed
from civicportal.people.enums import Role
from civicportal.submissions.models import Opening
from funds.forms.applications import BudgetForm, RoundForm
from funds.models import Application, Fund, FundYear, Project, Round
from funds.rules.applications import sees_who

FEW = {**ScopedAdmin.formfield_overrides, models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
"""Themes are a handful: boxes to tick, which a screen reader can name, instead of two lists to drag between."""


class FundYearInline(ScopedTabular):
    model = FundYear
    form = BudgetForm
    read_only = False
    fields = ("year", "budget")


@admin.register(Fund)
class FundAdmin(ScopedAdmin):
    """A fund's texts and budget. What has pages of its own in the configuration is not edited here."""

    readable_by = (Role.COACH, Role.DECISION_MAKER, Role.COMMUNICATOR, Role.REGISTRAR)
    writable_by = (Role.FUND_MANAGER,)
    list_display = ("name", "unit", "series", "email")
    inlines: ClassVar = [FundYearInline]
    prepopulated_fields: ClassVar = {}
    exclude = ("checklist", "form", "report_form")
    view_on_site = True
    formfield_overrides: ClassVar = FEW

    def narrowed(self, rows: models.QuerySet[Any], db_field: Any, person: Any) -> models.QuerySet[Any]:
        """A fund for employees is for those of the city's own units."""
        found: Any = super().narrowed(rows, db_field, person)
        return found.units().order_by("name") if db_field.name == "audience_units" else found

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A fund that stands in public shows the change; one that does not is published on its own page."""
        super().save_related(request, form, formsets, change)
        fund = form.instance
        if fund.item is not None and fund.item.visible:
            commons.publish(fund, by=request.user)


@admin.register(Round)
class RoundAdmin(ScopedAdmin):
    """A round of a fund. What is granted of it is a stored figure that only decisions change."""

    readable_by = (Role.COACH, Role.DECISION_MAKER, Role.REGISTRAR)
    writable_by = (Role.FUND_MANAGER,)
    unit_path = "fund__unit"
    form = RoundForm
    list_display = ("name", "fund", "opening", "budget", "granted")
    list_select_related = ("fund", "opening")
    readonly_fields = ("granted",)
    formfield_overrides: ClassVar = FEW

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The latest start is the opening's, which the writing pages ask; it is set here, with the rest of a round."""
        super().save_model(request, obj, form, change)
        Opening.objects.filter(pk=obj.opening_id).update(latest_start=form.cleaned_data["latest_start"])
        public_words_changed()


@admin.register(Application)
class ApplicationAdmin(ScopedAdmin):
    """Applications as a list to search; the work is done on their own pages."""

    readable_by = (Role.FUND_MANAGER, Role.COACH, Role.DECISION_MAKER, Role.REGISTRAR)
    list_display = ("title", "reference", "state", "round", "district", "requested")
    list_filter = ("state", "round", "applicant_kind", "district")
    search_fields = ("title", "submission__case__reference", "submission__case__diary_number")
    list_select_related = ("submission__case", "round__fund", "district")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who applied is left out where the identity is protected and the reader is neither handler nor registrar."""
        names = ("contact_name", "organisation_name", "organisation_number")
        return () if obj is None or sees_who(request.user, obj) else names

    @admin.display(description="Nr", ordering="submission__case__reference")
    def reference(self, application: Application) -> str:
        return application.submission.case.reference

    def view_on_site(self, application: Application) -> str:  # type: ignore[override]
        return reverse("admin:funds_application", args=[application.submission.case.reference])


@admin.register(Project)
class ProjectAdmin(ScopedAdmin):
    """A granted project's words and picture; saving publishes them. Its state moves on its work page."""

    readable_by = (Role.COACH, Role.DECISION_MAKER, Role.REGISTRAR)
    writable_by = (Role.FUND_MANAGER, Role.COMMUNICATOR)
    unit_path = "fund__unit"
    list_display = ("title", "fund", "state", "granted", "granted_on", "district")
    list_filter = ("state", "fund", "district")
    list_select_related = ("fund", "district")
    readonly_fields = ("application", "round", "requested", "granted", "granted_on", "imported_as", "image")
    formfield_overrides: ClassVar = FEW
    view_on_site = True

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.instance.item_id:
            commons.publish(form.instance, by=request.user)
