"""Arranging how a round is judged: criteria, stages, copying all of it, and for whom the pages are."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.review.actions import setup as actions
from civicportal.review.models import Calibration, Criterion, Stage
from tests.people import client_of, make_fund_manager
from tests.review import factories


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_criteria_are_changed_until_the_first_score(round_):
    manager = round_.cast.fund_manager
    made = actions.save_criterion(
        round_.opening, None, name=LocalizedText(sv="Nyhet"), question=LocalizedText(), weight=Decimal("0.5"),
        anchors={1: LocalizedText(sv="Finns redan"), 5: LocalizedText(sv="Helt nytt"), 3: LocalizedText()}, by=manager,
    )  # fmt: skip
    assert [(anchor.score, str(anchor.words)) for anchor in made.anchors.all()] == [
        (1, "Finns redan"), (5, "Helt nytt"),
    ]  # fmt: skip
    actions.move_criterion(made, up=True, by=manager)
    assert [str(each.name) for each in Criterion.objects.filter(opening=round_.opening)][1] == "Nyhet"
    actions.remove_criterion(made, by=manager)
    factories.give(round_.mine, 4, 4)
    for act in (
        lambda: actions.move_criterion(round_.criteria[0], up=False, by=manager),
        lambda: actions.remove_criterion(round_.criteria[0], by=manager),
    ):
        with pytest.raises(Refused, match="first score"):
            act()


def test_a_stage_stays_as_it_is_once_it_is_given_out(round_):
    with pytest.raises(Refused, match="asked to read"):
        actions.remove_stage(round_.stage, by=round_.cast.fund_manager)


def test_stages_change_places_with_their_windows(round_):
    manager = round_.cast.fund_manager
    opening = factories.make_opening(round_.cast.unit)
    first = factories.make_stage(opening, opens_at=dates.now() + timedelta(days=1), days=2)
    second = factories.make_stage(opening, opens_at=dates.now() + timedelta(days=5), days=3, position=2)
    windows = [(stage.opens_at, stage.closes_at) for stage in (first, second)]
    actions.move_stage(second, up=True, by=manager)
    assert list(Stage.objects.filter(opening=opening).values_list("pk", "opens_at", "closes_at")) == [
        (second.pk, *windows[0]), (first.pk, *windows[1]),
    ]  # fmt: skip


def test_a_setup_is_copied_with_its_windows_moved_along(round_):
    manager = round_.cast.fund_manager
    round_.stage.people.set([round_.cast.reviewer])
    Calibration.objects.create(stage=round_.stage, position=1, title="Prov", text="En text")
    Calibration.objects.create(stage=round_.stage, position=2, submission=round_.submission)
    target = factories.make_opening(round_.cast.unit)
    target.closes_at += timedelta(days=100)
    target.save()
    [made] = actions.copy_setup(round_.opening, target, by=manager)
    moved = target.closes_at - round_.opening.closes_at
    assert (made.opens_at, made.closes_at) == (round_.stage.opens_at + moved, round_.stage.closes_at + moved)
    assert (list(made.people.all()), [case.title for case in made.calibrations.all()]) == (
        [round_.cast.reviewer], ["Prov"],
    )  # fmt: skip
    copied = Criterion.objects.filter(opening=target)
    assert [(each.name.said("sv").text, each.weight, each.anchors.count()) for each in copied] == [
        ("nyttan", Decimal(3), 5), ("planen", Decimal(1), 5),
    ]  # fmt: skip
    with pytest.raises(Refused, match="already"):
        actions.copy_setup(round_.opening, target, by=manager)
    with pytest.raises(Refused):
        actions.copy_setup(round_.opening, factories.make_opening(round_.cast.other_unit), by=manager)


def test_a_round_is_arranged_by_filling_in_the_pages(round_):
    opening = factories.make_opening(round_.cast.unit)
    client = client_of(round_.cast.fund_manager)
    page = reverse("admin:review_setup", args=[opening.pk])
    assert client.get(page).status_code == 200
    criterion = {
        "name_sv": "Nytta", "name_en": "Benefit", "weight": "2", "highest": "5", "anchor_1_sv": "Ingen",
        "anchor_5_sv": "Stor",
    }  # fmt: skip
    assert client.post(reverse("admin:review_criterion_new", args=[opening.pk]), criterion).url == page
    day = dates.today() + timedelta(days=10)
    stage = {
        "name_sv": "Coachernas läsning", "opens_on_0": day.day, "opens_on_1": day.month, "opens_on_2": day.year,
        "opens_clock": "8", "closes_on_0": day.day, "closes_on_1": day.month, "closes_on_2": day.year,
        "closes_clock": "23.59", "kind": "advice", "judges": "coach", "wanted_reviews": "2", "blind": "on",
        "leaves": "best", "best": "5", "shows": "words", "people": [str(round_.cast.coach.pk)],
    }  # fmt: skip
    assert client.post(reverse("admin:review_stage_new", args=[opening.pk]), {**stage, "best": ""}).status_code == 422
    assert client.post(reverse("admin:review_stage_new", args=[opening.pk]), stage).url == page
    made = Stage.objects.get(opening=opening)
    assert (made.kind, made.best, made.closes_at, list(made.people.all())) == (
        "advice", 5, dates.closing(day), [round_.cast.coach],
    )  # fmt: skip
    shown = client.get(page).text
    assert ("Nytta" in shown or "Benefit" in shown) is True
    act = {"number": made.pk, "act": "stage-remove"}
    assert client.post(reverse("admin:review_arrange", args=[opening.pk]), act).url == page
    assert not Stage.objects.filter(opening=opening).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_setup_page_takes_the_same_queries_whatever_the_length(round_, rows, django_assert_num_queries):
    opening = factories.make_opening(round_.cast.unit)
    for number in range(rows):
        factories.make_criterion(opening, f"k{number}")
        factories.make_stage(opening, opens_at=dates.now() + timedelta(days=10 * number), position=number + 1)
    client = client_of(round_.cast.fund_manager)
    client.get(reverse("admin:review_setup", args=[opening.pk]))
    with django_assert_num_queries(SETUP_QUERIES):
        client.get(reverse("admin:review_setup", args=[opening.pk]))


SETUP_QUERIES = 10


@pytest.mark.parametrize("role", ["resident", "reviewer", "coach", "communicator", "administrator"])
def test_the_setup_does_not_exist_for_others(round_, role):
    client = client_of(round_.cast.by_role()[role])
    for name, number in (("setup", round_.opening.pk), ("stage_state", round_.stage.pk), ("plan", round_.stage.pk)):
        assert client.get(reverse(f"admin:review_{name}", args=[number])).status_code == 404


def test_nor_for_another_units_staff(round_):
    other = client_of(make_fund_manager(round_.cast.other_unit))
    assert other.get(reverse("admin:review_setup", args=[round_.opening.pk])).status_code == 404
    assert other.get(reverse("admin:review_stage_state", args=[round_.stage.pk])).status_code == 404
