"""The set for measuring: as many rows as asked for, and the same each time."""

from __future__ import annotations

import pytest

from civicportal.commons.models import Item
from civicportal.demo import scale
from civicportal.review.models import Review, Score
from civicportal.review.ranking import ranking
from funds.models import Project


@pytest.fixture(autouse=True)
def _database(loaded, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_projects_grow_and_are_public():
    before = Item.objects.of_kind("project").count()
    scale.grow_projects(40)
    scale.grow_projects(10, first=40)
    assert Item.objects.of_kind("project").count() == before + 50
    grown = Project.objects.filter(slug__startswith="skala-").prefetch_related("vision_areas")
    assert len({str(project.title) for project in grown}) == 50
    assert [project.slug for project in grown if not project.vision_areas.all()] == []


def test_a_round_grows_with_its_reviews_and_can_be_ranked():
    round_ = scale.grow_round(30, reviews=3)
    assert round_.applications.count() == 30
    reviews = Review.objects.filter(assignment__stage__opening=round_.opening)
    assert (reviews.count(), Score.objects.filter(review__in=reviews).count()) == (90, 540)
    assert [ranked.n for ranked in ranking(round_.opening)] == [3] * 30
