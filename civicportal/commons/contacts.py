"""Getting in contact with those behind a public thing: asked, answered yes or no, and only then names are shared."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from civicportal.cases.rules import LEADS_A_CASE
from civicportal.commons.models import ContactRequest, ContactState, Item, Partner
from civicportal.commons.notices import contacts as notices
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, Refused, insist, no
from civicportal.kernel.moves import Machine, walk
from civicportal.kernel.text import LocalizedText, nfc
from civicportal.kernel.web import token_hash
from civicportal.people.models import Person
from civicportal.records.actions import record

S = ContactState


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """The function that answers for a public thing: what it is called, where it is reached, in which language."""

    name: LocalizedText
    email: str
    language: str = "sv"


def contact_point(item: Item) -> ContactPoint | None:
    """Who answers for a thing: a partner's own function, else the unit that owns it; None where there is nobody."""
    if item.kind == "partner":
        partner = Partner.objects.filter(item=item).first()
        return ContactPoint(partner.contact_function, partner.email, partner.language) if partner else None
    if item.unit is None or not item.unit.email:
        return None
    return ContactPoint(LocalizedText(sv=item.unit.name), item.unit.email)


def can_ask_contact(person: Any, item: Item) -> Answer:
    """Anybody with an account, once at a time for each thing that somebody answers for."""
    if contact_point(item) is None:
        return no(_("Nobody can be reached about this through the portal. Contact the city instead."))
    if ContactRequest.objects.waiting().filter(item=item, person=person).exists():
        return no(_("You have asked already. You get a letter when they answer."))
    return YES


def can_answer_contact(person: Any, request: ContactRequest) -> Answer:
    """Staff of the thing's unit answer; without a person it is the one who holds the link in the letter."""
    if person is None:
        return YES
    if request.person_id == person.pk:
        return no(_("You asked this yourself, so somebody else answers."))
    if request.item.unit_id in person.units_as(*LEADS_A_CASE):
        return YES
    return no(_("Only staff of the unit that owns it can answer"))


CONTACT_MOVES = Machine("contact_request", ContactState)
CONTACT_MOVES.add("accept", [S.WAITING], S.YES, can_answer_contact)
CONTACT_MOVES.add("decline", [S.WAITING], S.NO, can_answer_contact)


@transaction.atomic
def ask_contact(item: Item, *, by: Person, words: str, once: UUID, language: str) -> ContactRequest:
    """Asks those behind a thing whether they want to get in contact, and mails them the words without any name.

    `once` is the form's number: the same request sent twice is there once. Raises Refused.
    """
    if known := ContactRequest.objects.filter(number=once, person=by).first():
        return known
    Item.every.select_for_update(of=("self",)).get(pk=item.pk)
    if known := ContactRequest.objects.filter(number=once, person=by).first():
        return known
    insist(can_ask_contact(by, item))
    words = nfc(words).strip()
    if not words:
        raise Refused(no(_("Write what it is about")))
    token = secrets.token_urlsafe(24)
    made = ContactRequest.objects.create(
        number=once, item=item, person=by, words=words, language=language, token_hash=token_hash(token)
    )
    record(made, verb="contact_request.asked", by=by, facts={"item": item.pk})
    point = contact_point(item)
    if point is not None:
        notices.asked(made, point.email, point.language, token)
    return made


@transaction.atomic
def answer_contact(request: ContactRequest, *, yes: bool, words: str, by: Person | None) -> ContactRequest:
    """Says yes or no for the function, once; a second answer changes nothing.

    A yes mails each side the other's address; somebody with protected identity is never given away. `by` is None for
    the one who holds the link. Raises Refused.
    """
    rows = ContactRequest.objects.select_for_update(of=("self",)).select_related("item__unit", "person")
    fresh = rows.get(pk=request.pk)
    if fresh.state != S.WAITING:
        return fresh
    walk(CONTACT_MOVES, "accept" if yes else "decline", fresh, by=by)
    fresh.answer, fresh.answered_at = nfc(words).strip(), dates.now()
    fresh.save(update_fields=["answer", "answered_at"])
    point = contact_point(fresh.item)
    if point is not None:
        notices.answered(fresh, point.name, point.email)
        if yes:
            notices.shared(fresh, point.email, point.language)
    return fresh


# What pages read


def request_by(token: str) -> ContactRequest:
    """The request that the link in a letter opens. Raises Http404."""
    rows = ContactRequest.objects.select_related("item__unit", "person")
    found: ContactRequest | None = rows.filter(token_hash=token_hash(token)).first()
    if found is None:
        raise Http404
    return found


def own_request(person: Any, number: UUID) -> ContactRequest:
    """The person's own request. Raises Http404 for everybody else."""
    rows = ContactRequest.objects.filter(person=person).select_related("item__unit")
    found: ContactRequest | None = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def own_requests(person: Any) -> QuerySet[ContactRequest]:
    """For my page, newest first."""
    rows: QuerySet[ContactRequest] = ContactRequest.objects.filter(person=person).select_related("item").for_page()
    return rows


def requests_for_staff(person: Any) -> QuerySet[ContactRequest]:
    """The requests to things of the person's units, those without answer first and of these the oldest."""
    rows = ContactRequest.objects.visible_to(person).select_related("item__unit")
    return rows.order_by("answered_at", "asked_at", "pk").for_page()


def request_for_staff(person: Any, number: UUID) -> ContactRequest:
    """One of them. Raises Http404 for what one may not see."""
    rows = ContactRequest.objects.visible_to(person).select_related("item__unit", "person")
    found: ContactRequest | None = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found
