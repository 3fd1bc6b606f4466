"""The base of admin pages for words that stand on public pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from civicportal.backoffice.scoped import ScopedAdmin
from civicportal.kernel.web import public_words_changed


class PublicAdmin(ScopedAdmin):
    """What is saved here is seen by readers at once: kept copies of public pages become old with the commit."""

    unscoped = True

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        public_words_changed()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        public_words_changed()
