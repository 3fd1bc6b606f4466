"""Effects as lists to look things up in; they are entered and corrected on the work page of the thing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice.scoped import ScopedAdmin
from civicportal.effects.models import EDITORS, Indicator, ValueEntry
from civicportal.effects.rules import item_of


class _Register(ScopedAdmin):
    readable_by = EDITORS

    @admin.display(description=_("work page"))
    def work(self, thing: Any) -> SafeString:
        item = item_of(thing)
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:effects_item", args=[item.kind, item.slug]), item.title
        )


@admin.register(Indicator)
class IndicatorAdmin(_Register):
    list_display = ("name", "work", "baseline", "target", "target_on", "next_on")
    list_filter = ("next_on",)
    list_select_related = ("goal__item",)


@admin.register(ValueEntry)
class ValueEntryAdmin(_Register):
    list_display = ("words", "level", "work", "on", "amount")
    list_filter = ("level", "on")
    list_select_related = ("item",)
