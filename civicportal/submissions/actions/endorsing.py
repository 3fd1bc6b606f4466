"""Asking somebody behind the sender whether they support what was sent, and taking their answer by a signed link."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.rows import held
from civicportal.kernel.text import nfc, one_line
from civicportal.kernel.web import token_hash
from civicportal.people.models import Person, canonical_email
from civicportal.records.actions import record
from civicportal.submissions.endorsing import (
    ENDORSEMENT_MOVES,
    MOVE_OF,
    NEEDS_WORDS,
    WAITS_LONG,
    can_ask_endorsement,
    can_remind_endorser,
)
from civicportal.submissions.enums import EndorsementKind as Kind
from civicportal.submissions.enums import EndorsementState as S
from civicportal.submissions.models import Endorsement, Submission, Version
from civicportal.submissions.notices import endorsing as notices
from civicportal.submissions.queries import latest_version, meanings

REMINDED_AFTER = (timedelta(days=3), timedelta(days=7))
"""When the one who was asked gets a reminder; after ten days the unit's own people see that it waits."""


SAY_WHAT_NOW = _("Write what the applicant is to do now")


def token_of(endorsement: Endorsement) -> str:
    """What stands in the link: made from the row and the portal's secret key, the same in each reminder."""
    facts = f"{endorsement.submission_id}:{endorsement.email}:{endorsement.asked_at.timestamp():.6f}"
    return salted_hmac("civicportal.submissions.endorsement", facts, algorithm="sha256").hexdigest()[:40]


@transaction.atomic
def ask_endorsement(submission: Submission, *, email: str, by: Person, kind: str = Kind.MANAGER) -> Endorsement:
    """Mails somebody a link by which they say whether they support what was sent.

    `kind` is on whose behalf they do: a manager's for the workplace, a signatory's for the organisation. Asking the
    same address twice about the same version is asking once. Another address, a newer version or an answer that has
    come makes a new request, and the older link stops working. Raises Refused.
    """
    submission = held(Submission.objects.select_related("opening", "case", "person"), submission.pk)
    insist(can_ask_endorsement(by, submission, email))
    email, version = canonical_email(email), latest_version(submission)
    standing = submission.endorsements.standing().filter(kind=kind).first()
    if standing is not None:
        if (standing.email, standing.version_id, standing.state) == (email, version.pk, S.ASKED):
            return standing
        walk(ENDORSEMENT_MOVES, "replace", standing, by=by)
    made = Endorsement(submission=submission, version=version, email=email, kind=kind)
    made.token_hash = token_hash(token_of(made))
    made.save(force_insert=True)
    record(made, verb="endorsement.asked", by=by, facts={"submission": submission.pk, "version": version.number})
    notices.asked(made, token_of(made))
    return made


def ask_signatory(submission: Submission, version: Version, *, by: Person) -> Endorsement | None:
    """Asks whoever signs for the organisation, where the applicant says that somebody else does.

    A change that no longer names anybody ends the request: the applicant then says that they sign themselves.
    """
    email = meanings(version).get("signatory")
    if email and canonical_email(email) != canonical_email(by.email):
        return ask_endorsement(submission, email=email, by=by, kind=Kind.SIGNATORY)
    for standing in submission.endorsements.standing().filter(kind=Kind.SIGNATORY):
        walk(ENDORSEMENT_MOVES, "replace", standing, by=by)
    return None


@transaction.atomic
def answer_endorsement(
    endorsement: Endorsement, *, state: str, name: str, words: str, hours: int | None = None
) -> Endorsement:
    """Notes what the one who holds the link says, once; the owner gets a letter.

    A second press changes nothing: what was said is given back as it was said. "Let us talk" is the one answer that
    may be followed by another. `hours` are the working hours in all that come with a manager's yes. Raises Refused
    when the link has been replaced, or terms or a reason are missing.
    """
    rows = Endorsement.objects.select_for_update(of=("self",)).select_related("submission__case", "submission__opening")
    fresh = rows.get(pk=endorsement.pk)
    if fresh.state == S.REPLACED:
        raise Refused(no(notices.LINK_IS_OLD))
    if fresh.state == state or fresh.is_yes or fresh.state in {S.NOT_NOW, S.NOBODY}:
        return fresh
    words = nfc(words).strip()
    if state in NEEDS_WORDS and not words:
        raise Refused(no(NEEDS_WORDS[state]))
    walk(ENDORSEMENT_MOVES, MOVE_OF[state], fresh, by=None)
    fresh.name, fresh.words, fresh.answered_at = one_line(name)[:160], words, dates.now()
    fresh.hours = hours if fresh.is_yes and not fresh.is_signatory else None
    fresh.save(update_fields=["name", "words", "answered_at", "hours"])
    notices.answered(fresh)
    return fresh


@transaction.atomic
def remind_endorser(endorsement: Endorsement, *, by: Person | None) -> Endorsement:
    """Mails the same link once more. Staff do it by hand, the clock on its days. Raises Refused for others."""
    rows = Endorsement.objects.select_for_update(of=("self",)).select_related("submission__case", "submission__opening")
    fresh = rows.get(pk=endorsement.pk)
    if by is not None:
        insist(can_remind_endorser(by, fresh))
    if fresh.state != S.ASKED:
        return fresh
    fresh.reminded += 1
    fresh.save(update_fields=["reminded"])
    record(fresh, verb="endorsement.reminded", by=by, facts={"number": fresh.reminded})
    notices.reminder(fresh, token_of(fresh))
    return fresh


def remind_endorsers(moment: datetime | None = None) -> int:
    """The clock's reminders, each once, while the case has no answer. Returns how many letters were written."""
    moment = moment or dates.now()
    count = 0
    for number, after in enumerate(REMINDED_AFTER):
        due = Endorsement.objects.waiting().filter(reminded=number, asked_at__lte=moment - after)
        due = due.filter(submission__withdrawn_at=None, submission__case__answered_at=None)
        for waiting in due[:500]:
            remind_endorser(waiting, by=None)
            count += 1
    return count


def pass_on_endorsements(moment: datetime | None = None) -> int:
    """What has waited ten days is passed on to the unit's own people, each once. Returns how many were."""
    moment = moment or dates.now()
    due = Endorsement.objects.waiting().filter(passed_on_at=None, asked_at__lte=moment - WAITS_LONG)
    due = due.filter(submission__withdrawn_at=None, submission__case__answered_at=None)
    return sum(_pass_on(pk, moment) for pk in due.values_list("pk", flat=True)[:500])


@transaction.atomic
def _pass_on(pk: int, moment: datetime) -> bool:
    rows = Endorsement.objects.waiting().select_for_update(of=("self",), skip_locked=True)
    related = rows.select_related("submission__case__unit", "submission__opening", "submission__person")
    waiting = related.filter(pk=pk, passed_on_at=None).first()
    if waiting is None:
        return False
    waiting.passed_on_at = moment
    waiting.save(update_fields=["passed_on_at"])
    record(waiting, verb="endorsement.passed_on", by=None, facts={"unit": waiting.submission.case.unit_id})
    notices.passed_on(waiting)
    return True


@transaction.atomic
def close_endorsement(endorsement: Endorsement, *, words: str, by: Person) -> Endorsement:
    """Staff note that nobody answers, with what the owner is to do now: neither a yes nor a no. Raises Refused."""
    rows = Endorsement.objects.select_for_update(of=("self",)).select_related(
        "submission__case", "submission__opening", "submission__person"
    )
    fresh = rows.get(pk=endorsement.pk)
    if not (words := nfc(words).strip()):
        raise Refused(no(SAY_WHAT_NOW))
    walk(ENDORSEMENT_MOVES, "close", fresh, by=by)
    fresh.words, fresh.closed_by = words, by
    fresh.save(update_fields=["words", "closed_by"])
    notices.closed(fresh)
    return fresh
