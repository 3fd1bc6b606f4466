"""Funds with everything an application needs, made by the portal's own actions wherever there is one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from civicportal.cases.models import Delegation
from civicportal.commons import actions as commons
from civicportal.commons.models import Theme
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.places.models import City, District
from civicportal.review.models import Anchor, Criterion, Stage
from civicportal.submissions import actions as submissions
from civicportal.submissions.models import Draft, Form, Opening
from funds.models import Application, Fund, FundYear, Project, Round
from tests.people import Cast, make_resident

KRONA = 100
_numbers = itertools.count(1)

DEFINITION: dict[str, Any] = {
    "steps": [
        {
            "key": "idea",
            "title": {"sv": "Idén", "en": "The idea"},
            "questions": [
                {
                    "key": "title",
                    "kind": "short_text",
                    "label": {"sv": "Vad heter idén?", "en": "What is it called?"},
                    "means": "title",
                    "required": True,
                    "max_length": 120,
                },
                {
                    "key": "summary",
                    "kind": "long_text",
                    "label": {"sv": "Beskriv den kort", "en": "Describe it briefly"},
                    "means": "summary",
                    "required": True,
                    "max_length": 400,
                },
            ],
        },
        {
            "key": "money",
            "title": {"sv": "Pengar", "en": "Money"},
            "questions": [
                {
                    "key": "budget",
                    "kind": "budget",
                    "label": {"sv": "Vad ska pengarna gå till?", "en": "What is the money for?"},
                    "means": "budget",
                    "required": True,
                }
            ],
        },
        {
            "key": "you",
            "title": {"sv": "Om dig", "en": "About you"},
            "questions": [
                {
                    "key": "kind",
                    "kind": "choice",
                    "label": {"sv": "Vem söker?", "en": "Who applies?"},
                    "means": "applicant_kind",
                    "required": True,
                    "choices": [
                        {"value": "person", "label": {"sv": "Privatperson", "en": "Private person"}},
                        {"value": "association", "label": {"sv": "Förening", "en": "Association"}},
                    ],
                },
                {
                    "key": "organisation",
                    "kind": "short_text",
                    "label": {"sv": "Organisation", "en": "Organisation"},
                    "means": "organisation_name",
                    "identifies": True,
                    "show_when": {"question": "kind", "is": ["association"]},
                },
                {
                    "key": "number",
                    "kind": "organisation_number",
                    "label": {"sv": "Organisationsnummer", "en": "Organisation number"},
                    "means": "organisation_number",
                    "identifies": True,
                    "show_when": {"question": "kind", "is": ["association"]},
                },
                {
                    "key": "name",
                    "kind": "short_text",
                    "label": {"sv": "Ditt namn", "en": "Your name"},
                    "means": "contact_name",
                    "required": True,
                    "identifies": True,
                },
                {
                    "key": "public",
                    "kind": "yes_no",
                    "label": {"sv": "Får ditt namn stå offentligt?", "en": "May your name stand in public?"},
                    "means": "name_in_public",
                    "required": True,
                },
                {
                    "key": "sensitive",
                    "kind": "long_text",
                    "label": {"sv": "Känsligt", "en": "Sensitive"},
                    "means": "sensitive",
                    "sensitive": True,
                },
            ],
        },
    ]
}

ANSWERS: dict[str, Any] = {
    "title": "Cykelkök på Söder",
    "summary": "Laga cykeln tillsammans med grannar.",
    "budget": [{"what": "Verktyg", "amount": "40 000", "note": ""}, {"what": "Lokal", "amount": "35 000", "note": ""}],
    "kind": "person",
    "name": "Rut Resident",
    "public": "no",
}
"""What a person types; 75 000 kr in all."""


def texts(swedish: str, english: str = "") -> LocalizedText:
    return LocalizedText(sv=swedish, en=english or swedish)


@dataclass
class World:
    """A fund with an open round and the people round it."""

    cast: Cast
    fund: Fund
    year: FundYear
    round: Round
    stage: Stage
    criteria: list[Criterion]
    delegation: Delegation
    district: District


def make_city() -> District:
    """The city with one vision area; returns its one district."""
    City.objects.get_or_create(
        pk=1,
        defaults={
            "name": "Helsingborg",
            "short_name": "Helsingborg",
            "authority": "Kommunstyrelsen",
            "email": "kontakt@example.org",
            "portal_name": texts("Portalen"),
        },
    )
    Theme.objects.get_or_create(
        slug="skapande", defaults={"kind": Theme.Kind.VISION, "name": texts("Skapande", "Creative")}
    )
    return District.objects.get_or_create(name="Söder", slug="soder")[0]


def make_fund(cast: Cast) -> Fund:
    """Visionsfonden in public, without a round."""
    fund = Fund.objects.create(
        slug="visionsfonden",
        unit=cast.unit,
        series="VF",
        name=texts("Visionsfonden", "The Vision Fund"),
        promise=texts("Pengar till idéer", "Money for ideas"),
        about=texts("Om fonden"),
        who_may=texts("Du är 18 år"),
        what_you_get=texts("Coachning"),
        how_judged=texts("Efter kriterier"),
        email="fonden@example.org",
        eligibility=[
            {
                "key": "age",
                "question": {"sv": "Är du 18 år eller äldre?", "en": "Are you 18 or older?"},
                "wanted": "yes",
                "no": {"sv": "Du måste vara 18 år.", "en": "You must be 18."},
            },
            {
                "key": "profit",
                "question": {"sv": "Ska idén ge vinst?", "en": "Is it for profit?"},
                "wanted": "no",
                "no": {"sv": "Fonden stöder inte vinst.", "en": "Not for profit."},
            },
        ],
    )
    with transaction.atomic():
        commons.publish(fund, by=None)
    return fund


def make_world(cast: Cast, *, budget: int = 500_000 * KRONA, year_budget: int = 1_000_000 * KRONA) -> World:
    """Visionsfonden, opened yesterday and open for a month; sums in öre."""
    district = make_city()
    fund = make_fund(cast)
    now = dates.now()
    year = FundYear.objects.create(fund=fund, year=dates.today().year, budget=year_budget)
    form = Form.objects.create(name="visionsfonden", version=1, definition=DEFINITION)
    round_ = make_round(
        fund, year, form, budget=budget, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30)
    )
    stage = Stage.objects.create(
        opening=round_.opening,
        position=1,
        name=texts("Första läsningen"),
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=60),
        blind=True,
    )
    delegation = Delegation.objects.create(
        person=cast.decision_maker,
        title="Stadsdirektör",
        unit=cast.unit,
        point="KS 4.12",
        ceiling=100_000 * KRONA,
        starts_on=date(2020, 1, 1),
    )
    return World(cast, fund, year, round_, stage, make_criteria(round_.opening), delegation, district)


def make_round(
    fund: Fund, year: FundYear, form: Form, *, opens_at: Any, closes_at: Any, budget: int = 500_000 * KRONA
) -> Round:
    number = next(_numbers)
    opening = Opening.objects.create(
        kind="funds.round",
        unit=fund.unit,
        form=form,
        series=fund.series,
        opens_at=opens_at,
        closes_at=closes_at,
        lowest=1000 * KRONA,
        highest=100_000 * KRONA,
        answer_by=(closes_at + timedelta(days=40)).date(),
    )
    return Round.objects.create(
        fund=fund,
        fund_year=year,
        opening=opening,
        slug=f"omgang-{number}",
        name=texts(f"Omgång {number}", f"Round {number}"),
        budget=budget,
    )


def make_criteria(opening: Opening) -> list[Criterion]:
    made = []
    for position, (name, weight) in enumerate((("Samhällsnytta", 2), ("Nytt", 1)), start=1):
        criterion = Criterion.objects.create(opening=opening, position=position, name=texts(name), weight=weight)
        for score, words in ((1, "Syns inte"), (5, "Tydligt och mätbart")):
            Anchor.objects.create(criterion=criterion, score=score, words=texts(words))
        made.append(criterion)
    return made


def write_draft(world: World, person: Person, **answers: Any) -> Draft:
    """A draft with every question answered, owned by the person."""
    draft = submissions.start_draft(opening=world.round.opening, email=person.email, language="sv", by=person)
    values = {**ANSWERS, **answers}
    submissions.save_answers(draft, values, {}, by=person)
    return draft


def make_application(world: World, person: Person | None = None, **answers: Any) -> Application:
    """An application sent now through the portal's own doors."""
    person = person or make_resident(f"Resident {next(_numbers)}")
    submission = submissions.send(write_draft(world, person, **answers), by=person)
    return Application.objects.select_related("submission__case", "round__fund").get(submission=submission)


def make_project(fund: Fund, title: str = "Grannlån", **fields: Any) -> Project:
    """A granted project that stands in public."""
    number = next(_numbers)
    project = Project.objects.create(
        fund=fund,
        **{
            "slug": f"projekt-{number}",
            "title": texts(title),
            "summary": texts("Låna i stället för att köpa."),
            "grantee_kind": "association",
            "grantee_name": "Föreningen Grannlån",
            "granted": 50_000 * KRONA,
            "granted_on": date(2024, 5, 3),
            **fields,
        },
    )
    with transaction.atomic():
        commons.publish(project, by=None)
    return project
