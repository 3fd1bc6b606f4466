"""Letters about meetings: to those who signed up, each with the entry for their calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicportal.kernel import dates
from civicportal.kernel.web import token_hash
from civicportal.notices.actions import Attachment, site_link, write
from civicportal.notices.letters import Letter, register, register_scope
from civicportal.notices.models import Message
from prototypes import feeds
from prototypes.enums.meetings import CANCELLED, CHANGED, MeetingState, SignUpState
from prototypes.models import Meeting, SignUp

SIGNED_UP = "prototypes.signed_up"
WAITING = "prototypes.waiting"
PROMOTED = "prototypes.promoted"
GIVEN_UP = "prototypes.given_up"
REMINDER = "prototypes.reminder"


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (SIGNED_UP, _("You have a place at a meeting")),
        (WAITING, _("You are on a meeting's waiting list")),
        (PROMOTED, _("You have got a place from the waiting list")),
        (GIVEN_UP, _("You have given up your place at a meeting")),
        (CHANGED, _("A meeting has another time or place")),
        (CANCELLED, _("A meeting is cancelled")),
    ):
        register(Letter(kind=kind, template=f"prototypes/letters/{kind.removeprefix('prototypes.')}", label=label))
    register(
        Letter(
            kind=REMINDER, template="prototypes/letters/reminder", label=_("Reminder of a meeting"), wanted_always=False
        )
    )
    register_scope(SignUp)


def token_of(made: SignUp) -> str:
    """The secret of somebody's own page about their sign-up: the same in each letter, and never stored in clear.

    It is made from the row and the portal's secret key. After a change of key the new one is noted, and only the
    links in older letters stop working.
    """
    facts = f"{made.meeting_id}:{made.email}:{made.signed_at.timestamp():.6f}"
    token = salted_hmac("prototypes.sign_up", facts, algorithm="sha256").hexdigest()[:40]
    if made.pk and made.link_hash != token_hash(token):
        SignUp.objects.filter(pk=made.pk).update(link_hash=token_hash(token))
    return token


def own_path(made: SignUp) -> str:
    """The page where somebody sees their sign-up, finds the link and gives the place up."""
    return reverse("prototypes:sign_up_status", args=[token_of(made)])


def when_said(meeting: Meeting, language: str) -> str:
    """ "tisdag 3 november 2026 kl. 17.30-19.30": the one way in which letters say a meeting's time."""
    ends = dates.show_clock(meeting.ends_at, language=language)
    return f"{dates.show_moment(meeting.starts_at, language=language)}–{ends}"


def _facts(meeting: Meeting, made: SignUp) -> dict[str, Any]:
    language = made.language
    with override(language):
        place = meeting.whereabouts
        own, page = site_link(own_path(made)), site_link(meeting.get_absolute_url())
    was = meeting.moved_from
    return {
        "name": made.name,
        "title": meeting.title.said(language).text,
        "when": when_said(meeting, language),
        "was": dates.show_moment(was, language=language) if was else "",
        "place": place,
        "on_video": meeting.on_video,
        "access": meeting.access.said(language).text,
        "reason": meeting.reason.said(language).text,
        "waits": made.state == SignUpState.WAITING,
        "own_link": own,
        "page_link": page,
    }


def _entry(meeting: Meeting, made: SignUp, *, gone: bool = False) -> list[Attachment]:
    """The entry for the reader's calendar; it leads to their own page, where the link to the video meeting is."""
    with override(made.language):
        url = feeds.whole(own_path(made))
    return [feeds.entry(meeting, url=url, email=made.email, name=made.name, language=made.language, gone=gone)]


def _write(
    kind: str, meeting: Meeting, made: SignUp, once: str, *, attachments: Sequence[Attachment] = (), **more: Any
) -> Message | None:
    return write(
        kind,
        to=made.person,
        email=made.email,
        language=made.language,
        facts={**_facts(meeting, made), **more},
        about=made,
        attachments=attachments,
        reply_to=meeting.email or meeting.unit.email,
        once=f"{kind}:{made.pk}:{once}",
    )


def _round(made: SignUp) -> str:
    """Which sign-up of the same row: somebody may give up and come back."""
    return f"{made.signed_at.timestamp():.0f}"


def signed_up(meeting: Meeting, made: SignUp) -> Message | None:
    """To somebody who got a place at once."""
    return _write(SIGNED_UP, meeting, made, _round(made), attachments=_entry(meeting, made))


def waiting(meeting: Meeting, made: SignUp) -> Message | None:
    """To somebody who waits, with the number in the line."""
    return _write(WAITING, meeting, made, _round(made), number=number_of(made))


def promoted(meeting: Meeting, made: SignUp) -> Message | None:
    """To somebody who waited and now has a place, with how to give it up again."""
    return _write(PROMOTED, meeting, made, _round(made), attachments=_entry(meeting, made))


def given_up(meeting: Meeting, made: SignUp, *, had_place: bool) -> Message | None:
    """To somebody who gave up a place, whose calendar then loses the entry, or a number in the line."""
    gone = _entry(meeting, made, gone=True) if had_place else []
    return _write(GIVEN_UP, meeting, made, _round(made), attachments=gone, had_place=had_place)


def _for_seated(meeting: Meeting, made: SignUp) -> list[Attachment]:
    return _entry(meeting, made) if made.state == SignUpState.SEATED else []


def changed(meeting: Meeting, made: SignUp, *, moved: bool) -> Message | None:
    """To somebody with a place or on the waiting list: another time if `moved`, else another place or link."""
    return _write(CHANGED, meeting, made, str(meeting.sequence), attachments=_for_seated(meeting, made), moved=moved)


def cancelled(meeting: Meeting, made: SignUp) -> Message | None:
    """To somebody with a place or on the waiting list: it will not be."""
    return _write(CANCELLED, meeting, made, str(meeting.sequence), attachments=_for_seated(meeting, made))


def reminder(meeting: Meeting, made: SignUp) -> Message | None:
    """To somebody with a place, some hours before."""
    return _write(REMINDER, meeting, made, str(meeting.sequence))


def number_of(made: SignUp) -> int:
    """The place in the waiting line, counted from 1."""
    waiting_before = SignUp.objects.filter(meeting=made.meeting_id).waiting()
    ids = list(waiting_before.values_list("pk", flat=True))
    return ids.index(made.pk) + 1 if made.pk in ids else 0


def is_due(meeting: Meeting) -> bool:
    """Whether the reminder of a meeting is to go now: within its hours before, and not once it has begun."""
    if meeting.state != MeetingState.CALLED or not meeting.remind_hours:
        return False
    now = dates.now()
    return meeting.starts_at - timedelta(hours=meeting.remind_hours) <= now < meeting.starts_at
