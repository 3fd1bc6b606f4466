"""Innovationsfonden in the demo, set up by the actions that the configuration pages call: nothing of it is code."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from civicportal.cases.models import Delegation
from civicportal.demo.calendar import FRIDAY, morning, on_to
from civicportal.demo.city import Built
from civicportal.demo.fund import KRONA
from civicportal.demo.people import add_people
from civicportal.demo.words import localized, localized_all, texts
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.review.actions import setup as review
from civicportal.review.enums import Judges, Shows, StageKind
from civicportal.submissions import actions as writing
from civicportal.submissions import editing
from civicportal.submissions.actions import editing as forms
from funds.actions import setup
from funds.enums.applications import Audience, EndorsementNeed, Endorser
from funds.models import Fund, Round
from funds.rules.setup import RoundFacts

DEPARTMENTS = ("amf", "sff", "sof", "vof", "kultur")
LOWEST, HIGHEST = 250_000 * KRONA, 1_000_000 * KRONA
YEAR_BUDGET = 3_000_000 * KRONA
BEFORE_COUNCIL = timedelta(days=14)


def load(built: Built, cast: dict[str, Person]) -> Fund:
    """Makes the fund, its questions, two rounds that close two weeks before a council, and two applications."""
    data, manager = texts("innovation"), cast["fund_manager"]
    made = setup.make_fund(name=localized(data["name"]), unit=built.units["fonden"], series="IF", by=manager)
    setup.change(made, localized_all(data["texts"]), by=manager, part="texts")
    setup.change(made, {"lowest": LOWEST, "highest": HIGHEST}, by=manager, part="sums")
    support = {"endorsement": EndorsementNeed.ASSIGNMENT, "endorser": Endorser.HEAD}
    setup.change(made, support, by=manager, part="support")
    setup.change(made, {"eligibility": data["eligibility"]}, by=manager, part="eligibility")
    setup.change(made, {"checklist": data["checklist"]}, by=manager, part="checklist")
    units = [built.units[key] for key in DEPARTMENTS]
    setup.set_audience(made, audience=Audience.EMPLOYEES, units=units, kinds=(), by=manager)
    _write_questions(made, data["steps"], manager)
    setup.ask_report(made, by=manager)
    first, _second = _make_rounds(made, data["criterion"], manager)
    setup.publish_fund(made, by=manager)
    Delegation.objects.create(
        person=cast["director"], title="Stadsdirektör", unit=built.units["fonden"], series=made.series,
        point="Delegationsordningen punkt 4.8", ceiling=HIGHEST, starts_on=dates.today() - timedelta(days=700),
    )  # fmt: skip
    for row in data["application"]:
        _apply(first, row)
    return Fund.objects.get(pk=made.pk)


def _write_questions(fund: Fund, steps: list[dict[str, Any]], by: Person) -> None:
    """The standard questions make way for the fund's own, and the form is taken into use."""
    name = setup.own_form(fund, by=by).name

    def write(data: editing.Data) -> None:
        for step in list(editing.steps_of(data)):
            editing.remove_step(data, step["key"])
        for step in steps:
            key = editing.add_step(data, {part: step[part] for part in ("key", "title", "help") if part in step})
            for question in step["questions"]:
                editing.add_question(data, key, question)

    forms.change(name, write, by=by, verb="written")
    forms.take_into_use(name, by=by)


def _make_rounds(fund: Fund, criteria: list[dict[str, Any]], by: Person) -> tuple[Round, Round]:
    council = _working(on_to(FRIDAY, dates.today() + timedelta(days=40)))
    rounds = []
    for number, day in enumerate((council, _working(council + timedelta(days=91)))):
        year = setup.set_year(fund, year=day.year, budget=YEAR_BUDGET, by=by)
        rounds.append(setup.make_round(fund, _facts(day, year, number), by=by))
        if number == 0:
            _write_criteria(rounds[0], criteria, by)
            _write_stages(rounds[0], by)
    return rounds[0], rounds[1]


def _working(council: date) -> date:
    """No council meets between Christmas and Epiphany, or in July."""
    while (council.month, council.day) >= (12, 18) or (council.month, council.day) < (1, 8) or council.month == 7:
        council += timedelta(days=7)
    return council


def _facts(council: date, year: Any, number: int) -> RoundFacts:
    """A round to one council: open until two weeks before it; everybody hears a week after it."""
    opens = dates.today() - timedelta(days=20) if number == 0 else council - timedelta(days=77)
    said = dates.show_day(council, language="sv"), dates.show_day(council, language="en")
    return RoundFacts(
        name=LocalizedText(sv=f"Innovationsrådet {said[0]}", en=f"The innovation council {said[1]}"),
        year=year,
        opens_at=morning(opens, 8),
        closes_at=dates.closing(council - BEFORE_COUNCIL),
        answer_by=council + timedelta(days=7),
        budget=YEAR_BUDGET // 2,
        lowest=LOWEST,
        highest=HIGHEST,
        latest_start=council + timedelta(days=182),
        endorsement=EndorsementNeed.ASSIGNMENT,
    )


def _write_criteria(round_: Round, criteria: list[dict[str, Any]], by: Person) -> None:
    for row in criteria:
        review.save_criterion(
            round_.opening, None, name=localized(row["name"]), question=localized(row["question"]),
            weight=Decimal(row["weight"]), by=by,
            anchors={int(score): localized(words) for score, words in row["anchors"].items()},
        )  # fmt: skip


def _write_stages(round_: Round, by: Person) -> None:
    """Two stages within the two weeks before the council: a group's scores, then the council's own advice."""
    closes = round_.opening.closes_at
    last = dates.last_minute(closes).date()
    half, council = (dates.closing(last + wait) for wait in (BEFORE_COUNCIL / 2, BEFORE_COUNCIL))
    review.save_stage(
        round_.opening, None, people=(), by=by,
        name=LocalizedText(sv="Granskarnas läsning", en="The reviewers' reading"),
        opens_at=closes, closes_at=half, judges=Judges.REVIEWER, blind=False, wanted_reviews=3, shows=Shows.SCORES,
    )  # fmt: skip
    review.save_stage(
        round_.opening, None, people=(), by=by,
        name=LocalizedText(sv="Innovationsrådets läsning", en="The innovation council's reading"),
        opens_at=half, closes_at=council, kind=StageKind.ADVICE, judges=Judges.DECISION_MAKER,
        blind=False, wanted_reviews=1,
    )  # fmt: skip


def _apply(round_: Round, row: dict[str, Any]) -> None:
    """Written and sent by the writing pages' own actions, some days ago."""
    (person,) = add_people([(row["who"], row["mail"], "sv", "")])
    draft = writing.start_draft(opening=round_.opening, email=person.email, language="sv", by=person)
    starts = round_.opening.answer_by + timedelta(days=40)
    ends = starts + timedelta(days=200)
    answers = {
        **row["answers"],
        "starts_on": [str(starts.day), str(starts.month), str(starts.year)],
        "ends_on": [str(ends.day), str(ends.month), str(ends.year)],
    }
    writing.save_answers(draft, answers, {}, by=person)
    ticked = [point["key"] for point in round_.fund.checklist]
    sent_at = morning(dates.today() - timedelta(days=row["ago"]), 10)
    writing.send(draft, by=person, at=sent_at, ticked=ticked)
