"""How the money would fall: by area, district, kind of applicant, first-timers, focus and coaching. Few are hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from civicportal.commons.models import Theme
from civicportal.kernel.smallnumbers import without_small
from funds.models import Application, Round
from funds.queries.coaching import was_coached
from funds.queries.room import Line

Groups = Callable[[Line], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Share:
    """One row: how many applied and how many are granted; None where too few stand behind the figure."""

    label: str
    applied: int | None
    granted: int | None

    @property
    def percent(self) -> int | None:
        """The share of those who applied, told only where both figures are."""
        return round(100 * self.granted / self.applied) if self.applied and self.granted is not None else None


@dataclass(frozen=True, slots=True)
class Table:
    """Shares by one thing, most applied for first."""

    title: str
    rows: list[Share]

    @property
    def told(self) -> list[Share]:
        """The rows that have a figure to tell."""
        return [row for row in self.rows if row.applied is not None]

    @property
    def untold(self) -> list[str]:
        """What too few have applied for, by name alone: a row of words that say nothing would hide the others."""
        return [row.label for row in self.rows if row.applied is None]


def shares_of(lines: list[Line], round_: Round, areas: dict[int, str]) -> list[Table]:
    """The tables of a round's lines, as proposed, decided or tried out. Three queries."""
    coached = was_coached([line.pk for line in lines])
    before = _applied_before(lines, round_)
    focus = {theme.pk: str(theme.name) for theme in Theme.objects.filter(pk__in={line.focus_id for line in lines})}
    by: list[tuple[str, Groups]] = [
        (_("Vision areas"), lambda line: [areas[area] for area in line.areas if area in areas]),
        (_("District"), lambda line: [line.district or _("The whole city")]),
        (_("Kind of applicant"), lambda line: [line.kind]),
        (
            _("First-timers"),
            lambda line: [_("Have applied before") if line.person_id in before else _("Apply for the first time")],
        ),
        (_("Focus challenge"), lambda line: [focus.get(line.focus_id or 0, _("None of them"))]),
        (_("Coaching"), lambda line: [_("Coached") if line.pk in coached else _("Not coached")]),
    ]
    return [Table(title, _rows(lines, groups)) for title, groups in by]


def _applied_before(lines: list[Line], round_: Round) -> set[Any]:
    """Who of the applicants had sent an application to the fund before this round opened."""
    rows = Application.objects.filter(
        round__fund=round_.fund_id,
        submission__person__in={line.person_id for line in lines},
        submission__first_sent_at__lt=round_.opening.opens_at,
    )
    return set(rows.values_list("submission__person_id", flat=True))


def _rows(lines: list[Line], groups: Groups) -> list[Share]:
    applied: Counter[str] = Counter(label for line in lines for label in groups(line))
    granted: Counter[str] = Counter(label for line in lines if line.is_award for label in groups(line))
    all_applied = without_small(applied)
    all_granted = without_small({label: granted[label] for label in applied})
    ordered: list[Hashable] = sorted(applied, key=lambda label: (-applied[label], label))
    return [
        # A figure of those granted among too few applicants would tell of them too.
        Share(str(label), all_applied[str(label)], None if all_applied[str(label)] is None else all_granted[str(label)])
        for label in ordered
    ]
