"""Visionsfonden in the demo: the fund, its years, three rounds with form, criteria and stages, the delegation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from civicportal.cases.models import Delegation
from civicportal.demo import calendar
from civicportal.demo.calendar import Times
from civicportal.demo.city import Built
from civicportal.demo.words import localized, localized_all, texts
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.review.models import Anchor, Criterion, Stage
from civicportal.submissions.models import Form, Opening
from funds.models import Fund, FundYear, Round

KRONA = 100
HIGHEST = 100_000 * KRONA
YEAR_BUDGET = 1_000_000 * KRONA
ORDINALS = (("Första", "First"), ("Andra", "Second"), ("Tredje", "Third"))
WANTED_REVIEWS = 3


@dataclass
class RoundPlan:
    """One round of the demo: when, how much, which files hold its applications."""

    key: str
    times: Times
    budget: int
    files: tuple[str, ...]
    focus: tuple[str, ...] = ("trygghet", "livskvalitet")
    row: Round = field(init=False)
    stage: Stage = field(init=False)
    criteria: list[Criterion] = field(init=False)


def plans() -> list[RoundPlan]:
    """The three rounds, oldest first. The budgets together are a year's, wherever New Year falls."""
    today = dates.today()
    return [
        RoundPlan("closed", calendar.closed(today), 475_000 * KRONA, ("closed_granted", "closed_refused")),
        RoundPlan("deciding", calendar.deciding(today), 325_000 * KRONA, ("deciding_decided", "deciding_review")),
        RoundPlan("open", calendar.open_now(today), 200_000 * KRONA, ("open",), focus=("livskvalitet", "klimat")),
    ]


def load(built: Built, cast: dict[str, Person]) -> tuple[Fund, list[RoundPlan]]:
    """Makes the fund with everything that must stand before somebody applies."""
    data = texts("fund")
    fund = Fund.objects.create(
        unit=built.units["fonden"], eligibility=data["eligibility"], **localized_all(data["fund"])
    )
    form = Form.objects.create(
        name="visionsfonden", version=1, definition=texts("form"), made_at=dates.now() - timedelta(days=400)
    )
    Delegation.objects.create(
        person=cast["director"],
        title="Stadsdirektör",
        unit=fund.unit,
        series=fund.series,
        point="Delegationsordningen punkt 4.7",
        ceiling=HIGHEST,
        starts_on=dates.today() - timedelta(days=700),
    )
    rounds, number = plans(), defaultdict(int)
    years: dict[int, FundYear] = {}
    for plan in rounds:
        year = plan.times.answer_by.year
        if year not in years:
            years[year] = FundYear.objects.create(fund=fund, year=year, budget=YEAR_BUDGET)
        number[year] += 1
        load_round(fund, form, plan, years[year], number[year], built)
        load_criteria(plan, data["criterion"])
    return Fund.objects.select_related("unit").get(pk=fund.pk), rounds


def load_round(fund: Fund, form: Form, plan: RoundPlan, year: FundYear, number: int, built: Built) -> None:
    times = plan.times
    opening = Opening.objects.create(
        kind="funds.round",
        unit=fund.unit,
        form=form,
        series=fund.series,
        opens_at=times.opens_at,
        closes_at=times.closes_at,
        lowest=5_000 * KRONA,
        highest=HIGHEST,
        answer_by=times.answer_by,
    )
    swedish, english = ORDINALS[number - 1]
    plan.row = Round.objects.create(
        fund=fund,
        fund_year=year,
        opening=opening,
        slug=f"{year.year}-{number}",
        name=LocalizedText(sv=f"{swedish} omgången {year.year}", en=f"{english} round {year.year}"),
        budget=plan.budget,
        announced_open_at=times.opens_at,
        released_at=times.released,
    )
    plan.row.focus_challenges.set([built.themes[slug] for slug in plan.focus])
    plan.stage = Stage.objects.create(
        opening=opening,
        position=1,
        name=LocalizedText(sv="Förvaltningarnas läsning", en="The departments' reading"),
        opens_at=times.closes_at,
        closes_at=dates.closing(times.answer_by - timedelta(days=1))
        if times.released is None
        else times.released - timedelta(days=5),
        wanted_reviews=WANTED_REVIEWS,
    )


def load_criteria(plan: RoundPlan, criteria: list[dict[str, Any]]) -> None:
    plan.criteria = Criterion.objects.bulk_create(
        Criterion(
            opening=plan.row.opening,
            position=position,
            name=localized(data["name"]),
            question=localized(data["question"]),
            weight=Decimal(data["weight"]),
        )
        for position, data in enumerate(criteria, start=1)
    )
    Anchor.objects.bulk_create(
        Anchor(criterion=criterion, score=score, words=localized(words))
        for criterion, data in zip(plan.criteria, criteria, strict=True)
        for score, words in enumerate(data["anchors"], start=1)
    )
