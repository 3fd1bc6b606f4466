"""What anybody may read of the calendar: lists and months by filter, one meeting, what comes next, one's sign-up."""

from __future__ import annotations

import json
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item
from civicportal.commons.upcoming import Upcoming
from civicportal.kernel import dates
from civicportal.kernel.filters import Box
from civicportal.kernel.lists import public_page_of
from civicportal.kernel.text import in_swedish_order, localized
from civicportal.kernel.web import by_revision, known_piece, token_hash
from prototypes.enums.meetings import MeetingFormat, MeetingState, SignUpState
from prototypes.feeds import KEEP_PAST
from prototypes.models import Meeting, SignUp

PAGE = 20


@dataclass(frozen=True)
class Choice:
    """What a reader of the calendar chose. Every part stands in the address, also in the feed's."""

    kinds: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    """ "prototype/motesplatser": what it is about, by kind and address."""
    series: str = ""
    past: bool = False

    @property
    def count(self) -> int:
        """How many filters are on."""
        return len(self.kinds) + len(self.formats) + len(self.districts) + len(self.about) + bool(self.series)

    def query(self, **more: str) -> str:
        """The choice as a query string, with more parameters; empty when nothing is chosen."""
        pairs = [
            *(("slag", kind) for kind in self.kinds),
            *(("form", each) for each in self.formats),
            *(("stadsdel", slug) for slug in self.districts),
            *(("om", each) for each in self.about),
            *([("serie", self.series)] if self.series else []),
            *([("tidigare", "1")] if self.past else []),
            *more.items(),
        ]
        return urlencode(pairs)

    @property
    def ahead(self) -> Choice:
        """The same filters, of what is to come."""
        return replace(self, past=False)


def choice_from(get: Any) -> Choice:
    """Reads the choice from a query string; what makes no sense is left out, never an error."""
    return Choice(
        kinds=tuple(kind for kind in dict.fromkeys(get.getlist("slag")) if kind in kinds),
        formats=tuple(each for each in dict.fromkeys(get.getlist("form")) if each in MeetingFormat.values),
        districts=tuple(dict.fromkeys(get.getlist("stadsdel")))[:30],
        about=tuple(each for each in dict.fromkeys(get.getlist("om")) if each.count("/") == 1)[:10],
        series=get.get("serie", "")[:70],
        past=get.get("tidigare") == "1",
    )


def fitting(choice: Choice) -> QuerySet[Meeting]:
    """The public meetings of a choice, past and to come, without order."""
    rows: QuerySet[Meeting] = Meeting.objects.public()
    if choice.kinds:
        rows = rows.filter(pk__in=_about(Q(item__kind__in=choice.kinds)))
    if choice.about:
        wanted = Q()
        for each in choice.about:
            kind, slug = each.split("/")
            wanted |= Q(item__kind=kind, item__slug=slug)
        rows = rows.filter(pk__in=_about(wanted))
    if choice.formats:
        rows = rows.filter(format__in=choice.formats)
    if choice.districts:
        rows = rows.filter(district__slug__in=choice.districts)
    if choice.series:
        rows = rows.filter(series__slug=choice.series)
    return rows


def _about(wanted: Q) -> Any:
    return Meeting.about.through.objects.filter(wanted, item__visible=True).values("meeting")


def waiting_line() -> Any:
    """How many stand on a meeting's waiting list, for an annotation."""
    line = SignUp.objects.filter(meeting=OuterRef("pk"), state=SignUpState.WAITING).order_by().values("meeting")
    return Coalesce(Subquery(line.annotate(n=Count("pk")).values("n")), 0)


def for_rows(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """With what a row shows, by the same query: `about_titles` holds what the meeting is about, as plain values."""
    about = Meeting.about.through.objects.filter(meeting=OuterRef("pk"), item__visible=True)
    titles = ArraySubquery(about.order_by("item__kind", "item").values("item__title"))
    shown: Any = rows.select_related("district", "series").annotate(about_titles=titles, waiting=waiting_line())
    return shown.defer("minutes", "look_back", "pause", "work_on", "access", "video_link").for_page()


def listed(choice: Choice, number: str | None = None) -> Page[Meeting]:
    """One page of the list: what is to come, the nearest first, or what has been, the latest first.

    One query for which they are and how many places are taken, one more for those that have changed since somebody
    read them, and one where people wait for a place.
    """
    now = this_minute()
    rows: Any = fitting(choice)
    rows = rows.over(now) if choice.past else rows.ahead(now)
    rows = rows.order_by("-starts_at", "-pk") if choice.past else rows.order_by("starts_at", "pk")
    page = public_page_of(rows, number, PAGE, ("prototypes.calendar", choice, now), ("pk", "taken"))
    page.object_list = _whole(dict(page.object_list))
    return page


def this_minute() -> datetime:
    """The minute that it is. What depends on nothing but the minute and public words is read once a minute."""
    return dates.now().replace(second=0, microsecond=0)


def _whole(taken: dict[int, int]) -> list[Meeting]:
    """The meetings with what their rows show, in the order of `taken`, which says how many places are taken in each.

    What is kept is nobody's to change, so one whose places stand otherwise now is copied.
    """
    known = {pk: known_piece(("prototypes.meeting", pk)) for pk in taken}
    if missing := [pk for pk, meeting in known.items() if meeting is None]:
        for meeting in for_rows(Meeting.objects.filter(pk__in=missing)):
            known[meeting.pk] = by_revision(("prototypes.meeting", meeting.pk), partial(copy, meeting))
    full = [pk for pk, meeting in known.items() if meeting and meeting.seats is not None and taken[pk] >= meeting.seats]
    line = _lines(full) if full else {}
    return [_with_places(meeting, taken[pk], line.get(pk, 0)) for pk, meeting in known.items() if meeting]


def _with_places(kept: Any, taken: int, waiting: int) -> Meeting:
    meeting: Any = kept if (kept.taken, kept.waiting) == (taken, waiting) else copy(kept)
    if meeting is not kept:
        meeting.taken, meeting.waiting = taken, waiting
    return cast(Meeting, meeting)


def _lines(meetings: list[int]) -> dict[int, int]:
    """How many wait for a place in each of some meetings: one query."""
    rows = SignUp.objects.filter(meeting__in=meetings, state=SignUpState.WAITING).order_by().values_list("meeting")
    return dict(rows.annotate(Count("pk")))


def between(choice: Choice, first: date, last: date) -> list[Meeting]:
    """The meetings of a choice that begin on the days from `first` to `last`: one query."""
    begin, end = dates.at(first), dates.at(last + timedelta(days=1))
    rows = fitting(choice).filter(starts_at__gte=begin, starts_at__lt=end)
    return list(for_rows(rows).order_by("starts_at", "pk"))


def next_after(choice: Choice, day: date) -> Meeting | None:
    """The first meeting of a choice after a day, to say when the next is where a month has none: one query."""
    rows = fitting(choice).filter(starts_at__gte=dates.at(day + timedelta(days=1)))
    return rows.order_by("starts_at", "pk").first()


FACETS = """
WITH public AS (
    SELECT meeting.id, meeting.format, meeting.district_id
      FROM prototypes_meeting meeting JOIN commons_item item ON item.id = meeting.item_id AND item.visible
     WHERE CASE WHEN %(past)s THEN meeting.ends_at <= %(now)s ELSE meeting.ends_at > %(now)s END
), about AS (
    SELECT public.id, item.kind, item.slug, item.title
      FROM public JOIN prototypes_meeting_about link ON link.meeting_id = public.id
      JOIN commons_item item ON item.id = link.item_id AND item.visible
)
SELECT 'kind', kind, NULL::jsonb, count(DISTINCT id) FROM about GROUP BY kind
UNION ALL
SELECT 'format', format, NULL, count(*) FROM public GROUP BY format
UNION ALL
SELECT 'district', district.slug, jsonb_build_object('sv', district.name), count(*)
  FROM public JOIN places_district district ON district.id = public.district_id GROUP BY district.id
UNION ALL
SELECT 'about', kind || '/' || slug, title, count(*) FROM about WHERE kind = 'prototype' GROUP BY kind, slug, title
UNION ALL
SELECT 'series', slug, title, 0 FROM prototypes_series WHERE slug = %(series)s
UNION ALL
SELECT 'other', kind || '/' || slug, title, 0 FROM commons_item
 WHERE visible AND kind <> 'prototype' AND kind || '/' || slug = ANY(%(about)s)
"""


def filters(choice: Choice) -> dict[str, list[Box]]:
    """The filters with how many public meetings each has, to come or past: one query a minute and change.

    "series" and "other" hold only what is chosen, for the chips above the list.
    """
    now = this_minute()
    key = ("prototypes.facets", choice.past, choice.series, choice.about, now)
    rows = by_revision(key, lambda: _facets(choice, now))
    chosen = {
        "kind": {*choice.kinds},
        "format": {*choice.formats},
        "district": {*choice.districts},
        "about": {*choice.about},
        "series": {choice.series},
        "other": {*choice.about},
    }
    found: dict[str, list[Box]] = {name: [] for name in chosen}
    for name, value, label, count in rows:
        found[name].append(Box(value, _label(name, value, label), count, value in chosen[name]))
    for boxes in found.values():
        boxes.sort(key=lambda box: in_swedish_order(box.label))
    return found


def _facets(choice: Choice, now: datetime) -> list[tuple[str, str, str | None, int]]:
    asked: dict[str, Any] = {"past": choice.past, "now": now, "series": choice.series, "about": list(choice.about)}
    with connection.cursor() as cursor:
        cursor.execute(FACETS, asked)
        rows: list[tuple[str, str, str | None, int]] = cursor.fetchall()
    return rows


def _label(name: str, value: str, label: str | None) -> str:
    if name == "kind":
        return str(kinds[value].plural) if value in kinds else value
    if name == "format":
        return str(MeetingFormat(value).label)
    return str(localized(json.loads(label or "{}")))


def meeting_in_public(item: Item) -> Meeting:
    """The meeting behind a visible item, with what its page tells. Raises Http404 when there is none."""
    rows = Meeting.objects.select_related("item", "unit", "district", "series").prefetch_related("about", "images")
    found: Meeting = get_object_or_404(rows.annotate(waiting=waiting_line()).for_page(), item=item)
    return found


@dataclass(frozen=True)
class Rest:
    """The other public dates of a meeting's series: the next ones, and the latest before it that have minutes."""

    coming: list[Meeting]
    minutes: list[Meeting]


def rest_of_series(meeting: Meeting, most: int = 4) -> Rest:
    """What a meeting's page tells of its series: one query, none for a meeting alone."""
    if meeting.series_id is None:
        return Rest([], [])
    rows = Meeting.objects.public().filter(series=meeting.series_id).exclude(pk=meeting.pk)
    found = list(rows.only("slug", "title", "state", "starts_at", "ends_at").order_by("starts_at", "pk").for_page())
    now = dates.now()
    coming = [each for each in found if each.ends_at > now]
    told = [each for each in found if each.state == MeetingState.HELD and each.starts_at < meeting.starts_at]
    return Rest(coming[:most], told[: -most - 1 : -1])


def next_meetings(item: Item | None = None, n: int = 3) -> list[Meeting]:
    """The next public meetings that are not cancelled, about one thing or about anything: one query."""
    rows = Meeting.objects.public().ahead(dates.now()).filter(state=MeetingState.CALLED)
    if item is not None:
        rows = rows.filter(about=item)
    return list(rows.select_related("district").order_by("starts_at", "pk").for_page()[:n])


def ahead_of(item: Item) -> list[Upcoming]:
    """What an item's page tells of its next meetings; a meeting's own page tells its series itself."""
    if item.kind == "meeting":
        return []
    return [
        Upcoming(
            label=str(each.title),
            url=each.get_absolute_url(),
            at=each.starts_at,
            place=each.whereabouts,
            sign_up=reverse("prototypes:sign_up", args=[each.slug]) if each.by_sign_up else "",
        )
        for each in next_meetings(item)
    ]


def in_feed(choice: Choice) -> list[Meeting]:
    """What a feed holds: from KEEP_PAST ago on, and of a series that is still in it every date. One query."""
    since = dates.now() - KEEP_PAST
    rows = fitting(choice)
    alive = Meeting.objects.public().filter(ends_at__gte=since, series__isnull=False).values("series")
    rows = rows.filter(Q(ends_at__gte=since) | Q(series__in=alive))
    found: Any = rows.select_related("unit", "series__unit").order_by("starts_at", "pk")
    return list(found.for_page())


def sign_up_of(token: str) -> SignUp:
    """The sign-up that a link in a letter names, with its meeting. Raises Http404 when there is none."""
    rows = SignUp.objects.select_related("meeting__item", "meeting__unit", "meeting__district", "person")
    found: SignUp | None = rows.filter(link_hash=token_hash(token)).first()
    if found is None:
        raise Http404
    return found


def my_sign_ups(person: Any) -> list[SignUp]:
    """Somebody's sign-ups to what is to come, the nearest first: one query."""
    rows = SignUp.objects.in_force().filter(email=person.email, meeting__ends_at__gt=dates.now())
    return list(rows.select_related("meeting").order_by("meeting__starts_at", "pk").for_page())


def my_sign_up(person: Any, meeting: Meeting) -> SignUp | None:
    """Somebody's own sign-up to a meeting, as long as it stands."""
    if not person.is_authenticated:
        return None
    found: SignUp | None = SignUp.objects.in_force().filter(email=person.email, meeting=meeting).first()
    return found


def to_remind() -> list[int]:
    """The meetings whose reminder is to go now: within their hours before, and not told yet. One query."""
    now = dates.now()
    rows = Meeting.objects.public().filter(
        state=MeetingState.CALLED,
        reminded_at__isnull=True,
        remind_hours__gt=0,
        starts_at__gt=now,
        starts_at__lte=now + F("remind_hours") * timedelta(hours=1),
    )
    return list(rows.order_by("starts_at").values_list("pk", flat=True))


def days_of_month(year: int, month: int) -> list[list[date]]:
    """The weeks that a month touches, from Monday to Sunday."""
    first = date(year, month, 1)
    day = first - timedelta(days=first.weekday())
    weeks = []
    while day <= first or day.month == month:
        weeks.append([day + timedelta(days=number) for number in range(7)])
        day += timedelta(days=7)
    return weeks
