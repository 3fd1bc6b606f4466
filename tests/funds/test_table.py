"""The table of a round: the order follows the scores, the line stands where the money ends, nobody's score leaks."""

from __future__ import annotations

from datetime import timedelta
from itertools import accumulate
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.models import Person
from civicportal.review.models import Assignment, NoInterest
from civicportal.submissions import actions as submissions
from funds.actions import applications, decisions
from funds.models import Application, Round
from funds.table import SORTS, Row, Table, _with_line, table_of
from tests.funds.factories import KRONA, World, make_application
from tests.funds.test_actions import grant
from tests.people import give as give_role
from tests.people import make_resident
from tests.review.factories import give


def judged(world: World, title: str, *scores: tuple[int, int], kronor: int = 50_000) -> Application:
    """An application that reviewers gave these scores on the two criteria, for so many kronor."""
    budget = [{"what": "Allt", "amount": str(kronor), "note": ""}]
    application = make_application(world, title=title, budget=budget)
    applications.screen(application, by=world.cast.fund_manager)
    fresh = Application.objects.select_related("submission__case", "round__fund").get(pk=application.pk)
    reviewers = [world.cast.reviewer, world.cast.second_reviewer][: len(scores)]
    made = applications.assign(fresh, stage=world.stage, reviewers=reviewers, by=world.cast.fund_manager)
    for assignment, values in zip(made, scores, strict=True):
        give(assignment, *values)
    return Application.objects.select_related("submission__case", "round__fund").get(pk=application.pk)


def table(world: World, person: Person | None = None, sort: str = "mean") -> Table:
    """The table as somebody sees it who has just signed in."""
    person = Person.objects.get(pk=(person or world.cast.fund_manager).pk)
    return table_of(Round.objects.select_related("opening").get(pk=world.round.pk), person, sort)


def titles(found: Table) -> list[str]:
    return [row.application.title for row in found.rows]


@pytest.fixture
def three(world: World) -> World:
    """B is best, A in the middle with the widest spread, C has no score yet."""
    judged(world, "A", (5, 5), (1, 1), kronor=90_000)
    judged(world, "B", (4, 4), (4, 4), kronor=60_000)
    judged(world, "C", kronor=30_000)
    return world


pytestmark = pytest.mark.django_db


def test_the_order_follows_what_was_asked_for(three: World) -> None:
    found = {sort: titles(table(three, sort=sort)) for sort in SORTS}
    assert found == {
        "mean": ["B", "A", "C"],
        "spread": ["A", "B", "C"],
        "count": ["C", "A", "B"],
        "requested": ["A", "B", "C"],
        "arrived": ["A", "B", "C"],
    }


def test_the_mean_weighs_the_criteria(world: World) -> None:
    """Samhällsnytta weighs twice as much as Nytt: (2 x 5 + 1 x 2) / 3 = 4."""
    judged(world, "A", (5, 2))
    judged(world, "B", (2, 5))
    assert [(row.application.title, row.ranked and row.ranked.mean) for row in table(world).rows] == [
        ("A", 4),
        ("B", 3),
    ]


def test_equal_means_stand_in_the_order_of_arrival(world: World) -> None:
    for title in ("Först", "Sedan", "Sist"):
        judged(world, title, (3, 3))
    assert titles(table(world)) == ["Först", "Sedan", "Sist"]


def test_the_line_stands_where_the_money_ends(three: World) -> None:
    Round.objects.update(budget=100_000 * KRONA)
    found = table(three)
    assert [(row.place, row.running // KRONA, row.look) for row in found.rows] == [
        (1, 60_000, "within"),
        (2, 150_000, "partly"),
        (3, 180_000, ""),
    ]
    assert (found.cut, found.used, found.left) == (1, 60_000 * KRONA, 40_000 * KRONA)


def test_no_line_where_the_money_lasts(three: World) -> None:
    found = table(three)
    assert (found.cut, found.used, found.left) == (None, 180_000 * KRONA, 320_000 * KRONA)


def test_a_round_of_nobody_has_a_table_of_nothing(world: World) -> None:
    found = table(world)
    assert (found.rows, found.cut, found.used, found.left) == ([], None, 0, 500_000 * KRONA)


def test_a_decided_sum_counts_instead_of_what_was_asked(three: World) -> None:
    best = Application.objects.select_related("submission__case", "round__fund").get(title="B")
    grant(three, best, 40_000 * KRONA)
    middle = Application.objects.select_related("submission__case", "round__fund").get(title="A")
    words = {"reason": "Finns redan.", "would_change": "Annat.", "next_step": "Coach."}
    decisions.decide(middle, by=three.cast.decision_maker, outcome="refused", **words)
    assert [row.running // KRONA for row in table(three).rows] == [40_000, 40_000, 70_000]


def test_what_was_withdrawn_is_left_out(three: World) -> None:
    gone = Application.objects.select_related("submission__person").get(title="B")
    submissions.withdraw(gone.submission, by=gone.submission.person)
    assert titles(table(three)) == ["A", "C"]


def test_whoever_has_their_own_score_to_give_sees_no_figure_and_no_order_by_it(three: World) -> None:
    """A fund manager who also reviews: what they have not judged yet stands last, as if nobody had."""
    manager = three.cast.fund_manager
    give_role(manager, Role.REVIEWER, three.cast.unit)
    best = Application.objects.get(title="B")
    mine = Assignment.objects.create(stage=three.stage, submission=best.submission, reviewer=manager)
    NoInterest.objects.create(submission=best.submission, person=manager, key="handler", why="Jag har bara läst den.")
    found = table(three)
    assert titles(found) == ["A", "B", "C"]
    assert [(row.hidden, row.ranked) for row in found.rows if row.application.title == "B"] == [(True, None)]
    give(mine, 1, 1)
    after = {row.application.title: row for row in table(three).rows}
    assert (after["B"].hidden, after["B"].ranked and after["B"].ranked.mean) == (False, 3)


def test_when_the_stage_is_over_nothing_waits_for_ones_own(three: World) -> None:
    manager = three.cast.fund_manager
    give_role(manager, Role.REVIEWER, three.cast.unit)
    best = Application.objects.get(title="B")
    Assignment.objects.create(stage=three.stage, submission=best.submission, reviewer=manager)
    three.stage.opens_at, three.stage.closes_at = dates.now() - timedelta(days=9), dates.now() - timedelta(hours=1)
    three.stage.save()
    assert [row.hidden for row in table(three).rows] == [False, False, False]


def test_whoever_stepped_aside_does_not_see_the_row(three: World) -> None:
    best = Application.objects.select_related("submission__case").get(title="B")
    Recusal.objects.create(case=best.case, person=three.cast.fund_manager, ground="party")
    assert titles(table(three)) == ["A", "C"]


def test_a_reviewer_who_stepped_aside_counts_in_no_mean(three: World) -> None:
    middle = Application.objects.select_related("submission__case").get(title="A")
    Recusal.objects.create(case=middle.case, person=three.cast.second_reviewer, ground="party")
    means = {row.application.title: row.ranked and row.ranked.mean for row in table(three).rows}
    assert means == {"A": 5, "B": 4, "C": None}


def test_ones_own_application_is_not_in_ones_table(world: World) -> None:
    make_application(world, world.cast.fund_manager, title="Min egen")
    judged(world, "En annans", (3, 3))
    assert titles(table(world)) == ["En annans"]


def test_somebody_protected_is_in_the_table_of_the_one_who_decides(world: World) -> None:
    person = make_resident()
    judged(world, "Öppen", (3, 3))
    make_application(world, person, title="Skyddad")
    Person.objects.filter(pk=person.pk).update(protected=True)
    assert titles(table(world)) == ["Öppen"]
    assert titles(table(world, world.cast.decision_maker)) == ["Öppen", "Skyddad"]


SUMS = st.lists(st.integers(min_value=0, max_value=200_000), max_size=25)


@given(sums=SUMS, budget=st.integers(min_value=0, max_value=1_000_000))
def test_running_sums_and_the_line_are_right_whatever_the_sums(sums: list[int], budget: int) -> None:
    rows: list[Any] = [
        Row(SimpleNamespace(requested=amount), None, None)  # type: ignore[arg-type]
        for amount in sums
    ]
    found = _with_line(rows, SimpleNamespace(budget=budget))  # type: ignore[arg-type]
    running = list(accumulate(sums))
    assert [row.running for row in found.rows] == running
    assert [row.place for row in found.rows] == list(range(1, len(sums) + 1))
    fitting = sum(1 for total in running if total <= budget)
    assert found.cut == (None if fitting == len(sums) else fitting)
    assert found.used == (running[fitting - 1] if fitting else 0)
    assert found.used + found.left == budget
    assert found.used <= budget
