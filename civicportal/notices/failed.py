"""Letters that failed for good: the work page that lists them, and its line on the start page of the backoffice."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civicportal.backoffice import queues, work
from civicportal.backoffice.work import work_page
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.notices import actions
from civicportal.notices.letters import letters
from civicportal.notices.models import Lane, Message, MessageState
from civicportal.notices.rules import LOOKS_AFTER_LETTERS

ON_A_PAGE = 50
FRESH = timedelta(days=30)
"""For how long a letter that failed stands on the start page; the list keeps it."""

CODE = re.compile(r"\b[45]\d\d\b")


def failed_letters(person: Any) -> QuerySet[Message]:
    """What could not be sent of the letters that the person sees, the newest first, without their words."""
    rows = Message.objects.visible_to(person).filter(state=MessageState.FAILED, lane=Lane.LETTER)
    return rows.defer("text", "html", "attachments").order_by("-id").for_page()


def masked(email: str) -> str:
    """An address that is known again by who knows it: "r…@example.org"."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}"


def reason(message: Message) -> str:
    """Why it failed, in words, with the mail server's number; never its sentence, which may name the reader."""
    kind, _colon, said = message.trouble.partition(":")
    number = CODE.search(said)
    words = {
        "SMTPRecipientsRefused": _("The address takes no mail"),
        "SMTPDataError": _("The mail server did not take the letter"),
    }
    if kind in {"ValueError", "TypeError", "LookupError", "KeyError", "UnicodeEncodeError"}:
        return _("No letter could be made to this address")
    told = words.get(kind) or _("The mail server could not be reached")
    return f"{told} ({number[0]})" if number else told


@work_page(*LOOKS_AFTER_LETTERS)
def failed(request: HttpRequest) -> HttpResponse:
    """The letters that failed, with a button each."""
    if request.method == "POST":
        return _again(request)
    page = page_of(failed_letters(request.user), request.GET.get("page"), ON_A_PAGE)
    rows = [
        {
            "pk": message.pk,
            "named": letters[message.kind].label if message.kind in letters else message.kind,
            "to": masked(message.email),
            "written": message.written_at,
            "tries": message.attempts,
            "why": reason(message),
        }
        for message in page
    ]
    context = {"page": page, "rows": rows}
    return work.render(request, "notices/backoffice/failed.html", context, title=_("Letters that could not be sent"))


def _again(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("letter", "")
    rows = Message.objects.visible_to(request.user)
    message = get_object_or_404(rows, pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    try:
        actions.send_again(message, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        messages.success(request, _("The letter is on its way again"))
    return redirect("admin:notices_failed")


def waiting(person: Any) -> list[queues.Waiting]:
    """One line for all that failed of late."""
    count = failed_letters(person).filter(written_at__gt=dates.now() - FRESH).order_by().count()
    if not count:
        return []
    words = ngettext("%(n)d letter could not be sent", "%(n)d letters could not be sent", count) % {"n": count}
    return [queues.Waiting(label=words, url=reverse("admin:notices_failed"), verb=_("Look"))]


def register() -> None:
    """Called once, when the app is ready."""
    label = gettext_lazy("Letters that could not be sent")
    work.register(path("brev/misslyckade/", failed, name="notices_failed"), menu=label, position=92)
    queues.register(queues.Queue("notices.failed", label, LOOKS_AFTER_LETTERS, waiting))
