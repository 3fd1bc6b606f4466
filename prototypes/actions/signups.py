"""Signing up to a meeting and giving one's place up. Places are counted under a lock and held by the database."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.rows import held
from civicportal.kernel.web import public_words_changed, token_hash
from civicportal.people.models import Person, canonical_email
from civicportal.records.actions import record
from prototypes.enums.meetings import SignUpState
from prototypes.models import Meeting, SignUp
from prototypes.notices import meetings as notices
from prototypes.rules.meetings import can_sign_up


def _locked(meeting: Meeting) -> Meeting:
    """All sign-ups to a meeting stand in line here: the order on the waiting list is the order of arrival."""
    fresh: Meeting = held(Meeting.objects.select_related("item", "unit"), meeting.pk)
    return fresh


@transaction.atomic
def sign_up(
    meeting: Meeting, *, email: str, name: str, language: str, needs: str = "", person: Person | None = None
) -> SignUp:
    """Gives somebody a place, or the last number on the waiting list when there is none, and writes to them.

    `email` is known to be theirs: the account's, or one confirmed by mail. One sign-up per meeting and address: a
    second one gives back the first. Raises Refused when one cannot sign up.
    """
    fresh = _locked(meeting)
    address = canonical_email(email)
    made = SignUp.objects.filter(meeting=fresh, email=address).first()
    if made is not None and made.state != SignUpState.GIVEN_UP:
        return made
    insist(can_sign_up(fresh))
    made = made or SignUp(meeting=fresh, email=address)
    made.person, made.name, made.language, made.needs = person, name, language[:2], needs
    made.signed_at, made.seated_at, made.told_at = dates.now(), None, None
    made.state = SignUpState.WAITING
    # Nobody passes those who wait: a free place with a waiting list goes to the first of them.
    if not fresh.is_full and not fresh.sign_ups.waiting().exists():
        _seat(fresh, made)
    made.link_hash = token_hash(notices.token_of(made))
    made.save()
    record(made, verb="sign_up.made", by=person, facts={"meeting": fresh.pk, "state": made.state})
    notices.signed_up(fresh, made) if made.state == SignUpState.SEATED else notices.waiting(fresh, made)
    return made


def _count(meeting: Meeting, change: int) -> None:
    """One place more or less is taken. The kept pages grow old only when the meeting gets full or stops being so."""
    was_full = meeting.is_full
    meeting.taken += change
    meeting.save(update_fields=["taken"])
    if meeting.is_full != was_full:
        transaction.on_commit(public_words_changed)


def _seat(meeting: Meeting, made: SignUp) -> None:
    _count(meeting, 1)
    made.state, made.seated_at = SignUpState.SEATED, dates.now()


@transaction.atomic
def fill(meeting: Meeting) -> list[SignUp]:
    """Gives free places to those who have waited longest, and writes to them. Returns who got one."""
    fresh = _locked(meeting)
    seated: list[SignUp] = []
    if not can_sign_up(fresh):
        return seated
    for waiting in fresh.sign_ups.waiting().select_related("person"):
        if fresh.is_full:
            break
        _seat(fresh, waiting)
        waiting.save(update_fields=["state", "seated_at"])
        record(waiting, verb="sign_up.promoted", by=None, facts={"meeting": fresh.pk})
        notices.promoted(fresh, waiting)
        seated.append(waiting)
    return seated


@transaction.atomic
def give_up(made: SignUp, *, by: Person | None = None) -> SignUp:
    """Gives a place or a number on the waiting list up; a free place goes to the first who waits, at once.

    Doing it twice is harmless. Once the meeting has begun nothing changes.
    """
    meeting = _locked(made.meeting)
    fresh: SignUp = SignUp.objects.select_related("person").get(pk=made.pk)
    if fresh.state == SignUpState.GIVEN_UP or meeting.starts_at <= dates.now():
        return fresh
    was_seated = fresh.state == SignUpState.SEATED
    fresh.state, fresh.seated_at = SignUpState.GIVEN_UP, None
    fresh.save(update_fields=["state", "seated_at"])
    if was_seated:
        _count(meeting, -1)
    record(fresh, verb="sign_up.given_up", by=by, facts={"meeting": meeting.pk})
    notices.given_up(meeting, fresh, had_place=was_seated)
    if was_seated:
        fill(meeting)
    return fresh


BEST_FIRST = (SignUpState.SEATED, SignUpState.WAITING, SignUpState.GIVEN_UP)


@transaction.atomic
def move_sign_ups(person: Person, old: str) -> None:
    """Somebody has another address than `old`: their sign-ups go along, inside the transaction of the change.

    Whoever signed up to a meeting with both addresses keeps the better of the two: a place before a number on the
    waiting list, the earlier before the later. A place too many goes to the first who waits. The links in older
    letters end; my page and the next letter have new ones.
    """
    mine = SignUp.objects.filter(Q(person=person) | Q(email=old)).exclude(email=person.email)
    rows = list(mine.order_by("meeting_id", "pk").values_list("pk", "meeting_id"))
    for pk, meeting in rows:
        _move(_locked(Meeting(pk=meeting)), SignUp.objects.get(pk=pk), person)
    if rows:
        record(person, verb="sign_up.moved", by=person, facts={"sign_ups": len(rows)})


def _move(meeting: Meeting, made: SignUp, person: Person) -> None:
    there = SignUp.objects.filter(meeting=meeting, email=person.email).first()
    spare = None
    if there is not None:
        made, spare = sorted([made, there], key=lambda one: (BEST_FIRST.index(one.state), one.signed_at, one.pk))
        spare.delete()
    made.person, made.email = person, person.email
    made.link_hash = token_hash(notices.token_of(made))
    made.save(update_fields=["person", "email", "link_hash"])
    if spare is not None and spare.state == SignUpState.SEATED:
        _count(meeting, -1)
        fill(meeting)


@transaction.atomic
def told_otherwise(made: SignUp, *, by: Person) -> None:
    """Notes that somebody whom the letter did not reach has been told by phone or in another way."""
    made.told_at = dates.now()
    made.save(update_fields=["told_at"])
    record(made, verb="sign_up.told", by=by, facts={"meeting": made.meeting_id})


@transaction.atomic
def remind(meeting_id: int) -> int:
    """Writes the reminder to everybody with a place at one meeting, once; returns how many letters were written."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("item", "unit")
        .filter(pk=meeting_id, reminded_at=None)
        .first()
    )
    if meeting is None or not notices.is_due(meeting):
        return 0
    meeting.reminded_at = dates.now()
    meeting.save(update_fields=["reminded_at"])
    seated = list(meeting.sign_ups.seated().select_related("person"))
    for made in seated:
        notices.reminder(meeting, made)
    record(meeting, verb="meeting.reminded", by=None, facts={"letters": len(seated)})
    return len(seated)
