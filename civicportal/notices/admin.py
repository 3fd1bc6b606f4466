"""The letters in the backoffice: read, never changed; the words of a letter with a sign-in code are never shown."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from civicportal.backoffice.scoped import ScopedAdmin
from civicportal.notices.letters import letters
from civicportal.notices.models import Message
from civicportal.notices.queries import text_for
from civicportal.people.enums import Role


@admin.register(Message)
class MessageAdmin(ScopedAdmin):
    """What was written to whom, whether it went, and why not."""

    readable_by = (
        Role.ADMINISTRATOR,
        Role.FUND_MANAGER,
        Role.REGISTRAR,
        Role.NETWORK_COORDINATOR,
        Role.FACILITATOR,
        Role.DEPARTMENT_EDITOR,
    )
    list_display = ("named", "email", "state", "written_at", "sent_at", "trouble")
    list_filter = ("state", "lane")
    search_fields = ("email",)
    search_help_text = _("Search by address")
    fields = (
        "named",
        "email",
        "kind_named",
        "language",
        "state",
        "written_at",
        "due_at",
        "attempts",
        "sent_at",
        "trouble",
        "words",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).defer("html", "attachments")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The letter, with the text that this reader may read."""
        message = super().get_object(request, object_id, from_field)
        if message is not None:
            message.words_for_reader = text_for(request.user, message)
        return message

    @admin.display(description=_("letter"))
    def named(self, message: Message) -> str:
        return self.kind_named(message) if message.is_sealed else message.subject

    @admin.display(description=_("kind"))
    def kind_named(self, message: Message) -> str:
        return str(letters[message.kind].label) if message.kind in letters else message.kind

    @admin.display(description=_("text"))
    def words(self, message: Any) -> str:
        text = getattr(message, "words_for_reader", "")
        if text:
            return format_html('<p class="said-words" lang="{}">{}</p>', message.language, text)
        return say("Not shown. It is for the one who got the letter.")
