"""The rules of drafts shown to somebody who helps, and what pages read of them.

The kernel knows no coaches: a draft is shown to a person, by its owner, and to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.answers import YES, Answer, no
from civicportal.submissions.definition import Definition
from civicportal.submissions.models import Answer as Kept
from civicportal.submissions.models import AnswerComment, Draft, Share
from civicportal.submissions.queries import title_question

LASTS = timedelta(days=60)
"""A share that nobody ends ends by itself, so that nothing stays open because it was forgotten."""


def can_share(person: Any, draft: Draft, with_whom: Any) -> Answer:
    """The owner shows a draft that is being written to somebody else who has an account."""
    if draft.person_id is None or draft.person_id != person.pk:
        return no(_("Only the one whose draft it is can share it. Sign in first"))
    if draft.sent_at is not None:
        return no(_("It is sent, so there is no draft to share"))
    if person.protected:
        return no(_("Your identity is protected, so nothing of yours is shown here. Call us instead"))
    if with_whom.pk == person.pk or not with_whom.is_active:
        return no(_("There is nobody to share it with"))
    return YES


def can_comment(person: Any, share: Share, definition: Definition, question: str) -> Answer:
    """Whom the draft is shared with says something about one of its questions."""
    if share.with_whom_id != person.pk:
        return no(_("This draft is not shared with you"))
    if definition.question(question) is None:
        return no(_("The form has no such question"))
    return YES


def shared_with(person: Any) -> QuerySet[Any]:
    """The drafts that are shown to somebody now, with `open_comments` and the sealed title; oldest share first."""
    open_ones = Count("draft__comments", filter=Q(draft__comments__resolved_at=None, draft__comments__replies_to=None))
    title = Kept.objects.filter(draft=OuterRef("draft"), question=title_question("draft__form")).values("sealed")[:1]
    rows = Share.objects.standing().filter(with_whom=person).select_related("draft__opening", "draft__person")
    return rows.annotate(open_comments=open_ones, sealed=Subquery(title)).for_page()


def share_to_read(person: Any, token: UUID) -> Share:
    """The share by which somebody reads a draft now. Raises Http404 when it has ended, and for everybody else."""
    rows = Share.objects.standing().select_related("draft__opening", "draft__form", "draft__person", "with_whom")
    found: Share | None = rows.filter(with_whom=person, draft__token=token).first()
    if found is None:
        raise Http404
    return found


def shares_of(draft: Draft) -> list[Share]:
    """Who reads the draft now, for its writers. No query for a draft that never was shared."""
    if draft.shared_at is None:
        return []
    return list(Share.objects.standing().filter(draft=draft).select_related("with_whom", "draft").for_page())


@dataclass(slots=True)
class Said:
    """A comment with what was replied to it."""

    comment: AnswerComment
    replies: list[AnswerComment] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.comment.resolved_at is None


def comments_of(draft: Draft, questions: Iterable[str] | None = None) -> dict[str, list[Said]]:
    """What was said about a draft's answers, by question: one query, and none where it never was shared."""
    if draft.shared_at is None:
        return {}
    rows = AnswerComment.objects.filter(draft=draft).select_related("by").order_by("pk")
    if questions is not None:
        rows = rows.filter(question__in=list(questions))
    found: dict[str, list[Said]] = {}
    by_id: dict[int, Said] = {}
    for comment in rows.for_page():
        if comment.replies_to_id is None:
            by_id[comment.pk] = Said(comment)
            found.setdefault(comment.question, []).append(by_id[comment.pk])
        elif comment.replies_to_id in by_id:
            by_id[comment.replies_to_id].replies.append(comment)
    return found


def with_comments(draft: Draft, fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A page's questions, each with the open comments on its answer; no query where the draft never was shared."""
    if found := comments_of(draft, [one["question"].key for one in fields]):
        for one in fields:
            one["comments"] = [said for said in found.get(one["question"].key, []) if said.is_open]
    return fields


def open_in(comments: dict[str, list[Said]]) -> int:
    """How many are not done with."""
    return sum(said.is_open for each in comments.values() for said in each)


def comment_of(draft: Draft, token: str) -> AnswerComment:
    """A comment on the draft, for its writers. Raises Http404 for what is none."""
    try:
        found = AnswerComment.objects.asked().filter(draft=draft, token=UUID(token)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
