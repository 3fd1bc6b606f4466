"""The letters about drafts. They go in the lane whose words are wiped once sent: a link in them opens the draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.notices.models import Lane
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Draft

ALREADY_SENT = _("This has been sent. Open what you sent to see it or change it.")
NOBODY_TO_OWN = _("Nobody with an account stands behind the conversation, so nobody could own the draft.")
TOO_LONG = _("The text is far too long to be kept. Shorten it.")

LETTERS = (
    Letter("submissions.resume_link", "submissions/letters/resume_link", _("The way back to a draft"), lane=Lane.CODE),
    Letter("submissions.new_link", "submissions/letters/new_link", _("A new way back to a draft"), lane=Lane.CODE),
    Letter(
        "submissions.draft_prepared",
        "submissions/letters/draft_prepared",
        _("A draft was prepared for you"),
        lane=Lane.CODE,
    ),
    Letter(
        "submissions.draft_expires", "submissions/letters/draft_expires", _("A draft will be removed"), lane=Lane.CODE
    ),
)


def register_letters() -> None:
    """Makes the letters known; called when the portal starts."""
    for letter in LETTERS:
        register(letter)


def _facts(draft: Draft, link: str) -> dict[str, Any]:
    """`link` is the secret part of the mailed way back, or nothing for a draft that belongs to an account."""
    from civicportal.submissions.actions.links import LINK_LASTS

    with override(draft.language):
        path = reverse("submissions:resume", args=[link]) if link else reverse("submissions:tasks", args=[draft.token])
        return {
            "name": kind_of(draft.opening).about(draft.opening).name,
            "link": site_link(path),
            "by_link": bool(link),
            "days": LINK_LASTS.days,
            "deadline": dates.show_deadline(draft.opening.closes_at),
            "open": draft.opening.is_open(),
        }


def _send(kind: str, draft: Draft, facts: dict[str, Any]) -> None:
    write(kind, to=draft.person, email=draft.email, language=draft.language, facts=facts, about=draft)


def resume_link(draft: Draft, link: str) -> None:
    """To whoever began a draft: the way back to it."""
    _send("submissions.resume_link", draft, _facts(draft, link))


def new_link(draft: Draft, link: str) -> None:
    """To the draft's address, when somebody asks for the way back."""
    _send("submissions.new_link", draft, _facts(draft, link))


def draft_prepared(draft: Draft) -> None:
    """To the one who told of an idea: what they said now lies in a draft of their own."""
    _send("submissions.draft_prepared", draft, _facts(draft, ""))


def draft_expires(draft: Draft, link: str, removed_on: datetime) -> None:
    """To the draft's address, 14 days before it is removed."""
    with override(draft.language):
        day = dates.show_day(removed_on, weekday=True)
    _send("submissions.draft_expires", draft, {**_facts(draft, link), "removed_on": day})
