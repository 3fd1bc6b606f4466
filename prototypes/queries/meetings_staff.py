"""What staff read of meetings: the unit's list, one meeting, its sign-ups, what is missing. The getter is the check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.notices.models import Message, MessageState
from prototypes.enums.meetings import CALLERS, NEWS, MeetingState, SignUpState
from prototypes.models import Meeting, Series, SignUp

MINUTES_WITHIN = timedelta(days=7)
"""How soon the minutes are to be public."""

MOST_CHOICES = 60
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def meetings_for_staff(person: Any, *, past: bool) -> QuerySet[Meeting]:
    """The meetings that somebody may see in the backoffice, with how many have signed up and wait."""
    rows: QuerySet[Meeting] = Meeting.objects.visible_to(person).select_related("unit", "series", "district")
    now = dates.now()
    rows = rows.filter(ends_at__lte=now) if past else rows.filter(ends_at__gt=now)
    rows = rows.annotate(waiting=Count("sign_ups", filter=Q(sign_ups__state=SignUpState.WAITING)))
    return rows.order_by("-starts_at", "-pk") if past else rows.order_by("starts_at", "pk")


def meeting_for_staff(person: Any, slug: str) -> Meeting:
    """One meeting that somebody may see in the backoffice. Raises Http404."""
    rows = Meeting.objects.visible_to(person).select_related("unit", "series", "district", "item")
    found: Meeting = get_object_or_404(rows, slug=slug)
    return found


def series_for_staff(person: Any, slug: str) -> Series:
    """One series that somebody may see in the backoffice. Raises Http404."""
    found: Series = get_object_or_404(Series.objects.visible_to(person).select_related("unit"), slug=slug)
    return found


def every_series(person: Any) -> QuerySet[Series]:
    """The series that somebody may see and that have dates to come."""
    coming = Meeting.objects.filter(series=OuterRef("pk"), ends_at__gt=dates.now())
    rows: QuerySet[Series] = Series.objects.visible_to(person).filter(Exists(coming)).order_by("pk")
    return rows


def dates_of(series: Series) -> QuerySet[Meeting]:
    """Every date of a series in order, with how many wait."""
    rows: QuerySet[Meeting] = series.meetings.annotate(
        waiting=Count("sign_ups", filter=Q(sign_ups__state=SignUpState.WAITING))
    ).order_by("starts_at", "pk")
    return rows


def sign_ups_for_staff(person: Any, meeting: Meeting) -> list[SignUp]:
    """Who comes and who waits, each in order, with whether the last news did not reach them: one query."""
    rows = SignUp.objects.visible_to(person).filter(meeting=meeting).in_force()
    rows = rows.annotate(unreached=Exists(_failed())).order_by("state", "signed_at", "pk")
    return list(rows.select_related("person"))


def hidden_sign_ups(person: Any, meeting: Meeting) -> int:
    """How many have signed up whom somebody may not see, because their identity is protected."""
    in_force = SignUp.objects.filter(meeting=meeting).in_force()
    seen: int = SignUp.objects.visible_to(person).filter(meeting=meeting).in_force().count()
    return int(in_force.count()) - seen


def _failed() -> QuerySet[Message]:
    """News of a meeting that did not reach its reader, unless somebody has told them in another way since."""
    told = Coalesce(OuterRef("told_at"), Value(BEGINNING, output_field=DateTimeField()))
    return Message.objects.filter(
        kind__in=NEWS, state=MessageState.FAILED, about_kind=SignUp._meta.label_lower, about_id=OuterRef("pk"),
        written_at__gt=told,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToMind:
    """Meetings of one's units that wait for something.

    `minutes`: have been, and nobody has written the minutes, the oldest first. `untold`: coming ones that were
    cancelled or moved, where a letter did not reach somebody. `drafts`: coming ones that are planned and not public.
    """

    minutes: list[Meeting]
    untold: list[Meeting]
    drafts: list[Meeting]


def to_mind(person: Any) -> ToMind:
    """What the meetings of the person's units wait for, the nearest first: one query for all of it."""
    now = dates.now()
    unreached = SignUp.objects.filter(meeting=OuterRef("pk")).in_force().filter(Exists(_failed()))
    minutes = Q(item__visible=True, state=MeetingState.CALLED, ends_at__lte=now)
    coming = Q(starts_at__gt=now)
    rows: Any = Meeting.objects.filter(
        minutes | coming & (Q(state=MeetingState.DRAFT) | Q(Exists(unreached))), unit__in=person.units_as(*CALLERS)
    ).annotate(untold=Exists(unreached))
    found = list(rows.order_by("starts_at", "pk"))
    ahead = [each for each in found if each.starts_at > now]
    return ToMind(
        minutes=sorted((each for each in found if each.starts_at <= now), key=lambda each: each.ends_at),
        untold=[each for each in ahead if each.untold],
        drafts=[each for each in ahead if each.state == MeetingState.DRAFT],
    )


def choices_about(units: Any) -> list[Item]:
    """What a unit's meetings are usually about: its own public things, meetings and partners apart. One query."""
    rows = Item.objects.filter(unit__in=units).exclude(kind__in=["meeting", "partner", "project", "proposal", "method"])
    return list(rows.only("kind", "slug", "title", "visible").order_by("kind", "-pk")[:MOST_CHOICES])
