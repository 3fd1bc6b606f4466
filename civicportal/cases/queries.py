"""What pages and letters read about cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, DateTimeField, F, OuterRef, QuerySet, Subquery, Value
from django.http import Http404

from civicportal.cases.decisions import decision_facts
from civicportal.cases.models import Case, CaseMessage, Decision, Recusal
from civicportal.kernel import dates
from civicportal.people.models import Membership, Person
from civicportal.records.models import Entry
from civicportal.records.queries import entries_about

__all__ = [
    "Due", "awaiting_reply", "case_for", "case_to_work_on", "conversation", "decision_facts", "decision_in_force",
    "decisions_of", "due_to", "others_cases", "overdue", "possible_handlers", "recusals_of", "traces_of", "unanswered",
    "unregistered",
]  # fmt: skip


def case_for(person: Any, reference: str) -> Case:
    """The case, for somebody who may see it; what one may not see does not exist (Http404)."""
    rows = Case.objects.visible_to(person).select_related("unit", "person", "handler")
    case: Case | None = rows.filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def case_to_work_on(person: Any, reference: str) -> Case:
    """As case_for, for the backoffice: nobody meets their own case there."""
    case = case_for(person, reference)
    if case.person_id == person.pk:
        raise Http404
    return case


def conversation(case: Case) -> QuerySet[CaseMessage]:
    """The messages of a case, oldest first, with who wrote them."""
    rows: QuerySet[CaseMessage] = case.messages.select_related("sender", "case").order_by("id").for_page()
    return rows


def unanswered(units: Iterable[int]) -> QuerySet[Case]:
    """The open cases of the units whose promise is not yet kept, the oldest promise first."""
    rows = Case.objects.filter(
        unit__in=units, answered_at__isnull=True, closed_at__isnull=True, answer_by__isnull=False
    )
    return rows.order_by("answer_by", "pk")


def overdue(units: Iterable[int], day: date | None = None) -> QuerySet[Case]:
    """The cases of the units that have waited past the promised day, the longest first."""
    return unanswered(units).filter(answer_by__lt=day or dates.today())


def awaiting_reply(units: Iterable[int]) -> QuerySet[Case]:
    """The open cases of the units where the person wrote last; `last_at` is when."""
    last = CaseMessage.objects.filter(case=OuterRef("pk")).order_by("-id")
    rows = Case.objects.filter(unit__in=units, closed_at__isnull=True, messages__isnull=False).distinct()
    rows = rows.annotate(
        last_from_city=Subquery(last.values("from_city")[:1]), last_at=Subquery(last.values("sent_at")[:1])
    )
    return rows.filter(last_from_city=False).order_by("last_at")


@dataclass(frozen=True, slots=True)
class Due:
    """A case that waits for the city: past its promised day (`late`), or for a reply since `last_at`."""

    late: bool
    reference: str
    title: str
    answer_by: date
    last_at: datetime


def others_cases(person: Any) -> QuerySet[Case, Any]:
    """The ids of the cases that somebody sees in the backoffice, where nobody meets their own."""
    return Case.objects.visible_to(person).exclude(person=person).values("pk")


def due_to(person: Any, *, late: QuerySet[Case], reply: QuerySet[Case], most: int) -> list[Due]:
    """The first of `late` and of `reply` that the person sees: one query."""
    seen, columns = others_cases(person), ("is_late", "reference", "title", "answer_by", "last_at")
    told = late.filter(pk__in=seen).annotate(
        is_late=Value(True, BooleanField()), last_at=Value(None, DateTimeField())
    )  # fmt: skip
    asked = reply.filter(pk__in=seen).annotate(is_late=Value(False, BooleanField()))
    rows = told.values_list(*columns)[:most].union(asked.values_list(*columns)[:most], all=True).order_by()
    return [Due(*row) for row in rows]


def unregistered(units: Iterable[int]) -> QuerySet[Case]:
    """The cases of the units without a diary number, the oldest first."""
    return Case.objects.filter(unit__in=units, diary_number="").order_by("opened_at")


def decision_in_force(case: Case) -> Decision | None:
    """The decision that counts now, released or held; None before there is one."""
    rows = (
        Decision.objects.in_force()
        .filter(case=case)
        .select_related("delegation", "decided_by", "case__unit", "replaces")
    )
    decision: Decision | None = rows.first()
    return decision


def decisions_of(case: Case) -> QuerySet[Decision]:
    """Every decision of the case, the newest first, with who made it."""
    rows = Decision.objects.filter(case=case).select_related("decided_by", "delegation", "case")
    return rows.order_by("-pk").for_page()


def recusals_of(case: Case) -> QuerySet[Recusal]:
    """Who has stepped aside from the case, in force first."""
    rows = Recusal.objects.filter(case=case).select_related("person", "declared_by", "case")
    return rows.order_by(F("lifted_at").asc(nulls_first=True), "pk").for_page()


def traces_of(case: Case, most: int = 50) -> QuerySet[Entry]:
    """What the log says about the case, the newest first."""
    return entries_about(case, most)


def possible_handlers(case: Case, roles: Sequence[str]) -> QuerySet[Person]:
    """Who may be named handler: with one of the roles for the case's unit today, not recused, not a party."""
    recused = Recusal.objects.in_force().filter(case=case).values("person")
    memberships = Membership.objects.today().filter(unit=case.unit_id, role__in=roles)
    held = Person.objects.filter(is_active=True, memberships__in=memberships)
    free: QuerySet[Person] = held.exclude(pk__in=recused).exclude(pk=case.person_id).distinct().order_by("name", "pk")
    return free
