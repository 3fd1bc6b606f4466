"""The proposal of who reads what: fair, without conflicts, the same each time; checked against brute force."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from civicportal.review.proposing import Short, propose


@st.composite
def situations(draw):
    """Some submissions, some people, who may not read what, who reads something already."""
    submissions = list(range(1, draw(st.integers(0, 8)) + 1))
    people = list(range(101, 101 + draw(st.integers(0, 5))))
    pairs = [(submission, person) for submission in submissions for person in people]
    conflicts = set(draw(st.lists(st.sampled_from(pairs), max_size=12))) if pairs else set()
    having: dict[int, list[int]] = {}
    for submission, person in draw(st.lists(st.sampled_from(pairs), max_size=5, unique=True)) if pairs else []:
        having.setdefault(submission, []).append(person)
    return submissions, people, draw(st.integers(1, 3)), conflicts, having


def proposed(situation):
    submissions, people, wanted, conflicts, having = situation
    return propose(submissions, people, wanted=wanted, conflicts=conflicts, having=having)


@settings(max_examples=150, deadline=None)
@given(situations())
def test_nobody_gets_what_they_may_not_read_or_have_already(situation):
    *_rest, conflicts, having = situation
    for submission, readers in proposed(situation).readers.items():
        assert len(readers) == len(set(readers))
        assert not {(submission, reader) for reader in readers} & conflicts
        assert not set(readers) & set(having.get(submission, []))


@settings(max_examples=150, deadline=None)
@given(situations())
def test_each_gets_as_many_as_wanted_or_it_is_said_why_not(situation):
    submissions, people, wanted, conflicts, having = situation
    found = proposed(situation)
    for submission in submissions:
        has = set(having.get(submission, []))
        free = [one for one in people if one not in has and (submission, one) not in conflicts]
        gets = len(has) + len(found.readers[submission])
        assert gets == max(len(has), min(wanted, len(has) + len(free)))
        blocked = sum((submission, one) in conflicts for one in people)
        assert found.short.get(submission) == (Short(gets, wanted, blocked) if gets < wanted else None)


@settings(max_examples=150, deadline=None)
@given(situations())
def test_the_same_situation_gives_the_same_proposal(situation):
    submissions, people, wanted, conflicts, having = situation
    turned = propose(submissions[::-1], people, wanted=wanted, conflicts=list(conflicts)[::-1], having=having)
    assert turned.readers == proposed(situation).readers


@st.composite
def small(draw):
    """So small that every way to give it out can be tried."""
    submissions = list(range(1, draw(st.integers(1, 4)) + 1))
    people = list(range(101, 101 + draw(st.integers(1, 4))))
    pairs = [(submission, person) for submission in submissions for person in people]
    conflicts = set(draw(st.lists(st.sampled_from(pairs), max_size=6)))
    loads = {one: draw(st.integers(0, 3)) for one in people}
    return submissions, people, draw(st.integers(1, 2)), conflicts, loads


@settings(max_examples=120, deadline=None)
@given(small())
def test_no_other_way_is_more_even(situation):
    submissions, people, wanted, conflicts, loads = situation
    found = propose(submissions, people, wanted=wanted, conflicts=conflicts, loads=loads)
    ways = []
    for submission in submissions:
        free = [one for one in people if (submission, one) not in conflicts]
        ways.append(list(itertools.combinations(free, min(wanted, len(free)))))
    best = min(
        sum((loads[one] + sum(one in readers for readers in way)) ** 2 for one in people)
        for way in itertools.product(*ways)
    )
    assert sum(load**2 for load in found.loads.values()) == best


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(3, 8))
def test_without_conflicts_nobody_has_two_more_than_somebody_else(submissions, people):
    found = propose(range(submissions), range(100, 100 + people), wanted=3)
    assert max(found.loads.values()) - min(found.loads.values()) <= 1
    assert sum(found.loads.values()) == 3 * submissions


def test_a_chain_of_exchanges_evens_out_what_greed_alone_does_not():
    # 1 and 2 can be read by 101 only, 3 by 101 and 102: whoever comes last gives way.
    found = propose([1, 2, 3], [101, 102], wanted=1, conflicts=[(1, 102), (2, 102)])
    assert found.readers == {1: [101], 2: [101], 3: [102]}


def test_everybody_reads_a_calibration_case():
    found = propose([1, 2], [101, 102, 103], wanted=1, by_all=[2])
    assert (found.readers[2], len(found.readers[1])) == ([101, 102, 103], 1)


def test_a_thousand_submissions_are_given_out_evenly():
    conflicts = {(number, 100 + number % 7) for number in range(1000)}
    found = propose(range(1000), range(100, 107), wanted=3, conflicts=conflicts)
    assert max(found.loads.values()) - min(found.loads.values()) <= 1
