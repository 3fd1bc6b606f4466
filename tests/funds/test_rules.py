"""Each rule of the funds says no to somebody, with its reason; and yes to the one whom it is for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from civicportal.cases.models import READS_A_UNIT, Case, Recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.moves import walk
from civicportal.people.enums import Role
from civicportal.people.models import Person
from funds.actions import decisions
from funds.enums.applications import ApplicationState, ProjectState
from funds.models import Application, Fund, Project, Round
from funds.rules import applications as rules
from tests.funds.factories import World, make_application, make_project
from tests.funds.test_actions import NO, close, grant, reviewed
from tests.people import give, make_decision_maker, make_fund_manager, make_person, make_resident

pytestmark = pytest.mark.django_db
MANAGES = "Only a fund manager of The Vision Fund can do this"


@pytest.fixture(autouse=True)
def in_english() -> Any:
    """Reasons are compared as the English reader has them."""
    with override("en"):
        yield


def why(answer: Any) -> str:
    """The reason of a no; fails on a yes."""
    assert not answer, "the rule said yes"
    return str(answer.why)


def again(person: Person) -> Person:
    """The person as the next request knows them."""
    return Person.objects.get(pk=person.pk)


def fresh(application: Application) -> Application:
    return Application.objects.select_related(
        "submission__case", "submission__person", "submission__opening", "round__fund"
    ).get(pk=application.pk)


def seen(person: Person) -> list[str]:
    """The titles of the applications that somebody sees in the backoffice."""
    rows = Application.objects.visible_to(again(person)).order_by("pk")
    return list(rows.values_list("title", flat=True))


def test_can_manage(world: World) -> None:
    assert rules.can_manage(world.cast.fund_manager, world.fund)
    others = (
        "coach",
        "reviewer",
        "decision_maker",
        "registrar",
        "administrator",
        "auditor",
        "communicator",
        "resident",
    )
    for role in others:
        assert why(rules.can_manage(getattr(world.cast, role), world.fund)) == MANAGES
    assert why(rules.can_manage(make_fund_manager(world.cast.other_unit), world.fund)) == MANAGES


def test_a_role_that_is_over_or_not_begun_is_no_role(world: World) -> None:
    day = dates.today()
    before, after = make_person(), make_person()
    give(before, Role.FUND_MANAGER, world.cast.unit, ends_on=day - timedelta(days=1))
    give(after, Role.FUND_MANAGER, world.cast.unit, starts_on=day + timedelta(days=1))
    for person in (before, after):
        assert why(rules.can_manage(person, world.fund)) == MANAGES


def test_can_handle(world: World) -> None:
    application = make_application(world)
    assert rules.can_handle(world.cast.fund_manager, application)
    assert why(rules.can_handle(world.cast.coach, application)) == MANAGES
    Recusal.objects.create(case=application.case, person=world.cast.fund_manager, ground="party")
    assert why(rules.can_handle(world.cast.fund_manager, application)) == "You have stepped aside from this application"


def test_nobody_handles_or_decides_their_own(world: World) -> None:
    for person, rule in (
        (world.cast.fund_manager, rules.can_handle),
        (world.cast.decision_maker, rules.can_take_up_decision),
    ):
        own = make_application(world, person)
        assert why(rule(person, own)) == "You have stepped aside from this application"


def test_a_lifted_recusal_binds_no_more(world: World) -> None:
    application = make_application(world)
    person = world.cast.fund_manager
    Recusal.objects.create(case=application.case, person=person, ground="party", lifted_at=dates.now())
    assert rules.can_handle(person, application)


def test_may_change(world: World) -> None:
    application = make_application(world)
    for state in ApplicationState:
        application.state = state
        if state in {ApplicationState.RECEIVED, ApplicationState.SCREENED}:
            assert rules.may_change(application)
        else:
            assert why(rules.may_change(application)).startswith("The fund has begun to read your application")


def test_may_withdraw(world: World) -> None:
    """A held decision must not be felt, so it may be withdrawn until the release and not after."""
    application = make_application(world)
    final = {
        ApplicationState.GRANTED, ApplicationState.REFUSED, ApplicationState.DISMISSED, ApplicationState.WITHDRAWN,
    }  # fmt: skip
    for state in ApplicationState:
        application.state = state
        if state in final:
            assert why(rules.may_withdraw(application)) == "The application already has its final answer"
        else:
            assert rules.may_withdraw(application)


def test_is_own(world: World) -> None:
    application = make_application(world, world.cast.resident)
    assert rules.is_own(world.cast.resident, application)
    for person in (world.cast.neighbour, world.cast.fund_manager):
        assert why(rules.is_own(person, application)) == "Only the person who sent the application can withdraw it"


def test_can_take_up_decision(world: World) -> None:
    application = make_application(world)
    assert rules.can_take_up_decision(world.cast.decision_maker, application)
    strangers = (world.cast.fund_manager, make_decision_maker(world.cast.other_unit), world.cast.auditor)
    for person in strangers:
        answer = rules.can_take_up_decision(person, application)
        assert why(answer) == "Only a decision maker of the fund can decide"
    application.submission.withdrawn_at = dates.now()
    answer = rules.can_take_up_decision(world.cast.decision_maker, application)
    assert why(answer) == "The applicant has withdrawn the application"


def test_can_release(world: World) -> None:
    application = reviewed(world)
    manager, director = world.cast.fund_manager, world.cast.decision_maker
    assert why(rules.can_release(manager, world.round)) == "The round is still open"
    close(world)
    one = "1 application has no decision yet. All in a round hear at the same moment"
    assert why(rules.can_release(manager, world.round)) == one
    grant(world, application)
    assert rules.can_release(manager, world.round)
    assert rules.can_release(director, world.round)
    for person in (
        world.cast.coach,
        world.cast.registrar,
        world.cast.auditor,
        make_fund_manager(world.cast.other_unit),
    ):
        words = "Only a fund manager or a decision maker of the fund can release decisions"
        assert why(rules.can_release(person, world.round)) == words
    decisions.release(world.round, by=manager)
    assert why(rules.can_release(manager, Round.objects.get())) == "There is no decision to release"


def test_can_tell_about(world: World) -> None:
    project = make_project(world.fund)
    for person in (world.cast.fund_manager, world.cast.communicator):
        assert rules.can_tell_about(person, project)
    for person in (world.cast.coach, world.cast.auditor, world.cast.decision_maker, world.cast.resident):
        words = "Only a fund manager or a communicator of The Vision Fund can do this"
        assert why(rules.can_tell_about(person, project)) == words


def test_sees_who(world: World) -> None:
    person = make_resident()
    application = make_application(world, person)
    assert rules.sees_who(world.cast.coach, fresh(application))
    Person.objects.filter(pk=person.pk).update(protected=True)
    Case.objects.filter(pk=application.case.pk).update(handler=world.cast.fund_manager)
    told = {role for role, each in world.cast.by_role().items() if rules.sees_who(again(each), fresh(application))}
    assert told == {Role.FUND_MANAGER, Role.REGISTRAR}
    assert not rules.sees_who(make_fund_manager(world.cast.unit), fresh(application))


def test_sees_held_decisions(world: World) -> None:
    application = make_application(world)
    told = {role for role, each in world.cast.by_role().items() if rules.sees_held_decisions(each, application)}
    assert told == {Role.FUND_MANAGER, Role.DECISION_MAKER, Role.REGISTRAR, Role.AUDITOR}


def test_who_sees_an_application_in_the_backoffice(world: World) -> None:
    make_application(world, title="En")
    told = {role for role, each in world.cast.by_role().items() if seen(each)}
    assert told == {Role.COACH, Role.AUDITOR, *READS_A_UNIT}
    assert seen(make_fund_manager(world.cast.other_unit)) == []


@pytest.mark.parametrize("role", ["coach", "fund_manager", "decision_maker", "registrar", "auditor"])
def test_nobody_meets_their_own_application_in_the_backoffice(world: World, role: str) -> None:
    person = getattr(world.cast, role)
    make_application(world, person, title="Egen")
    make_application(world, title="En annans")
    assert seen(person) == ["En annans"]


@pytest.mark.parametrize("role", ["coach", "fund_manager", "decision_maker", "registrar", "auditor"])
def test_a_recusal_takes_an_application_from_every_role(world: World, role: str) -> None:
    application = make_application(world, title="Jävig")
    Recusal.objects.create(case=application.case, person=getattr(world.cast, role), ground="party")
    assert seen(getattr(world.cast, role)) == []


def test_a_reviewer_with_a_role_elsewhere_does_not_read_behind_the_blind_stage(world: World) -> None:
    """A coach of another unit who reviews here has the review's own pages, which leave out the name."""
    application = reviewed(world)
    give(world.cast.reviewer, Role.COACH, world.cast.other_unit)
    assert application.submission.assignments.filter(reviewer=world.cast.reviewer).exists()
    assert seen(world.cast.reviewer) == []


def test_funds_and_rounds_are_seen_by_the_unit(world: World) -> None:
    stranger = make_fund_manager(world.cast.other_unit)
    make_project(world.fund)
    for model in (Fund, Round, Project):
        assert not model.objects.visible_to(stranger).exists()
        assert not model.objects.visible_to(world.cast.resident).exists()
        for person in (world.cast.fund_manager, world.cast.auditor, world.cast.coach):
            assert model.objects.visible_to(person).count() == 1


ALLOWED = {
    "screen": {"received"},
    "review": {"screened"},
    "decide": {"received", "screened", "in_review", "decided", "reserve"},
    "reserve": {"decided"},
    "grant": {"decided"},
    "refuse": {"decided"},
    "dismiss": {"decided"},
    "withdraw": {"received", "screened", "in_review", "decided", "reserve"},
}
WALKS = {"screen": "fund_manager", "review": "fund_manager", "decide": "decision_maker", "withdraw": "resident"}


@pytest.mark.parametrize("name", ALLOWED)
def test_a_move_begins_only_where_its_arrow_does(world: World, name: str) -> None:
    application = make_application(world, world.cast.resident)
    person = getattr(world.cast, WALKS.get(name, "fund_manager"))
    for state in ApplicationState:
        Application.objects.update(state=state)
        if state in ALLOWED[name]:
            assert rules.APPLICATION_MOVES.can(name, person, fresh(application))
        else:
            with pytest.raises(Refused):
                walk(rules.APPLICATION_MOVES, name, fresh(application), by=person)
    assert set(rules.APPLICATION_MOVES.moves) == set(ALLOWED)


@pytest.mark.parametrize("name", ["start", "finish", "stop"])
def test_a_project_moves_by_its_own_people_alone(world: World, name: str) -> None:
    project = make_project(world.fund)
    Project.objects.update(state=ProjectState.RUNNING if name == "finish" else ProjectState.GRANTED)
    for person in (world.cast.coach, world.cast.auditor, make_fund_manager(world.cast.other_unit)):
        with pytest.raises(Refused):
            walk(rules.PROJECT_MOVES, name, Project.objects.select_related("fund").get(pk=project.pk), by=person)
    for state in (ProjectState.FINISHED, ProjectState.STOPPED):
        Project.objects.update(state=state)
        assert not rules.PROJECT_MOVES.can(name, world.cast.fund_manager, Project.objects.get(pk=project.pk))


def test_a_refusal_decides_nothing(world: World) -> None:
    application = reviewed(world)
    with pytest.raises(Refused):
        decisions.decide(application, by=world.cast.fund_manager, outcome="refused", **NO)
    assert fresh(application).state == ApplicationState.IN_REVIEW
    assert not application.case.decisions.exists()
