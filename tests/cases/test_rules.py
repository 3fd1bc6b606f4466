"""Who may, and the sentence for who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civicportal.cases import rules
from civicportal.cases.actions import declare_recusal
from civicportal.cases.models import Delegation
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Person
from tests.cases.conftest import delegate


def again(person: Person) -> Person:
    """The person without what this process remembers of their roles."""
    return Person.objects.get(pk=person.pk)


def test_who_may_speak(cast):
    may = {
        name for name, person in vars(cast).items() if isinstance(person, Person) and rules.can_speak(person, cast.case)
    }
    assert may == {"resident", "manager", "registrar"}
    assert rules.can_speak(cast.stranger, cast.case).why == rules.NOT_YOURS


def test_a_case_without_a_person_has_nobody_to_speak_to(cast):
    cast.case.person = None
    assert not rules.can_speak(cast.manager, cast.case)


def test_nobody_leads_or_handles_their_own_case(cast):
    cast.case.person = cast.manager
    assert not rules.can_lead(cast.manager, cast.case)
    assert not rules.can_assign_handler(cast.manager, cast.case, cast.manager)


def test_a_handler_works_for_the_unit_and_has_not_stepped_aside(cast):
    assert rules.can_assign_handler(cast.manager, cast.case, cast.coach)
    assert not rules.can_assign_handler(cast.manager, cast.case, cast.stranger)
    assert not rules.can_assign_handler(cast.stranger, cast.case, cast.coach)
    declare_recusal(cast.case, person=cast.coach, ground="coached", by=cast.coach)
    assert not rules.can_assign_handler(cast.manager, cast.case, cast.coach)


def test_a_role_that_has_ended_gives_nothing(cast):
    Membership.objects.filter(person=cast.manager).update(
        starts_on=dates.today() - timedelta(days=9), ends_on=dates.today() - timedelta(days=1)
    )
    assert not rules.can_lead(again(cast.manager), cast.case)


def test_who_may_note_a_recusal(cast):
    assert rules.can_declare_recusal(cast.coach, cast.case, cast.coach)
    assert rules.can_declare_recusal(cast.manager, cast.case, cast.coach)
    assert not rules.can_declare_recusal(cast.coach, cast.case, cast.manager)
    assert not rules.can_declare_recusal(cast.resident, cast.case, cast.resident)
    visitor = Person.objects.create_user("visitor@example.org")
    assert not rules.can_declare_recusal(visitor, cast.case, visitor)


def test_only_a_delegate_decides_and_only_today(cast):
    assert rules.can_decide(cast.director, cast.case)
    assert not rules.can_decide(cast.manager, cast.case)
    Delegation.objects.update(starts_on=dates.today() + timedelta(days=1))
    assert not rules.can_decide(cast.director, cast.case)
    Delegation.objects.update(starts_on=dates.today() - timedelta(days=9), ends_on=dates.today() - timedelta(days=1))
    assert not rules.can_decide(cast.director, cast.case)


def test_a_delegation_holds_for_its_unit(cast):
    Delegation.objects.update(unit=cast.other)
    assert not rules.can_decide(cast.director, cast.case)


@pytest.mark.parametrize(
    ("amount", "may"), [(100_000_00, True), (100_000_01, False), (0, False), (-1, False), (None, False)]
)
def test_the_ceiling_is_the_delegations(cast, amount, may):
    assert bool(rules.can_decide(cast.director, cast.case, outcome="granted", amount=amount)) is may


def test_the_lowest_delegation_that_is_enough_is_used(cast):
    low, high = delegate(cast.director, cast.office, 50_000_00), delegate(cast.director, cast.office, 200_000_00)
    assert rules.delegation_of(cast.director, cast.case, 40_000_00) == low
    assert rules.delegation_of(cast.director, cast.case, 150_000_00) == high
    assert rules.delegation_of(cast.director, cast.case, 300_000_00) is None


def test_nobody_decides_in_their_own_case_or_after_stepping_aside(cast):
    cast.case.person = cast.director
    assert not rules.can_decide(cast.director, cast.case)
    cast.case.person = cast.resident
    declare_recusal(cast.case, person=cast.director, ground="party", by=cast.director)
    assert rules.can_decide(cast.director, cast.case).why == rules.STEPPED_ASIDE


@pytest.mark.parametrize(
    ("outcome", "amount", "state_aid", "may"),
    [
        ("granted", 1_00, "", False),
        ("granted", 1_00, "none", True),
        ("partly", 1_00, "", False),
        ("refused", None, "", True),
        ("granted", 1_00, "maybe", False),
    ],
)
def test_an_award_to_an_organisation_needs_the_answer_about_state_aid(cast, outcome, amount, state_aid, may):
    answer = rules.can_decide(
        cast.director, cast.case, outcome=outcome, amount=amount, state_aid=state_aid, needs_state_aid=True
    )
    assert bool(answer) is may


def test_only_the_registrar_registers(cast):
    may = {
        name
        for name, person in vars(cast).items()
        if isinstance(person, Person) and rules.can_register(person, cast.case)
    }
    assert may == {"registrar"}
    assert Role.REGISTRAR in {role for role, _unit in cast.registrar.roles_held}


def test_a_delegation_for_certain_references_decides_no_others(cast):
    """Two funds of one unit have each their point: the lowest ceiling is not enough to choose by."""
    other = delegate(cast.director, cast.office, 50_000_00, series="IF")
    assert rules.delegation_of(cast.director, cast.case, 40_000_00) != other
    own = delegate(cast.director, cast.office, 60_000_00, series=cast.case.series)
    assert rules.delegation_of(cast.director, cast.case, 40_000_00) == own
    Delegation.objects.exclude(pk=other.pk).delete()
    assert not rules.can_decide(cast.director, cast.case)
    other.series = f" {cast.case.series.lower()} "
    other.clean()
    other.save()
    assert rules.delegation_of(cast.director, cast.case, 40_000_00) == other
