"""What is done to meetings: planned, published, moved, cancelled, added to, written down."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.recurrence import occasions
from civicportal.kernel.rows import held
from civicportal.kernel.text import LocalizedText, slug_of
from civicportal.people.models import Person
from civicportal.records.actions import record
from prototypes.actions.signups import fill
from prototypes.enums.meetings import PUBLIC_STATES, MeetingState
from prototypes.models import COMMON, Meeting, Series
from prototypes.notices import meetings as notices
from prototypes.rules.meetings import MEETING_MOVES, can_call, can_change_date, can_lead, can_write_minutes

RESERVED = frozenset({"manad", "prenumerera", "anmalan"})
"""Parts of the calendar's own addresses."""

TOLD_AGAIN = frozenset({"where", "place", "address", "district", "video_link"})
"""Fields whose change those who have signed up must hear of."""


FROM_THE_MEETING = _("From the meeting: %(title)s")
"""What the step is called that tells a meeting's minutes on the page of what it was about."""


def free_slug(title: str, day: date) -> str:
    """Title and day as an address that no meeting has; a number behind it where needed."""
    wanted = f"{slug_of(title, 70)}-{day:%Y-%m-%d}"
    taken = set(Meeting.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken or slug in RESERVED:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


@transaction.atomic
def call_meeting(
    *,
    by: Person,
    facts: dict[str, Any],
    about: Iterable[Item],
    starts_at: datetime,
    ends_at: datetime,
    once: uuid.UUID | None = None,
) -> Meeting:
    """Makes one meeting, not public yet. `facts` are fields of an Invitation, among them `unit`.

    `once` makes a second call give back the first one's meeting. Raises Refused for others than the unit's own.
    """
    insist(can_call(by, facts["unit"].pk))
    if once and (made := Meeting.objects.filter(uid=once).first()):
        return made
    meeting = Meeting.objects.create(
        **facts,
        uid=once or uuid.uuid4(),
        slug=free_slug(facts["title"].said("sv").text, dates.day_of(starts_at)),
        starts_at=starts_at,
        ends_at=ends_at,
    )
    meeting.about.set(about)
    record(meeting, verb="meeting.planned", by=by)
    return meeting


@transaction.atomic
def plan_series(
    *,
    by: Person,
    facts: dict[str, Any],
    about: Iterable[Item],
    rule: str,
    first: date,
    until: date,
    starts: time,
    ends: time,
    without: Collection[date] = (),
    once: uuid.UUID | None = None,
) -> Series:
    """Makes a series with a meeting for each day of its rule, not public yet.

    Left out are the days in `without`, and those whose time does not exist, or comes twice, that night. `once` makes a
    second call give back the first one's series. Raises Refused for others than the unit's own.
    """
    insist(can_call(by, facts["unit"].pk))
    if once and (planned := Series.objects.filter(uid=once).first()):
        return planned
    series = Series.objects.create(
        **facts, uid=once or uuid.uuid4(), slug=_free_series_slug(facts["title"].said("sv").text), rule=rule,
        first_on=first, until=until, starts=starts, ends=ends,
    )  # fmt: skip
    series.about.set(about)
    for occasion in occasions(rule, first, until, starts, ends):
        if occasion.starts_at is not None and occasion.ends_at is not None and occasion.day not in without:
            _date_of(series, occasion.starts_at, occasion.ends_at, series_on=occasion.day)
    record(series, verb="series.planned", by=by, facts={"meetings": series.meetings.count()})
    return series


def _free_series_slug(title: str) -> str:
    slug, number = slug_of(title, 60), 1
    while Series.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{slug_of(title, 60)}-{number}"
    return slug


def _date_of(series: Series, starts_at: datetime, ends_at: datetime, **more: Any) -> Meeting:
    """One date of a series, with what the series says at this moment."""
    meeting = Meeting.objects.create(
        **{name: getattr(series, name) for name in COMMON},
        series=series,
        slug=free_slug(series.title.said("sv").text, dates.day_of(starts_at)),
        starts_at=starts_at,
        ends_at=ends_at,
        **more,
    )
    meeting.about.set(series.about.all())
    return meeting


@transaction.atomic
def add_date(
    series: Series, *, by: Person, starts_at: datetime, ends_at: datetime, once: uuid.UUID | None = None
) -> Meeting:
    """A date beside the rule of a series; public at once where the series' own coming dates are."""
    insist(can_lead(by, series))
    locked = Series.objects.select_for_update().get(pk=series.pk)
    if once and (made := Meeting.objects.filter(uid=once).first()):
        return made
    meeting = _date_of(locked, starts_at, ends_at, uid=once or uuid.uuid4())
    record(meeting, verb="meeting.added", by=by, facts={"series": series.pk})
    if series.meetings.filter(state__in=PUBLIC_STATES).exists():
        publish(meeting, by=by)
    return meeting


@transaction.atomic
def publish(meeting: Meeting, *, by: Person) -> Meeting:
    """Calls a meeting in public: its page, the calendar, the feed, and the pages of what it is about."""
    fresh: Meeting = walk(MEETING_MOVES, "publish", meeting, by=by)
    item = _show(fresh, by=by)
    for other in fresh.about.all():
        commons.link(item, other, Link.Kind.BELONGS_TO, by=by)
    return fresh


@transaction.atomic
def publish_series(series: Series, *, by: Person) -> int:
    """Publishes every date of a series that is not public yet; returns how many."""
    insist(can_lead(by, series))
    waiting = list(series.meetings.filter(state=MeetingState.DRAFT))
    for meeting in waiting:
        publish(meeting, by=by)
    return len(waiting)


def _show(meeting: Meeting, *, by: Person | None) -> Item:
    meeting.changed_at = dates.now()
    meeting.save(update_fields=["changed_at"])
    return commons.publish(meeting, by=by)


def _locked(meeting: Meeting) -> Meeting:
    fresh: Meeting = held(Meeting.objects.select_related("item", "unit"), meeting.pk)
    return fresh


@transaction.atomic
def move(meeting: Meeting, *, by: Person, starts_at: datetime, ends_at: datetime, reason: LocalizedText) -> Meeting:
    """Moves a meeting to another time. Those who have signed up get a letter with the new entry for their calendar.

    Raises Refused when it has been or is cancelled, and for a time that has passed.
    """
    fresh = _locked(meeting)
    insist(can_change_date(by, fresh))
    if starts_at <= dates.now():
        raise Refused(no(_("Choose a time that has not passed")))
    if (starts_at, ends_at) == (fresh.starts_at, fresh.ends_at):
        return fresh
    fresh.moved_from, fresh.starts_at, fresh.ends_at, fresh.reason = fresh.starts_at, starts_at, ends_at, reason
    fresh.reminded_at = None
    fresh.save(update_fields=["moved_from", "starts_at", "ends_at", "reason", "reminded_at"])
    record(fresh, verb="meeting.moved", by=by, facts={"from": fresh.moved_from.isoformat()})
    _changed(fresh, by=by, moved=True)
    if fresh.state == MeetingState.CALLED and fresh.item:
        _step(fresh, by=by, title=pgettext_lazy("meeting", "Moved"), words=reason)
    return fresh


def _changed(meeting: Meeting, *, by: Person | None, moved: bool = False) -> None:
    """One change more of time (`moved`), place or status: counted, shown, and told to those who have signed up."""
    meeting.sequence += 1
    meeting.save(update_fields=["sequence"])
    if meeting.state == MeetingState.DRAFT:
        return
    _show(meeting, by=by)
    for made in meeting.sign_ups.in_force().select_related("person"):
        made.told_at = None
        made.save(update_fields=["told_at"])
        if meeting.is_cancelled:
            notices.cancelled(meeting, made)
        else:
            notices.changed(meeting, made, moved=moved)


def _step(
    meeting: Meeting, *, by: Person | None, title: str | Promise, words: LocalizedText, once: str | None = None
) -> None:
    assert meeting.item is not None  # noqa: S101 - a meeting that has been public has its item
    commons.add_step(
        meeting.item, by=by, kind=Step.Kind.STATUS, title=title, words=words, by_function=meeting.facilitator, once=once
    )


@transaction.atomic
def cancel(meeting: Meeting, *, by: Person, reason: LocalizedText) -> Meeting:
    """Cancels a meeting. It stays in the calendar as cancelled, and everybody who has signed up gets a letter."""
    walked: Meeting = walk(MEETING_MOVES, "cancel", meeting, by=by)
    fresh = _locked(walked)
    fresh.reason = reason
    fresh.save(update_fields=["reason"])
    if fresh.item is None:
        return fresh
    _changed(fresh, by=by)
    _step(fresh, by=by, title=pgettext_lazy("meeting", "Cancelled"), words=reason, once=f"meeting.cancelled:{fresh.pk}")
    return fresh


@transaction.atomic
def edit(meeting: Meeting, *, by: Person, facts: dict[str, Any], about: Collection[Item] | None = None) -> Meeting:
    """Writes a meeting's words anew: shown at once; new places given out; another place or link told to who comes.

    `facts` are fields of an Invitation without `unit`; `about` is left as it is when None. Raises Refused for others
    than the unit's own, and for fewer places than are taken.
    """
    insist(can_lead(by, meeting))
    fresh = _locked(meeting)
    changed = {name for name, value in facts.items() if getattr(fresh, name) != value}
    seats = facts.get("seats", fresh.seats)
    if seats is not None and seats < fresh.taken:
        raise Refused(no(_("%(taken)d have a place already. Write at least that number") % {"taken": fresh.taken}))
    for name in changed:
        setattr(fresh, name, facts[name])
    fresh.save(update_fields=[*changed, "changed_at"])
    if about is not None and {item.pk for item in about} != set(fresh.about.values_list("pk", flat=True)):
        fresh.about.set(about)
        changed.add("about")
    if changed:
        record(fresh, verb="meeting.edited", by=by, facts={"fields": sorted(changed)})
        _after_edit(fresh, changed, by=by)
    return fresh


def _after_edit(meeting: Meeting, changed: Collection[str], *, by: Person) -> None:
    if meeting.state == MeetingState.CALLED and not meeting.is_over() and TOLD_AGAIN & set(changed):
        _changed(meeting, by=by)
    elif meeting.state in PUBLIC_STATES:
        _show(meeting, by=by)
    if "seats" in changed:
        fill(meeting)
    if "about" in changed and meeting.item is not None:
        _link_anew(meeting, by=by)


@transaction.atomic
def edit_series(series: Series, *, by: Person, facts: dict[str, Any], about: Collection[Item]) -> int:
    """Writes a series' words anew, and with them those of its dates to come that said the same as the series.

    What a single date says for itself stays. Returns how many dates were changed.
    """
    insist(can_lead(by, series))
    locked = Series.objects.select_for_update().get(pk=series.pk)
    before = {name: getattr(locked, name) for name in facts}
    was_about = set(locked.about.values_list("pk", flat=True))
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.changed_at = dates.now()
    locked.save(update_fields=[*facts, "changed_at"])
    locked.about.set(about)
    record(locked, verb="series.edited", by=by)
    count = 0
    coming = locked.meetings.filter(ends_at__gt=dates.now(), state__in=[MeetingState.DRAFT, MeetingState.CALLED])
    for meeting in coming.select_related("item"):
        same = {name: value for name, value in facts.items() if getattr(meeting, name) == before[name] != value}
        same_about = set(meeting.about.values_list("pk", flat=True)) == was_about
        if "seats" in same and same["seats"] is not None and same["seats"] < meeting.taken:
            del same["seats"]
        if same or same_about:
            edit(meeting, by=by, facts=same, about=about if same_about else None)
            count += 1
    return count


def _link_anew(meeting: Meeting, *, by: Person) -> None:
    """The links of the thread follow what the meeting is about now."""
    wanted = {item.pk: item for item in meeting.about.all()}
    for link in Link.objects.filter(source=meeting.item, kind=Link.Kind.BELONGS_TO):
        if wanted.pop(link.target_id, None) is None:
            commons.unlink(link, by=by)
    for item in wanted.values():
        commons.link(meeting.item, item, Link.Kind.BELONGS_TO, by=by)


@transaction.atomic
def write_minutes(
    meeting: Meeting,
    *,
    by: Person,
    minutes: LocalizedText,
    attended: int | None = None,
    images: Iterable[StoredFile] = (),
) -> Meeting:
    """Publishes the minutes on the meeting's page and as a step of what it was about, or mends those there are.

    `attended` is how many came, those without sign-up among them. Followers get their letter once, at the first time.
    """
    insist(can_write_minutes(by, meeting))
    first = meeting.state == MeetingState.CALLED
    fresh = _locked(walk(MEETING_MOVES, "hold", meeting, by=by) if first else meeting)
    fresh.minutes, fresh.attended, fresh.minutes_at = minutes, attended, fresh.minutes_at or dates.now()
    fresh.save(update_fields=["minutes", "attended", "minutes_at"])
    fresh.images.add(*images)
    record(fresh, verb="meeting.minutes", by=by, facts={"first": first})
    item = _show(fresh, by=by)
    for target in (item, *fresh.about.all()):
        _tell_minutes(fresh, target, by=by, images=images)
    return fresh


def _tell_minutes(meeting: Meeting, target: Item, *, by: Person, images: Iterable[StoredFile]) -> None:
    """The step that tells the minutes; written anew where it is there already, because minutes are mended."""
    title = in_all_languages(FROM_THE_MEETING, title=meeting.title)
    once = f"meeting.minutes:{meeting.pk}:{target.pk}"
    told = Step.objects.filter(once=once).first()
    if told is not None:
        Step.objects.filter(pk=told.pk).update(title=title, words=meeting.minutes)
        told.images.add(*images)
        return
    commons.add_step(
        target, by=by, kind=Step.Kind.UPDATE, title=title, words=meeting.minutes, by_function=meeting.facilitator,
        images=images, once=once,
    )  # fmt: skip
