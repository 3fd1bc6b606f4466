"""Letters about coaching: to the person, and to the coach; those about a booked time carry its calendar entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from civicportal.kernel import dates, ical
from civicportal.notices.actions import Attachment, site_link, write
from civicportal.notices.letters import Letter, register
from civicportal.people.models import Person
from funds.models import Booking, Coaching, CoachNote, CoachTime

ASKED, TAKEN, HANDED_OVER, HANDED_TO_YOU, NOTE, BOOKED, MOVED, CANCELLED, REMINDER, TO_COACH = (
    f"funds.{name}"
    for name in (
        "coaching_asked", "coaching_taken", "coaching_handed_over", "coaching_handed_to_you", "coaching_note",
        "booking_made", "booking_moved", "booking_cancelled", "booking_reminder", "booking_to_coach",
    )
)  # fmt: skip


def register_letters() -> None:
    """Called when the app is ready."""
    for kind, label in (
        (ASKED, gettext_lazy("Receipt for a request for a coach")),
        (TAKEN, gettext_lazy("You have got a coach")),
        (HANDED_OVER, gettext_lazy("You have got another coach")),
        (HANDED_TO_YOU, gettext_lazy("A coaching is handed over to you")),
        (NOTE, gettext_lazy("Your coach has written a note to you")),
        (BOOKED, gettext_lazy("A booked time with a coach")),
        (MOVED, gettext_lazy("A booked time has been moved")),
        (CANCELLED, gettext_lazy("A booked time is cancelled")),
        (TO_COACH, gettext_lazy("Bookings of your times as a coach")),
    ):
        register(Letter(kind=kind, template=f"funds/letters/{kind.removeprefix('funds.')}", label=label))
    register(
        Letter(
            kind=REMINDER,
            template="funds/letters/booking_reminder",
            label=gettext_lazy("Reminder of a booked time"),
            wanted_always=False,
        )
    )


def _facts(coaching: Coaching, language: str) -> dict[str, Any]:
    case = coaching.case
    with override(language):
        return {
            "reference": case.reference,
            "fund": coaching.fund.name.said(language).text,
            "fund_email": coaching.fund.email,
            "coach": case.handler.name if case.handler else "",
            "answer_by": dates.show_day(case.answer_by, weekday=True, language=language) if case.answer_by else "",
            "link": site_link(coaching.get_absolute_url()),
        }


def _to_person(kind: str, coaching: Coaching, once: str, **more: Any) -> None:
    facts = {**_facts(coaching, coaching.language), **more}
    write(
        kind, to=coaching.case.person, language=coaching.language, facts=facts, about=coaching.case,
        reply_to=coaching.fund.email, once=f"{kind}:{once}",
    )  # fmt: skip


def asked(coaching: Coaching) -> None:
    """To somebody who asked: number, promised day, the way to the conversation."""
    _to_person(ASKED, coaching, str(coaching.pk))


def taken(coaching: Coaching) -> None:
    """To the person: who the coach is."""
    _to_person(TAKEN, coaching, f"{coaching.pk}:{coaching.turns.count()}")


def handed_over(coaching: Coaching, before: Person, words: str, *, shares_ended: bool, booked: Booking | None) -> None:
    """To the person: who goes on, and what ends; and to the next coach, with the word of the one before."""
    turn, language = coaching.turns.count(), coaching.language
    _to_person(
        HANDED_OVER, coaching, f"{coaching.pk}:{turn}", before=before.name, shares_ended=shares_ended,
        booked=when_said(booked.time, language) if booked else "",
    )  # fmt: skip
    to = coaching.case.handler
    if to is None:
        return
    with override(to.language):
        link = site_link(reverse("admin:funds_coaching_case", args=[coaching.case.reference]))
    facts = {**_facts(coaching, to.language), "before": before.name, "words": words, "link": link}
    write(HANDED_TO_YOU, to=to, facts=facts, about=coaching.case, once=f"{HANDED_TO_YOU}:{coaching.pk}:{turn}")


def note_shared(coaching: Coaching, note: CoachNote) -> None:
    """To the person: what the coach wrote down for them."""
    _to_person(NOTE, coaching, str(note.pk), words=note.text)


# Booked times


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def token_of(booking: Booking) -> str:
    """The secret of the person's own page about a booking: the same in each letter, never stored in clear.

    After a change of the portal's key it is another one: actions.coach_times.note_link notes it before a letter goes.
    """
    facts = f"{booking.token}:{booking.booked_at.timestamp():.6f}"
    return salted_hmac("funds.booking", facts, algorithm="sha256").hexdigest()[:40]


def own_path(booking: Booking) -> str:
    """Where the person sees the booking, finds the link to the video meeting, moves and cancels."""
    return reverse("funds:booking", args=[token_of(booking)])


def when_said(time: CoachTime, language: str) -> str:
    """ "tisdag 3 november 2026 kl. 17.30-18.00"."""
    ends = dates.show_clock(time.ends_at, language=language)
    return f"{dates.show_moment(time.starts_at, language=language)}–{ends}"


def event_of(booking: Booking, *, url: str, other: str) -> ical.Event:
    """A booked time as an event, in the language at hand. The video link is in none: a file is passed on."""
    time = booking.time
    return ical.Event(
        uid=f"{booking.token}@{host()}",
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        changed_at=booking.changed_at,
        sequence=booking.sequence,
        title=_("Talk with %(name)s, %(fund)s") % {"name": other, "fund": time.fund.name},
        cancelled=not booking.stands,
        words=_("Move or cancel here: %(url)s") % {"url": url},
        place=f"{time.whereabouts}, {url}" if time.on_video else time.whereabouts,
        url=url,
        organiser=ical.Person(email=time.fund.email, name=str(time.fund.name)),
    )


def entry(booking: Booking, to: Person, language: str, *, path: str, other: str) -> Attachment:
    """What a letter carries: a request that replaces what came before, or a cancellation. One UID for life."""
    method = "REQUEST" if booking.stands else "CANCEL"
    with override(language):
        event = event_of(booking, url=f"{settings.SITE_URL}{path}", other=other)
        reader = ical.Person(email=to.email, name=to.name)
        content = ical.calendar([replace(event, attendee=reader)], method=method, language=language)
    return "coach.ics", f"text/calendar; method={method}; charset=utf-8", content


def _booking_facts(booking: Booking, language: str, path: str) -> dict[str, Any]:
    time, person = booking.time, booking.coaching.case.person
    with override(language):
        return {
            "fund": time.fund.name.said(language).text,
            "coach": time.coach.name,
            "person": str(person),
            "reference": booking.coaching.case.reference,
            "when": when_said(time, language),
            "place": time.whereabouts,
            "on_video": time.on_video,
            "by_coach": booking.cancelled_by_coach,
            "reason": booking.reason,
            "link": site_link(path),
            "times_link": site_link(reverse("funds:coach_times", args=[time.fund.slug])),
        }


def _about_booking(kind: str, booking: Booking, *, with_entry: bool = True, **more: Any) -> None:
    person, language = booking.coaching.case.person, booking.coaching.language
    if person is None:
        return
    with override(language):
        path = own_path(booking)
    facts = {**_booking_facts(booking, language, path), **more}
    entries: Sequence[Attachment] = ()
    if with_entry:
        entries = [entry(booking, person, language, path=path, other=booking.time.coach.name)]
    write(
        kind, to=person, language=language, facts=facts, about=booking, attachments=entries,
        reply_to=booking.time.fund.email, once=f"{kind}:{booking.pk}:{booking.sequence}",
    )  # fmt: skip


def _to_coach(what: str, booking: Booking, was: CoachTime | None = None) -> None:
    coach = booking.time.coach
    with override(coach.language):
        path = reverse("admin:funds_coaching_case", args=[booking.coaching.case.reference])
    facts = {
        **_booking_facts(booking, coach.language, path),
        "what": what,
        "was": when_said(was, coach.language) if was else "",
    }
    other = str(booking.coaching.case.person)
    write(
        TO_COACH, to=coach, facts=facts, about=booking,
        attachments=[entry(booking, coach, coach.language, path=path, other=other)],
        once=f"{TO_COACH}:{booking.pk}:{booking.sequence}",
    )  # fmt: skip


def booked(booking: Booking) -> None:
    """To both: when and where, with the calendar entry."""
    _about_booking(BOOKED, booking)
    _to_coach("made", booking)


def moved(booking: Booking, was: CoachTime) -> None:
    """To both: from when to when; the entry takes the place of the earlier one."""
    _about_booking(MOVED, booking, was=when_said(was, booking.coaching.language))
    _to_coach("moved", booking, was)


def cancelled(booking: Booking) -> None:
    """To both: it will not be, and why; both calendars lose the entry."""
    _about_booking(CANCELLED, booking)
    _to_coach("cancelled", booking)


def reminder(booking: Booking) -> None:
    """To the person, a day before."""
    _about_booking(REMINDER, booking, with_entry=False)
