"""What the portal holds about a person here: their drafts, for their eyes, and gone with the account."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civicportal.people.models import Person
from civicportal.people.own_data import name_fields, register
from civicportal.submissions.actions import delete_draft, give_up_change
from civicportal.submissions.actions.together import end_all_of
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import CoWriter, Draft, Submission
from civicportal.submissions.queries import answers_of, drafts_of, latest_version, shown_answers
from civicportal.submissions.sharing import comments_of


def export_drafts(person: Person) -> list[dict[str, Any]]:
    """Every draft with its answers as typed."""
    return [
        {
            "for": kind_of(draft.opening).about(draft.opening).name,
            "started": draft.started_at.isoformat(),
            "changed": draft.changed_at.isoformat(),
            "address": draft.email,
            "answers": answers_of(draft),
            "comments": _comments(draft),
        }
        for draft in drafts_of(person)
    ]


def _comments(draft: Draft) -> list[str]:
    """What was said about the draft's answers, with what was answered; none where it never was shared."""
    found = [said for each in comments_of(draft).values() for said in each]
    return [comment.text for said in found for comment in (said.comment, *said.replies)]


def erase_drafts(person: Person) -> None:
    """Removes every draft that was never sent; an unsent change of what was sent is let go of."""
    for draft in Draft.objects.of(person).being_written().select_related("submission"):
        if hasattr(draft, "submission"):
            give_up_change(draft, by=None)
        else:
            delete_draft(draft, by=None)


def export_submissions(person: Person) -> list[dict[str, Any]]:
    """What was sent, as it stands now."""
    sent = (
        Submission.objects.filter(person=person).select_related("case", "opening", "contact").order_by("first_sent_at")
    )
    return [
        {
            "reference": submission.case.reference,
            "sent": submission.sent_at.isoformat(),
            "contact": _contact(submission),
            "withdrawn": submission.withdrawn_at.isoformat() if submission.withdrawn_at else None,
            "answers": {
                str(row.label): row.value for step in shown_answers(latest_version(submission)) for row in step.rows
            },
        }
        for submission in sent
    ]


def _contact(submission: Submission) -> dict[str, str] | None:
    """Whom the person has said that we reach, where it was changed after the sending."""
    found = getattr(submission, "contact", None)
    return {"name": found.name, "phone": found.phone, "email": found.email} if found else None


def export_together(person: Person) -> list[dict[str, Any]]:
    """Whose drafts and applications the person writes or has written along in; never what others wrote."""
    rows = CoWriter.objects.filter(Q(person=person) | Q(email=person.email)).select_related("draft__opening")
    return [
        {
            "for": kind_of(one.draft.opening).about(one.draft.opening).name,
            "state": str(one.get_state_display()),
            "address": one.email,
            "started": one.invited_at.isoformat(),
        }
        for one in rows
    ]


def register_own_data() -> None:
    """Called when the portal starts."""
    name_fields({"comments": _("Comments on your answers")})
    register("together", _("What you write together with others"), export_together, end_all_of)
    register("drafts", _("Drafts that you have not sent"), export_drafts, erase_drafts)
    register(
        "submissions",
        _("What you have sent to the city"),
        export_submissions,
        kept=_("What you have sent is a public document. The law makes the city keep it."),
    )
