"""Who may judge what: one yes and each no."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from civicportal.cases.actions import declare_recusal, lift_recusal
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.models import Membership
from civicportal.review import rules
from civicportal.review.actions import end_assignment, reopen_review, step_aside
from tests.people import give as give_role
from tests.people import make_fund_manager, make_reviewer, make_unit
from tests.review import factories


@pytest.fixture(autouse=True)
def _in_english():
    """The reasons are compared as the code says them."""
    with translation.override("en"):
        yield


def why(answer):
    assert not answer
    return str(answer.why)


def third(round_):
    return make_reviewer(round_.cast.unit, "Tor Third")


def can(round_, reviewer, by=None, stage=None, submission=None):
    return rules.can_assign(
        by or round_.cast.fund_manager, submission or round_.submission, stage or round_.stage, reviewer
    )


def test_the_fund_manager_may_assign_a_reviewer_of_the_unit(round_):
    assert can(round_, third(round_))


@pytest.mark.parametrize(
    "role", ["resident", "reviewer", "coach", "decision_maker", "registrar", "auditor", "administrator"]
)
def test_nobody_else_may_assign(round_, role):
    by = round_.cast.by_role()[role]
    assert why(can(round_, third(round_), by=by)) == "Only those responsible decide who reviews"


def test_the_fund_manager_of_another_unit_may_not_assign(round_):
    stranger = make_fund_manager(make_unit("En annan fond"))
    assert why(can(round_, third(round_), by=stranger)) == "Only those responsible decide who reviews"


def test_a_fund_manager_who_stepped_aside_may_not_assign(round_):
    manager = round_.cast.fund_manager
    declare_recusal(round_.submission.case, person=manager, ground="other", by=manager)
    assert why(can(round_, third(round_))) == "You have stepped aside from this case"


def test_the_applicant_may_not_judge(round_):
    give_role(round_.cast.resident, Role.REVIEWER, round_.cast.unit)
    assert why(can(round_, round_.cast.resident)) == "Nobody judges what they have sent in themselves"


def test_somebody_without_the_role_here_may_not_judge(round_):
    elsewhere = make_reviewer(make_unit("En annan fond"))
    for person in (elsewhere, round_.cast.coach, round_.cast.neighbour):
        assert why(can(round_, person)) == "This person is not a reviewer here today"


def test_somebody_whose_role_has_ended_may_not_judge(round_):
    person = third(round_)
    Membership.objects.filter(person=person).update(ends_on=dates.today() - timedelta(days=1))
    person.__dict__.pop("roles_held", None)
    assert why(can(round_, person)) == "This person is not a reviewer here today"


def test_somebody_who_stepped_aside_may_not_judge(round_):
    person = third(round_)
    declare_recusal(round_.submission.case, person=person, ground="party", by=person)
    assert why(can(round_, person)) == "This person has stepped aside from the case"


def test_the_coach_of_the_case_may_not_judge_it(round_):
    coach = round_.cast.coach
    give_role(coach, Role.REVIEWER, round_.cast.unit)
    assert can(round_, coach)
    round_.submission.case.handler = coach
    assert why(can(round_, coach)) == "A coach does not judge what they have helped with"


def test_nobody_gets_the_same_twice(round_):
    assert why(can(round_, round_.cast.reviewer)) == "This person already has it to review"


def test_a_closed_stage_takes_no_more(round_):
    closed = factories.make_stage(round_.opening, opens_at=dates.now() - timedelta(days=9), days=3, position=2)
    assert why(can(round_, third(round_), stage=closed)) == "The review stage has closed"


def test_a_stage_of_another_round_does_not_fit(round_):
    other = factories.make_stage(factories.make_opening(round_.cast.unit))
    assert why(can(round_, third(round_), stage=other)) == "The stage belongs to another round"


def test_what_is_withdrawn_is_not_given_out(round_):
    round_.submission.withdrawn_at = dates.now()
    assert why(can(round_, third(round_))) == "Whoever sent it in has withdrawn it"


# Judging


def test_one_may_judge_what_is_assigned_while_the_stage_is_open(round_):
    assert rules.can_review(round_.cast.reviewer, round_.mine)


def test_one_may_not_judge_somebody_elses(round_):
    assert why(rules.can_review(round_.cast.reviewer, round_.theirs)) == "This is not assigned to you"
    assert why(rules.can_review(round_.cast.fund_manager, round_.mine)) == "This is not assigned to you"


def test_one_may_not_judge_what_was_taken_back(round_):
    ended = end_assignment(round_.mine, by=round_.cast.fund_manager)
    assert why(rules.can_review(round_.cast.reviewer, ended)) == "This is not assigned to you"


@pytest.mark.parametrize(
    ("shift", "reason"), [(1, "The review stage has not opened yet"), (-8, "The review stage has closed")]
)
def test_one_may_not_judge_outside_the_stage(round_, shift, reason):
    round_.mine.stage.opens_at += timedelta(days=shift)
    round_.mine.stage.closes_at += timedelta(days=shift)
    assert why(rules.can_review(round_.cast.reviewer, round_.mine)) == reason


def test_one_may_not_judge_without_the_role(round_):
    Membership.objects.filter(person=round_.cast.reviewer).update(ends_on=dates.today() - timedelta(days=1))
    round_.cast.reviewer.__dict__.pop("roles_held", None)
    assert why(rules.can_review(round_.cast.reviewer, round_.mine)) == "You are not a reviewer here today"


def test_one_may_not_judge_after_stepping_aside(round_):
    recusal = declare_recusal(
        round_.submission.case, person=round_.cast.reviewer, ground="other", by=round_.cast.reviewer
    )
    assert why(rules.can_review(round_.cast.reviewer, round_.mine)) == "You have stepped aside from this case"
    assert why(rules.can_step_aside(round_.cast.reviewer, round_.mine)) == "You have stepped aside from this case"
    lift_recusal(recusal, by=round_.cast.fund_manager)
    assert rules.can_review(round_.cast.reviewer, round_.mine)


def test_one_may_not_judge_what_was_withdrawn(round_):
    round_.mine.submission.withdrawn_at = dates.now()
    assert why(rules.can_review(round_.cast.reviewer, round_.mine)) == "Whoever sent it in has withdrawn it"


def test_one_steps_aside_from_ones_own_only(round_):
    assert rules.can_step_aside(round_.cast.reviewer, round_.mine)
    assert why(rules.can_step_aside(round_.cast.reviewer, round_.theirs)) == "This is not assigned to you"


# Seeing scores


def test_a_reviewer_sees_scores_only_after_giving_their_own(round_):
    reviewer = round_.cast.reviewer
    factories.give(round_.theirs, 5, 4)
    waiting = "You see what others gave when you are done with your own"
    assert why(rules.can_see_scores(reviewer, round_.submission)) == waiting
    factories.give(round_.mine, 2, 3, done=False)
    assert why(rules.can_see_scores(reviewer, round_.submission)) == waiting
    factories.finish_review(round_.mine, by=reviewer)
    assert rules.can_see_scores(reviewer, round_.submission)
    reopen_review(round_.mine, by=reviewer)
    assert why(rules.can_see_scores(reviewer, round_.submission)) == waiting


@pytest.mark.parametrize("role", ["fund_manager", "decision_maker", "auditor"])
def test_those_who_decide_or_audit_see_scores(round_, role):
    assert rules.can_see_scores(round_.cast.by_role()[role], round_.submission)


@pytest.mark.parametrize("role", ["resident", "coach", "registrar", "administrator", "communicator"])
def test_nobody_else_sees_scores(round_, role):
    answer = rules.can_see_scores(round_.cast.by_role()[role], round_.submission)
    assert why(answer) == "Only those who judge or decide see the scores"


def test_a_fund_manager_who_is_to_judge_gives_their_own_first(round_):
    manager = round_.cast.fund_manager
    give_role(manager, Role.REVIEWER, round_.cast.unit)
    [own] = factories.give_out(round_.submission, round_.stage, manager, by=manager)
    assert not rules.can_see_scores(manager, round_.submission)
    factories.give(own, 3, 3)
    assert rules.can_see_scores(manager, round_.submission)


@pytest.mark.parametrize("role", ["fund_manager", "decision_maker"])
def test_whoever_stepped_aside_sees_no_scores(round_, role):
    person = round_.cast.by_role()[role]
    declare_recusal(round_.submission.case, person=person, ground="other", by=person)
    assert why(rules.can_see_scores(person, round_.submission)) == "You have stepped aside from this case"


def test_a_reviewer_who_never_gave_their_own_sees_none_when_the_stage_has_closed(round_):
    round_.stage.opens_at -= timedelta(days=10)
    round_.stage.closes_at -= timedelta(days=10)
    round_.stage.save()
    assert (
        why(rules.can_see_scores(round_.cast.reviewer, round_.submission))
        == "Only those who judge or decide see the scores"
    )


# Taking back, criteria


def test_an_assignment_is_taken_back_until_it_is_done(round_):
    assert rules.can_end(round_.cast.fund_manager, round_.mine)
    assert why(rules.can_end(round_.cast.reviewer, round_.mine)) == "Only those responsible decide who reviews"
    factories.give(round_.mine, 3, 3)
    assert why(rules.can_end(round_.cast.fund_manager, round_.mine)) == "The review is done and stays with the case"
    step_aside(round_.theirs, ground="other", by=round_.cast.second_reviewer)
    round_.theirs.refresh_from_db()
    assert why(rules.can_end(round_.cast.fund_manager, round_.theirs)) == "This assignment has already ended"


def test_criteria_are_frozen_from_the_first_score(round_):
    assert rules.can_change_criteria(round_.cast.fund_manager, round_.opening)
    assert (
        why(rules.can_change_criteria(round_.cast.reviewer, round_.opening))
        == "Only those responsible change the criteria"
    )
    factories.give(round_.mine, 3, done=False)
    frozen = "The first score has been given, so the criteria stay as they are"
    assert why(rules.can_change_criteria(round_.cast.fund_manager, round_.opening)) == frozen
