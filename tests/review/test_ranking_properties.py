"""Whatever is given: the database's figures are those of a plain reckoning with fractions, and its order is one order.

Some submissions, readers and criteria are made once; each example fills in weights and scores and takes them back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from math import sqrt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicportal.kernel import dates
from civicportal.review.models import Assignment, Criterion, Review, Score
from civicportal.review.ranking import Ranked, disputed_first, ranking
from tests.people import make_cast, make_reviewer
from tests.review import factories

SUBMISSIONS, READERS, CRITERIA = 3, 4, 3
HALF_A_DIGIT = Fraction(1, 20_000) + Fraction(1, 10**9)
"""Figures have four places."""

Given = tuple[int | None, ...]
"""What one reader gave the criteria; None where they could not judge."""

scores = st.none() | st.integers(1, 5)
a_review = st.tuples(*[scores] * CRITERIA)
a_full_review = st.tuples(*[st.integers(1, 5)] * CRITERIA)
weights = st.tuples(*[st.decimals("0.1", "49.9", places=2)] * CRITERIA)
"""Up to a half of the highest, so that they can be doubled."""


def rounds(review: Any = a_review, least: int = 0, most: int = READERS) -> Any:
    """For each submission what its readers gave it."""
    return st.lists(st.lists(review, min_size=least, max_size=most), min_size=SUBMISSIONS, max_size=SUBMISSIONS)


@dataclass
class Judged:
    """An opening with submissions that every reader has been asked to read, in the order they were sent."""

    opening: Any
    criteria: list[Criterion]
    assignments: list[list[Assignment]]

    @property
    def ids(self) -> list[int]:
        return [row[0].submission_id for row in self.assignments]

    @contextmanager
    def with_scores(self, weighed: tuple[Decimal, ...], given_: list[list[Given]]) -> Iterator[list[Ranked]]:
        """The ranking when readers have given this; all is taken back afterwards."""
        with transaction.atomic():
            for criterion, weight in zip(self.criteria, weighed, strict=True):
                Criterion.objects.filter(pk=criterion.pk).update(weight=weight)
            pairs = [
                (assignment, values)
                for row, reviews in zip(self.assignments, given_, strict=True)
                for assignment, values in zip(row, reviews, strict=False)
            ]
            made = Review.objects.bulk_create(
                Review(assignment=one, version_judged=one.submission.versions.all()[0], done_at=dates.now())
                for one, _values in pairs
            )
            Score.objects.bulk_create(
                Score(review=review, criterion=criterion, value=value)
                for review, (_one, values) in zip(made, pairs, strict=True)
                for criterion, value in zip(self.criteria, values, strict=True)
            )
            yield ranking(self.opening)
            transaction.set_rollback(True)

    def ranked(self, weighed: tuple[Decimal, ...], given_: list[list[Given]]) -> list[Ranked]:
        with self.with_scores(weighed, given_) as found:
            return found


@pytest.fixture
def judged(db: None) -> Judged:
    cast = make_cast()
    opening = factories.make_opening(cast.unit)
    criteria = [factories.make_criterion(opening, f"nummer {number}") for number in range(CRITERIA)]
    stage = factories.make_stage(opening)
    readers = [make_reviewer(cast.unit, f"Reader {number}") for number in range(READERS)]
    rows = []
    for number in range(SUBMISSIONS):
        submission = factories.make_submission(opening, cast.resident, f"Idé {number}")
        rows.append([Assignment(stage=stage, submission=submission, reviewer=reader) for reader in readers])
    made = Assignment.objects.bulk_create(each for row in rows for each in row)
    kept = list(Assignment.objects.prefetch_related("submission__versions").filter(pk__in=[one.pk for one in made]))
    by_submission = [[one for one in kept if one.submission_id == row[0].submission_id] for row in rows]
    return Judged(opening, criteria, by_submission)


quickly = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


# The plain reckoning


def mean_of(values: Given, weighed: tuple[Decimal, ...]) -> Fraction | None:
    """One review's mean over what could be judged."""
    scored = [(value, Fraction(weight)) for value, weight in zip(values, weighed, strict=True) if value is not None]
    if not scored:
        return None
    return sum((value * weight for value, weight in scored), Fraction(0)) / sum(weight for _value, weight in scored)


def median_of(means: list[Fraction]) -> Fraction:
    ordered, half = sorted(means), len(means) // 2
    return ordered[half] if len(means) % 2 else (ordered[half - 1] + ordered[half]) / 2


def reckoned(reviews: list[Given], weighed: tuple[Decimal, ...]) -> tuple[Any, Any, Any, int]:
    """Mean, median, variance (of all, not of a sample) and number."""
    means = [mean for values in reviews if (mean := mean_of(values, weighed)) is not None]
    if not means:
        return None, None, None, 0
    middle = sum(means, Fraction(0)) / len(means)
    variance = sum(((mean - middle) ** 2 for mean in means), Fraction(0)) / len(means)
    return middle, median_of(means), variance, len(means)


def is_shown_as(exact: Fraction | None, shown: Decimal | None, *, within: Fraction = HALF_A_DIGIT) -> bool:
    if exact is None or shown is None:
        return exact is None and shown is None
    return abs(exact - Fraction(shown)) <= within


@quickly
@given(weights, rounds())
def test_mean_median_spread_and_number_are_those_of_a_plain_reckoning(judged, weighed, given_):
    found = {row.submission_id: row for row in judged.ranked(weighed, given_)}
    for number, reviews in zip(judged.ids, given_, strict=True):
        row, (mean, median, variance, n) = found[number], reckoned(reviews, weighed)
        assert row.n == n
        assert is_shown_as(mean, row.mean)
        assert is_shown_as(median, row.median)
        spread = None if variance is None else Fraction(sqrt(variance))
        assert is_shown_as(spread, row.spread)


@quickly
@given(weights, rounds())
def test_the_order_holds_each_once_best_first_and_ties_by_median_then_by_age(judged, weighed, given_):
    found = judged.ranked(weighed, given_)
    assert sorted(row.submission_id for row in found) == judged.ids
    keys = [(row.mean is None, -(row.mean or 0), -(row.median or 0), row.submission_id) for row in found]
    assert keys == sorted(keys)
    assert judged.ranked(weighed, given_) == found
    for one, other in product(found, found):
        if one.mean is not None and one.mean == other.mean:
            assert one.place == other.place
            assert one.tied == (sum(row.mean == one.mean for row in found) > 1)
    assert [row.place for row in found if row.mean is None] == [0] * sum(row.mean is None for row in found)


@quickly
@given(weights, rounds(), st.randoms(use_true_random=False))
def test_neither_the_order_of_readers_nor_the_measure_of_weights_matters(judged, weighed, given_, chance):
    found = judged.ranked(weighed, given_)
    mixed = [chance.sample(reviews, len(reviews)) for reviews in given_]
    assert judged.ranked(weighed, mixed) == found
    assert judged.ranked(tuple(2 * weight for weight in weighed), given_) == found


@quickly
@given(weights, rounds(most=READERS // 2))
def test_everybody_once_more_changes_no_figure_but_the_number(judged, weighed, given_):
    once = judged.ranked(weighed, given_)
    twice = judged.ranked(weighed, [reviews + reviews for reviews in given_])
    assert [(row.submission_id, row.mean, row.median, row.spread) for row in twice] == [
        (row.submission_id, row.mean, row.median, row.spread) for row in once
    ]
    assert [row.n for row in twice] == [2 * row.n for row in once]


@quickly
@given(weights, rounds(most=READERS - 1))
def test_whoever_can_judge_nothing_changes_nothing(judged, weighed, given_):
    silent = (None,) * CRITERIA
    assert judged.ranked(weighed, [[*reviews, silent] for reviews in given_]) == judged.ranked(weighed, given_)


@quickly
@given(weights, st.integers(2, 4), st.integers(0, 1), st.integers(0, CRITERIA - 1))
def test_a_review_that_gives_the_mean_leaves_the_mean_and_narrows_the_spread(judged, weighed, middle, off, left_out):
    """Two as far above as below, then one in the middle; one criterion may be left out of it."""
    around: list[Given] = [(middle - off,) * CRITERIA, (middle + off,) * CRITERIA]
    between = tuple(None if number == left_out else middle for number in range(CRITERIA))
    (before, *_rest) = judged.ranked(weighed, [around, [], []])
    (after, *_rest) = judged.ranked(weighed, [[*around, between], [], []])
    assert (before.mean, after.mean, after.median) == (middle, middle, middle)
    assert is_shown_as(Fraction(off), before.spread)
    assert is_shown_as(Fraction(sqrt(Fraction(2 * off * off, 3))), after.spread)
    assert (before.n, after.n) == (2, 3)


@quickly
@given(weights, rounds())
def test_a_scale_turned_over_turns_the_means_and_keeps_the_spread(judged, weighed, given_):
    def turned(values: Given) -> Given:
        return tuple(None if value is None else 6 - value for value in values)

    found = {row.submission_id: row for row in judged.ranked(weighed, given_)}
    over = {
        row.submission_id: row
        for row in judged.ranked(weighed, [[turned(values) for values in reviews] for reviews in given_])
    }
    for number, row in found.items():
        other = over[number]
        assert other.n == row.n
        if row.mean is not None and row.median is not None and row.spread is not None:
            both = {"within": 2 * HALF_A_DIGIT}  # each of the two is rounded
            assert is_shown_as(6 - Fraction(row.mean), other.mean, **both)
            assert is_shown_as(6 - Fraction(row.median), other.median, **both)
            assert is_shown_as(Fraction(row.spread), other.spread, **both)


@quickly
@given(weights, rounds(a_full_review, least=1), st.integers(0, SUBMISSIONS - 1), st.integers(0, CRITERIA - 1))
def test_a_higher_score_never_lowers(judged, weighed, given_, which, criterion):
    before = {row.submission_id: row for row in judged.ranked(weighed, given_)}
    first = given_[which][0]
    raised = tuple(min(5, value + (number == criterion)) for number, value in enumerate(first))
    more = [[raised, *reviews[1:]] if number == which else reviews for number, reviews in enumerate(given_)]
    after = {row.submission_id: row for row in judged.ranked(weighed, more)}
    number = judged.ids[which]
    assert after[number].mean >= before[number].mean
    assert after[number].place <= before[number].place


@quickly
@given(weights, rounds())
def test_the_most_disputed_first_is_by_spread_among_those_that_two_have_judged(judged, weighed, given_):
    ordered = disputed_first(judged.ranked(weighed, given_))
    exact = dict(zip(judged.ids, [reckoned(reviews, weighed) for reviews in given_], strict=True))
    disputed = [row for row in ordered if exact[row.submission_id][3] >= 2]
    assert ordered[: len(disputed)] == disputed
    variances = [exact[row.submission_id][2] for row in disputed]
    for one, other in pairwise(variances):
        assert sqrt(one) >= sqrt(other) - float(2 * HALF_A_DIGIT)
