"""Who sets funds up, and what of a round is promised once somebody has applied."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, no
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import Role
from civicportal.people.models import Organisation
from funds.enums.applications import Audience, EndorsementNeed
from funds.models import Fund, FundYear, Round
from funds.rules.applications import names_of
from funds.setup import missing_in


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """Everything that one sets of a round. Sums are in öre; `closes_at` is the first instant that is too late."""

    name: LocalizedText
    year: FundYear
    opens_at: datetime
    closes_at: datetime
    answer_by: date
    budget: int
    lowest: int | None = None
    highest: int | None = None
    latest_start: date | None = None
    endorsement: str = EndorsementNeed.NONE
    focus: frozenset[int] = frozenset()
    decision_dates: tuple[date, ...] = ()
    days_before: int = 0


PROMISED: dict[str, str | Promise] = {
    "opens_at": _("when it opens"),
    "closes_at": _("when it closes"),
    "answer_by": _("when one hears"),
    "lowest": _("the lowest sum"),
    "highest": _("the highest sum"),
    "latest_start": _("the latest start"),
    "endorsement": _("whose support is needed"),
    "focus": _("the focus challenges"),
    "decision_dates": _("the decision dates"),
    "days_before": _("how long before a decision date one applies"),
    "year": _("the year whose money it is"),
}
"""What was promised to those who applied, in words."""


def can_configure(person: Any, fund: Fund) -> Answer:
    """Fund managers of the fund's own unit, and administrators."""
    if person.has_role(Role.ADMINISTRATOR) or fund.unit_id in person.units_as(Role.FUND_MANAGER):
        return YES
    return no(_("Only a fund manager of %(fund)s can do this") % {"fund": fund.name})


def can_make_fund(person: Any, unit: Organisation) -> Answer:
    """A new fund belongs to a unit whose funds one manages; an administrator makes it for any."""
    if person.has_role(Role.ADMINISTRATOR) or unit.pk in person.units_as(Role.FUND_MANAGER):
        return YES
    return no(_("You do not manage the funds of %(unit)s") % {"unit": unit.name})


def can_set_audience(person: Any, fund: Fund, audience: str, units: Collection[Organisation]) -> Answer:
    """Nobody who has applied to a round that is open is shut out afterwards; others may be let in at any time."""
    if not (answer := can_configure(person, fund)):
        return answer
    if not fund.rounds.filter(opening__closes_at__gt=dates.now(), applications__isnull=False).exists():
        return YES
    narrower = audience == Audience.EMPLOYEES and (
        not fund.is_for_employees or {unit.pk for unit in fund.audience_units.all()} - {unit.pk for unit in units}
    )
    words = _("Some have applied to the round that is open, so it cannot be for fewer people before it has closed")
    return no(words) if narrower else YES


def can_publish(person: Any, fund: Fund) -> Answer:
    """A fund stands in public when nothing is missing before it can open."""
    if not (answer := can_configure(person, fund)):
        return answer
    if missing := missing_in(fund):
        sentences = " ".join(f"{section.label}: {section.why}." for section in missing)
        return no(_("The fund cannot be published yet. %(missing)s") % {"missing": sentences})
    return YES


def facts_of(round_: Round) -> RoundFacts:
    """A round as it is set up now."""
    opening = round_.opening
    return RoundFacts(
        name=round_.name,
        year=round_.fund_year,
        opens_at=opening.opens_at,
        closes_at=opening.closes_at,
        answer_by=opening.answer_by,
        budget=round_.budget,
        lowest=opening.lowest,
        highest=opening.highest,
        latest_start=opening.latest_start,
        endorsement=round_.endorsement,
        focus=frozenset(round_.focus_challenges.values_list("pk", flat=True)),
        decision_dates=tuple(round_.decision_dates),
        days_before=round_.days_before,
    )


def broken(before: RoundFacts, after: RoundFacts) -> list[str]:
    """What of a promise a change would break. A later closing breaks none, nor do decision dates after the last one."""
    found = []
    for name in PROMISED:
        old, new = getattr(before, name), getattr(after, name)
        if name == "closes_at" and new > old:
            continue
        if name == "decision_dates" and old and new[: len(old)] == old:
            continue
        if name == "answer_by" and before.decision_dates and after.decision_dates and new > old:
            continue
        if old != new:
            found.append(name)
    return found


def can_change_round(person: Any, round_: Round, facts: RoundFacts) -> Answer:
    """What was promised to those who have applied stands; later closing, more money and the name may change."""
    if not (answer := can_configure(person, round_.fund)):
        return answer
    applied = round_.applications.count()
    if applied and (parts := broken(facts_of(round_), facts)):
        said = names_of(str(PROMISED[part]) for part in parts)
        return no(
            ngettext(
                "%(count)d application has come on these terms, so %(what)s cannot change any more. "
                "You can close later, and change the name and the budget",
                "%(count)d applications have come on these terms, so %(what)s cannot change any more. "
                "You can close later, and change the name and the budget",
                applied,
            )
            % {"count": applied, "what": said}
        )
    return YES
