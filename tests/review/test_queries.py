"""What reviewers find in their list, and in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from civicportal.cases.actions import declare_recusal
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.review import queries
from civicportal.review.actions import end_assignment, step_aside
from civicportal.review.models import Assignment
from tests.people import give as give_role
from tests.people import make_reviewer, make_unit
from tests.review import factories


def more(round_, number, *reviewers):
    """More submissions, given to the reviewers; the assignments of the first of them."""
    made = []
    for count in range(number):
        submission = factories.make_submission(round_.opening, round_.cast.neighbour, f"Idé {count}")
        people = reviewers or (round_.cast.reviewer,)
        made += factories.give_out(submission, round_.stage, *people, by=round_.cast.fund_manager)[:1]
    return made


def references(items):
    return [item.reference for item in items]


def test_a_queue_holds_ones_own_and_nothing_else(round_):
    [mine] = queries.queue(round_.cast.reviewer)
    assert (mine.stage, mine.fund, mine.total) == (round_.stage, "Provfonden", 1)
    assert [(item.reference, item.title, item.progress) for item in mine.left] == [
        (round_.submission.case.reference, "Cykelkök på Söder", "new")
    ]
    assert queries.queue(make_reviewer(round_.cast.unit)) == []


def test_the_least_reviewed_come_first_and_the_order_is_ones_own(round_):
    made = more(round_, 6, round_.cast.reviewer, round_.cast.second_reviewer)
    reviewed = made[2].submission
    factories.give(Assignment.objects.get(submission=reviewed, reviewer=round_.cast.second_reviewer), 3, 3)
    [mine] = queries.queue(round_.cast.reviewer)
    assert mine.left[-1].reference == reviewed.case.reference
    [others] = queries.queue(round_.cast.second_reviewer)
    unread = [reference for reference in references(others.left) if reference != reviewed.case.reference]
    assert sorted(unread) == sorted(references(mine.left[:-1]))
    assert unread != references(mine.left[:-1])


def test_ones_own_finished_reviews_stand_apart(round_):
    more(round_, 2)
    factories.give(round_.mine, 3, 3)
    [mine] = queries.queue(round_.cast.reviewer)
    assert (references(mine.done), len(mine.left)) == ([round_.submission.case.reference], 2)


@pytest.mark.parametrize("case", ["taken back", "recused", "withdrawn", "not open"])
def test_what_one_may_not_open_is_not_in_the_queue_and_does_not_exist(round_, case):
    reviewer, reference = round_.cast.reviewer, round_.submission.case.reference
    assert queries.assignment_for(reviewer, reference) == round_.mine
    if case == "taken back":
        end_assignment(round_.mine, by=round_.cast.fund_manager)
    elif case == "recused":
        declare_recusal(round_.submission.case, person=reviewer, ground="other", by=round_.cast.fund_manager)
    elif case == "withdrawn":
        round_.submission.withdrawn_at = dates.now()
        round_.submission.save()
    else:
        round_.stage.opens_at = dates.now() + timedelta(hours=1)
        round_.stage.save()
    assert queries.queue(reviewer) == []
    with pytest.raises(Http404):
        queries.assignment_for(reviewer, reference)


def test_somebody_elses_reference_does_not_exist(round_):
    other = factories.make_submission(round_.opening, round_.cast.neighbour)
    factories.give_out(other, round_.stage, round_.cast.second_reviewer, by=round_.cast.fund_manager)
    for reference in (other.case.reference, "PF-1999-0001", ""):
        with pytest.raises(Http404):
            queries.assignment_for(round_.cast.reviewer, reference)


def test_the_start_page_says_how_much_is_left(round_):
    more(round_, 2)
    factories.give(round_.mine, 3, 3)
    [left] = queries.left_to_review(round_.cast.reviewer)
    assert (left.left, left.total, queries.number_done(round_.cast.reviewer)) == (2, 3, 1)
    round_.stage.closes_at = dates.now() - timedelta(minutes=1)
    round_.stage.save()
    assert queries.left_to_review(round_.cast.reviewer) == []


def test_next_goes_through_the_list_and_comes_back_to_what_was_skipped(round_):
    more(round_, 3)
    [mine] = queries.queue(round_.cast.reviewer)
    order = references(mine.left)
    row = {one.submission.case.reference: one for one in Assignment.objects.filter(reviewer=round_.cast.reviewer)}
    addresses = {item.reference: item.url for item in mine.left}
    # the first is skipped, the others are done one by one
    assert queries.next_unscored(round_.cast.reviewer, row[order[0]]) == addresses[order[1]]
    for here, there in ((1, 2), (2, 3), (3, 0)):
        factories.give(row[order[here]], 3, 3)
        assert queries.next_unscored(round_.cast.reviewer, row[order[here]]) == addresses[order[there]]
    # skipping the only one that is left leads nowhere; nor does finishing it
    assert queries.next_unscored(round_.cast.reviewer, row[order[0]]) == ""
    factories.give(row[order[0]], 3, 3)
    assert queries.next_unscored(round_.cast.reviewer, row[order[0]]) == ""


def test_the_place_counts_what_is_done_and_what_is_left(round_):
    made = more(round_, 3)
    factories.give(made[0], 3, 3)
    [mine] = queries.queue(round_.cast.reviewer)
    first = next(one for one in [round_.mine, *made] if one.submission.case.reference == mine.left[0].reference)
    place = queries.place_of(round_.cast.reviewer, first)
    assert (place.number, place.total, place.left) == (2, 4, 3)
    assert queries.place_of(round_.cast.reviewer, made[0]).number == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_takes_three_queries_whatever_its_length(round_, rows, django_assert_num_queries):
    more(round_, rows - 1)
    with django_assert_num_queries(3):
        queries.queue(round_.cast.reviewer)


# What was given


def test_what_was_given_is_seen_after_ones_own(round_):
    factories.give(round_.theirs, 5, None, to_group="MARKER", to_applicant="Fint")
    assert queries.reviews_given(round_.cast.reviewer, round_.submission) == []
    factories.give(round_.mine, 2, 4)
    first, second = queries.reviews_given(round_.cast.reviewer, round_.submission)
    assert (first.reviewer, [value for _name, value, _highest in first.scores], first.mean, first.to_group) == (
        "Sasha Second", [5, None], 5, "MARKER",
    )  # fmt: skip
    assert (second.mean, second.version_judged) == (2.5, 1)


def test_what_was_given_by_somebody_who_stepped_aside_is_not_shown(round_):
    factories.give(round_.mine, 2, 4)
    factories.give(round_.theirs, 5, 5)
    step_aside(round_.theirs, ground="party", by=round_.cast.second_reviewer)
    assert [one.reviewer for one in queries.reviews_given(round_.cast.fund_manager, round_.submission)] == [
        "Rio Reviewer"
    ]


def test_a_review_that_is_not_done_is_nobody_elses(round_):
    factories.give(round_.mine, 2, 4, done=False)
    assert queries.reviews_given(round_.cast.fund_manager, round_.submission) == []


# Giving out


def test_those_who_could_review_are_the_least_loaded_first(round_):
    third = make_reviewer(round_.cast.unit, "Tor Third")
    fourth = make_reviewer(round_.cast.unit, "Ulla Fourth")
    make_reviewer(make_unit("En annan fond"))
    more(round_, 2, third)
    submission = factories.make_submission(round_.opening, round_.cast.neighbour)
    found = queries.who_could_review(submission, round_.stage)
    assert [(person.name, person.load) for person in found] == [
        ("Ulla Fourth", 0), ("Rio Reviewer", 1), ("Sasha Second", 1), ("Tor Third", 2),
    ]  # fmt: skip
    declare_recusal(submission.case, person=fourth, ground="other", by=fourth)
    give_role(round_.cast.neighbour, Role.REVIEWER, round_.cast.unit)
    coach = round_.cast.coach
    give_role(coach, Role.REVIEWER, round_.cast.unit)
    submission.case.handler = coach
    submission.case.save()
    factories.give_out(submission, round_.stage, third, by=round_.cast.fund_manager)
    names = [person.name for person in queries.who_could_review(submission, round_.stage)]
    assert names == ["Rio Reviewer", "Sasha Second"]


def test_whoever_could_review_may_be_assigned(round_):
    submission = factories.make_submission(round_.opening, round_.cast.neighbour)
    for person in queries.who_could_review(submission, round_.stage):
        factories.give_out(submission, round_.stage, person, by=round_.cast.fund_manager)


def test_coverage_counts_who_has_it_and_who_is_done(round_):
    factories.give(round_.mine, 3, 3)
    second = factories.make_submission(round_.opening, round_.cast.neighbour)
    assert queries.coverage(round_.stage) == {round_.submission.pk: queries.Coverage(2, 1)}
    assert second.pk not in queries.coverage(round_.stage)
