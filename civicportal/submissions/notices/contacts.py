"""The letters about another address for what was sent: to both sides, before and after."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.notices.models import Lane
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Contact

CONFIRM, MOVED = "submissions.contact_confirm", "submissions.contact_moved"


def register_letters() -> None:
    """Called when the app is ready. The first is wiped once sent: its link confirms."""
    register(Letter(CONFIRM, "submissions/letters/contact_confirm", _("Confirm another address"), lane=Lane.CODE))
    register(Letter(MOVED, "submissions/letters/contact_moved", _("Letters go to another address")))


def _facts(contact: Contact) -> dict[str, Any]:
    submission = contact.submission
    about = kind_of(submission.opening).about(submission.opening)
    return {"reference": submission.case.reference, "fund": about.name, "fund_email": about.email}


def confirm(contact: Contact, email: str, token: str, *, is_old: bool) -> None:
    """To one of the two addresses: what is asked, and the link that says yes."""
    language = contact.submission.language
    with override(language):
        link = site_link(reverse("submissions:confirm_contact", args=[token]))
        facts = {**_facts(contact), "link": link, "is_old": is_old, "new": contact.new_email}
    write(CONFIRM, email=email, language=language, facts=facts, about=contact.submission.case)


def moved(contact: Contact, before: str) -> None:
    """To both addresses: from now on letters go to the new one."""
    language = contact.submission.language
    with override(language):
        facts = {**_facts(contact), "email": contact.email}
    for email in (before, contact.email):
        once = f"{MOVED}:{contact.pk}:{contact.changed_at.timestamp():.0f}:{contact.new_hash}:{email == contact.email}"
        write(MOVED, email=email, language=language, facts=facts, about=contact.submission.case, once=once)
