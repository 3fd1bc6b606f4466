"""One fund with an application in each state; each kind of field holds a word of its own in each of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from civicportal.cases import actions as cases
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.models import Person
from civicportal.review import actions as reviews
from civicportal.review.actions import pitches
from civicportal.review.actions.advising import save_advice
from civicportal.review.actions.blind import redact
from civicportal.review.actions.interests import say_no_interest
from civicportal.review.models import Assignment, Criterion, Stage
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions import sharing, together
from civicportal.submissions.models import Draft, Submission
from civicportal.submissions.queries import latest_version
from funds.actions import aid, applications, coaching, decisions, payments
from funds.models import Application, Fund
from tests.funds.factories import ANSWERS, World, make_application, make_criteria, make_round, make_world, texts
from tests.funds.granted import accept, make_report_form, project_of
from tests.funds.room import fresh, propose
from tests.funds.test_actions import close
from tests.leaks.words import MARKUP, marker
from tests.people import Cast, give, make_cast, make_coach, make_fund_manager, make_person, make_reviewer
from tests.review.factories import give as give_scores

STATES = ("draft", "shared", "sent", "review", "proposed", "held", "granted", "refused", "withdrawn")
JUDGED = STATES[3:]
DECIDED = ("held", "granted", "refused")
SHORT = dict(zip(STATES, ("dr", "sh", "se", "re", "pr", "he", "gr", "fu", "wi"), strict=True))

FIELDS = {
    "title": "ti", "answer": "an", "summary": "su", "instead": "in", "sensitive": "ka", "contact": "ko",
    "organisation": "og", "account": "ac", "mail": "ma", "own review": "eg", "to group": "gr", "to applicant": "so",
    "of recused": "ja", "interest": "ir", "private note": "pn", "shared note": "sn", "asked coach": "as",
    "talk": "sa", "pending": "fo", "reason": "sk", "aid": "st", "signed": "un",
}  # fmt: skip
"""Kinds of field by what is in them, with the letters of their words."""

WEIGHTS = (Decimal("6.1"), Decimal("3.9"))
"""With them each state has a mean of its own, in one decimal too, that no other figure of the portal has."""

SCORES = {
    "review": (5, 4),
    "proposed": (4, 2),
    "held": (5, 3),
    "granted": (4, 5),
    "refused": (3, 2),
    "withdrawn": (2, 1),
}
PAYEE = "LEV4711"
BESIDES = {"advice": marker("xzzrad"), "jury question": marker("xzzjur"), "unpublished fund": marker("xzzfon")}
"""What a group advises, what a jury wants to ask, and a fund that is still being set up, by their words."""
MAIL_OF_FIRM = "gridfirman.example"


def word(state: str, of: str) -> str:
    """The word of a field in a state; a mail address is in small letters."""
    found = marker(f"x{SHORT[state]}{FIELDS[of]}")
    return found.lower() if of == "mail" else found


def phone(state: str) -> str:
    return f"079-555{STATES.index(state):02}77"


def mean(state: str) -> set[str]:
    """The mean that the one done review gives, as it is written in both languages."""
    found = sum(score * weight for score, weight in zip(SCORES[state], WEIGHTS, strict=True)) / 10
    return {said for places in (1, 2) for said in (f"{found:.{places}f}", f"{found:.{places}f}".replace(".", ","))}


@dataclass
class Grid:
    """Who is in it, whose each application is, and by which address each is reached."""

    people: dict[str, Any]
    applicants: dict[str, Person] = field(default_factory=dict)
    along: dict[str, Person] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    besides: list[str] = field(default_factory=list)
    """The references of what a group advises on, and of what is pitched."""


def make_grid() -> Grid:
    """The whole world, made by the portal's own actions."""
    call_command("load_pages", verbosity=0)
    cast = make_cast()
    world = make_world(cast)
    world.fund.coaching = texts("Prata med en coach")
    world.fund.save(update_fields=["coaching"])
    make_report_form(world.fund)
    grid = Grid(_people(cast))
    _weigh(world.criteria)
    for state in ("granted", "refused"):
        _application(grid, world, state)
    close(world)
    decisions.release(world.round, by=cast.fund_manager)
    project = project_of(Application.objects.get(state="granted"))
    accept(project, name=f"{MARKUP}Ada {word('granted', 'signed')}")
    payments.set_payee(project, PAYEE, by=cast.fund_manager)
    later = _another_round(world)
    for state in STATES:
        if state not in {"granted", "refused"}:
            _application(grid, later, state)
    _advised(grid, _another_round(world, kind="advice"))
    _pitched(grid, _another_round(world, kind="pitch"))
    name = texts(f"{MARKUP}{BESIDES['unpublished fund']}")
    Fund.objects.create(slug="pa-gang", unit=cast.unit, series="PG", name=name, promise=name, about=name)
    return grid


def _people(cast: Cast) -> dict[str, Any]:
    recused = make_reviewer(cast.unit, "Jan Jävig")
    give(recused, Role.FUND_MANAGER, cast.unit)
    done = make_reviewer(cast.unit, "Dag Done", email=f"dag@{MAIL_OF_FIRM}")
    return {
        "nobody": AnonymousUser(),
        "neighbour": cast.neighbour,
        "coach of it": cast.coach,
        "other coach": make_coach(cast.unit, "Olle Andrecoach"),
        "reviewer done": done,
        "reviewer waiting": cast.reviewer,
        "reviewer without": cast.second_reviewer,
        "recused": recused,
        "fund manager": cast.fund_manager,
        "decision maker": cast.decision_maker,
        "registrar": cast.registrar,
        "auditor": cast.auditor,
        "communicator": cast.communicator,
        "administrator": cast.administrator,
        "other department": make_fund_manager(cast.other_unit, "Olga Other"),
    }


def _weigh(criteria: list[Criterion]) -> None:
    for criterion, weight in zip(criteria, WEIGHTS, strict=True):
        Criterion.objects.filter(pk=criterion.pk).update(weight=weight)


def _another_round(world: World, **fields: Any) -> World:
    now = dates.now()
    form, fund = world.round.opening.form, world.fund
    window = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=30)}
    round_ = make_round(fund, world.year, form, **window)
    stage = Stage.objects.create(
        opening=round_.opening, position=1, name=texts("Första läsningen"), blind=True,
        opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=60), **fields,
    )  # fmt: skip
    criteria = make_criteria(round_.opening)
    _weigh(criteria)
    return replace(world, round=round_, stage=stage, criteria=criteria)


def _application(grid: Grid, world: World, state: str) -> None:
    """From its first word to its state, as far as it goes."""
    draft = _draft(grid, world, state)
    if state in {"draft", "shared"}:
        _coached(grid, world, state, draft)
        return
    submission: Submission = submissions.send(draft, by=grid.applicants[state])
    application = fresh(Application.objects.get(submission=submission))
    grid.references[state] = application.case.reference
    _coached(grid, world, state, application)
    case, manager = application.case, grid.people["fund manager"]
    cases.say(case, by=grid.applicants[state], text=f"{MARKUP}Hej {word(state, 'talk')}", once=uuid.uuid4())
    if state in JUDGED:
        _judged(grid, world, state, application)
        said = {"outcome": "refused", "reason": f"{MARKUP}Tänkt {word(state, 'pending')}"}
        if state in DECIDED or state == "proposed":
            propose(world, fresh(application), by=manager, **said)
        if state in DECIDED:
            _decided(grid, state, fresh(application))
        if state == "withdrawn":
            submissions.withdraw(submission, by=grid.applicants[state])


def _draft(grid: Grid, world: World, state: str) -> Draft:
    """A draft of two with every question answered."""
    owner = make_person(
        f"{MARKUP}{word(state, 'account')}", email=f"{word(state, 'mail')}@{MAIL_OF_FIRM}", phone=phone(state)
    )
    along = make_person(f"Med {state}")
    grid.applicants[state], grid.along[state] = owner, along
    draft = submissions.start_draft(opening=world.round.opening, email=owner.email, language="sv", by=owner)
    answers = {
        **ANSWERS,
        "title": f"{MARKUP}{word(state, 'title')}",
        "summary": f"{MARKUP}Vi {word(state, 'summary')}",
        "budget": [{"what": f"{MARKUP}Skruv {word(state, 'answer')}", "amount": "40 000", "note": ""}],
        "kind": "association",
        "organisation": f"{MARKUP}Föreningen {word(state, 'organisation')}",
        "number": "802002-1237",
        "name": f"{MARKUP}Rut {word(state, 'contact')}",
        "sensitive": f"{MARKUP}Jag är {word(state, 'sensitive')}",
    }
    submissions.save_answers(draft, answers, {}, by=owner)
    together.accept(together.invite(draft, email=along.email, language="sv", by=owner), by=along)
    grid.tokens[state] = str(draft.token)
    draft.refresh_from_db()
    return draft


def _coached(grid: Grid, world: World, state: str, about: Draft | Application) -> None:
    person, coach = grid.applicants[state], grid.people["coach of it"]
    words = f"{MARKUP}Hjälp {word(state, 'asked coach')}"
    found = coaching.ask(world.fund, by=person, words=words, language="sv", once=uuid.uuid4(), about=about)
    found = coaching.take(found, by=coach)
    for of, shared in (("private note", False), ("shared note", True)):
        coaching.write_note(found, text=f"{MARKUP}{word(state, of)}", shared=shared, by=coach, once=uuid.uuid4())
    if state == "shared" and isinstance(about, Draft):
        sharing.share(about, with_whom=coach, by=person)


def _judged(grid: Grid, world: World, state: str, application: Application) -> None:
    """Gone through and redacted; one reviewer done, one who has begun, one who has written and stepped aside."""
    manager = grid.people["fund manager"]
    redact(
        latest_version(application.submission), texts={"summary": f"{MARKUP}En {word(state, 'instead')}"}, by=manager
    )
    applications.screen(application, by=manager)
    readers = [grid.people[who] for who in ("reviewer done", "reviewer waiting", "recused")]
    done, waiting, recused = applications.assign(fresh(application), stage=world.stage, reviewers=readers, by=manager)
    say_no_interest(done, why=f"{MARKUP}Bara {word(state, 'interest')}", by=done.reviewer)
    give_scores(
        done,
        *SCORES[state],
        to_group=f"{MARKUP}Bra {word(state, 'to group')}",
        to_applicant=f"{MARKUP}Fint {word(state, 'to applicant')}",
    )
    give_scores(waiting, 2, 2, to_group=f"Kanske {word(state, 'own review')}", done=False)
    give_scores(recused, 1, 1, to_group=f"Nja {word(state, 'of recused')}", done=False)
    reviews.step_aside(Assignment.objects.get(pk=recused.pk), ground="party", by=recused.reviewer)
    aid.declare(
        application, by=manager, private="no", sells="no", benefits="no", note=f"{MARKUP}Stöd {word(state, 'aid')}"
    )


def _decided(grid: Grid, state: str, application: Application) -> None:
    refused = state == "refused"
    decisions.decide(
        application,
        by=grid.people["decision maker"],
        outcome="refused" if refused else "granted",
        amount=None if refused else application.requested,
        reason=f"{MARKUP}Därför {word(state, 'reason')}",
        state_aid="" if refused else "none",
    )


def _read_by(grid: Grid, world: World) -> tuple[Application, list[Assignment]]:
    """An application of somebody else's that the first reviewer and the one who steps aside have been given."""
    application = make_application(world, make_person())
    manager = grid.people["fund manager"]
    applications.screen(application, by=manager)
    readers = [grid.people["reviewer done"], grid.people["recused"]]
    made = applications.assign(fresh(application), stage=world.stage, reviewers=readers, by=manager)
    grid.besides.append(application.case.reference)
    return fresh(application), made


def _advised(grid: Grid, world: World) -> None:
    mine, aside = _read_by(grid, world)[1]
    reviews.step_aside(aside, ground="party", by=aside.reviewer)
    words = f"{MARKUP}Ja, {BESIDES['advice']}"
    save_advice(mine, verdict="yes", words=words, version=0, done=True, by=mine.reviewer)


def _pitched(grid: Grid, world: World) -> None:
    application, (mine, aside) = _read_by(grid, world)
    manager, submission = grid.people["fund manager"], application.submission
    tomorrow = dates.now() + timedelta(days=1)
    (slot,) = pitches.add_slots(
        world.stage, starts_at=tomorrow, minutes=15, pause=5, count=1, place="Rum 3", by=manager
    )
    pitches.give_slot(slot, submission, by=manager)
    pitches.prepare_question(
        world.stage, submission, words=f"{MARKUP}Vem {BESIDES['jury question']}?", by=mine.reviewer
    )
    reviews.step_aside(aside, ground="party", by=aside.reviewer)
