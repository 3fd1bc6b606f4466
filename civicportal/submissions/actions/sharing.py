"""Showing a draft to somebody who helps, ending it, and what is said about its answers."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.text import nfc
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions.definition import definition_of
from civicportal.submissions.enums import ShareEnd
from civicportal.submissions.models import AnswerComment, Draft, Share
from civicportal.submissions.notices import sharing as notices
from civicportal.submissions.sharing import LASTS, can_comment, can_share

MOST = 2000
"""The longest comment, in characters."""


@transaction.atomic
def share(draft: Draft, *, with_whom: Person, by: Person) -> Share:
    """Lets somebody read a draft until its writer ends it, it is sent, or LASTS has passed; they get a letter.

    Sharing twice with the same person is sharing once, for longer. Raises Refused.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("opening", "form", "person").get(pk=draft.pk)
    insist(can_share(by, draft, with_whom))
    now = dates.now()
    made = Share.objects.filter(draft=draft, with_whom=with_whom, ended_at=None).first()
    if made is not None and made.until > now:
        return made
    if made is not None:
        _end(made, ShareEnd.WRITER, by=None)
    draft.shared_at = now
    draft.save(update_fields=["shared_at"])
    made = Share.objects.create(draft=draft, with_whom=with_whom, by=by, shared_at=now, until=now + LASTS)
    record(made, verb="share.made", by=by, facts={"draft": draft.pk, "with": with_whom.pk})
    notices.shared(made)
    return made


@transaction.atomic
def end_share(share: Share, *, by: Person | None) -> Share:
    """Ends it at once. Only whoever writes in the draft does this by hand; twice is once."""
    fresh = Share.objects.select_for_update(of=("self",)).select_related("draft").get(pk=share.pk)
    if by is not None and fresh.draft.person_id != by.pk:
        raise Refused(no(_("Only the one whose draft it is can end this")))
    if fresh.ended_at is None:
        _end(fresh, ShareEnd.WRITER, by=by)
    return fresh


def _end(share: Share, because: str, *, by: Person | None) -> None:
    share.ended_at, share.ended_because = dates.now(), because
    share.save(update_fields=["ended_at", "ended_because"])
    record(share, verb="share.ended", by=by, facts={"draft": share.draft_id, "because": because})


def end_because_sent(draft: Draft) -> None:
    """Nobody reads a draft that is sent: called when it is. No query where it never was shared."""
    if draft.shared_at is not None:
        for standing in Share.objects.filter(draft=draft, ended_at=None):
            _end(standing, ShareEnd.SENT, by=None)


@transaction.atomic
def end_with(person: Person, *, drafts_of: Person, units: list[int], by: Person) -> int:
    """Ends what is shown to somebody of another's drafts to these units, because somebody else takes over.

    Returns how many shares ended.
    """
    rows = Share.objects.select_for_update(of=("self",)).filter(ended_at=None, with_whom=person)
    found = list(rows.filter(draft__person=drafts_of, draft__opening__unit__in=units))
    for standing in found:
        _end(standing, ShareEnd.OTHER, by=by)
    return len(found)


@transaction.atomic
def look(share: Share, *, by: Person) -> None:
    """Notes in the log that somebody has read the draft, and for its writer when they last did."""
    now = dates.now()
    Share.objects.filter(pk=share.pk).update(looked_at=now)
    record(share, verb="share.looked", by=by, facts={"draft": share.draft_id})


@transaction.atomic
def comment(share: Share, *, question: str, words: str, by: Person, once: UUID) -> AnswerComment:
    """Says something about one answer; the writer gets a letter, one a day at the most. `once` makes it one comment.

    Raises Refused, also when the share has ended in the meantime.
    """
    if first := AnswerComment.objects.filter(token=once, by=by).first():
        return first
    rows = Share.objects.standing().select_for_update(of=("self",)).filter(pk=share.pk)
    fresh = rows.select_related("draft__form", "draft__opening", "draft__person", "with_whom").first()
    if fresh is None:
        raise Refused(no(_("The draft is no longer shared with you")))
    insist(can_comment(by, fresh, definition_of(fresh.draft.form), question))
    made = _said(AnswerComment(token=once, draft=fresh.draft, question=question, by=by), words)
    record(made, verb="comment.made", by=by, facts={"draft": fresh.draft_id})
    notices.commented(fresh)
    return made


def _said(made: AnswerComment, words: str) -> AnswerComment:
    words = nfc(words).strip()[:MOST]
    if not words:
        raise Refused(no(_("Write your comment")))
    made.text = words
    made.save(force_insert=True)
    return made


@transaction.atomic
def reply(comment: AnswerComment, *, words: str, by: Person, once: UUID) -> AnswerComment:
    """A writer answers under a comment; whoever made it gets a letter, one a day at the most.

    The caller has checked that `by` may open the draft.
    """
    if first := AnswerComment.objects.filter(token=once, by=by).first():
        return first
    asked = AnswerComment.objects.select_for_update(of=("self",)).select_related("draft", "by").get(pk=comment.pk)
    made = AnswerComment(token=once, draft=asked.draft, question=asked.question, by=by, replies_to=asked)
    _said(made, words)
    record(made, verb="comment.replied", by=by, facts={"draft": asked.draft_id, "to": asked.pk})
    rows = Share.objects.standing().filter(draft=asked.draft, with_whom=asked.by)
    for standing in rows.select_related("draft__opening", "draft__person", "with_whom"):
        notices.replied(standing)
    return made


@transaction.atomic
def resolve(comment: AnswerComment, *, by: Person, done: bool = True) -> AnswerComment:
    """The writer says that a comment is done with, or opens it again.

    The caller has checked that the draft is theirs.
    """
    fresh = AnswerComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if (fresh.resolved_at is not None) != done:
        fresh.resolved_at, fresh.resolved_by = (dates.now(), by) if done else (None, None)
        fresh.save(update_fields=["resolved_at", "resolved_by"])
        record(fresh, verb=f"comment.{'resolved' if done else 'opened'}", by=by, facts={"draft": fresh.draft_id})
    return fresh
