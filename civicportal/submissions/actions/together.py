"""Writing together: inviting, accepting, leaving, removing, and handing over what was sent."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest

from civicportal.cases.models import Case
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.rows import held
from civicportal.kernel.web import at_most, token_hash
from civicportal.people.models import Person, canonical_email
from civicportal.records.actions import record
from civicportal.submissions.enums import CoWriterState as S
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Contact, CoWriter, Draft, Submission
from civicportal.submissions.notices import together as notices
from civicportal.submissions.notices.writing import ALREADY_SENT
from civicportal.submissions.together import (
    CO_WRITER_MOVES,
    can_accept,
    can_hand_over,
    can_invite,
    invitation_by,
    is_owner,
)

INVITED_A_DAY, LETTERS_A_DAY = 10, 3
"""How many invitations one person mails a day, and how many go to one address, whoever invites."""
ACCEPTING = "accepting"
"""Where a session keeps the invitation that its visitor said yes to before they had signed in."""


def invite(draft: Draft, *, email: str, language: str, by: Person) -> CoWriter:
    """Lets somebody into a draft by a link to their address; inviting the same address again renews the link.

    The letter's words are the portal's own: nothing that the inviter has typed stands in it. Raises Refused when the
    rule says no, TooMany past ten invitations a day from one person or three a day to one address.
    """
    email = canonical_email(email)
    at_most(INVITED_A_DAY, 86_400, what="invite-co-writer", who=str(by.pk))
    at_most(LETTERS_A_DAY, 86_400, what="invited-to-write", who=email)
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).select_related("opening", "person").get(pk=draft.pk)
        known = CoWriter.objects.standing().filter(draft=draft, email=email).first()
        if known is not None and known.state == S.WRITING:
            insist(is_owner(by, draft))
            return known
        if known is not None:
            insist(is_owner(by, draft))
            if draft.sent_at is not None:
                raise Refused(no(ALREADY_SENT))
        else:
            insist(can_invite(by, draft, email))
        token = secrets.token_urlsafe(24)
        invited = known or CoWriter(draft=draft, email=email)
        invited.language, invited.token_hash, invited.invited_at = language, token_hash(token), dates.now()
        invited.save()
        Draft.objects.filter(pk=draft.pk, has_co_writers=False).update(has_co_writers=True)
        record(invited, verb="co_writer.invited", by=by, facts={"draft": draft.pk})
        notices.invited(invited, token, by=by)
    return invited


@transaction.atomic
def accept(invitation: CoWriter, *, by: Person) -> CoWriter:
    """Somebody says yes and writes in the draft from now on. A second press changes nothing.

    Raises Refused for another address than the invited one, and when the invitation has ended or the draft is sent.
    """
    rows = CoWriter.objects.select_for_update(of=("self",)).select_related("draft__opening", "draft__person")
    fresh = rows.get(pk=invitation.pk)
    if fresh.state == S.WRITING and fresh.person_id == by.pk:
        return fresh
    insist(can_accept(by, fresh))
    if fresh.state == S.INVITED and fresh.draft.sent_at is not None:
        raise Refused(no(ALREADY_SENT))
    walked: CoWriter = walk(CO_WRITER_MOVES, "accept", fresh, by=by, facts={"draft": fresh.draft_id})
    walked.person, walked.accepted_at, walked.language = by, dates.now(), by.language
    walked.save(update_fields=["person", "accepted_at", "language"])
    notices.accepted(fresh, by)
    return walked


@transaction.atomic
def decline(invitation: CoWriter) -> CoWriter:
    """Whoever holds the link says no. Nothing happens to an invitation that has ended."""
    fresh = CoWriter.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if fresh.state != S.INVITED:
        return fresh
    return _end(fresh, "decline", by=None)


def accept_later(session: MutableMapping[str, Any], token: str) -> None:
    """Keeps in the session that its visitor says yes, until they have shown by a code whose address it is."""
    session[ACCEPTING] = token


def accept_at_sign_in(request: HttpRequest, person: Person) -> None:
    """Somebody who said yes and then signed in is let in, if the address is the invited one; else nothing happens."""
    token = request.session.pop(ACCEPTING, "")
    if not token:
        return
    try:
        accept(invitation_by(token), by=person)
    except (Http404, Refused):
        return


@transaction.atomic
def remove(co_writer: CoWriter, *, by: Person) -> CoWriter:
    """The owner takes an invitation back, or somebody out; what they wrote stays. Raises Refused for others."""
    return _end(co_writer, "remove", by=by)


@transaction.atomic
def leave(co_writer: CoWriter, *, by: Person) -> CoWriter:
    """A co-writer leaves, before the sending or after it. What they wrote stays. Raises Refused for others."""
    return _end(co_writer, "leave", by=by)


def _end(co_writer: CoWriter, move: str, *, by: Person | None) -> CoWriter:
    fresh: CoWriter = walk(CO_WRITER_MOVES, move, co_writer, by=by, facts={"draft": co_writer.draft_id})
    fresh.ended_at, fresh.handed_at = dates.now(), None
    fresh.save(update_fields=["ended_at", "handed_at"])
    return fresh


def _locked(submission: Submission) -> Submission:
    fresh: Submission = held(Submission.objects.select_related("opening", "case", "person", "draft"), submission.pk)
    return fresh


@transaction.atomic
def hand_over(submission: Submission, *, to: CoWriter, by: Person) -> CoWriter:
    """Offers a co-applicant to stand behind it instead; nothing changes until they say yes. Raises Refused."""
    submission = _locked(submission)
    insist(can_hand_over(by, submission))
    rows = CoWriter.objects.select_for_update(of=("self",)).select_related("person")
    chosen = rows.get(pk=to.pk, draft=submission.draft_id, state=S.WRITING)
    if chosen.handed_at is not None:
        return chosen
    rows.model.objects.filter(draft=submission.draft_id).update(handed_at=None)
    chosen.handed_at = dates.now()
    chosen.save(update_fields=["handed_at"])
    record(submission, verb="submission.offered", by=by, facts={"to": chosen.person_id})
    notices.handed(submission, chosen)
    return chosen


@transaction.atomic
def take_over(submission: Submission, *, by: Person) -> Submission:
    """A co-applicant says yes: the application is theirs, and whoever had it writes along from now on.

    Raises Refused when nothing is offered to them, when the city has answered meanwhile, or when it is not for them.
    """
    submission = _locked(submission)
    before = submission.person
    chosen = CoWriter.objects.writing().filter(
        draft=submission.draft_id, person=by, handed_at__isnull=False
    ).first()  # fmt: skip
    if chosen is None or before is None:
        raise Refused(no(notices.NOT_OFFERED))
    insist(can_hand_over(before, submission))
    insist(kind_of(submission.opening).may_write(by, submission.opening))
    _end(chosen, "take_over", by=by)
    moment = dates.now()
    CoWriter.objects.create(
        draft_id=chosen.draft_id, person=before, email=canonical_email(before.email), language=before.language,
        state=S.WRITING, token_hash=token_hash(secrets.token_urlsafe(24)), accepted_at=moment,
    )  # fmt: skip
    submission.person = by
    submission.save(update_fields=["person"])
    Draft.objects.filter(pk=chosen.draft_id).update(person=by, email=canonical_email(by.email))
    Case.objects.filter(pk=submission.case_id).update(person=by)
    Contact.objects.filter(submission=submission).delete()
    record(submission, verb="submission.handed_over", by=by, facts={"from": before.pk, "to": by.pk})
    kind = kind_of(submission.opening)
    kind.contact_named(submission, by.name)
    kind.handed_over(submission, by)
    notices.taken_over(submission, before, by)
    return submission


@transaction.atomic
def move_invitations(person: Person, old: str) -> None:
    """Somebody has another address than `old`: what they are invited to and write in goes along with it.

    Called inside the transaction of the change. Of two invitations to the same draft the one they have said yes to
    stays; where they have answered neither, the one to the new address.
    """
    mine = CoWriter.objects.standing().filter(Q(person=person) | Q(person=None, email=old)).exclude(email=person.email)
    rows = list(mine.order_by("draft_id", "pk").values_list("pk", "draft_id"))
    for pk, draft in rows:
        Draft.objects.select_for_update(of=("self",)).only("pk").get(pk=draft)
        one = CoWriter.objects.get(pk=pk)
        there = CoWriter.objects.standing().filter(draft=draft, email=person.email).first()
        if there is not None and one.state == S.INVITED:
            _end(one, "decline", by=person)
            continue
        if there is not None and there.state == S.INVITED:
            _end(there, "decline", by=person)
            there = None
        if there is None:
            CoWriter.objects.filter(pk=pk).update(email=person.email)
    if rows:
        record(person, verb="co_writer.moved", by=person, facts={"invitations": len(rows)})


def end_all_of(person: Person) -> None:
    """Somebody closes their account: they leave every draft, and every invitation to them ends."""
    with transaction.atomic():
        for one in CoWriter.objects.writing().filter(person=person):
            leave(one, by=person)
        for invited in CoWriter.objects.filter(email=canonical_email(person.email), state=S.INVITED):
            decline(invited)
