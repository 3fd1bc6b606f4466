"""The rules of endorsements, and what pages read of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case
from civicportal.cases.rules import can_lead
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine
from civicportal.kernel.web import token_hash
from civicportal.people.models import canonical_email
from civicportal.submissions.enums import EndorsementKind as Kind
from civicportal.submissions.enums import EndorsementState as S
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Endorsement, Submission

HEAD = "head"
WAITS_LONG = timedelta(days=10)
"""After so long a request without answer becomes the business of the unit's own people."""


def can_close_endorsement(person: Any, endorsement: Endorsement) -> Answer:
    """What has been passed on is closed unanswered by whoever answers for the case: it says neither yes nor no."""
    if endorsement.passed_on_at is None:
        return no(_("It is not ten days since it was asked"))
    return can_lead(person, endorsement.submission.case)


ENDORSEMENT_MOVES = Machine("endorsement", S)
ENDORSEMENT_MOVES.add("support", [S.ASKED, S.TALK], S.YES)
ENDORSEMENT_MOVES.add("support_with_terms", [S.ASKED, S.TALK], S.TERMS)
ENDORSEMENT_MOVES.add("ask_to_talk", [S.ASKED], S.TALK)
ENDORSEMENT_MOVES.add("put_off", [S.ASKED, S.TALK], S.NOT_NOW)
ENDORSEMENT_MOVES.add("close", [S.ASKED, S.TALK], S.NOBODY, can_close_endorsement)
ENDORSEMENT_MOVES.add("replace", [S.ASKED, S.YES, S.TERMS, S.TALK, S.NOT_NOW, S.NOBODY], S.REPLACED)

MOVE_OF: dict[str, str] = {
    S.YES: "support",
    S.TERMS: "support_with_terms",
    S.TALK: "ask_to_talk",
    S.NOT_NOW: "put_off",
}
NEEDS_WORDS: dict[str, str | Promise] = {
    S.TERMS: _("Write your terms"),
    S.NOT_NOW: _("Write why not now"),
}
"""Answers that say nothing without words."""


def can_ask_endorsement(person: Any, submission: Submission, email: str = "") -> Answer:
    """The owner asks, of somebody else, while the city has not answered; staff where it has been passed on to them."""
    if submission.person_id is None or submission.person_id != person.pk:
        passed_on = submission.endorsements.standing().filter(passed_on_at__isnull=False)
        if not (passed_on.exists() and can_lead(person, submission.case)):
            return no(_("Only the one who sent it can ask for support"))
    if submission.withdrawn_at is not None:
        return no(_("It has been withdrawn"))
    if submission.case.answered_at is not None:
        return no(_("It already has its answer"))
    if email and canonical_email(email) == canonical_email(person.email):
        return no(_("That is your own address. Write that of whoever is to support it"))
    return YES


def can_remind_endorser(person: Any, endorsement: Endorsement) -> Answer:
    """Whoever answers for the case sends the request once more."""
    if endorsement.state != S.ASKED:
        return no(_("There is an answer already"))
    return can_lead(person, endorsement.submission.case)


def has_signature(submission: Submission) -> Answer:
    """Whether whoever signs for the organisation approves, where the applicant does not sign for it."""
    standing = standing_of(submission, Kind.SIGNATORY)
    if standing is None or standing.is_yes:
        return YES
    if standing.state == S.ASKED:
        day = dates.show_day(standing.asked_at)
        return no(_("Whoever signs for the organisation has not answered yet. Asked %(day)s") % {"day": day})
    return no(_("Whoever signs for the organisation has not approved it"))


def has_support(submission: Submission) -> Answer:
    """Whether the one who was asked says yes, with or without terms, to what counts now."""
    standing = standing_of(submission)
    if standing is None:
        return no(_("Nobody has been asked to support it yet"))
    if standing.is_yes:
        return YES
    if standing.state == S.ASKED:
        return no(
            _("Whoever was asked has not answered yet. Asked %(day)s") % {"day": dates.show_day(standing.asked_at)}
        )
    if standing.state == S.TALK:
        return no(_("Whoever was asked wants to talk first"))
    if standing.state == S.NOBODY:
        return no(_("Whoever was asked never answered. Somebody else has to be asked"))
    return no(_("Whoever was asked does not support it now"))


def is_of_the_head(submission: Submission) -> bool:
    """Whether the support that is asked for is that of the head of the department, not of the nearest manager."""
    return kind_of(submission.opening).endorser(submission.opening) == HEAD


def standing_of(submission: Submission, kind: str = Kind.MANAGER) -> Endorsement | None:
    """The request of a kind that counts, with the version that it was about; None before anybody was asked."""
    rows = submission.endorsements.standing().filter(kind=kind).select_related("version", "submission__case")
    found: Endorsement | None = rows.first()
    return found


def all_standing(submission: Submission) -> list[Endorsement]:
    """What counts of either kind, the manager's first: one query."""
    rows = submission.endorsements.standing().select_related("version", "submission__case", "submission__case__unit")
    return list(rows.order_by("kind").for_page())


def endorsement_by(token: str) -> Endorsement:
    """The request that a signed link opens. Raises Http404 when there is none."""
    rows = Endorsement.objects.select_related(
        "submission__case__unit", "submission__opening__form", "submission__person", "version__form"
    )
    found: Endorsement | None = rows.filter(token_hash=token_hash(token)).first()
    if found is None:
        raise Http404
    return found


def own_submission(person: Any, reference: str) -> Submission:
    """What the person sent themselves, by its reference. Raises Http404 for everybody else."""
    rows = Submission.objects.filter(person=person, case__reference=reference)
    found: Submission | None = rows.select_related("opening", "case", "person").first()
    if found is None:
        raise Http404
    return found


def waiting_long(person: Any) -> QuerySet[Endorsement]:
    """Requests without answer for ten days in cases that the person sees, the oldest first."""
    rows = Endorsement.objects.waiting().filter(asked_at__lte=dates.now() - WAITS_LONG)
    rows = rows.filter(submission__withdrawn_at=None, submission__case__answered_at=None)
    seen = Case.objects.visible_to(person).exclude(person=person)
    rows = rows.filter(submission__case__in=seen).select_related("submission__case")
    return rows.order_by("asked_at", "pk").for_page()
