"""Giving out reviews, writing them, finishing them, stepping aside."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import translation

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.records.models import Entry
from civicportal.review.actions import (
    Conflict,
    Unfinished,
    Written,
    assign,
    choose,
    end_assignment,
    finish_review,
    reopen_review,
    save_review,
    step_aside,
    written,
)
from civicportal.review.models import Assignment, Review, Score
from tests.letters import assert_letter_snapshot
from tests.people import make_reviewer
from tests.review import factories


@pytest.fixture(autouse=True)
def _in_english():
    """The reasons are compared as the code says them."""
    with translation.override("en"):
        yield


def save(round_, *values, version=0, assignment=None, **how):
    assignment = assignment or round_.mine
    scores = {criterion.pk: value for criterion, value in zip(round_.criteria, values, strict=False)}
    words = {"to_group": "", "to_applicant": "", **how}
    return save_review(assignment, scores=scores, version=version, by=assignment.reviewer, **words)


# Giving out


def test_assigning_is_logged_and_tells_the_reviewer_once_a_day(round_):
    third = make_reviewer(round_.cast.unit, "Tor Third")
    second = factories.make_submission(round_.opening, round_.cast.neighbour, "Odling på taket")
    first = assign(round_.submission, stage=round_.stage, reviewer=third, by=round_.cast.fund_manager)
    assign(second, stage=round_.stage, reviewer=third, by=round_.cast.fund_manager)
    [letter] = Message.objects.filter(person=third)
    assert letter.subject == "Du har fått något att läsa och bedöma"
    assert "Provfonden" in letter.text
    entry = Entry.objects.filter(verb="assignment.made", subject_id=first.pk).get()
    assert (entry.actor, entry.facts) == (
        round_.cast.fund_manager,
        {"case": round_.submission.case_id, "stage": round_.stage.pk, "reviewer": third.pk},
    )


def test_assigning_twice_is_refused_and_makes_one_row(round_):
    with pytest.raises(Refused):
        assign(round_.submission, stage=round_.stage, reviewer=round_.cast.reviewer, by=round_.cast.fund_manager)
    assert Assignment.objects.filter(reviewer=round_.cast.reviewer).count() == 1


def test_what_was_taken_back_can_be_given_again_with_what_was_written(round_):
    save(round_, 4, to_group="Min text")
    end_assignment(round_.mine, by=round_.cast.fund_manager)
    with pytest.raises(Refused):
        save(round_, 5)
    again = assign(round_.submission, stage=round_.stage, reviewer=round_.cast.reviewer, by=round_.cast.fund_manager)
    assert (again.pk, again.ended_at, again.review.to_group) == (round_.mine.pk, None, "Min text")


@pytest.mark.django_db(transaction=True)
def test_two_who_assign_the_same_at_once_make_one_assignment(round_):
    third = make_reviewer(round_.cast.unit, "Tor Third")
    outcomes = in_threads(
        2, lambda: assign(round_.submission, stage=round_.stage, reviewer=third, by=round_.cast.fund_manager)
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Assignment", "Refused"]
    assert Assignment.objects.filter(reviewer=third).count() == 1


# Writing


def test_a_review_is_kept_as_it_is_written(round_):
    review = save(round_, 4, to_group="Bra plan", to_applicant="Berätta mer")
    assert (review.version, review.done_at, review.version_judged.number) == (1, None, 1)
    assert written(review).scores == {round_.criteria[0].pk: 4}
    assert Entry.objects.filter(verb="review.started", subject_id=review.pk).count() == 1


def test_cannot_judge_is_kept_as_no_value(round_):
    review = save(round_, 4, None)
    assert written(review).scores == {round_.criteria[0].pk: 4, round_.criteria[1].pk: None}


def test_a_criterion_that_was_not_on_the_page_keeps_its_score(round_):
    save(round_, 4, 2)
    review = save_review(
        round_.mine, scores={round_.criteria[1].pk: 5}, to_group="", to_applicant="", version=1, by=round_.cast.reviewer
    )
    assert written(review).scores == {round_.criteria[0].pk: 4, round_.criteria[1].pk: 5}


def test_the_same_text_saved_again_changes_nothing(round_):
    save(round_, 4, to_group="Bra")
    assert save(round_, 4, to_group="Bra", version=0).version == 1


def test_another_tabs_text_is_never_overwritten(round_):
    save(round_, 4, to_group="Från första fliken", tab="one")
    outcome = save(round_, 2, to_group="Från andra fliken", version=0, tab="two")
    assert isinstance(outcome, Conflict)
    assert (outcome.theirs.to_group, outcome.yours.to_group) == ("Från första fliken", "Från andra fliken")
    assert (outcome.theirs.scores, outcome.yours.scores) == ({round_.criteria[0].pk: 4}, {round_.criteria[0].pk: 2})
    kept = Review.objects.get()
    assert (kept.to_group, Written.from_json(kept.aside)) == ("Från första fliken", outcome.yours)


def test_what_was_put_aside_is_taken_or_forgotten_when_the_reviewer_chooses(round_):
    reviewer = round_.cast.reviewer
    save(round_, 4, to_group="Ett", tab="one")
    save(round_, 2, None, to_group="Två", tab="two")
    taken = choose(round_.mine, keep_aside=True, version=1, by=reviewer)
    assert (taken.to_group, taken.version, taken.aside, written(taken).scores) == (
        "Två", 2, None, {round_.criteria[0].pk: 2, round_.criteria[1].pk: None},
    )  # fmt: skip
    save(round_, 5, to_group="Tre", version=0, tab="three")
    left = choose(round_.mine, keep_aside=False, version=0, by=reviewer)
    assert (left.to_group, left.version, left.aside) == ("Två", 2, None)


def test_a_choice_made_on_an_old_page_is_a_conflict_and_forgets_nothing(round_):
    save(round_, 4, to_group="Ett", tab="one")
    save(round_, 2, to_group="Två", tab="two")
    save(round_, 4, to_group="Ett och mer", version=1, tab="one")
    outcome = choose(round_.mine, keep_aside=True, version=1, by=round_.cast.reviewer)
    assert (outcome.theirs.to_group, outcome.yours.to_group) == ("Ett och mer", "Två")
    assert Review.objects.get().aside["to_group"] == "Två"


def test_a_tabs_own_earlier_autosave_is_no_conflict(round_):
    save(round_, 4, to_group="Bör", tab="one")
    review = save(round_, 4, to_group="Början och slutet", version=0, tab="one")
    assert (review.to_group, review.version) == ("Början och slutet", 2)


def test_going_on_from_what_was_saved_is_no_conflict(round_):
    save(round_, 4, to_group="Ett", tab="one")
    review = save(round_, 3, to_group="Två", version=1, tab="two")
    assert (review.to_group, review.version) == ("Två", 2)


@pytest.mark.parametrize("value", [0, 6, -1])
def test_a_score_is_from_1_to_5(round_, value):
    with pytest.raises(ValueError, match="is not a score from 1 to 5"):
        save(round_, value)
    assert not Review.objects.exists()


def test_a_criterion_of_another_opening_is_refused(round_):
    foreign = factories.make_criterion(factories.make_opening(round_.cast.unit), "annat")
    with pytest.raises(ValueError, match="belong to another opening"):
        save_review(
            round_.mine, scores={foreign.pk: 3}, to_group="", to_applicant="", version=0, by=round_.cast.reviewer
        )


def test_nobody_else_writes_in_a_review(round_):
    with pytest.raises(Refused):
        save_review(round_.mine, scores={}, to_group="x", to_applicant="", version=0, by=round_.cast.fund_manager)


def test_the_version_on_the_page_is_the_one_that_was_judged(round_):
    first = round_.submission.versions.get()
    factories.add_version(round_.submission, {"title": "Cykelkök på Norr"})
    review = save_review(
        round_.mine,
        scores={},
        to_group="Om den första",
        to_applicant="",
        version=0,
        by=round_.cast.reviewer,
        judged=first,
    )
    assert review.version_judged == first
    assert save(round_, 3, version=1).version_judged.number == 2


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_save_at_once_lose_nothing(round_):
    texts = iter(["Från ett", "Från två"])
    turn = threading.Lock()

    def one():
        with turn:
            words = next(texts)
        return save(round_, 3, to_group=words, tab=words)

    outcomes = in_threads(2, one)
    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["Conflict", "Review"]
    conflict = next(outcome for outcome in outcomes if isinstance(outcome, Conflict))
    assert {conflict.yours.to_group, conflict.theirs.to_group} == {"Från ett", "Från två"}
    assert (Review.objects.get().to_group, Score.objects.count()) == (conflict.theirs.to_group, 1)


# Finishing


def test_a_review_is_done_when_every_criterion_is_answered(round_):
    save(round_, 4)
    with pytest.raises(Unfinished) as unfinished:
        finish_review(round_.mine, by=round_.cast.reviewer)
    assert unfinished.value.missing == [round_.criteria[1]]
    save(round_, 4, None, version=1)
    review = finish_review(round_.mine, by=round_.cast.reviewer)
    assert review.done_at is not None
    entry = Entry.objects.get(verb="review.done")
    assert (entry.facts["judged"], len(entry.facts["scores_sha256"])) == (1, 64)


def test_nothing_written_is_not_done(round_):
    with pytest.raises(Unfinished) as unfinished:
        finish_review(round_.mine, by=round_.cast.reviewer)
    assert unfinished.value.missing == round_.criteria


def test_done_twice_is_done_once(round_):
    first = factories.give(round_.mine, 4, 4)
    assert finish_review(round_.mine, by=round_.cast.reviewer).done_at == first.done_at
    assert Entry.objects.filter(verb="review.done").count() == 1


def test_what_is_done_is_opened_before_it_is_changed(round_):
    factories.give(round_.mine, 4, 4)
    with pytest.raises(Refused, match="Open it again"):
        save(round_, 1, 1, version=1)
    assert reopen_review(round_.mine, by=round_.cast.reviewer).done_at is None
    assert save(round_, 1, 1, version=1).version == 2
    assert Entry.objects.filter(verb="review.reopened").count() == 1


def test_what_is_not_done_is_not_opened_again(round_):
    save(round_, 4)
    with pytest.raises(Refused, match="not done yet"):
        reopen_review(round_.mine, by=round_.cast.reviewer)


def test_after_the_stage_nothing_is_changed(round_):
    factories.give(round_.mine, 4, 4)
    round_.stage.closes_at = dates.now() - timedelta(minutes=1)
    round_.stage.save()
    for act in (lambda: reopen_review(round_.mine, by=round_.cast.reviewer), lambda: save(round_, 1, version=1)):
        with pytest.raises(Refused, match="The review stage has closed"):
            act()


# Stepping aside


def test_stepping_aside_ends_everything_on_the_case(round_):
    factories.give(round_.mine, 5, 5)
    step_aside(round_.mine, ground="party", by=round_.cast.reviewer)
    recusal = Recusal.objects.get()
    assert (recusal.person, recusal.ground, recusal.case) == (round_.cast.reviewer, "party", round_.submission.case)
    round_.mine.refresh_from_db()
    assert round_.mine.ended_at is not None
    assert not Assignment.objects.readable_by(round_.cast.reviewer).exists()
    assert Entry.objects.filter(verb="assignment.ended", subject_id=round_.mine.pk).count() == 1


def in_threads(number, act):
    """Runs an act at the same time in so many threads; what each returned or raised."""
    outcomes: list[object] = []
    start = threading.Barrier(number)

    def run():
        start.wait()
        try:
            outcomes.append(act())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_letter_to_a_reviewer(round_, language):
    third = make_reviewer(round_.cast.unit, "Tor Third", email="third@example.org", language=language)
    round_.stage.closes_at = dates.closing(date(2036, 11, 18))
    round_.stage.save()
    assign(round_.submission, stage=round_.stage, reviewer=third, by=round_.cast.fund_manager)
    assert_letter_snapshot(Message.objects.get(person=third), f"review.assigned.{language}")
