"""The coach's desk: today's times, requests to take, one's own coachings, drafts that are shown; and the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from civicportal.cases.models import CaseMessage
from civicportal.kernel import dates
from civicportal.kernel.smallnumbers import without_small
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Person
from funds.enums.applications import ApplicationState
from funds.models import Application, Booking, Coaching, CoachingRows, CoachNote
from funds.queries.coaching import was_coached

FINAL = (ApplicationState.GRANTED, ApplicationState.REFUSED, ApplicationState.DISMISSED)


def coachings_for_staff(person: Any) -> CoachingRows:
    """Those that the person sees, with the first words and who wrote last; what waits longest first."""
    messages = CaseMessage.objects.filter(case=OuterRef("case"))
    rows = Coaching.objects.visible_to(person).select_related("case__person", "case__handler", "fund")
    return rows.annotate(
        words=Subquery(messages.order_by("pk").values("text")[:1]),
        last_from_city=Subquery(messages.order_by("-pk").values("from_city")[:1]),
    ).for_page()


def to_take(person: Any) -> QuerySet[Any]:
    """Requests in the units where the person is a coach, that nobody has taken."""
    rows = coachings_for_staff(person).going_on().filter(case__handler=None)
    return rows.filter(fund__unit__in=person.units_as(Role.COACH)).order_by("case__answer_by", "pk")


def waiting(person: Any) -> QuerySet[Any]:
    """Requests to take, and the person's own coachings where the other wrote last; those promised an answer first."""
    rows = coachings_for_staff(person).going_on().filter(fund__unit__in=person.units_as(Role.COACH))
    free, answer = Q(case__handler=None), Q(case__handler=person, last_from_city=False)
    return rows.filter(free | answer).order_by("case__answer_by", "pk")


def mine(person: Any) -> QuerySet[Any]:
    """The person's own going coachings, those where the other wrote last first; with how far the ready list is."""
    both = Count("ready", filter=Q(ready__writer_at__isnull=False, ready__coach_at__isnull=False), distinct=True)
    writer = Count("ready", filter=Q(ready__writer_at__isnull=False), distinct=True)
    rows = coachings_for_staff(person).going_on().filter(case__handler=person)
    return rows.annotate(ready_both=both, ready_writer=writer).order_by("last_from_city", "pk")


def coaching_for_staff(person: Any, reference: str) -> Coaching:
    """One of them. Raises Http404 for what one may not see."""
    rows = Coaching.objects.visible_to(person).select_related(
        "case__person", "case__handler", "case__unit", "fund", "application__submission__case", "project"
    )
    found: Coaching | None = rows.filter(case__reference=reference).first()
    if found is None:
        raise Http404
    return found


def notes_for(person: Any, coaching: Coaching) -> QuerySet[CoachNote]:
    """What is shared, and the reader's own private notes: nobody reads another's."""
    rows: Any = coaching.notes.filter(Q(shared=True) | Q(by=person)).select_related("by")
    found: QuerySet[CoachNote] = rows.order_by("-pk").for_page()
    return found


def bookings_of(coaching: Coaching) -> QuerySet[Booking]:
    """All of the coaching's booked times, the latest first."""
    rows: Any = coaching.bookings.select_related("time__coach", "time__fund", "coaching")
    return rows.order_by("-time__starts_at").for_page()


def coming_bookings(person: Any) -> QuerySet[Booking]:
    """What is booked with the coach and not over; of protected people the time alone is told elsewhere."""
    rows: Any = Booking.objects.coming().filter(time__coach=person)
    rows = rows.filter(coaching__case__person__protected=False)
    return rows.select_related("time__fund", "coaching__case__person").order_by("time__starts_at").for_page()


def other_coaches(coaching: Coaching) -> QuerySet[Person]:
    """Who can go on: coaches of the unit today, not the present one, not the person, none who stepped aside."""
    held = Membership.objects.today().filter(unit=coaching.fund.unit_id, role=Role.COACH)
    rows = Person.objects.filter(is_active=True, memberships__in=held)
    recused = coaching.case.recusals.in_force().values("person")
    rows = rows.exclude(pk__in=recused).exclude(pk__in=[coaching.case.handler_id or 0, coaching.case.person_id or 0])
    found: QuerySet[Person] = rows.distinct().order_by("name", "pk")
    return found


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Coached and not coached applications by final answer; None where the number is too small to be told."""

    state: str
    label: str
    coached: int | None
    alone: int | None


def outcomes(person: Any) -> list[Outcomes]:
    """What became of applications to the funds of the person's units, with and without a coach. Two queries.

    Held decisions are not among them, and numbers under five are hidden so that no one is told apart.
    """
    units = person.units_as(Role.COACH, Role.FUND_MANAGER)
    rows = Application.objects.filter(round__fund__unit__in=units, state__in=FINAL).values_list("pk", "state")
    found = dict(rows)
    coached = was_coached(found)
    counted = {(state, each): 0 for state in FINAL for each in (True, False)}
    for pk, state in found.items():
        counted[ApplicationState(state), pk in coached] += 1
    shown = without_small(counted)
    return [
        Outcomes(state, str(ApplicationState(state).label), shown[state, True], shown[state, False]) for state in FINAL
    ]


def booked_today(bookings: list[Booking]) -> list[Booking]:
    """Of the coming ones those of today, on the clock in Stockholm."""
    day = dates.today()
    return [each for each in bookings if dates.day_of(each.time.starts_at) == day]
