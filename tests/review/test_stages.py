"""Stages: what each gives and leaves to the next, who is in it, more time, and arranging all of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.people.enums import Role
from civicportal.records.models import Entry
from civicportal.review import rules
from civicportal.review.actions import assign
from civicportal.review.actions import setup as actions
from civicportal.review.actions.advising import AdviceConflict, confirm_passing, save_advice
from civicportal.review.actions.giving import give_out
from civicportal.review.models import Advice, Assignment, Passing, Stage
from civicportal.review.queries import left_by_earlier, queue, readers_of, reviews_shown
from civicportal.review.queries.progress import going_on, progress_of, strictness_of
from civicportal.review.queries.stages import plan_of
from tests.people import client_of, give, make_coach, make_reviewer
from tests.review import factories


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def close(stage):
    """The stage ended two hours ago."""
    stage.opens_at, stage.closes_at = dates.now() - timedelta(days=3), dates.now() - timedelta(hours=2)
    stage.save()


def following(round_, **fields):
    close(round_.stage)
    return factories.make_stage(round_.opening, position=2, **fields)


# Who


def test_those_named_read_and_nobody_else(round_):
    third = make_reviewer(round_.cast.unit, "Tor Third")
    stage = following(round_)
    stage.people.set([third, round_.cast.coach])
    assert bool(rules.can_assign(round_.cast.fund_manager, round_.submission, stage, third)) is True
    assert bool(rules.can_assign(round_.cast.fund_manager, round_.submission, stage, round_.cast.coach)) is True
    answer = rules.can_assign(round_.cast.fund_manager, round_.submission, stage, round_.cast.reviewer)
    assert (bool(answer), answer.why) == (False, "This person is not a reviewer here today")


@pytest.mark.parametrize(("judges", "role"), [("coach", "coach"), ("decision_maker", "decision_maker")])
def test_the_coach_team_and_the_steering_group_read_by_their_roles(round_, judges, role):
    stage = following(round_, judges=judges)
    person = round_.cast.by_role()[role]
    assign(round_.submission, stage=stage, reviewer=person, by=round_.cast.fund_manager)
    answer = client_of(person).get(reverse("admin:review", args=[round_.submission.case.reference]))
    assert answer.status_code == 200


# The window carries the rights


def test_when_the_stage_has_closed_what_was_sent_is_not_read_any_more(round_):
    client = client_of(round_.cast.reviewer)
    address = reverse("admin:review", args=[round_.submission.case.reference])
    assert "Vi vill laga cyklar" in client.get(address).text
    factories.give(round_.mine, 4, 4, to_group="Min egen text")
    close(round_.stage)
    shown = client.get(address).text
    assert ("Vi vill laga cyklar" in shown, "Min egen text" in shown) == (False, True)


def test_more_time_needs_a_reason_and_is_logged(round_):
    close(round_.stage)
    before, until = round_.stage.closes_at, dates.now() + timedelta(days=2)
    manager = round_.cast.fund_manager
    with pytest.raises(Refused, match="Write why"):
        actions.prolong(round_.stage, until=until, reason=" ", by=manager)
    stage = actions.prolong(round_.stage, until=until, reason="Många var sjuka", by=manager)
    assert (stage.is_open(), stage.prolongings.get().reason) == (True, "Många var sjuka")
    facts = Entry.objects.get(verb="stage.prolonged").facts
    assert [datetime.fromisoformat(facts[name]) for name in ("from", "until")] == [before, until]
    with pytest.raises(Refused, match="after the present end"):
        actions.prolong(stage, until=until - timedelta(days=1), reason="Kortare", by=manager)


def test_more_time_does_not_run_into_the_next_stage(round_):
    after = round_.stage.closes_at
    factories.make_stage(round_.opening, opens_at=after, position=2)
    with pytest.raises(Refused, match="another stage"):
        actions.prolong(round_.stage, until=after + timedelta(days=1), reason="Mer tid", by=round_.cast.fund_manager)


@pytest.mark.parametrize("role", ["reviewer", "coach", "decision_maker", "auditor"])
def test_nobody_else_gives_more_time(round_, role):
    until = round_.stage.closes_at + timedelta(days=1)
    with pytest.raises(Refused):
        actions.prolong(round_.stage, until=until, reason="x", by=round_.cast.by_role()[role])


# What goes on


def test_only_the_best_go_on_when_a_person_has_said_so(round_):
    round_.stage.leaves, round_.stage.best = "best", 1
    round_.stage.save()
    worse = factories.make_submission(round_.opening, round_.cast.neighbour, "Odling på taket")
    [on_worse] = factories.give_out(worse, round_.stage, round_.cast.reviewer, by=round_.cast.fund_manager)
    factories.give(round_.mine, 5, 5)
    factories.give(on_worse, 2, 2)
    stage = following(round_)
    manager, third = round_.cast.fund_manager, make_reviewer(round_.cast.unit, "Tor Third")
    with pytest.raises(Refused, match="not gone on"):
        assign(round_.submission, stage=stage, reviewer=third, by=manager)
    rows = going_on(round_.stage, manager)
    assert [(row.submission, row.proposed, row.said) for row in rows] == [
        (round_.submission, True, None), (worse, False, None),
    ]  # fmt: skip
    assert not Passing.objects.exists()
    assert confirm_passing(round_.stage, going_on=[worse.pk], by=manager) == 1
    assert bool(rules.can_assign(manager, worse, stage, third)) is True
    assert bool(rules.can_assign(manager, round_.submission, stage, third)) is False
    assign(worse, stage=stage, reviewer=third, by=manager)
    with pytest.raises(Refused, match="stands fast"):
        confirm_passing(round_.stage, going_on=[], by=manager)


def test_what_goes_on_is_said_when_the_stage_is_over(round_):
    round_.stage.leaves, round_.stage.best = "best", 1
    round_.stage.save()
    with pytest.raises(Refused, match="not over yet"):
        confirm_passing(round_.stage, going_on=[], by=round_.cast.fund_manager)


@pytest.mark.parametrize(
    ("shows", "words", "scores"), [("nothing", False, False), ("words", True, False), ("scores", True, True)]
)
def test_the_next_stage_sees_what_the_stage_says(round_, shows, words, scores):
    round_.stage.shows = shows
    round_.stage.save()
    factories.give(round_.theirs, 5, None, to_group="MARKER om planen")
    stage = following(round_, judges="coach")
    assignment = assign(round_.submission, stage=stage, reviewer=round_.cast.coach, by=round_.cast.fund_manager)
    shown = client_of(round_.cast.coach).get(reverse("admin:review", args=[round_.submission.case.reference])).text
    assert ("MARKER om planen" in shown, str(round_.theirs.reviewer) in shown) == (words, scores)
    assert [one.with_scores for one in left_by_earlier(assignment)] == ([scores] if words else [])


# An advice


@pytest.fixture
def group(round_):
    """Two in a group that writes one advice."""
    stage = following(round_, kind="advice", judges="reviewer")
    round_.stage = stage
    round_.mine, round_.theirs = factories.give_out(
        round_.submission, stage, round_.cast.reviewer, round_.cast.second_reviewer, by=round_.cast.fund_manager
    )
    return round_


def test_a_group_writes_one_advice(group):
    first = save_advice(group.mine, verdict="yes", words="Bra", version=0, done=False, by=group.cast.reviewer)
    second = save_advice(
        group.theirs, verdict="terms", words="Bra, om de söker bygglov", version=first.version, done=True,
        by=group.cast.second_reviewer,
    )  # fmt: skip
    [advice] = Advice.objects.all()
    assert (advice.pk, advice.verdict, advice.version, advice.saved_by) == (
        second.pk, "terms", 2, group.cast.second_reviewer,
    )  # fmt: skip
    assert [(row.asked, row.done) for row in progress_of(group.stage)] == [(1, 1), (1, 1)]
    [mine] = [each for each in queue(group.cast.reviewer) if each.stage == group.stage]
    assert (len(mine.left), len(mine.done)) == (0, 1)


def test_two_in_the_group_never_overwrite_each_other(group):
    save_advice(group.mine, verdict="yes", words="Från mig", version=0, done=False, by=group.cast.reviewer)
    lost = save_advice(
        group.theirs, verdict="no", words="Från dig", version=0, done=False, by=group.cast.second_reviewer
    )
    assert isinstance(lost, AdviceConflict)
    assert (lost.theirs.words, lost.words) == ("Från mig", "Från dig")
    client = client_of(group.cast.second_reviewer)
    address = reverse("admin:review", args=[group.submission.case.reference])
    answer = client.post(address, {"version": 0, "verdict": "no", "words": "Från dig", "act": "save"})
    assert (answer.status_code, "Från mig" in answer.text, "Från dig" in answer.text) == (409, True, True)


def test_whoever_has_advised_sees_the_scores_and_everybody_reads_the_advice(group):
    """A decision maker who reads in an advice stage has no scores of their own to give first."""
    member = group.cast.reviewer
    give(member, Role.DECISION_MAKER, group.cast.unit)
    assert not reviews_shown(member, group.submission).answer
    assert [one.is_done for one in readers_of(group.submission).filter(stage=group.mine.stage)] == [False, False]
    save_advice(group.mine, verdict="terms", words="Om den låses", version=0, done=True, by=member)
    assert set(readers_of(group.submission).filter(stage=group.mine.stage).values_list("is_done", flat=True)) == {True}
    shown = reviews_shown(member, group.submission)
    assert bool(shown.answer)
    assert [(one.verdict, one.words) for one in shown.advices] == [("Yes, with terms", "Om den låses")]


def test_an_advice_that_is_done_says_something(group):
    with pytest.raises(Refused, match="Choose what you advise"):
        save_advice(group.mine, verdict="", words="x", version=0, done=True, by=group.cast.reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Advice.objects.create(
            stage=group.stage, submission=group.submission, saved_by=group.cast.reviewer, done_at=dates.now()
        )


def test_skipping_is_not_finishing(group):
    client = client_of(group.cast.reviewer)
    client.cookies["django_language"] = "en"
    address = reverse("admin:review", args=[group.submission.case.reference])
    said = {"version": 0, "verdict": "yes", "words": "Bra"}
    skipped = client.post(address, {**said, "act": "skip"}, follow=True).text
    done = client.post(address, {**said, "version": 1, "act": "done"}, follow=True).text
    assert ("Det här är den enda" in skipped or "only one you have left" in skipped) is True
    assert ("Tack för att du läste" in done or "Thank you for reading" in done) is True


# Giving out


def test_a_plan_asks_nobody_before_it_is_confirmed(round_):
    other = factories.make_submission(round_.opening, round_.cast.neighbour, "Odling på taket")
    third = make_reviewer(round_.cast.unit, "Tor Third")
    manager = round_.cast.fund_manager
    before = Assignment.objects.count()
    client = client_of(manager)
    address = reverse("admin:review_plan", args=[round_.stage.pk])
    assert client.get(address).status_code == 200
    plan = plan_of(round_.stage, manager)
    assert Assignment.objects.count() == before
    row = next(each for each in plan.rows if each.submission == other)
    assert sum(each.proposed for each in row.candidates) == 2
    client.post(address, {row.name: [str(third.pk)]})
    assert [each.reviewer for each in Assignment.objects.filter(submission=other)] == [third]


def test_nobody_chosen_means_nobody_asked(round_):
    factories.make_submission(round_.opening, round_.cast.neighbour, "Odling på taket")
    before = Assignment.objects.count()
    client_of(round_.cast.fund_manager).post(reverse("admin:review_plan", args=[round_.stage.pk]), {})
    assert Assignment.objects.count() == before


def test_a_plan_leaves_out_conflicts_and_what_one_has_stepped_aside_from(round_):
    own = factories.make_submission(round_.opening, round_.cast.second_reviewer, "Granskarens egen")
    plan = plan_of(round_.stage, round_.cast.fund_manager)
    row = next(each for each in plan.rows if each.submission == own)
    assert [each.person for each in row.candidates] == [round_.cast.reviewer]
    assert row.short is not None
    from civicportal.cases.actions import declare_recusal

    manager = round_.cast.fund_manager
    declare_recusal(own.case, person=manager, ground="party", by=manager)
    again = plan_of(round_.stage, manager)
    assert (own in [each.submission for each in again.rows], again.away) == (False, 1)


def test_what_the_rules_refuse_is_told_and_the_rest_is_given(round_):
    own = factories.make_submission(round_.opening, round_.cast.reviewer, "Granskarens egen")
    people = [round_.cast.reviewer, round_.cast.second_reviewer]
    given = give_out(round_.stage, chosen={own.pk: people}, by=round_.cast.fund_manager)
    assert (given.made, [reference for reference, _why in given.refused]) == (1, [own.case.reference])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_takes_the_same_queries_whatever_the_length(round_, rows, django_assert_num_queries):
    for number in range(rows):
        factories.make_submission(round_.opening, round_.cast.neighbour, f"Idé {number}")
    round_.cast.fund_manager.roles_held  # noqa: B018 - asked once a request
    stage = Stage.objects.select_related("opening").get(pk=round_.stage.pk)
    with django_assert_num_queries(PLAN_QUERIES):
        plan_of(stage, round_.cast.fund_manager)


PLAN_QUERIES = 9

# Strictness


def test_strictness_is_the_mean_difference_to_the_others_on_the_same(round_):
    factories.give(round_.mine, 2, 2)
    factories.give(round_.theirs, 4, 4)
    found = {row.person: (row.n, row.compared, row.difference, row.said) for row in strictness_of(
        round_.stage, round_.cast.fund_manager
    )}  # fmt: skip
    assert found == {
        round_.cast.reviewer: (1, 1, -2.0, "−2.00"),
        round_.cast.second_reviewer: (1, 1, 2.0, "+2.00"),
    }


def test_strictness_is_for_staff_and_not_for_reviewers(round_):
    factories.give(round_.mine, 2, 2)
    assert strictness_of(round_.stage, round_.cast.reviewer) == []
    address = reverse("admin:review_stage_state", args=[round_.stage.pk])
    codes = {role: client_of(round_.cast.by_role()[role]).get(address).status_code for role in ("reviewer", "coach")}
    assert codes == {"reviewer": 404, "coach": 404}


def test_a_coach_handling_it_is_no_reader_of_the_coach_team(round_):
    stage = following(round_, judges="coach")
    second = make_coach(round_.cast.unit, "Cora Coach")
    round_.submission.case.handler = round_.cast.coach
    round_.submission.case.save()
    plan = plan_of(stage, round_.cast.fund_manager)
    [row] = plan.rows
    assert [each.person for each in row.candidates] == [second]
