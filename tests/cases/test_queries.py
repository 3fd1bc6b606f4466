"""Who sees which case, and what waits."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.http import Http404

from civicportal.cases import actions, queries
from civicportal.cases.models import Case
from civicportal.cases.registrations import answers_due, overdue_for, register_for, reply_for
from civicportal.kernel import dates
from civicportal.people.models import Person


def sees(cast) -> set[str]:
    people = {name: person for name, person in vars(cast).items() if isinstance(person, Person)}
    return {
        name for name, person in people.items() if Case.objects.visible_to(Person.objects.get(pk=person.pk)).exists()
    }


def more_cases(cast, number: int) -> list[Case]:
    return [
        actions.open_case(
            kind="tests.case", title=f"Idé {n}", unit=cast.office, person=cast.resident, series="VF",
            answer_by=dates.today() - timedelta(days=n + 1), by=None,
        )
        for n in range(number)
    ]  # fmt: skip


def test_a_case_is_seen_by_its_person_its_unit_and_the_auditor(cast):
    assert sees(cast) == {"resident", "manager", "director", "registrar", "auditor"}
    actions.assign_handler(cast.case, handler=cast.coach, by=cast.manager)
    assert sees(cast) == {"resident", "manager", "director", "registrar", "auditor", "coach"}


def test_a_protected_persons_case_is_seen_by_handler_registrar_and_auditor(cast):
    Person.objects.filter(pk=cast.resident.pk).update(protected=True)
    assert sees(cast) == {"resident", "registrar", "auditor"}


def test_a_case_without_a_person_is_seen_by_the_unit(cast):
    Case.objects.update(person=None)
    assert sees(cast) == {"manager", "director", "registrar", "auditor"}


def test_what_one_may_not_see_does_not_exist(cast):
    assert queries.case_for(cast.resident, cast.case.reference) == cast.case
    for person in (cast.stranger, cast.administrator):
        with pytest.raises(Http404):
            queries.case_for(person, cast.case.reference)
    with pytest.raises(Http404):
        queries.case_to_work_on(cast.resident, cast.case.reference)


def test_overdue_cases_stand_with_the_longest_wait_first(cast):
    first, second = more_cases(cast, 2)
    assert list(queries.overdue([cast.office.pk])) == [second, first]
    assert [(line.due, line.label) for line in overdue_for(answers_due(cast.manager))] == [
        (second.answer_by, f"{second.reference} Idé 1"),
        (first.answer_by, f"{first.reference} Idé 0"),
    ]
    actions.answered(second, by=cast.manager)
    assert list(queries.overdue([cast.office.pk])) == [first]
    assert overdue_for(answers_due(cast.stranger)) == []


def test_a_case_waits_for_a_reply_when_the_person_wrote_last(cast):
    actions.say(cast.case, by=cast.resident, text="Hej", once=uuid.uuid4())
    actions.say(cast.case, by=cast.resident, text="Hallå", once=uuid.uuid4())
    assert [line.label for line in reply_for(answers_due(cast.manager))] == [f"{cast.case.reference} Cykelkök på Söder"]
    actions.say(cast.case, by=cast.manager, text="Hej själv", once=uuid.uuid4())
    assert reply_for(answers_due(cast.manager)) == []


def test_the_registrar_sees_what_has_no_diary_number(cast):
    assert len(register_for(cast.registrar)) == 1
    actions.set_diary_number(cast.case, number="KS 1", by=cast.registrar)
    assert register_for(cast.registrar) == []


def test_a_recused_leader_has_nothing_waiting(cast):
    actions.say(cast.case, by=cast.resident, text="Hej", once=uuid.uuid4())
    actions.declare_recusal(cast.case, person=cast.manager, ground="party", by=cast.manager)
    assert reply_for(answers_due(cast.manager)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_late_and_what_waits_for_a_reply_are_read_in_one_query(cast, django_assert_num_queries, number):
    for case in more_cases(cast, number):
        actions.say(case, by=case.person, text="Hej", once=uuid.uuid4())
    cast.manager.units_as("fund_manager")
    with django_assert_num_queries(1):
        found = answers_due(cast.manager)
    assert (len(overdue_for(found)), len(reply_for(found))) == (number, number)


@pytest.mark.parametrize("number", [1, 3])
def test_the_conversation_is_read_in_one_query(cast, django_assert_num_queries, number):
    for _n in range(number):
        actions.say(cast.case, by=cast.resident, text="Hej", once=uuid.uuid4())
    with django_assert_num_queries(1):
        assert [(str(said.sender), said.text) for said in queries.conversation(cast.case)] == [
            ("Ebba Lind", "Hej")
        ] * number


def test_possible_handlers_are_the_units_own(cast):
    names = [str(person) for person in queries.possible_handlers(cast.case, ["fund_manager", "coach"])]
    assert names == ["Klas Holm", "Mona Ek"]
    actions.declare_recusal(cast.case, person=cast.coach, ground="coached", by=cast.coach)
    assert [str(person) for person in queries.possible_handlers(cast.case, ["fund_manager", "coach"])] == ["Mona Ek"]
