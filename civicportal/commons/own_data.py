"""What the portal holds about a person here, by the address of their account: follows, supports, questions, reports."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from civicportal.commons.actions import withdraw_support
from civicportal.commons.enums import QuestionState
from civicportal.commons.models import Follow, Proof, Question, Report, Support
from civicportal.people.models import Person
from civicportal.people.own_data import name_fields, register


def _theirs(model: Any, person: Person) -> QuerySet[Any]:
    """The rows of somebody, by their account or by its address."""
    rows: QuerySet[Any] = model.objects.filter(Q(person=person) | Q(email=person.email))
    return rows


def export_follows(person: Person) -> list[dict[str, Any]]:
    """Each thing that the person follows or followed."""
    return [
        {
            "what": str(follower.item),
            "since": follower.asked_at.isoformat(),
            "until": follower.ended_at.isoformat() if follower.ended_at else None,
        }
        for follower in Follow.objects.filter(email=person.email).select_related("item").order_by("asked_at")
    ]


def erase_follows(person: Person) -> None:
    """Forgets what the person follows."""
    Follow.objects.filter(email=person.email).delete()


def export_supports(person: Person) -> list[dict[str, Any]]:
    """Each thing that the person supports."""
    rows = _theirs(Support, person).select_related("item").order_by("given_at")
    return [{"what": str(given.item), "since": given.given_at.isoformat()} for given in rows]


def erase_supports(person: Person) -> None:
    """Takes the person's supports back, so that the sums stay true."""
    for given in _theirs(Support, person).select_related("item"):
        withdraw_support(given.item, email=given.email, by=person)


def export_questions(person: Person) -> list[dict[str, Any]]:
    """Each question that the person has asked, with the answer."""
    rows = _theirs(Question, person).select_related("item").order_by("asked_at")
    return [
        {"what": str(row.item), "asked": row.asked_at.isoformat(), "text": row.text, "answer": row.answer or None}
        for row in rows
    ]


def erase_questions(person: Person) -> None:
    """Removes the person's questions; of those that stand in public only who asked, for others read the answers."""
    rows = _theirs(Question, person)
    rows.exclude(state=QuestionState.PUBLIC).delete()
    rows.update(person=None, email="")


def export_reports(person: Person) -> list[dict[str, Any]]:
    """Each report that the person has made."""
    rows = _theirs(Report, person).select_related("item").order_by("reported_at")
    return [
        {
            "what": str(row.item), "reported": row.reported_at.isoformat(), "reason": str(row.get_reason_display()),
            "text": row.words or None,
        }
        for row in rows
    ]  # fmt: skip


def erase_reports(person: Person) -> None:
    """Forgets who reported; that something was reported, and what was done, is kept."""
    _theirs(Report, person).update(person=None, email="", words="")


def export_proofs(person: Person) -> list[dict[str, Any]]:
    """Each thing that waits to be confirmed by mail."""
    rows = Proof.objects.waiting().filter(email=person.email).order_by("asked_at")
    return [{"kind": row.kind, "since": row.asked_at.isoformat(), "text": row.payload or None} for row in rows]


def erase_proofs(person: Person) -> None:
    """Forgets what was to be confirmed, and what was."""
    Proof.objects.filter(email=person.email).delete()


def register_own_data() -> None:
    """Called when the app is ready."""
    register("follows", _("What you follow"), export_follows, erase_follows)
    register("supports", _("What you support"), export_supports, erase_supports)
    register("questions", _("What you have asked"), export_questions, erase_questions)
    register("reports", _("What you have reported"), export_reports, erase_reports)
    register("proofs", _("What you have yet to confirm by mail"), export_proofs, erase_proofs)
    name_fields(
        {
            "what": _("What"), "since": _("Since"), "until": _("Until"), "asked": _("Asked"), "answer": _("Answer"),
            "reported": _("Reported"), "reason": _("Reason"), "text": _("Text"), "kind": _("Kind"),
        }
    )  # fmt: skip
