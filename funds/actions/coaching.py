"""Asking for a coach, taking and handing over, notes, the ready list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.cases import actions as cases
from civicportal.cases.models import CaseMessage
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.rows import held
from civicportal.kernel.text import nfc
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions.actions.sharing import end_with
from civicportal.submissions.models import Draft
from funds.enums.coaching import Phase
from funds.models import Application, Booking, Coaching, CoachNote, CoachTurn, Fund, Project, Readiness
from funds.notices import coaching as notices
from funds.ready import points_of
from funds.rules.coaching import can_ask, can_coach, can_hand_over

CASE_KIND = "funds.coaching"
ANSWER_DAYS = 5
"""Calendar days until somebody who asked has a coach."""

About = Draft | Application | Project | None
"""What the person wants help with; the caller has checked that it is theirs."""


def _fresh(coaching: Coaching) -> Coaching:
    rows = Coaching.objects.select_related("case__person", "case__handler", "case__unit", "fund")
    fresh: Coaching = held(rows, coaching.pk)
    return fresh


def _now_about(coaching: Coaching, about: About) -> list[str]:
    """Notes what the coaching is about now; returns the fields that changed."""
    if isinstance(about, Draft):
        coaching.draft_token, coaching.phase = about.token, Phase.WRITING
        return ["draft_token", "phase"]
    if isinstance(about, Application):
        coaching.application, coaching.phase = about, Phase.SENT
        return ["application", "phase"]
    if isinstance(about, Project):
        coaching.project, coaching.application, coaching.phase = about, about.application, Phase.PROJECT
        return ["project", "application", "phase"]
    return []


@transaction.atomic
def begin(fund: Fund, *, by: Person, words: str, language: str, once: UUID, about: About) -> tuple[Coaching, bool]:
    """The person's open coaching at the fund, else a new one, with what they wrote as a message in it.

    Returns it and whether it is new. The caller holds the person's row. Raises Refused.
    """
    insist(can_ask(by, fund))
    rows = Coaching.objects.going_on().filter(fund=fund, case__person=by).select_related("case__handler", "fund")
    coaching = rows.order_by("-pk").first()
    new = coaching is None
    if coaching is None:
        case = cases.open_case(
            kind=CASE_KIND,
            title=in_all_languages(_("Coaching at %(fund)s"), fund=fund.name).said("sv").text,
            unit=fund.unit,
            person=by,
            series=f"{fund.series[:7]}C",
            answer_by=dates.today() + timedelta(days=ANSWER_DAYS),
            by=by,
        )
        coaching = Coaching(fund=fund, case=case, language=language)
        _now_about(coaching, about)
        coaching.save(force_insert=True)
        record(coaching, verb="coaching.asked", by=by, facts={"case": case.pk, "phase": coaching.phase})
    elif changed := _now_about(coaching, about):
        coaching.save(update_fields=changed)
    cases.say(coaching.case, by=by, text=words, once=once)
    return coaching, new


@transaction.atomic
def ask(fund: Fund, *, by: Person, words: str, language: str, once: UUID, about: About = None) -> Coaching:
    """Asks for a coach; the unit, or the coach one already has, gets what was written. Asked twice is asked once.

    `once` is the form's number. Raises Refused when the fund has no coaches or is not for this person.
    """
    person = Person.objects.select_for_update().get(pk=by.pk)
    if said := CaseMessage.objects.filter(once=once, sender=person).select_related("case__coaching__fund").first():
        return said.case.coaching
    coaching, new = begin(fund, by=person, words=words, language=language, once=once, about=about)
    if new:
        notices.asked(coaching)
    return coaching


def seat(coaching: Coaching, coach: Person, *, by: Person | None) -> None:
    """The coach's turn begins; an earlier one has ended."""
    CoachTurn.objects.create(coaching=coaching, coach=coach)
    record(coaching, verb="coaching.taken", by=by, facts={"coach": coach.pk})


@transaction.atomic
def take(coaching: Coaching, *, by: Person) -> Coaching:
    """A coach takes a request; the person is told who it is. Of two who press at once one gets it. Raises Refused."""
    coaching = _fresh(coaching)
    if coaching.case.handler_id == by.pk:
        return coaching
    coaching.case = cases.take(coaching.case, by=by)
    seat(coaching, by, by=by)
    notices.taken(coaching)
    return coaching


@transaction.atomic
def hand_over(coaching: Coaching, *, to: Person, words: str, by: Person) -> Coaching:
    """Another coach goes on, with a word from the one before; both they and the person get a letter.

    What the person has shown of their drafts to the one before ends: the next coach sees a draft only when the
    person shares it again. Raises Refused.
    """
    coaching = _fresh(coaching)
    insist(can_hand_over(by, coaching))
    before = coaching.case.handler
    if before is None or before.pk == to.pk:
        raise Refused(no(_("Choose another coach than the present one")))
    coaching.case = cases.assign_handler(coaching.case, handler=to, by=by)
    words = nfc(words).strip()
    standing = coaching.turns.filter(ended_at=None)
    standing.update(ended_at=dates.now(), words=words)
    seat(coaching, to, by=by)
    ended = 0
    if coaching.case.person is not None:
        ended = end_with(before, drafts_of=coaching.case.person, units=[coaching.fund.unit_id], by=by)
    record(coaching, verb="coaching.handed_over", by=by, facts={"from": before.pk, "to": to.pk, "shares": ended})
    booked = Booking.objects.coming().filter(coaching=coaching, time__coach=before).select_related("time").first()
    notices.handed_over(coaching, before, words, shares_ended=bool(ended), booked=booked)
    return coaching


@transaction.atomic
def write_note(coaching: Coaching, *, text: str, shared: bool, by: Person, once: UUID) -> CoachNote:
    """Writes down something, for the coach alone or shared with the person, who then gets a letter. Raises Refused."""
    if first := CoachNote.objects.filter(once=once, by=by).first():
        return first
    coaching = _fresh(coaching)
    insist(can_coach(by, coaching))
    words = nfc(text).strip()
    if not words:
        raise Refused(no(_("Write your note")))
    note = CoachNote.objects.create(coaching=coaching, by=by, text=words, shared=shared, once=once)
    record(note, verb="coaching.note", by=by, facts={"coaching": coaching.pk, "shared": shared})
    if shared:
        notices.note_shared(coaching, note)
    return note


@transaction.atomic
def tick(coaching: Coaching, *, points: Collection[str], by: Person) -> Coaching:
    """Sets which points the writer, or the coach, holds ready: those named, and no others.

    Points that the fund's list does not have are left out. Raises Refused for everybody else.
    """
    coaching = _fresh(coaching)
    side = "writer_at" if coaching.case.person_id == by.pk else "coach_at"
    if side == "coach_at":
        insist(can_coach(by, coaching))
    now, kept = dates.now(), {row.point: row for row in coaching.ready.all()}
    changed = []
    for key in points_of(coaching.fund):
        row: Any = kept.get(key) or Readiness(coaching=coaching, point=key)
        if (getattr(row, side) is not None) != (key in points):
            setattr(row, side, now if key in points else None)
            row.save()
            changed.append(key)
    if changed:
        record(coaching, verb="coaching.ready", by=by, facts={"side": side, "points": sorted(changed)})
    return coaching
