"""Changing whom the city reaches about what was sent; another address counts once both sides have said yes."""

from __future__ import annotations

import secrets

from django.db import transaction

from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.rows import held
from civicportal.kernel.text import one_line
from civicportal.kernel.web import at_most, token_hash
from civicportal.people.models import Person, canonical_email
from civicportal.records.actions import record
from civicportal.submissions.contacts import can_change_contact, contact_of
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Contact, Submission
from civicportal.submissions.notices import contacts as notices

ADDRESSES_A_DAY = 3


def change_contact(submission: Submission, *, name: str, phone: str, email: str, by: Person) -> Contact:
    """Keeps whom to reach. Name and phone count at once; for another address both the old and the new are asked.

    Until both have said yes, letters go where they went. Raises Refused for others than the one who sent it, TooMany
    past three new addresses a day.
    """
    email = canonical_email(email)
    with transaction.atomic():
        submission = held(Submission.objects.select_related("opening", "case", "person"), submission.pk)
        insist(can_change_contact(by, submission))
        now = contact_of(submission)
        contact = Contact.objects.filter(submission=submission).first() or Contact(submission=submission)
        changed = [field for field, new, old in (("name", name, now.name), ("phone", phone, now.phone)) if new != old]
        contact.name, contact.phone, contact.changed_at = one_line(name)[:120], one_line(phone)[:40], dates.now()
        links = _ask_both(contact, email, by) if email != now.email and email != now.waiting else None
        contact.save()
        if changed or links:
            fields = [*changed, "email"] if links else changed
            record(submission, verb="contact.changed", by=by, facts={"fields": fields})
        if "name" in changed:
            kind_of(submission.opening).contact_named(submission, contact.name)
        if links:
            notices.confirm(contact, now.email, links[0], is_old=True)
            notices.confirm(contact, email, links[1], is_old=False)
    return contact


def _ask_both(contact: Contact, email: str, by: Person) -> tuple[str, str]:
    """Two links, one for each address; only their hashes are kept. An address that waited before is let go of."""
    at_most(ADDRESSES_A_DAY, 86_400, what="contact-address", who=str(by.pk))
    old, new = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    contact.new_email, contact.asked_at = email, dates.now()
    contact.old_hash, contact.new_hash = token_hash(old), token_hash(new)
    contact.old_yes_at = contact.new_yes_at = None
    return old, new


@transaction.atomic
def confirm_contact(contact: Contact, *, is_old: bool) -> Contact:
    """One of the two addresses says yes; with both, letters go to the new one from now on."""
    fresh = Contact.objects.select_for_update(of=("self",)).select_related("submission__case").get(pk=contact.pk)
    if not fresh.new_email:
        return fresh
    field = "old_yes_at" if is_old else "new_yes_at"
    if getattr(fresh, field) is None:
        setattr(fresh, field, dates.now())
        record(fresh.submission, verb="contact.confirmed", by=None, facts={"side": "old" if is_old else "new"})
    if fresh.old_yes_at and fresh.new_yes_at:
        before = contact_of(fresh.submission).email
        fresh.email, fresh.new_email = fresh.new_email, ""
        record(fresh.submission, verb="contact.moved", by=None)
        fresh.save()
        notices.moved(fresh, before)
    else:
        fresh.save()
    return fresh
