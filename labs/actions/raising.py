"""From the moment when somebody says what is needed, or suggests something, until it is the lab's to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from civicportal.cases import actions as cases
from civicportal.commons import actions as commons
from civicportal.commons import proofs, release
from civicportal.commons.models import Proof
from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.moves import walk
from civicportal.kernel.text import nfc, one_line
from civicportal.kernel.web import token_hash
from civicportal.people.models import Person, canonical_email
from civicportal.places.models import District
from civicportal.records.actions import record
from labs import notices
from labs.actions.addresses import free_slug
from labs.actions.answering import put_in_public
from labs.enums import CASE_KINDS
from labs.models import Idea, Lab, Need, Raised, Topic
from labs.models.raised import MOST_TEXT, MOST_TITLE
from labs.rules import can_raise, can_suggest, moves_of
from labs.tokens import kind_of, status_path, token_for

SERIES = "LB"
"""The letters of the references that the labs' cases get, such as LB-2026-0007."""

PROOFS = {"need": "labs.need", "idea": "labs.idea"}


def open_raised(raised: Raised, *, by: Person | None) -> Raised:
    """Saves what was raised with its case: a reference, and the day until which the lab promises an answer.

    Called inside an action's transaction; the same `once` a second time gives back the first row.
    """
    Lab.objects.select_for_update(of=("self",), no_key=True).get(pk=raised.lab_id)
    if first := type(raised).objects.filter(once=raised.once).first():
        return first
    kind = kind_of(raised)
    raised.title, raised.text = one_line(raised.title)[:MOST_TITLE], nfc(raised.text).strip()[:MOST_TEXT]
    raised.status_key = token_hash(token_for(kind, raised.once))
    raised.case = cases.open_case(
        kind=CASE_KINDS[kind],
        title=raised.title,
        unit=raised.lab.unit,
        person=raised.person,
        series=SERIES,
        answer_by=dates.today() + timedelta(days=raised.lab.answer_days),
        by=by,
    )
    # The series' row is locked since the line above, so two of the same name cannot get the same address.
    raised.slug = free_slug(type(raised), raised.title)
    raised.save(force_insert=True)
    record(raised, verb=f"{kind}.raised", by=by, facts={"source": raised.source, "case": raised.case_id})
    return raised


def _receive(raised: Raised, *, by: Person | None) -> Raised:
    """Takes in what a resident raised: the receipt goes, and the words go public where the city's setting says so."""
    saved = open_raised(raised, by=by)
    if saved is not raised:
        return saved
    at_once = release.at_once()
    notices.received(saved, at_once=at_once)
    if at_once:
        walk(moves_of(saved), "release", saved, by=None)
        put_in_public(saved, by=None)
    return saved


def _said(payload: dict[str, Any]) -> dict[str, Any]:
    """The fields that a need and an idea have alike, from plain values."""
    return {
        "title": payload["title"],
        "text": payload["text"],
        "language": payload["language"],
        "district": District.objects.filter(pk=payload["district"]).first() if payload["district"] else None,
        "once": UUID(payload["once"]),
    }


def _plain(*, title: str, text: str, district: District | None, language: str, once: UUID) -> dict[str, Any]:
    district_id = district.pk if district else None
    return {"title": title, "text": text, "language": language[:2], "district": district_id, "once": str(once)}


@transaction.atomic
def raise_need(
    lab: Lab,
    *,
    by: Person | None,
    email: str,
    title: str,
    text: str,
    district: District | None,
    language: str,
    once: UUID,
) -> Need | None:
    """Somebody says what is needed.

    Signed in with the same address it is received at once; any other address gets a letter to confirm by, and until
    then nothing is kept but the sealed words: None comes back. `once` is the form's number. Raises Refused.
    """
    insist(can_raise(lab))
    plain = _plain(title=title, text=text, district=district, language=language, once=once)
    if by is not None and canonical_email(email) == by.email:
        return _receive(Need(lab=lab, person=by, **_said(plain)), by=by)  # type: ignore[return-value]
    proofs.ask(PROOFS["need"], email=email, language=language, about=lab, payload=plain)
    return None


@transaction.atomic
def raise_idea(
    on: Topic | Need,
    *,
    by: Person | None,
    email: str,
    title: str,
    text: str,
    district: District | None,
    language: str,
    once: UUID,
) -> Idea | None:
    """Somebody suggests something on a topic or on one need; as raise_need. Raises Refused."""
    topic = on if isinstance(on, Topic) else on.topic
    insist(can_suggest(topic))
    plain = _plain(title=title, text=text, district=district, language=language, once=once)
    plain |= {"topic": topic.pk if topic else None, "need": on.pk if isinstance(on, Need) else None}
    if by is not None and canonical_email(email) == by.email:
        return _receive(_idea(plain, person=by), by=by)  # type: ignore[return-value]
    proofs.ask(PROOFS["idea"], email=email, language=language, about=on, payload=plain)
    return None


def _idea(plain: dict[str, Any], **who: Any) -> Idea:
    topic = Topic.objects.filter(pk=plain["topic"]).first()
    need = Need.objects.filter(pk=plain["need"]).first()
    lab = topic.lab if topic else need.lab  # type: ignore[union-attr]
    return Idea(lab=lab, topic=topic, need=need, **who, **_said(plain))


def confirm_need(proof: Proof) -> str:
    """The link in the letter was opened and its button pressed. Returns the address of the status page.

    What was written while the lab took needs is received, even where it takes none any more.
    """
    lab: Lab = proofs.about_of(proof)
    need = _receive(Need(lab=lab, email=proof.email, **_said(proof.payload)), by=None)
    return f"{status_path(need)}?nytt=1"


def confirm_idea(proof: Proof) -> str:
    """As confirm_need."""
    idea = _idea(proof.payload, email=proof.email)
    return f"{status_path(_receive(idea, by=None))}?nytt=1"


@transaction.atomic
def claim(person: Person, email: str = "") -> int:
    """Gives an account what was raised without one by the same address, which the person has just proved.

    `email` is an address that was the account's until now, where it has changed. Returns how many rows were claimed.
    """
    count = 0
    for model in (Need, Idea):
        for raised in model.objects.select_for_update(of=("self",)).filter(email=email or person.email, person=None):
            raised.person, raised.email = person, ""
            raised.save(update_fields=["person", "email"])
            cases.claim(raised.case, person=person)
            record(raised, verb=f"{kind_of(raised)}.claimed", by=person)
            count += 1
    return count


@transaction.atomic
def withdraw(raised: Raised, *, by: Person | None) -> Raised:
    """Somebody takes back what they raised: the words leave the public, and nothing more is promised.

    `by` is None for whoever holds the status page's address and has no account. Raises Refused.
    """
    fresh: Raised = walk(moves_of(raised), "withdraw", raised, by=by)
    commons.hide(fresh, by=by, reason="withdrawn")
    cases.answered(fresh.case, by=by)
    notices.withdrawn(fresh)
    return fresh


@transaction.atomic
def want_news(raised: Raised, wanted: bool) -> None:
    """Whether the one who raised it wants letters about what comes of it."""
    if raised.wants_news != wanted:
        type(raised)._base_manager.filter(pk=raised.pk).update(wants_news=wanted)
        raised.wants_news = wanted
        record(raised, verb=f"{kind_of(raised)}.news", by=None, facts={"wanted": wanted})
