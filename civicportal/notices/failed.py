"""Letters that failed for good, in words: to whom, why, and their line on the start page of the backoffice."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civicportal.backoffice import queues
from civicportal.kernel import dates
from civicportal.notices.models import Message
from civicportal.notices.queries import failed_letters

FRESH = timedelta(days=30)
"""For how long a letter that failed stands on the start page; the list keeps it."""

CODE = re.compile(r"\b[45]\d\d\b")


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


def waiting(person: Any) -> list[queues.Waiting]:
    """One line for all that failed of late."""
    count = failed_letters(person).filter(written_at__gt=dates.now() - FRESH).order_by().count()
    if not count:
        return []
    words = ngettext("%(n)d letter could not be sent", "%(n)d letters could not be sent", count) % {"n": count}
    return [queues.Waiting(label=words, url=reverse("admin:notices_failed"), verb=_("Look"))]
