"""What waits for staff after a grant: every queue of the start page by one query."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, F, Field, QuerySet, Value
from django.db.models.functions import Cast, JSONObject

from civicportal.kernel.text import LocalizedField, LocalizedText
from civicportal.people.enums import Role
from funds.queries import after, aid


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits, in the queue `what`. `at` is what those of one queue come in the order of.

    `number` is its own within its project; `sum` is its money, in öre, of small aid in euro cents.
    """

    what: str
    fund_id: int
    fund: LocalizedText
    title: LocalizedText
    slug: str
    number: int
    sum: int
    due: date | None
    at: datetime | None


def waiting_after(person: Any) -> dict[str, list[Waits]]:
    """Everything after a grant that waits for the person, by queue: one query."""
    parts = [
        _of_projects("agreements", after.agreements_waiting(person), due="accept_by", at="accept_by"),
        _of_projects("payments", after.to_pay(person), sum="amount", at="due_on"),
        _of_projects(
            "reports", after.reports_to_read(person), due="submission__case__answer_by", at="submission__sent_at"
        ),
        _of_projects("reports_late", after.reports_late(person), due="due_on", at="due_on"),
        _of_projects("changes", after.changes_to_answer(person), number="number", at="asked_at"),
        _of_projects("updates", after.told_by_projects(person), number="number", at="written_at"),
        _of_projects("check_ins", after.answers_to_read(person), number="months", at="answered_at"),
        _of_aid(person),
    ]
    found: dict[str, list[Waits]] = {}
    for row in parts[0].union(*parts[1:], all=True).order_by():
        found.setdefault(row[0], []).append(Waits(*row))
    for rows in found.values():
        rows.sort(key=lambda one: (one.at is None, one.at, one.slug, one.number))
    return found


def _of_projects(
    what: str, rows: QuerySet[Any], *, at: str, due: str = "", number: str = "", sum: str = ""
) -> QuerySet[Any, Any]:
    """One queue of what hangs on projects, as the columns of `Waits`; each is the path to it."""
    return _columns(
        rows,
        what=Value(what),
        fund_id=F("project__fund"),
        fund=F("project__fund__name"),
        title=F("project__title"),
        slug=F("project__slug"),
        number=F(number) if number else Value(0),
        sum=F(sum) if sum else Value(0),
        due=F(due) if due else Value(None),
        at=F(at),
    )


def _of_aid(person: Any) -> QuerySet[Any, Any]:
    """Small aid to tell the central register of, in the funds that the person manages."""
    fund = "declaration__application__round__fund"
    return _columns(
        aid.to_register(person).filter(**{f"{fund}__unit__in": person.units_as(Role.FUND_MANAGER)}),
        what=Value("aid"),
        fund_id=F(fund),
        fund=F(f"{fund}__name"),
        title=JSONObject(sv="name"),
        slug=Value(""),
        number=Value(0),
        sum=F("cents"),
        due=F("tell_by"),
        at=F("tell_by"),
    )


KINDS: dict[str, Field[Any, Any]] = {
    "what": CharField(),
    "fund_id": BigIntegerField(),
    "fund": LocalizedField(),
    "title": LocalizedField(),
    "slug": CharField(),
    "number": BigIntegerField(),
    "sum": BigIntegerField(),
    "due": DateField(),
    "at": DateTimeField(),
}


def _columns(rows: QuerySet[Any], **said: Any) -> QuerySet[Any, Any]:
    """The columns of `Waits` in their order, alike in every part: some of the names are fields of the rows."""
    names = [each.name for each in fields(Waits)]
    columns = {f"its_{name}": Cast(said[name], KINDS[name]) for name in names}
    return rows.order_by().annotate(**columns).values_list(*columns)
