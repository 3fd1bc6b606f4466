"""Ideas told in two sentences: the teller's own, and those that staff answer."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from civicportal.cases.models import Case, CaseMessage
from civicportal.submissions.models import Draft
from funds.models import Fund, Inquiry, Round
from funds.queries.public import clock_of, rounds_of


def open_round_of(fund: Fund) -> Round | None:
    """The round that one can apply to now."""
    return clock_of(rounds_of(fund)).open


def first_words(case: Case) -> str:
    """What was told at the start."""
    return case.messages.order_by("pk").values_list("text", flat=True).first() or ""


def my_inquiry(person: Any, reference: str) -> Inquiry:
    """The person's own. Raises Http404 for everybody else."""
    rows = Inquiry.objects.filter(case__person=person).select_related("case__unit", "fund__item")
    found: Inquiry | None = rows.filter(case__reference=reference).first()
    if found is None:
        raise Http404
    return found


def my_inquiries(person: Any) -> QuerySet[Inquiry]:
    """For my page, newest first."""
    rows: QuerySet[Inquiry] = (
        Inquiry.objects.filter(case__person=person).select_related("case", "fund").order_by("-pk").for_page()
    )
    return rows


def draft_from(inquiry: Inquiry, person: Any) -> Draft | None:
    """The draft that grew from it, for the one whose it is, while it is being written."""
    found: Draft | None = Draft.objects.of(person).being_written().filter(talk=inquiry.case_id).first()
    return found


def inquiries_for_staff(person: Any) -> QuerySet[Any]:
    """Those of the person's units with their first words and who wrote last; unanswered first, oldest first."""
    messages = CaseMessage.objects.filter(case=OuterRef("case"))
    return (
        Inquiry.objects.visible_to(person)
        .select_related("case__handler", "fund")
        .annotate(
            words=Subquery(messages.order_by("pk").values("text")[:1]),
            last_from_city=Subquery(messages.order_by("-pk").values("from_city")[:1]),
        )
        .order_by("last_from_city", "case__answer_by", "pk")
        .for_page()
    )


def waiting_inquiries(person: Any, units: Any) -> QuerySet[Any]:
    """Those where the one who told wrote last, in open cases of these units."""
    return inquiries_for_staff(person).filter(Q(case__closed_at=None), case__unit__in=units, last_from_city=False)


def inquiry_for_staff(person: Any, reference: str) -> Inquiry:
    """One of them. Raises Http404 for what one may not see."""
    rows = Inquiry.objects.visible_to(person).select_related("case__person", "case__unit", "case__handler", "fund")
    found: Inquiry | None = rows.filter(case__reference=reference).first()
    if found is None:
        raise Http404
    return found
