"""Ideas told in two sentences: the teller's own, and those that staff answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.http import Http404

from civicportal.cases.models import Case, CaseMessage
from civicportal.kernel.text import LocalizedText
from civicportal.submissions.endorsing import waiting_long
from civicportal.submissions.models import Draft
from funds.models import Application, Fund, Inquiry, Round
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


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for those who answer ideas, in the queue `what`: an idea told, or a manager who has been asked.

    `words` are the first of the idea, or the title of what support is asked for.
    """

    what: str
    words: str
    reference: str
    fund: LocalizedText
    answered_at: datetime | None
    answer_by: date | None
    at: datetime


def waiting_for_answerers(person: Any, units: Any, most: int) -> dict[str, list[Waits]]:
    """Ideas to answer in these units, and support that has waited long, the oldest first of each: one query."""
    told = waiting_inquiries(person, units).annotate(what=Value("inquiries")).values_list(
        "what", "words", "case__reference", "fund__name", "case__answered_at", "case__answer_by", "case__opened_at"
    )  # fmt: skip
    asked = waiting_long(person).filter(submission__in=Application.objects.visible_to(person).values("submission"))
    support = asked.annotate(what=Value("support")).values_list(
        "what", "submission__case__title", "submission__case__reference", "submission__application__round__fund__name",
        "submission__case__answered_at", "submission__case__answer_by", "asked_at",
    )  # fmt: skip
    rows = told[:most].union(support[:most], all=True).order_by()
    found: dict[str, list[Waits]] = {}
    for one in sorted((Waits(*row) for row in rows), key=attrgetter("at", "reference")):
        found.setdefault(one.what, []).append(one)
    return found


def inquiry_for_staff(person: Any, reference: str) -> Inquiry:
    """One of them. Raises Http404 for what one may not see."""
    rows = Inquiry.objects.visible_to(person).select_related("case__person", "case__unit", "case__handler", "fund")
    found: Inquiry | None = rows.filter(case__reference=reference).first()
    if found is None:
        raise Http404
    return found
