"""Where the money of a granted project is: granted, paid, reported, returned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from civicportal.submissions.models import BudgetLine
from civicportal.submissions.queries import latest_version, meanings
from funds.enums.after import HANDED_IN, ChangeState, PaymentState, ReportState
from funds.models import Payment, Project, Report


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums in öre. `reported` is None until the report is approved, `planned` whether there is a payment plan."""

    granted: int
    paid: int
    reported: int | None
    to_return: int
    returned: int
    planned: bool

    @property
    def not_used(self) -> int:
        """What of the grant was not used, once that is known."""
        return max(0, self.granted - self.reported) if self.reported is not None else 0


def figures_of(project: Project) -> Figures:
    """The figures of one project. Two queries, or none for what was read ahead (`with_payments`, `report`)."""
    paid, planned = _payments(project)
    report = cast("Report | None", getattr(project, "report", None))
    approved = report is not None and report.state == ReportState.APPROVED
    return Figures(
        granted=project.granted,
        paid=paid,
        reported=report.used if report and approved else None,
        to_return=report.to_return if report and approved else 0,
        returned=report.to_return if report and approved and report.returned_on else 0,
        planned=planned,
    )


def with_payments(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Projects with what `figures_of` asks of their payments, by the same query."""
    own = Payment.objects.filter(project=OuterRef("pk")).order_by().values("project")
    paid = own.filter(state=PaymentState.PAID).annotate(sum=Sum("amount")).values("sum")
    return projects.annotate(paid_out=Coalesce(Subquery(paid), 0), has_plan=Exists(own))


def _payments(project: Project) -> tuple[int, bool]:
    """Öre that are paid, and whether there is a plan at all."""
    if hasattr(project, "paid_out"):
        return int(project.paid_out), bool(getattr(project, "has_plan", False))
    payments = list(project.payments.all())
    return sum(each.amount for each in payments if each.state == PaymentState.PAID), bool(payments)


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line with what was planned and what was used, in öre; `used` is None before a report."""

    what: str
    planned: int
    used: int | None = None
    note: str = ""

    @property
    def change(self) -> int:
        """How much more (or, below zero, less) it cost than planned."""
        return (self.used or 0) - self.planned


def plan_lines(project: Project) -> list[Line]:
    """The budget in force: of the latest approved change that has one, else of the application.

    An application that asked for one sum without rows has one line, named as itself.
    """
    changed = project.changes.filter(state=ChangeState.APPROVED).exclude(budget=[]).order_by("-number").first()
    if changed is not None:
        return [Line(line["what"], line["amount"]) for line in changed.budget]
    if (application := project.application) is None:
        return []
    rows = BudgetLine.objects.filter(submission__application=application.pk)
    return [Line(row.what, row.amount) for row in rows] or [Line(application.title, project.granted)]


def used_lines(report: Report) -> list[dict[str, Any]]:
    """What the report that was sent says was used, line by line."""
    if report.submission is None or report.state not in HANDED_IN:
        return []
    return list(meanings(latest_version(report.submission)).get("budget") or [])


def report_lines(report: Report) -> list[Line]:
    """Planned and used side by side: the plan's lines in their order, then what the report has besides."""
    used: dict[str, list[dict[str, Any]]] = {}
    for told in used_lines(report):
        used.setdefault(_same(told["what"]), []).append(told)
    planned: dict[str, Line] = {}
    for line in plan_lines(report.project):
        first = planned.get(_same(line.what), Line(line.what, 0))
        planned[_same(line.what)] = Line(first.what, first.planned + line.planned)
    rows = []
    for key, line in planned.items():
        found = used.pop(key, [])
        rows.append(Line(line.what, line.planned, sum(one["amount"] for one in found), _notes(found)))
    rows += [Line(found[0]["what"], 0, sum(one["amount"] for one in found), _notes(found)) for found in used.values()]
    return rows


def _same(what: str) -> str:
    """Two lines of the same name are one line, however it is spelt."""
    return " ".join(what.casefold().split())


def _notes(lines: list[dict[str, Any]]) -> str:
    return ", ".join(line["note"] for line in lines if line.get("note"))


def sum_used(report: Report) -> int:
    """Öre that the report says were used."""
    return sum(line["amount"] for line in used_lines(report))
