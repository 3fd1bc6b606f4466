"""The log, to be read: by an auditor all of it, by a registrar and an administrator that of their own units."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice import queues
from civicportal.backoffice.queues import Panel
from civicportal.backoffice.scoped import AUDITOR, ScopedAdmin
from civicportal.backoffice.trail import Trace, tracers
from civicportal.kernel import dates
from civicportal.records.deeds import said
from civicportal.records.models import Entry, RetentionRule
from civicportal.records.queries import entries_about

COUNTED = 5000
LATEST = 20
OF_A_UNIT = ("registrar", "administrator")


def words_of(kind: str) -> str:
    """What a kind of subject is called; the kind itself when its model is gone."""
    try:
        return str(capfirst(apps.get_model(kind)._meta.verbose_name))
    except (LookupError, ValueError):
        return kind


def entries_of(thing: models.Model) -> list[Trace]:
    """The latest hundred entries about a thing, newest first."""
    return [Trace(entry.at, str(entry.actor or ""), entry.verb, entry.facts) for entry in entries_about(thing, 100)]


tracers.append(entries_of)


class CountedPaginator(Paginator):
    """Counts at most five thousand rows: the log grows for ever and the filters lead to what one seeks."""

    @cached_property
    def count(self) -> int:
        return len(self.object_list.order_by()[:COUNTED].values_list("pk"))  # type: ignore[attr-defined]


class SubjectFilter(admin.SimpleListFilter):
    """By what was acted on: every kind of thing there is, whether or not the log names it yet."""

    title = _("what was acted on")
    parameter_name = "subject_kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        ours = [model for model in apps.get_models() if not model.__module__.startswith(("django.", "allauth."))]
        kinds = {model._meta.label_lower: str(capfirst(model._meta.verbose_name)) for model in ours}
        return sorted(kinds.items(), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(subject_kind=self.value()) if self.value() else queryset


class NumberFilter(admin.SimpleListFilter):
    """One subject by its number, as links from a thing's own page ask for it; offers nothing to choose by itself."""

    title = _("number")
    parameter_name = "subject_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        number = request.GET.get(self.parameter_name, "")
        return [(number, number)] if number.isascii() and number.isdigit() and len(number) < 19 else []

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(subject_id=self.value()) if self.value() else queryset


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    """Read and never written: the database refuses changes as well."""

    readable_by = OF_A_UNIT
    list_display = ("when", "who", "what", "subject", "said_facts")
    list_display_links = None
    list_filter = (SubjectFilter, NumberFilter)
    list_select_related = ("actor",)
    search_fields = ("verb__startswith", "actor__email__startswith")
    search_help_text = _("The beginning of what was done, such as application.decide, or of an e-mail address")
    date_hierarchy = None
    ordering = ("-id",)
    sortable_by = ()
    paginator = CountedPaginator
    fields = readonly_fields = list_display

    def rows(self, person: Any) -> models.QuerySet[Any]:
        if person.has_role(AUDITOR):
            return Entry.objects.all()
        return Entry.objects.filter(unit_id__in=person.units_as(*OF_A_UNIT))

    @admin.display(description=_("when"))
    def when(self, entry: Entry) -> str:
        return dates.show_moment(entry.at, weekday=False)

    @admin.display(description=_("who"))
    def who(self, entry: Entry) -> str:
        return str(entry.actor or _("The clock"))

    @admin.display(description=_("what"))
    def what(self, entry: Entry) -> str:
        """In words, with the verb that one searches by."""
        words = said(entry.verb)
        return entry.verb if words == entry.verb else f"{words} ({entry.verb})"

    @admin.display(description=_("what was acted on"))
    def subject(self, entry: Entry) -> str:
        return f"{words_of(entry.subject_kind)} {entry.subject_id}" if entry.subject_kind else ""

    @admin.display(description=_("facts"))
    def said_facts(self, entry: Entry) -> str:
        return ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in entry.facts.items())


@admin.register(RetentionRule)
class RetentionRuleAdmin(ScopedAdmin):
    """How long what is kept: the city's document plan, line by line."""

    unscoped = True
    writable_by = ("registrar",)
    list_display = ("name", "record_class", "start_event", "years", "afterwards", "plan_reference")


def _latest(person: Any) -> dict[str, Any]:
    entries = Entry.objects.select_related("actor").for_page()[:LATEST]
    return {
        "entries": [
            {"entry": entry, "what": said(entry.verb), "subject": words_of(entry.subject_kind)} for entry in entries
        ]
    }


queues.register_panel(Panel("records.latest", (AUDITOR,), "backoffice/latest_log.html", _latest))
