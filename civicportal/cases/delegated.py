"""The decisions that delegates made in a month, unit by unit, to be reported to the board (KL 6:40 and 7:8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as say
from django.utils.translation import override

from civicportal.cases.models import Decision
from civicportal.kernel import dates, money
from civicportal.people.enums import Role
from civicportal.people.models import Organisation
from civicportal.places.models import City

READS = (Role.REGISTRAR, Role.DECISION_MAKER)
MONTHS_BACK = 24


@dataclass(frozen=True, slots=True)
class Month:
    """A month in Stockholm."""

    year: int
    number: int

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def words(self) -> str:
        """ "november 2026"."""
        return dates.show_day(date(self.year, self.number, 1)).split(" ", 1)[1]

    def bounds(self) -> tuple[datetime, datetime]:
        """From its first moment until that of the next month."""
        after = date(self.year + self.number // 12, self.number % 12 + 1, 1)
        first, last = (
            datetime.combine(day, time(), dates.STOCKHOLM) for day in (date(self.year, self.number, 1), after)
        )
        return first, last


def months() -> list[Month]:
    """This month and the two years before it, newest first."""
    today = dates.today()
    ordinal = today.year * 12 + today.month - 1
    return [Month((ordinal - back) // 12, (ordinal - back) % 12 + 1) for back in range(MONTHS_BACK)]


def month_of(asked: str) -> Month:
    """The month that the address asks for, else this one."""
    known = months()
    return next((month for month in known if month.key == asked), known[0])


def units_of(person: Any) -> QuerySet[Organisation]:
    """The units whose list the person reads: the registrar's and the decision maker's own; an auditor's are all."""
    rows = Organisation.objects.filter(cases__decisions__isnull=False).distinct().order_by("name", "pk")
    return rows if person.has_role(Role.AUDITOR) else rows.filter(pk__in=person.units_as(*READS))


def decisions_of_month(person: Any, unit: Organisation, month: Month) -> QuerySet[Decision]:
    """The unit's decisions that were released in the month, as far as the person may see them, oldest first.

    A held decision is in no list: it is told when it is released, also one that was replaced afterwards.
    """
    first, last = month.bounds()
    rows = (
        Decision.objects.visible_to(person)
        .filter(case__unit=unit, released_at__gte=first, released_at__lt=last)
        .select_related("case", "decided_by", "delegation")
    )
    return rows.order_by("decided_at", "pk").for_page()


def hidden_from(unit: Organisation, month: Month, seen: int) -> int:
    """How many of the unit's decisions of the month the person is not shown."""
    first, last = month.bounds()
    return Decision.objects.filter(case__unit=unit, released_at__gte=first, released_at__lt=last).count() - seen


def heads() -> list[str]:
    """The columns' names, in the page's language."""
    return [
        say("Reference"), say("Diary number"), say("The matter"), say("Outcome"), say("Amount"),
        say("Date of the decision"), say("Decided by"), say("By delegation"),
    ]  # fmt: skip


def row_of(decision: Decision) -> list[str]:
    """One decision as the columns' values."""
    return [
        decision.case.reference,
        decision.case.diary_number,
        decision.case.title,
        str(decision.get_outcome_display()),
        money.show(decision.amount) if decision.amount is not None else "",
        dates.show_day(decision.decided_at),
        f"{decision.decided_by}, {decision.delegation.title}",
        decision.delegation.point,
    ]


def as_facts(unit: Organisation, month: Month, decisions: list[Decision], hidden: int) -> dict[str, Any]:
    """The list in Swedish, for the PDF that goes to the board."""
    city = City.objects.first()
    with override("sv"):
        return {
            "lang": "sv",
            "authority": city.authority if city else str(unit),
            "heading": say("Decisions by delegation, %(unit)s, %(month)s") % {"unit": unit, "month": month.words},
            "heads": heads(),
            "rows": [row_of(decision) for decision in decisions],
            "empty": say("No decisions were released this month."),
            "hidden": say("%(n)d decisions are not shown to the one who made this list.") % {"n": hidden}
            if hidden
            else "",
            "ground": say("Reported under the Local Government Act (2017:725), 6:40 and 7:8."),
        }
