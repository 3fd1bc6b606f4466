"""Which arrow a meeting may walk, who may walk it, and when one can sign up."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.moves import Machine
from prototypes.enums.meetings import CALLERS, MeetingState
from prototypes.models import Meeting, Series

S = MeetingState


def can_call(person: Any, unit_id: int) -> Answer:
    """Meetings are called by those who lead the unit's work."""
    if unit_id in person.units_as(*CALLERS):
        return YES
    return no(_("Only those who lead the unit's work can call its meetings"))


def can_lead(person: Any, thing: Meeting | Series) -> Answer:
    """Whoever may call the unit's meetings may also change them."""
    return can_call(person, thing.unit_id)


def can_publish(person: Any, meeting: Meeting) -> Answer:
    """A meeting that is called says where it is."""
    if meeting.on_site and not meeting.place:
        return no(_("Say where the meeting is before you publish it"))
    return can_lead(person, meeting)


def can_change_date(person: Any, meeting: Meeting) -> Answer:
    """What has been is not moved or cancelled."""
    if meeting.state not in {S.DRAFT, S.CALLED}:
        return no(_("The meeting is cancelled or has been held"))
    if meeting.is_over():
        return no(_("The meeting has already been"))
    return can_lead(person, meeting)


def can_write_minutes(person: Any, meeting: Meeting) -> Answer:
    """Minutes are written when the meeting has begun, and may be mended afterwards."""
    if meeting.state not in {S.CALLED, S.HELD}:
        return no(_("Only a meeting that was called and not cancelled has minutes"))
    if meeting.starts_at > dates.now():
        return no(_("The meeting has not begun"))
    return can_lead(person, meeting)


def can_sign_up(meeting: Meeting) -> Answer:
    """One signs up to a public meeting until it begins, also when it is full: then one waits."""
    if meeting.state == S.CANCELLED:
        return no(_("The meeting is cancelled"))
    if meeting.state != S.CALLED or meeting.item is None or not meeting.item.visible:
        return no(_("One cannot sign up to this meeting"))
    if meeting.starts_at <= dates.now():
        return no(_("The meeting has begun, so it is too late to sign up"))
    if not meeting.by_sign_up:
        return no(_("You do not need to sign up. Just come"))
    return YES


MEETING_MOVES = Machine("meeting", MeetingState)
MEETING_MOVES.add("publish", [S.DRAFT], S.CALLED, can_publish)
MEETING_MOVES.add("cancel", [S.DRAFT, S.CALLED], S.CANCELLED, can_change_date)
MEETING_MOVES.add("hold", [S.CALLED], S.HELD, can_write_minutes)
