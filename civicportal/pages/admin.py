"""Staff's pages and news, and what people have said about the portal."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice.scoped import ScopedAdmin, ScopedStacked
from civicportal.kernel.text import slug_of
from civicportal.pages.models import AccessReport, Feedback, News, Page, Section
from civicportal.pages.queries import ANSWERS_REPORTS
from civicportal.people.enums import Role
from civicportal.places.public_admin import PublicAdmin

WRITERS = (Role.COMMUNICATOR, Role.ADMINISTRATOR)


class SectionInline(ScopedStacked):
    """A page's parts. The key of a part that a law asks for stands fast, and nothing is deleted."""

    model = Section
    extra = 0
    read_only = False
    readonly_fields = ("key",)


@admin.register(Page)
class PageAdmin(PublicAdmin):
    """Markdown; [[city]], [[authority]], [[email]], [[phone]] and [[dpo]] become the city's own facts."""

    writable_by = WRITERS
    list_display = ("title", "key", "reviewed_on", "changed_at")
    readonly_fields = ("key",)
    inlines = (SectionInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The pages are known by name; load_pages makes those that are missing."""
        return False

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A part that staff add gets its key from its heading."""
        for added in formset.extra_forms:
            if added.has_changed():
                added.instance.key = free_key(form.instance, str(added.instance.heading))
        super().save_formset(request, form, formset, change)


def free_key(page: Page, heading: str) -> str:
    """A key for a new part that no other part of the page has."""
    taken = set(page.sections.values_list("key", flat=True))
    base = slug_of(heading, most=34)
    return next(key for key in (base, *(f"{base}-{number}" for number in range(2, 100))) if key not in taken)


@admin.register(News)
class NewsAdmin(PublicAdmin):
    writable_by = WRITERS
    list_display = ("title", "slug", "out_at")


@admin.register(AccessReport)
class AccessReportAdmin(ScopedAdmin):
    """A list to look things up in; reports are answered on their own page."""

    unscoped = True
    readable_by = ANSWERS_REPORTS
    list_display = ("kind", "address", "reported_at", "answer_by", "outcome", "owner", "work")
    list_filter = ("outcome", "kind")

    @admin.display(description=_("answer"))
    def work(self, report: AccessReport) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:access_report", args=[report.pk]), _("Open"))


@admin.register(Feedback)
class FeedbackAdmin(ScopedAdmin):
    unscoped = True
    readable_by = WRITERS
    list_display = ("address", "found", "words", "written_at")
    list_filter = ("found", "language")
