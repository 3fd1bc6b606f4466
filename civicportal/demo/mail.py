"""The letters that the demo would have sent, to read. Only the demo installs this."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civicportal.kernel.dates import show_moment
from civicportal.kernel.lists import page_of
from civicportal.kernel.web import ANYONE, open_to
from civicportal.notices.models import Message, MessageState
from civicportal.notices.queries import letters_sent
from civicportal.notices.words import blocks

LOOKS = {MessageState.SENT: "ok", MessageState.FAILED: "error"}


def _rows(page: Page[Message]) -> list[dict[str, Any]]:
    return [
        {
            "message": message,
            "look": LOOKS.get(MessageState(message.state), "quiet"),
            "status": message.get_state_display(),
        }
        for message in page
    ]


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404


@open_to(ANYONE)
@require_safe
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    """Every letter, newest first."""
    _only_in_the_demo()
    page = page_of(letters_sent().defer("html", "attachments"), request.GET.get("page"))
    return render(request, "demo/mail.html", {"page": page, "rows": _rows(page)})


@open_to(ANYONE)
@require_safe
@never_cache
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """One letter as its reader sees it; its links can be followed."""
    _only_in_the_demo()
    message = get_object_or_404(letters_sent(), pk=number)
    names = [part["name"] for part in message.attachments]
    context = {"message": message, "text": blocks(message.text), "names": names, "rows": _facts(message)}
    return render(request, "demo/mail_letter.html", context)


def _facts(message: Message) -> list[dict[str, Any]]:
    rows = [
        (_("To"), message.email),
        (_("Written"), show_moment(message.written_at)),
        (_("State"), message.get_state_display()),
    ]
    return [{"label": label, "value": value} for label, value in rows]


urlpatterns = [path("", letters, name="demo_mail"), path("<int:number>/", letter, name="demo_mail_letter")]
