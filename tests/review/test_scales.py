"""Criteria with scales of their own: written, scored within, and counted on one measure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.review.actions import Unfinished, save_review
from civicportal.review.actions import setup as actions
from civicportal.review.models import Anchor, Assignment, Calibration, Criterion, Review, Score, Trial
from civicportal.review.models.criteria import MOST, on_measure
from civicportal.review.queries import reviews_given
from civicportal.review.ranking import ranking
from tests.people import client_of, make_reviewer
from tests.review import factories

scales = st.integers(2, MOST)


@given(scales, st.data())
def test_the_measure_keeps_ends_order_and_the_usual_scale(highest, data):
    value = data.draw(st.integers(1, highest))
    found = on_measure(value, highest)
    assert abs(Fraction(found) - (1 + Fraction(4 * (value - 1), highest - 1))) < Fraction(1, 10**20)
    assert (on_measure(1, highest), on_measure(highest, highest)) == (1, 5)
    assert on_measure(value, 5) == value if value <= 5 else found <= 5
    if value < highest:
        assert on_measure(value + 1, highest) > found


@st.composite
def round_with_scales(draw):
    """The scales of two criteria, and what up to three readers gave."""
    highest = (draw(scales), draw(scales))
    review = st.tuples(*(st.none() | st.integers(1, top) for top in highest))
    return highest, draw(st.lists(review, max_size=3))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(round_with_scales())
def test_the_database_reckons_scales_as_by_hand(round_, drawn):
    highest, reviews = drawn
    for rows in (Score, Review, Assignment):
        rows.objects.all().delete()
    criteria = list(Criterion.objects.filter(opening=round_.opening))
    for criterion, top in zip(criteria, highest, strict=True):
        Criterion.objects.filter(pk=criterion.pk).update(highest=top)
    version = round_.submission.versions.get()
    for number, values in enumerate(reviews):
        reader = make_reviewer(round_.cast.unit, f"Reader {number}")
        one = Assignment.objects.create(stage=round_.stage, submission=round_.submission, reviewer=reader)
        review = Review.objects.create(assignment=one, version_judged=version, done_at=dates.now())
        Score.objects.bulk_create(
            Score(review=review, criterion=criterion, value=value)
            for criterion, value in zip(criteria, values, strict=True)
        )
    means = []
    for values in reviews:
        told = [
            (1 + Fraction(4 * (value - 1), top - 1), Fraction(criterion.weight))
            for value, top, criterion in zip(values, highest, criteria, strict=True)
            if value is not None
        ]
        if told:
            means.append(sum(value * weight for value, weight in told) / sum(weight for _value, weight in told))
    [ranked] = ranking(round_.opening)
    assert ranked.n == len(means)
    if means:
        assert abs(Fraction(ranked.mean) - sum(means) / len(means)) <= Fraction(1, 20_000) + Fraction(1, 10**9)
    shown = [given_.mean for given_ in reviews_given(round_.cast.fund_manager, round_.submission)]
    assert sorted(round(mean, 9) for mean in shown if mean is not None) == sorted(
        round(Decimal(mean.numerator) / Decimal(mean.denominator), 9) for mean in means
    )


def scaled(round_, number: int, highest: int) -> Criterion:
    criterion = round_.criteria[number]
    return actions.save_criterion(
        round_.opening, criterion, name=criterion.name, question=criterion.question, weight=criterion.weight,
        anchors={1: LocalizedText(sv="Nej"), highest: LocalizedText(sv="Ja")}, highest=highest,
        by=round_.cast.fund_manager,
    )  # fmt: skip


def test_a_score_outside_its_scale_is_refused(round_):
    short = scaled(round_, 0, 3)
    with pytest.raises(ValueError, match="4 is not a score from 1 to 3"):
        save_review(round_.mine, scores={short.pk: 4}, to_group="", to_applicant="", version=0, by=round_.cast.reviewer)
    case = Calibration.objects.create(stage=round_.stage, position=1, title="Prov", text="En text")
    given_ = {criterion.pk: 4 for criterion in round_.criteria}
    from civicportal.review.actions.calibrating import try_out

    with pytest.raises(ValueError, match="4 is not a score from 1 to 3"):
        try_out(case, scores=given_, by=round_.cast.reviewer)
    with pytest.raises(Unfinished):
        try_out(case, scores={short.pk: 3}, by=round_.cast.reviewer)
    assert not Trial.objects.exists()


def test_the_reviewer_meets_the_boxes_of_each_scale(round_):
    criteria = [scaled(round_, 0, 3), scaled(round_, 1, 7)]
    client = client_of(round_.cast.reviewer)
    reference = round_.submission.case.reference
    page = client.get(reverse("admin:review", args=[reference])).text
    boxes = [[n for n in range(1, 9) if f'id="score-{one.pk}_{n}"' in page] for one in criteria]
    assert boxes == [[1, 2, 3], [1, 2, 3, 4, 5, 6, 7]]
    data = {f"score-{criteria[0].pk}": "4", "version": 0, "judged": 1, "act": "save"}
    answer = client.post(reverse("admin:review", args=[reference]), data)
    assert "Välj poäng från 1 till 3" in answer.text
    assert not Score.objects.exists()
    factories.give(round_.mine, 3, 7)
    [ranked] = ranking(round_.opening)
    assert ranked.mean == 5
    assert "3 av 3" in client.get(reverse("admin:review", args=[reference])).text


def test_a_longer_scale_is_chosen_and_then_written(round_):
    client, criterion = client_of(round_.cast.fund_manager), round_.criteria[0]
    Anchor.objects.filter(criterion=criterion).delete()
    page = reverse("admin:review_criterion", args=[round_.opening.pk, criterion.pk])
    data = {"name_sv": "Nytta", "weight": "1", "anchor_5_sv": "Mycket"}
    answer = client.post(page, {**data, "highest": "7"})
    assert answer.url == page
    assert [name for name in client.get(page).context["form"].fields if name.startswith("anchor")][-1] == "anchor_7"
    assert client.post(page, {**data, "highest": "7", "anchor_7_sv": "Allra mest"}).status_code == 302
    setup = reverse("admin:review_setup", args=[round_.opening.pk])
    assert "poäng från 1 till 7" in client.get(setup).text
    assert client.post(page, {**data, "highest": "3"}).url == setup
    assert [anchor.score for anchor in criterion.anchors.all()] == []
    assert client.post(page, {**data, "highest": "8"}).status_code == 422


def test_a_copied_setup_keeps_its_scales(round_):
    scaled(round_, 0, 7)
    target = factories.make_opening(round_.cast.unit)
    with translation.override("sv"):
        actions.copy_setup(round_.opening, target, by=round_.cast.fund_manager)
    assert [criterion.highest for criterion in target.criteria.all()] == [7, 5]
