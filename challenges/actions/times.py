"""When one can answer a challenge: its opening, with form, criteria and the reviewers' stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from challenges.models import Call, Challenge
from challenges.rules import can_set_times
from challenges.standard import copy_criteria, give_criteria, newest_form
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.review.models import Stage
from civicportal.submissions.models import Opening

CALL, CHALLENGE = "challenges.call", "challenges.challenge"
SERIES = "SU"
WANTED_REVIEWS = 2


@dataclass(frozen=True, slots=True)
class Times:
    """When one can answer: from a moment, to the first instant that is too late, and the day of the promise."""

    opens_at: datetime
    closes_at: datetime
    answer_by: date

    @classmethod
    def of_days(cls, opens_on: date, closes_on: date, answer_by: date) -> Times:
        """From eight in the morning of one day through 23.59 of another, in Stockholm."""
        return cls(dates.at(opens_on, time(8, 0)), dates.closing(closes_on), answer_by)

    @classmethod
    def of(cls, opening: Opening) -> Times:
        return cls(opening.opens_at, opening.closes_at, opening.answer_by)


@transaction.atomic
def set_times(thing: Call | Challenge, times: Times, *, by: Person) -> Opening:
    """Sets when one can answer; the public challenges of a call follow.

    Raises Refused for another department's, for a challenge of a call, after the first answer, and for times in the
    wrong order.
    """
    locked = type(thing)._base_manager.select_for_update(of=("self",)).select_related("unit").get(pk=thing.pk)
    insist(can_set_times(by, locked))
    if times.closes_at <= times.opens_at:
        raise Refused(no(_("The last day must come after the first day")))
    if times.answer_by <= dates.day_of(times.closes_at):
        raise Refused(no(_("Promise the answer for a day after the last day to propose")))
    opening = _keep(locked, times)
    record(locked, verb=f"{locked._meta.model_name}.times", by=by, facts={"opening": opening.pk})
    if isinstance(locked, Call):
        for challenge in locked.challenges.filter(item__visible=True).select_related("unit", "call__opening"):
            take_times_of_call(challenge, by=by)
    thing.opening = opening
    return opening


def take_times_of_call(challenge: Challenge, *, by: Person | None) -> None:
    """A challenge of a call is open when the call is: with the call's form and criteria, in its own department.

    A challenge with an answered proposal keeps its times. Called inside an action's transaction.
    """
    pattern = challenge.call.opening if challenge.call else None
    if pattern is None:
        return
    old = challenge.opening
    if old is not None and Times.of(old) == Times.of(pattern):
        return
    if old is not None and challenge.proposals.filter(answered_at__isnull=False).exists():
        return
    opening = _keep(challenge, Times.of(pattern), pattern)
    record(challenge, verb="challenge.times", by=by, facts={"opening": opening.pk, "of_call": challenge.call_id})


def _keep(thing: Call | Challenge, times: Times, pattern: Opening | None = None) -> Opening:
    """Makes or moves the opening, and what a new one needs: criteria and a stage for those who read."""
    opening = thing.opening
    if opening is None:
        opening = Opening.objects.create(
            kind=CALL if isinstance(thing, Call) else CHALLENGE,
            unit=thing.unit,
            form=pattern.form if pattern else newest_form(),
            series=SERIES,
            opens_at=times.opens_at,
            closes_at=times.closes_at,
            answer_by=times.answer_by,
        )
        thing.opening = opening
        thing.save(update_fields=["opening"])
        if pattern is None or not copy_criteria(pattern, opening):
            give_criteria(opening)
    else:
        opening.opens_at, opening.closes_at, opening.answer_by = times.opens_at, times.closes_at, times.answer_by
        opening.save(update_fields=["opens_at", "closes_at", "answer_by"])
    if isinstance(thing, Challenge):
        _stage(opening)
    return opening


def _stage(opening: Opening) -> Stage:
    """The department's reading: from the close of the opening until the day before the promised answer."""
    window = {
        "opens_at": opening.closes_at,
        "closes_at": max(dates.closing(opening.answer_by - timedelta(days=1)), opening.closes_at + timedelta(days=1)),
    }
    name = in_all_languages(_("The need owners' reading"))
    return Stage.objects.update_or_create(
        opening=opening,
        position=1,
        defaults=window,
        create_defaults={**window, "name": name, "wanted_reviews": WANTED_REVIEWS},
    )[0]
