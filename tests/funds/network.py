"""A fund for employees with everything an application needs, beside Visionsfonden or alone."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from civicportal.cases.models import Delegation
from civicportal.commons import actions as commons
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.models import Person
from civicportal.review.models import Stage
from civicportal.submissions import actions as submissions
from civicportal.submissions.models import Form
from funds.enums.applications import Audience, EndorsementNeed
from funds.models import Application, Fund, FundYear, Round
from tests.funds.factories import DEFINITION, KRONA, make_city, make_criteria, make_round, texts
from tests.people import (
    Cast,
    make_decision_maker,
    make_fund_manager,
    make_person,
    make_reviewer,
    make_with_role,
)


def with_endorser() -> dict[str, Any]:
    """The form of the tests with the two questions that a fund for employees asks besides."""
    form = copy.deepcopy(DEFINITION)
    form["steps"][1]["questions"].append(
        {"key": "start", "kind": "date", "label": {"sv": "Start", "en": "Start"}, "means": "starts_on"}
    )
    form["steps"][2]["questions"] = [
        {"key": "name", "kind": "short_text", "label": {"sv": "Ditt namn", "en": "Your name"}, "means": "contact_name",
         "required": True, "identifies": True},
        {"key": "workplace", "kind": "short_text", "label": {"sv": "Var arbetar du?", "en": "Where do you work?"},
         "means": "organisation_name", "required": True},
        {"key": "boss", "kind": "email", "label": {"sv": "Din chefs adress", "en": "Your manager's address"},
         "means": "endorser", "required": True, "identifies": True},
    ]  # fmt: skip
    return form


OF_AN_EMPLOYEE: dict[str, Any] = {
    "title": "Tysta timmar",
    "summary": "Dämpat ljus i konsthallen för den som inte orkar ljud.",
    "budget": [{"what": "Värdar", "amount": "20 000", "note": ""}],
    "name": "Love Sandgren",
    "workplace": "Konsthallen",
    "boss": "chef@kultur.example.org",
}
"""What an employee types; 20 000 kr in all."""


@dataclass
class Network:
    """The culture department's fund with an open round, beside whatever else there is."""

    fund: Fund
    round: Round
    stage: Stage
    manager: Person
    coordinator: Person
    decision_maker: Person
    reviewer: Person
    employee: Person


def make_fund_for_employees(cast: Cast) -> Fund:
    """The network's fund in public, without a round."""
    unit = cast.other_unit
    fund = Fund.objects.create(
        slug="natverket",
        unit=unit,
        series="NI",
        name=texts("Nätverket", "The Network"),
        promise=texts("Pengar till idéer på jobbet", "Money for ideas at work"),
        about=texts("Om nätverket"),
        who_may=texts("Du arbetar här"),
        what_you_get=texts("Någon att tänka med"),
        how_judged=texts("Efter kriterier"),
        email="natverket@example.org",
        audience=Audience.EMPLOYEES,
        contact_series="NS",
    )
    fund.audience_units.set([unit])
    with transaction.atomic():
        commons.publish(fund, by=None)
    return fund


def make_network(cast: Cast, **of_round: Any) -> Network:
    """A fund for those with an address at kultur.example.org, with its own unit, people and delegation."""
    make_city()
    unit = cast.other_unit
    unit.domains, unit.email = ["kultur.example.org"], "natverket@example.org"
    unit.save(update_fields=["domains", "email"])
    fund = make_fund_for_employees(cast)
    now = dates.now()
    year = FundYear.objects.create(fund=fund, year=dates.today().year, budget=400_000 * KRONA)
    form = Form.objects.create(name="natverket", version=1, definition=with_endorser())
    round_ = make_round(
        fund, year, form, budget=200_000 * KRONA, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30)
    )
    Round.objects.filter(pk=round_.pk).update(**{"endorsement": EndorsementNeed.ASSIGNMENT, **of_round})
    stage = Stage.objects.create(
        opening=round_.opening,
        position=1,
        name=texts("Kollegornas läsning"),
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=60),
    )
    make_criteria(round_.opening)
    director = make_decision_maker(unit, "Kaj Kulturdirektör")
    Delegation.objects.create(
        person=director, title="Kulturdirektör", unit=unit, point="KN 2.3", ceiling=50_000 * KRONA,
        starts_on=date(2020, 1, 1),
    )  # fmt: skip
    return Network(
        fund,
        Round.objects.select_related("opening", "fund").get(pk=round_.pk),
        stage,
        make_fund_manager(unit, "Vera Ansvarig"),
        make_with_role(Role.NETWORK_COORDINATOR, unit, "Sam Ordnare"),
        director,
        make_reviewer(unit, "Rita Kollega"),
        make_person("Love Sandgren", email="love@kultur.example.org"),
    )


def apply_as_employee(network: Network, person: Person | None = None, **answers: Any) -> Application:
    """An employee's application, sent now through the portal's own doors; the manager is asked by it."""
    person = person or network.employee
    draft = submissions.start_draft(opening=network.round.opening, email=person.email, language="sv", by=person)
    submissions.save_answers(draft, {**OF_AN_EMPLOYEE, **answers}, {}, by=person)
    sent = submissions.send(draft, by=person)
    return Application.objects.select_related("submission__case", "round__fund").get(submission=sent)
