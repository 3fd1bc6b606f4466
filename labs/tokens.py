"""The token in the address of a status page, by which somebody without an account finds what they raised."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.crypto import salted_hmac

from civicportal.kernel.web import token_hash
from labs.models import Idea, Raised

STATUS_PAGES = {"need": "labs:need_status", "idea": "labs:idea_status"}


def kind_of(raised: Raised) -> str:
    """The key of its public kind: need or idea."""
    return "idea" if isinstance(raised, Idea) else "need"


def token_for(kind: str, once: UUID) -> str:
    """The token that belongs to what was raised under this number: random to others, never stored in clear."""
    return salted_hmac("labs.status", f"{kind}:{once}", algorithm="sha256").hexdigest()[:40]


def status_token(raised: Raised) -> str:
    """The token of a status page, the same in each letter.

    It is made of the row's number and the portal's secret key. After a change of key the new one is noted, and only
    the links in older letters stop working.
    """
    token = token_for(kind_of(raised), raised.once)
    if raised.pk and raised.status_key != token_hash(token):
        type(raised)._base_manager.filter(pk=raised.pk).update(status_key=token_hash(token))
    return token


def status_path(raised: Raised) -> str:
    """The address of the status page, in the language of the moment."""
    return reverse(STATUS_PAGES[kind_of(raised)], args=[status_token(raised)])
