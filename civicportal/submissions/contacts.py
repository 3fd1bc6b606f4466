"""Whom the city reaches about what was sent: as it was written in the form, or as the applicant changed it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.text import one_line
from civicportal.kernel.web import token_hash
from civicportal.submissions.models import Contact, Submission, Version
from civicportal.submissions.queries import latest_version, meanings

LINK_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reached:
    """Name, phone and address of the contact person. `waiting` is an address that has not been confirmed by both."""

    name: str
    phone: str
    email: str
    waiting: str = ""


def can_change_contact(person: Any, submission: Submission) -> Answer:
    """Whoever stands behind it says whom to reach, as long as the case is open."""
    if submission.person_id is None or submission.person_id != person.pk:
        return no(_("Only the one who sent it can change whom we reach"))
    if submission.withdrawn_at is not None:
        return no(_("You have withdrawn it"))
    if submission.case.closed_at is not None:
        return no(_("This case is closed."))
    return YES


def contact_of(submission: Submission, version: Version | None = None) -> Reached:
    """Whom to reach now: one query, and one for the answers where they are not at hand."""
    changed = Contact.objects.filter(submission=submission).first()
    account = submission.person.email if submission.person else ""
    if changed is not None:
        waiting = changed.new_email if is_fresh(changed) else ""
        return Reached(changed.name, changed.phone, changed.email or account, waiting)
    says = meanings(version or latest_version(submission))
    return Reached(one_line(says.get("contact_name", "")), one_line(says.get("phone", "")), account)


def address_of(submission: Submission) -> str:
    """The address that both sides have confirmed for letters about it; nothing where it is the account's own."""
    row = Contact.objects.filter(submission=submission).values_list("email", flat=True).first()
    return row or ""


def is_fresh(contact: Contact) -> bool:
    """Whether another address waits and its links still work."""
    return bool(contact.new_email and contact.asked_at and contact.asked_at >= dates.now() - LINK_LASTS)


def contact_by(token: str) -> tuple[Contact, bool]:
    """The change that a mailed link confirms, and whether the link is that of the old address. Raises Http404."""
    digest = token_hash(token)
    rows = Contact.objects.filter(Q(old_hash=digest) | Q(new_hash=digest))
    found = rows.select_related("submission__case", "submission__opening", "submission__person").first()
    if found is None or not is_fresh(found):
        raise Http404
    return found, found.old_hash == digest
