"""Who writes together: the machine of an invitation, the rules, and what pages read of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from civicportal.cases.rules import SEEN_BY
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine
from civicportal.kernel.web import token_hash
from civicportal.people.models import Person, canonical_email
from civicportal.submissions.enums import CoWriterState as S
from civicportal.submissions.models import CoWriter, Draft, Submission

MOST_WRITERS = 8
"""How many may be in or invited besides the owner, at a time."""
LINK_LASTS = timedelta(days=30)


def _is_owners(person: Any, co_writer: CoWriter) -> Answer:
    return is_owner(person, co_writer.draft)


def _is_theirs(person: Any, co_writer: CoWriter) -> Answer:
    return YES if person is not None and co_writer.person_id == person.pk else no(_("This is somebody else's"))


CO_WRITER_MOVES = Machine("co_writer", S)
CO_WRITER_MOVES.add("accept", [S.INVITED], S.WRITING)
CO_WRITER_MOVES.add("decline", [S.INVITED], S.DECLINED)
CO_WRITER_MOVES.add("leave", [S.WRITING], S.LEFT, _is_theirs)
CO_WRITER_MOVES.add("remove", [S.INVITED, S.WRITING], S.REMOVED, _is_owners)
CO_WRITER_MOVES.add("take_over", [S.WRITING], S.OWNS, _is_theirs)


def is_owner(person: Any, draft: Draft) -> Answer:
    """Only whoever began it sends, invites and removes."""
    if draft.person_id is None:
        return no(_("Sign in first, so that the draft has an owner"))
    return YES if draft.person_id == person.pk else no(_("Only the one who began it can do this"))


def can_invite(person: Any, draft: Draft, email: str = "") -> Answer:
    """The owner invites while it is being written, at most so many, and nobody twice."""
    if not (answer := is_owner(person, draft)):
        return answer
    if draft.sent_at is not None:
        return no(_("It has been sent, so nobody more can be invited"))
    if email and canonical_email(email) == canonical_email(person.email):
        return no(_("That is your own address"))
    if CoWriter.objects.standing().filter(draft=draft).count() >= MOST_WRITERS:
        return no(_("You can be at most %(n)d who write together") % {"n": MOST_WRITERS + 1})
    return YES


def can_accept(person: Any, co_writer: CoWriter) -> Answer:
    """An invitation is for the address that it was mailed to, confirmed by a code."""
    if co_writer.draft.person_id == person.pk:
        return no(_("This is your own draft"))
    if person.confirmed_at is None or canonical_email(person.email) != co_writer.email:
        return no(
            _("You are signed in as %(mine)s, but the invitation is for %(other)s")
            % {"mine": person.email, "other": co_writer.email}
        )
    return YES


def can_hand_over(person: Any, submission: Submission) -> Answer:
    """Whoever stands behind it lets a co-applicant take that over, until the city has answered."""
    if submission.person_id is None or submission.person_id != person.pk:
        return no(_("Only the one who sent it can hand it over"))
    if submission.withdrawn_at is not None:
        return no(_("You have withdrawn it"))
    if submission.case.answered_at is not None:
        return no(_("It already has its answer"))
    return YES


# What pages read


def writers_of(draft: Draft) -> list[CoWriter]:
    """Who is in and who is invited besides the owner. One query for a draft that has any, kept with the draft."""
    if not draft.has_co_writers:
        return []
    kept: list[CoWriter] | None = draft.__dict__.get("writers")
    if kept is None:
        rows = CoWriter.objects.standing().filter(draft=draft).select_related("person", "draft__person")
        kept = draft.__dict__["writers"] = list(rows.for_page())
    return kept


def writes_in(person: Any, draft: Draft) -> bool:
    """Whether the person was let into somebody else's draft."""
    return any(one.state == S.WRITING and one.person_id == person.pk for one in writers_of(draft))


def called(person: Person | None) -> str:
    """What others behind the same application read of somebody: no name where the identity is protected."""
    if person is None or person.protected or person.closed_at is not None:
        return gettext("One of you")
    return person.name or person.email


def names_in(draft: Draft) -> dict[int, str]:
    """What to call those who write in a draft, by their id; nothing where the owner writes alone."""
    rows = [one for one in writers_of(draft) if one.person_id is not None]
    found = {one.person_id: called(one.person) for one in rows if one.person_id is not None}
    if rows and draft.person_id is not None:
        found[draft.person_id] = called(rows[0].draft.person)
    return found


def shown_writers(draft: Draft, person: Any) -> list[dict[str, Any]]:
    """The lines of the list of writers, the owner first. Empty while nobody is invited."""
    rows = writers_of(draft)
    if not rows:
        return []
    owner = rows[0].draft.person
    first = {"name": called(owner), "is_you": draft.person_id == person.pk, "role": gettext("Began it, and sends it")}
    return [first, *(_line(one, person) for one in rows)]


def _line(one: CoWriter, person: Any) -> dict[str, Any]:
    name = called(one.person) if one.person_id else one.email
    is_you = one.person_id is not None and one.person_id == person.pk
    return {"name": name, "is_you": is_you, "role": one.get_state_display(), "number": one.number, "row": one}


def behind(submission: Submission) -> list[CoWriter]:
    """The co-applicants of what was sent: one query, none for a draft at hand into which nobody was invited."""
    draft = submission._state.fields_cache.get("draft")
    if draft is not None and not draft.has_co_writers:
        return []
    rows = CoWriter.objects.writing().filter(draft__submission=submission).select_related("person")
    return list(rows.order_by("accepted_at", "pk").for_page())


def sent_by(person: Any) -> Q:
    """What the person has sent, alone or as a co-applicant: among submissions."""
    return Q(person=person) | Q(draft__in=CoWriter.objects.writing().filter(person=person).values("draft"))


def written_by(person: Any) -> QuerySet[Submission]:
    """The submissions that the person is a co-applicant of."""
    return Submission.objects.filter(draft__in=CoWriter.objects.writing().filter(person=person).values("draft"))


def is_co_applicant(person: Any, submission: Submission) -> bool:
    """Whether the person stands behind somebody else's application, and so takes no part in judging it."""
    if getattr(submission.case, SEEN_BY, None) == person.pk:
        return False
    return CoWriter.objects.writing().filter(person=person, draft__submission=submission).exists()


def invitation_by(token: str) -> CoWriter:
    """The invitation that a mailed link opens, also one that has been answered. Raises Http404."""
    rows = CoWriter.objects.select_related("draft__opening", "draft__person", "person")
    found: CoWriter | None = rows.filter(token_hash=token_hash(token)).first()
    if found is None or found.invited_at < dates.now() - LINK_LASTS:
        raise Http404
    return found


def our_submission(person: Any, reference: str) -> Submission:
    """What the person has sent, alone or with others. Raises Http404 for everybody else."""
    rows = Submission.objects.filter(sent_by(person), case__reference=reference)
    found: Submission | None = rows.select_related("opening", "case", "person", "draft__person").first()
    if found is None:
        raise Http404
    return found


def hints(submission: Submission, people: Sequence[Any]) -> dict[int, str]:
    """For the hints of recusal: who of these people is a co-applicant. Whom a getter has looked up needs no query."""
    unknown = [one for one in people if getattr(submission.case, SEEN_BY, None) != one.pk]
    if not unknown:
        return {}
    return {person: words for (_submission, person), words in hints_in_many([submission], unknown).items()}


def hints_in_many(submissions: Sequence[Submission], people: Sequence[Any]) -> dict[tuple[int, int], str]:
    """The same for many at once, by submission and person: one query."""
    rows = CoWriter.objects.writing().filter(draft__submission__in=submissions, person__in=people)
    pairs = rows.values_list("draft__submission", "person")
    return dict.fromkeys(pairs, gettext("Writes it too, as a co-applicant"))


def names_behind(submission: Submission) -> list[str]:
    """The names of co-applicants, to be looked for in free texts that are read blind."""
    return [one.person.name for one in behind(submission) if one.person is not None and one.person.name]
