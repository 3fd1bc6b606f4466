"""Letters to those who read and to those who pitch: who gets them, with what facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.kernel import dates, ical
from civicportal.notices import letters
from civicportal.notices.actions import site_link, write
from civicportal.notices.letters import Letter
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.review.models import Slot, Stage
from civicportal.review.queries.queue import Left, left_to_review
from civicportal.submissions.kinds import kind_of

DAYS_BEFORE = (3, 0)
"""Reminders: three days before a stage closes, and on its last day."""


def register_letters() -> None:
    """Called once when the review app is ready."""
    for name, label in (
        ("assigned", gettext_lazy("New things to read and score")),
        ("reminder", gettext_lazy("What you have left to read, before the last day")),
    ):
        letters.register(Letter(f"review.{name}", f"review/letters/{name}", label, wanted_always=False))
    for name, label in (
        ("pitch_given", gettext_lazy("Your pitch time")),
        ("pitch_moved", gettext_lazy("Your pitch time has changed")),
        ("pitch_cancelled", gettext_lazy("Your pitch time is taken back")),
    ):
        letters.register(Letter(f"review.{name}", f"review/letters/{name}", label))


@dataclass(frozen=True, slots=True)
class StageLeft:
    """One line of a reminder."""

    name: str
    left: int
    closes: str


def remind(person: Person, day: date) -> Message | None:
    """One letter to a reader about everything that closes in three days or today; None where nothing does."""
    due = [left for left in left_to_review(person) if _days_left(left.stage, day) in DAYS_BEFORE]
    if not due:
        return None
    language = person.language
    with translation.override(language):
        lines = [_line(left, language) for left in due]
    facts = {
        "stages": lines,
        "many": sum(line.left for line in lines),
        "last_day": any(_days_left(left.stage, day) == 0 for left in due),
        "link": site_link(reverse("admin:review_queue")),
    }
    once = f"review.reminder:{person.pk}:{day:%Y-%m-%d}"
    return write("review.reminder", to=person, facts=facts, about=due[0].stage, once=once)


def _line(left: Left, language: str) -> StageLeft:
    name = f"{left.fund}, {left.stage.name.said(language).text}"
    return StageLeft(name, left.left, dates.show_deadline(left.stage.closes_at, language=language))


def _days_left(stage: Stage, day: date) -> int:
    return (dates.last_minute(stage.closes_at).date() - day) // timedelta(days=1)


# Pitches


def pitch_given(slot: Slot) -> Message | None:
    """The time, the place, what to bring, and the file for the calendar."""
    return _about_pitch("review.pitch_given", slot)


def pitch_moved(slot: Slot) -> Message | None:
    """Another time or place; its file replaces the first one."""
    return _about_pitch("review.pitch_moved", slot)


def pitch_cancelled(slot: Slot) -> Message | None:
    """The time is taken back; its file takes the entry out of the calendar."""
    return _about_pitch("review.pitch_cancelled", slot, gone=True)


def event_of(slot: Slot, *, gone: bool = False) -> ical.Event:
    """A pitch as an entry of a calendar, with the same UID for life."""
    assert slot.submission is not None  # noqa: S101 - a free time is nobody's entry
    about = kind_of(slot.stage.opening).about(slot.stage.opening)
    path = reverse("review:pitch", args=[slot.submission.case.reference])
    number = uuid5(NAMESPACE_URL, f"pitch:{slot.stage_id}:{slot.submission_id}")
    return ical.Event(
        uid=f"{number}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        changed_at=slot.changed_at,
        sequence=slot.changes,
        title=_("Pitch: %(fund)s") % {"fund": about.name},
        place=slot.place or slot.link,
        url=str(site_link(path)),
        cancelled=gone,
        organiser=ical.Person(email=about.email, name=str(about.name)) if about.email else None,
    )


def calendar_file(slot: Slot, language: str, *, gone: bool = False) -> tuple[str, str, bytes]:
    """File name, media type and content of a pitch for one's own calendar."""
    method = "CANCEL" if gone else "REQUEST"
    with translation.override(language):
        content = ical.calendar([event_of(slot, gone=gone)], method=method, language=language)
    return "pitch.ics", f"text/calendar; method={method}; charset=utf-8", content


def _about_pitch(kind: str, slot: Slot, *, gone: bool = False) -> Message | None:
    submission = slot.submission
    if submission is None or submission.person is None:
        return None
    person = submission.person
    with translation.override(person.language):
        about = kind_of(slot.stage.opening).about(slot.stage.opening)
        facts = {
            "fund": str(about.name),
            "title": submission.case.title,
            "reference": submission.case.reference,
            "when": dates.show_moment(slot.starts_at, language=person.language),
            "until": dates.show_clock(slot.ends_at, language=person.language),
            "place": slot.place,
            "on_video": bool(slot.link),
            "link": site_link(reverse("review:pitch", args=[submission.case.reference])),
        }
        attachment = calendar_file(slot, person.language, gone=gone)
    once = f"{kind}:{slot.pk}:{submission.pk}:{slot.changes}"
    return write(kind, to=person, facts=facts, about=slot, once=once, attachments=[attachment], reply_to=about.email)
