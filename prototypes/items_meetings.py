"""How a meeting becomes a public item. The link to its video meeting and who comes are never part of it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons.kinds import ItemWords, Kind, register
from civicportal.commons.models import Item
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from prototypes.enums.meetings import MEETING_LOOKS, MeetingFormat, MeetingState
from prototypes.items import everything
from prototypes.models import Meeting


def meeting_words(meeting: Meeting) -> ItemWords:
    """A meeting in public. It is told among what has happened once its minutes are there, and not before."""
    held = meeting.state == MeetingState.HELD
    return ItemWords(
        title=meeting.title,
        summary=meeting.summary,
        text=everything(
            meeting.for_whom, meeting.look_back, meeting.pause, meeting.work_on, meeting.place, meeting.address,
            meeting.spoken, meeting.facilitator, meeting.minutes,
        ),
        keywords=everything(in_all_languages(MeetingFormat(meeting.format).label)),
        unit=meeting.unit,
        district=meeting.district,
        status=meeting.state,
        status_words=in_all_languages(MeetingState(meeting.state).label),
        status_look=MEETING_LOOKS[meeting.state],
        starts_at=meeting.starts_at,
        happened_on=dates.day_of(meeting.starts_at) if held else None,
    )  # fmt: skip


def meeting_url(item: Item) -> str:
    return reverse("prototypes:meeting", args=[item.slug])


def register_kind() -> None:
    """Called when the app is ready."""
    register(
        Kind(
            key="meeting",
            label=_("Meeting"),
            plural=_("Meetings"),
            icon="calendar-days",
            model=Meeting,
            words=meeting_words,
            url=meeting_url,
        )
    )
