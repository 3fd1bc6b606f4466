"""Funds and rounds made by the actions of the configuration."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.notices import actions as letters
from civicportal.notices.own_texts import owners
from civicportal.people.models import Person
from civicportal.review.actions import setup as review
from civicportal.submissions.actions import editing as forms
from funds.actions import setup as actions
from funds.models import Fund, FundYear, Round
from funds.queries.setup import form_of
from funds.rules.setup import RoundFacts
from tests.funds.factories import KRONA, texts
from tests.people import Cast


def make_new(cast: Cast, name: str = "Odlingsfonden") -> Fund:
    return actions.make_fund(name=texts(name), unit=cast.unit, series="OF", by=cast.fund_manager)


def facts(year: FundYear, **more: Any) -> RoundFacts:
    """A round that opened yesterday, closes in four weeks and answers four weeks later."""
    now = dates.now()
    same: dict[str, Any] = {
        "name": texts("Vår", "Spring"), "year": year, "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=28), "answer_by": now.date() + timedelta(days=56),
        "budget": 100_000 * KRONA, "lowest": 1_000 * KRONA, "highest": 20_000 * KRONA,
    }  # fmt: skip
    return RoundFacts(**(same | more))


def ready(cast: Cast) -> Fund:
    """A fund with everything but a round and criteria."""
    fund, by = make_new(cast), cast.fund_manager
    words = {name: texts("Ord") for name in ("promise", "about", "who_may", "what_you_get", "how_judged")}
    actions.change(fund, {**words, "email": "fonden@example.org"}, by=by, part="texts")
    actions.change(fund, {"lowest": 1000 * KRONA, "highest": 20_000 * KRONA}, by=by, part="sums")
    actions.set_year(fund, year=dates.today().year, budget=300_000 * KRONA, by=by)
    forms.take_into_use(form_of(fund).name, by=by)
    return Fund.objects.get(pk=fund.pk)


def criterion(round_: Round, by: Person) -> None:
    review.save_criterion(
        round_.opening, None, name=texts("Nytta"), question=texts("Hur?"), weight=Decimal(1), anchors={}, by=by
    )


def stage(round_: Round, by: Person) -> None:
    """Reviewers read for two weeks after the round has closed."""
    closes = round_.opening.closes_at
    review.save_stage(
        round_.opening, None, people=(), by=by, name=texts("Läsning"), opens_at=closes,
        closes_at=closes + timedelta(days=14),
    )  # fmt: skip


def own_words(fund: Fund, kind: str, subject: LocalizedText, body: LocalizedText, by: Person) -> None:
    """A letter of the fund's in its own words."""
    assert letters.change_text(owners["fond"], fund, f"funds.{kind}", subject=subject, body=body, by=by)


ROUND = {
    "name_sv": "Våren", "name_en": "Spring", "budget": "100 000", "opens_clock": "08.00", "closes_clock": "23.59",
    "lowest": "1 000", "highest": "20 000", "endorsement": "none",
}  # fmt: skip


def days_of(**named: date) -> dict[str, str]:
    """Dates as three boxes."""
    return {
        f"{name}_{place}": str(part)
        for name, day in named.items()
        for place, part in enumerate((day.day, day.month, day.year))
    }
