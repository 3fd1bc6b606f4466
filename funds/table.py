"""The table of a round: applications ranked against the money, and the line where it ends. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from civicportal.cases.models import Decision
from civicportal.kernel import dates
from civicportal.review.models import Assignment
from civicportal.review.ranking import Ranked, ranking_for
from funds.enums.applications import ApplicationState
from funds.models import Application, Round
from funds.queries.staff import applications_of

SORTS = ("mean", "spread", "count", "requested", "arrived")


@dataclass
class Row:
    """One application with its figures. `running` is the sum in öre down to and with this row."""

    application: Application
    ranked: Ranked | None
    decision: Decision | None
    hidden: bool = False
    place: int = 0
    running: int = 0
    look: str = ""

    @property
    def sum(self) -> int:
        """What the row costs: the decided amount, 0 for a no, else what is asked for."""
        if self.decision is not None:
            return self.decision.amount or 0
        return self.application.requested


@dataclass
class Table:
    """Rows in order; `cut` is after how many rows the money ends, None when it lasts for all."""

    rows: list[Row]
    cut: int | None
    used: int
    left: int


def table_of(round_: Round, person: Any, sort: str = "mean") -> Table:
    """The round's table as far as the person may see it.

    Scores of a submission stay hidden from somebody who has yet to give their own. Withdrawn applications are left out.
    """
    figures = {ranked.submission_id: ranked for ranked in ranking_for(person, round_.opening)}
    own = Assignment.objects.readable_by(person).filter(
        submission__opening=round_.opening, stage__closes_at__gt=dates.now()
    )
    unfinished = set(own.unfinished().values_list("submission", flat=True))
    rows = []
    for application in applications_of(round_, person).exclude(state=ApplicationState.WITHDRAWN):
        in_force = application.submission.case.in_force
        rows.append(
            Row(
                application,
                figures.get(application.submission_id),
                in_force[0] if in_force else None,
                hidden=application.submission_id in unfinished,
            )
        )
    rows.sort(key=lambda row: _order(row, sort))
    return _with_line(rows, round_)


def _order(row: Row, sort: str) -> tuple[Any, ...]:
    ranked, application = row.ranked, row.application
    no_score = ranked is None or ranked.mean is None
    arrived = application.submission.first_sent_at
    if sort == "spread":
        return (no_score, -((ranked.spread or 0) if ranked else 0), arrived)
    if sort == "count":
        return (ranked.n if ranked else 0, arrived)
    if sort == "requested":
        return (-application.requested, arrived)
    if sort == "arrived":
        return (arrived,)
    return (no_score, -(ranked.mean if ranked and ranked.mean is not None else 0), arrived)


def _with_line(rows: list[Row], round_: Round) -> Table:
    running, cut = 0, None
    for place, row in enumerate(rows, start=1):
        running += row.sum
        row.place, row.running = place, running
        fits = running <= round_.budget
        if not fits and cut is None:
            cut = place - 1
            row.look = "partly"
        elif fits and row.sum:
            row.look = "within"
    used = sum(row.sum for row in rows if row.look == "within")
    return Table(rows, cut, used, round_.budget - used)
