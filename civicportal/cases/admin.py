"""Cases and delegations in the backoffice. A case is worked on at its own page; here is the list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from civicportal.backoffice.scoped import ScopedAdmin
from civicportal.cases.models import READS_A_UNIT, Case, Delegation
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.guards import fresh_sign_in


class WaitingFilter(admin.SimpleListFilter):
    """What the case waits for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("late", _("Answer overdue")),
            ("unanswered", _("Not answered")),
            ("unregistered", _("No diary number")),
            ("open", _("Open cases")),
            ("closed", _("Closed cases")),
        ]

    def queryset(self, request: HttpRequest, rows: QuerySet[Case]) -> QuerySet[Case]:
        chosen: dict[str, dict[str, Any]] = {
            "late": {"answered_at__isnull": True, "answer_by__lt": dates.today()},
            "unanswered": {"answered_at__isnull": True},
            "unregistered": {"diary_number": ""},
            "open": {"closed_at__isnull": True},
            "closed": {"closed_at__isnull": False},
        }
        return rows.filter(**chosen.get(self.value() or "", {}))


@admin.register(Case)
class CaseAdmin(ScopedAdmin):
    """The cases that one sees, the most overdue first."""

    readable_by = READS_A_UNIT
    list_display = ("linked", "title", "unit", "handler", "promise", "diary_number")
    list_display_links = None
    list_filter = (WaitingFilter, "unit")
    list_select_related = ("unit", "handler")
    search_fields = ("reference", "title", "diary_number")
    search_help_text = _("Search by reference, title or diary number")
    ordering = (F("answered_at").asc(nulls_first=True), F("answer_by").asc(nulls_last=True), "pk")

    def rows(self, person: Any) -> QuerySet[Any]:
        """Without one's own: nobody works on their own case."""
        return Case.objects.visible_to(person).exclude(person=person)

    @admin.display(description=_("reference"), ordering="reference")
    def linked(self, case: Case) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:case_work", args=[case.reference]), case.reference)

    @admin.display(description=_("answer by"), ordering="answer_by")
    def promise(self, case: Case) -> str:
        if case.answered_at is not None:
            return str(_("Answered"))
        if case.answer_by is None:
            return ""
        late, day = case.days_late(), dates.show_day(case.answer_by)
        if not late:
            return day
        words = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
        return format_html('<strong class="tag tag-warn">{}</strong> {}', words, day)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A case is read and worked on at its own page."""
        case = self.get_object(request, unquote(object_id))
        if case is None or not self.has_view_permission(request, case):
            raise Http404
        return redirect("admin:case_work", reference=case.reference)


@admin.register(Delegation)
class DelegationAdmin(ScopedAdmin):
    """Who may decide, for which unit, up to which sum. One that decisions rest on can only be ended."""

    readable_by = (Role.FUND_MANAGER, Role.REGISTRAR, Role.DECISION_MAKER)
    writable_by = (Role.ADMINISTRATOR,)
    unscoped = True
    list_display = ("point", "person", "title", "unit", "series", "ceiling", "starts_on", "ends_on")
    list_filter = ("unit",)
    list_select_related = ("person", "unit")
    search_fields = ("point", "title")
    autocomplete_fields = ("person",)
    fields = ("person", "title", "unit", "series", "point", "ceiling", "starts_on", "ends_on")
    ordering = ("-starts_on", "pk")

    def rows(self, person: Any) -> QuerySet[Any]:
        return Delegation.objects.visible_to(person)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        used = obj is not None and obj.decisions.exists()
        return self.fields[:-1] if used else super().get_readonly_fields(request, obj)

    @method_decorator(fresh_sign_in)  # type: ignore[arg-type]
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The right to decide over money is not given by a session that somebody forgot to end."""
        return super().changeform_view(request, *args, **kwargs)
