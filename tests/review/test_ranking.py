"""The ranking: its figures against a plain reckoning, what counts, and who sees it."""

from __future__ import annotations

import statistics
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicportal.cases.actions import declare_recusal
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.review.actions import reopen_review
from civicportal.review.models import Assignment, Criterion, Review, Score
from civicportal.review.queries import weighted_mean
from civicportal.review.ranking import Ranked, ranking, ranking_for
from civicportal.submissions.models import Submission
from tests.people import give as give_role
from tests.people import make_reviewer
from tests.review import factories

WEIGHTS = ("3", "1")


def test_a_mean_is_weighted_and_cannot_judge_is_no_value(round_):
    third = make_reviewer(round_.cast.unit, "Tor Third")
    [last] = factories.give_out(round_.submission, round_.stage, third, by=round_.cast.fund_manager)
    factories.give(round_.mine, 4, 2)
    factories.give(round_.theirs, 2, None)
    factories.give(last, None, None)
    # (4 * 3 + 2 * 1) / 4 = 3.5 and 2; whoever could judge nothing counts for nothing
    assert ranking(round_.opening) == [
        Ranked(round_.submission.pk, Decimal("2.7500"), Decimal("2.7500"), Decimal("0.7500"), 2)
    ]


def test_without_reviews_there_is_no_figure_and_no_zero(round_):
    factories.give(round_.mine, 4, 4, done=False)
    assert ranking(round_.opening) == [Ranked(round_.submission.pk, None, None, None, 0)]


def test_best_first_and_what_nobody_has_judged_last(round_):
    second = factories.make_submission(round_.opening, round_.cast.neighbour, "Odling på taket")
    third = factories.make_submission(round_.opening, round_.cast.neighbour, "Kvartersfest")
    [on_second] = factories.give_out(second, round_.stage, round_.cast.reviewer, by=round_.cast.fund_manager)
    factories.give(round_.mine, 3, 3)
    factories.give(on_second, 5, 5)
    assert [ranked.submission_id for ranked in ranking(round_.opening)] == [second.pk, round_.submission.pk, third.pk]


def test_what_does_not_count(round_):
    factories.give(round_.mine, 5, 5)
    factories.give(round_.theirs, 1, 1)
    assert ranking(round_.opening)[0].mean == 3
    recusal = declare_recusal(
        round_.submission.case, person=round_.cast.second_reviewer, ground="other", by=round_.cast.fund_manager
    )
    assert (ranking(round_.opening)[0].mean, ranking(round_.opening)[0].n) == (5, 1)
    recusal.lifted_at = dates.now()
    recusal.save()
    reopen_review(round_.mine, by=round_.cast.reviewer)
    assert (ranking(round_.opening)[0].mean, ranking(round_.opening)[0].n) == (1, 1)
    Assignment.objects.filter(pk=round_.theirs.pk).update(ended_at=dates.now())
    assert ranking(round_.opening)[0].n == 0
    Submission.objects.update(withdrawn_at=dates.now())
    assert ranking(round_.opening) == []


def test_one_stage_can_be_ranked_alone(round_):
    factories.give(round_.mine, 5, 5)
    assert ranking(round_.opening, stage_id=round_.stage.pk)[0].n == 1
    assert ranking(round_.opening, stage_id=round_.stage.pk + 1)[0].n == 0


def test_the_ranking_is_one_query_whatever_the_size(round_, django_assert_num_queries):
    factories.give(round_.mine, 5, 5)
    with django_assert_num_queries(1):
        ranking(round_.opening)


@pytest.mark.parametrize("role", ["fund_manager", "decision_maker", "auditor"])
def test_those_who_decide_see_the_ranking(round_, role):
    factories.give(round_.mine, 5, 5)
    assert ranking_for(round_.cast.by_role()[role], round_.opening) == ranking(round_.opening)


@pytest.mark.parametrize("role", ["resident", "reviewer", "coach", "registrar", "administrator", "communicator"])
def test_nobody_else_sees_the_ranking(round_, role):
    factories.give(round_.theirs, 5, 5)
    assert ranking_for(round_.cast.by_role()[role], round_.opening) == []


def test_the_ranking_leaves_out_what_one_stepped_aside_from(round_):
    factories.give(round_.mine, 5, 5)
    manager = round_.cast.fund_manager
    declare_recusal(round_.submission.case, person=manager, ground="other", by=manager)
    assert ranking_for(manager, round_.opening) == []


def test_the_ranking_leaves_out_what_one_has_still_to_score(round_):
    manager = round_.cast.fund_manager
    give_role(manager, Role.REVIEWER, round_.cast.unit)
    [own] = factories.give_out(round_.submission, round_.stage, manager, by=manager)
    factories.give(round_.theirs, 5, 5)
    assert ranking_for(manager, round_.opening) == []
    factories.give(own, 1, 1)
    assert [ranked.n for ranked in ranking_for(manager, round_.opening)] == [2]


def rounded(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def reckoned(reviews: list[tuple[int | None, int | None]]) -> tuple[Decimal | None, Decimal | None, int]:
    """Mean, median and number, by hand with fractions."""
    means = []
    for review in reviews:
        scored = [(value, Fraction(weight)) for value, weight in zip(review, WEIGHTS, strict=True) if value is not None]
        if scored:
            means.append(sum(value * weight for value, weight in scored) / sum(weight for _value, weight in scored))
    if not means:
        return None, None, 0
    return rounded(sum(means) / len(means)), rounded(Fraction(statistics.median(means))), len(means)


score = st.none() | st.integers(1, 5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(score, score), max_size=5))
def test_the_database_reckons_as_by_hand(round_, reviews):
    Score.objects.all().delete()
    Review.objects.all().delete()
    Assignment.objects.all().delete()
    criteria = list(Criterion.objects.filter(opening=round_.opening))
    version = round_.submission.versions.get()
    for number, values in enumerate(reviews):
        reviewer = make_reviewer(round_.cast.unit, f"Reviewer {number}")
        assignment = Assignment.objects.create(stage=round_.stage, submission=round_.submission, reviewer=reviewer)
        review = Review.objects.create(assignment=assignment, version_judged=version, done_at=dates.now())
        Score.objects.bulk_create(
            Score(review=review, criterion=criterion, value=value)
            for criterion, value in zip(criteria, values, strict=True)
        )
    [ranked] = ranking(round_.opening)
    assert (ranked.mean, ranked.median, ranked.n) == reckoned(reviews)
    if ranked.n:
        assert ranked.spread is not None
        assert ranked.spread >= 0
        assert 1 <= ranked.mean <= 5
    if ranked.n == 1:
        assert ranked.spread == 0


@given(st.lists(st.tuples(score, st.decimals("0.1", "9.9", places=1)), max_size=6))
def test_a_weighted_mean_lies_among_its_scores(scores):
    values = [value for value, _weight in scores if value is not None]
    mean = weighted_mean([(value, 5, weight) for value, weight in scores])
    if not values:
        assert mean is None
    else:
        assert min(values) - Decimal("1e-9") <= mean <= max(values) + Decimal("1e-9")
