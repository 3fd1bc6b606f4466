"""The mailed way back to a draft: reusable, 30 days from its last use, the newest ends the older."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, no
from civicportal.kernel.web import at_most, token_hash
from civicportal.people.models import Person, canonical_email
from civicportal.submissions.models import Draft
from civicportal.submissions.notices import writing as notices
from civicportal.submissions.queries import SESSION_KEY, draft_by_link

LINK_LASTS = timedelta(days=30)
LETTERS_AN_HOUR = 6


def new_link(draft: Draft) -> str:
    """Makes a new way back and ends the older one. Returns what stands in the link; only its hash is kept."""
    link = secrets.token_urlsafe(32)
    draft.resume_hash, draft.resume_until = token_hash(link), dates.now() + LINK_LASTS
    draft.save(update_fields=["resume_hash", "resume_until"])
    return link


def mail_new_link(draft: Draft, *, email: str = "", by: Person | None = None) -> None:
    """Mails the owner a new link; older ones end. A draft without account may get another address with it.

    Raises TooMany past six letters an hour to one address, Refused once the draft is sent.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).select_related("opening", "person").get(pk=draft.pk)
        if draft.sent_at is not None:
            raise Refused(no(notices.ALREADY_SENT))
        if email and draft.person_id is None:
            draft.email = canonical_email(email)
            draft.save(update_fields=["email"])
        at_most(LETTERS_AN_HOUR, 3600, what="draft-link", who=draft.email)
        notices.new_link(draft, new_link(draft) if draft.person_id is None else "")


def mail_links_of(email: str) -> None:
    """Mails the ways back to every draft of an address. Says nothing of whether there are any.

    Raises TooMany past six letters an hour to one address.
    """
    email = canonical_email(email)
    at_most(LETTERS_AN_HOUR, 3600, what="lost-link", who=email)
    with transaction.atomic():
        rows = Draft.objects.being_written().filter(email=email, submission=None).order_by("-changed_at")
        for draft in rows.select_for_update(of=("self",)).select_related("opening", "person")[:5]:
            notices.new_link(draft, new_link(draft) if draft.person_id is None else "")


def open_link(link: str, *, session: MutableMapping[str, Any]) -> Draft:
    """Opens the one draft of a mailed link for this session, and lets the link live on. Raises Http404."""
    draft = draft_by_link(link)
    draft.resume_until = dates.now() + LINK_LASTS
    draft.save(update_fields=["resume_until"])
    remember(draft, session)
    return draft


def remember(draft: Draft, session: MutableMapping[str, Any]) -> None:
    """Lets this session hold the draft."""
    held = session.get(SESSION_KEY, [])
    if str(draft.token) not in held:
        session[SESSION_KEY] = [*held, str(draft.token)]
