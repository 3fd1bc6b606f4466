"""The reviewer's pages: reading, writing with and without script, conflicts, stepping aside, what must not be seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.review.actions import written
from civicportal.review.models import Review
from tests.people import client_of, make_reviewer, make_unit
from tests.review import factories

JSON = {"headers": {"Accept": "application/json"}}
MARKER = "Tranbärsgrå"
PAGE_QUERIES = 10
PLAN_QUERIES = 12
QUEUE_QUERIES = 5
SAVE_QUERIES = 18


def address(round_, name="review"):
    return reverse(f"admin:{name}", args=[round_.submission.case.reference])


def typed(round_, *values, **fields):
    scores = {f"score-{criterion.pk}": value for criterion, value in zip(round_.criteria, values, strict=False)}
    return {"version": 0, "judged": 1, "tab": "one", "to_group": "", "to_applicant": "", **scores, **fields}


@pytest.fixture
def reviewer(round_):
    return client_of(round_.cast.reviewer)


def test_the_queue_lists_what_is_left(round_, reviewer):
    page = reviewer.get(reverse("admin:review_queue")).text
    assert "Cykelkök på Söder" in page
    assert address(round_) in page
    assert client_of(make_reviewer(round_.cast.unit)).get(reverse("admin:review_queue")).status_code == 200


def test_the_page_shows_the_application_the_anchors_and_nothing_chosen(round_, reviewer):
    page = reviewer.get(address(round_)).text
    assert "Vi vill laga cyklar tillsammans" in page
    for score in range(1, 6):
        assert f"nyttan nivå {score}" in page
    assert "checked>" not in page.replace("data-shortcuts checked>", "")
    assert f'data-autosave="{address(round_, "review_save")}"' in page


def test_a_blind_stage_hides_who_it_is_and_an_open_one_does_not(round_, reviewer):
    assert "Rut Resident" not in reviewer.get(address(round_)).text
    round_.stage.blind = False
    round_.stage.save()
    assert "Rut Resident" in reviewer.get(address(round_)).text
    round_.cast.resident.protected = True
    round_.cast.resident.save()
    assert "Rut Resident" not in reviewer.get(address(round_)).text


def test_saving_without_script_keeps_everything(round_, reviewer):
    answer = reviewer.post(address(round_), typed(round_, "4", "none", to_group="Bra plan", act="save"))
    assert (answer.status_code, answer.url) == (302, address(round_))
    review = Review.objects.get()
    assert (written(review).scores, review.to_group) == (
        {round_.criteria[0].pk: 4, round_.criteria[1].pk: None},
        "Bra plan",
    )
    page = reviewer.get(address(round_)).text
    assert 'value="4" checked' in page
    assert "Bra plan" in page


def test_done_with_something_missing_says_so_and_has_saved(round_, reviewer):
    answer = reviewer.post(address(round_), typed(round_, "4", to_group="Halvvägs", act="done"))
    assert answer.status_code == 200
    assert 'id="error-summary"' in answer.text
    assert f"#id_score-{round_.criteria[1].pk}_0" in answer.text
    assert (Review.objects.get().to_group, Review.objects.get().done_at) == ("Halvvägs", None)
    # the page goes on from where it was
    answer = reviewer.post(address(round_), typed(round_, "4", "5", to_group="Halvvägs och klart", act="done"))
    assert answer.status_code == 302
    assert Review.objects.get().done_at is not None


def test_done_leads_to_the_next_and_the_last_to_the_list(round_, reviewer):
    second = factories.make_submission(round_.opening, round_.cast.neighbour, "Odling på taket")
    factories.give_out(second, round_.stage, round_.cast.reviewer, by=round_.cast.fund_manager)
    there = reverse("admin:review", args=[second.case.reference])
    answer = reviewer.post(address(round_), typed(round_, "4", "4", act="done"))
    assert answer.url == f"{there}#review-heading"
    assert "1 kvar" in reviewer.get(there).text
    answer = reviewer.post(there, typed(round_, act="skip"), follow=True)
    assert answer.redirect_chain == [(reverse("admin:review_queue"), 302)]
    assert "Det är den enda du har kvar" in answer.text
    answer = reviewer.post(there, typed(round_, "1", "2", act="done", version=1), follow=True)
    assert "Allt är läst, 2 av 2" in answer.text


def test_a_text_that_is_too_long_comes_back_whole(round_, reviewer):
    long = "å" * 4001
    answer = reviewer.post(address(round_), typed(round_, "4", to_group=long, act="save"))
    assert answer.status_code == 200
    assert long in answer.text
    assert not Review.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("version", "x"), ("judged", ""), ("version", "-1")])
def test_a_page_that_was_tampered_with_is_no_500(round_, reviewer, field, value):
    assert reviewer.post(address(round_), typed(round_, "4", act="save", **{field: value})).status_code == 200
    assert (
        reviewer.post(address(round_, "review_save"), typed(round_, "4", **{field: value}), **JSON).status_code == 422
    )


def test_autosave_answers_with_the_new_version(round_, reviewer):
    answer = reviewer.post(address(round_, "review_save"), typed(round_, "4"), **JSON)
    assert answer.status_code == 200
    said = answer.json()
    assert (said["version"], said["words"]) == (1, f"Sparat kl. {said['saved_at']}")
    assert reviewer.get(address(round_, "review_save")).status_code == 405


def test_an_autosave_conflict_shows_both_and_the_reviewer_chooses(round_, reviewer):
    save = address(round_, "review_save")
    reviewer.post(save, typed(round_, "4", to_group="Från första fliken", tab="one"), **JSON)
    answer = reviewer.post(save, typed(round_, "2", to_group="Från andra fliken", tab="two"), **JSON)
    assert answer.status_code == 409
    said = answer.json()
    assert (said["yours"], said["theirs"]) == ("Från andra fliken", "Från första fliken")
    page = reviewer.get(said["url"]).text
    assert "Från andra fliken" in page
    assert "Från första fliken" in page
    chosen = reviewer.post(said["url"], {"keep": "yours", "version": 1})
    assert chosen.url == address(round_)
    review = Review.objects.get()
    assert (review.to_group, written(review).scores) == ("Från andra fliken", {round_.criteria[0].pk: 2})
    assert reviewer.get(said["url"]).url == address(round_)


def test_the_conflict_page_keeps_what_was_saved_when_asked(round_, reviewer):
    reviewer.post(address(round_), typed(round_, "4", to_group="Från första fliken", act="save"))
    answer = reviewer.post(address(round_), typed(round_, "2", to_group="Från andra", tab="two", act="done"))
    assert answer.status_code == 409
    assert "Från andra" in answer.text
    reviewer.post(address(round_, "review_conflict"), {"keep": "theirs"})
    assert Review.objects.get().to_group == "Från första fliken"


def test_a_third_tab_meanwhile_is_a_conflict_again(round_, reviewer):
    reviewer.post(address(round_), typed(round_, to_group="Ett", act="save"))
    assert reviewer.post(address(round_), typed(round_, to_group="Två", tab="two", act="save")).status_code == 409
    reviewer.post(address(round_), typed(round_, to_group="Tre", version=1, act="save"))
    answer = reviewer.post(address(round_, "review_conflict"), {"keep": "yours", "version": 1})
    assert answer.status_code == 409
    assert "Tre" in answer.text
    assert Review.objects.get().to_group == "Tre"


def test_when_the_stage_closes_while_writing_the_text_is_given_back(round_, reviewer):
    round_.stage.closes_at = dates.now() - timedelta(seconds=1)
    round_.stage.save()
    answer = reviewer.post(address(round_), typed(round_, "4", to_group="Hann inte", act="done"))
    assert answer.status_code == 403
    assert "Hann inte" in answer.text
    assert not Review.objects.exists()
    saved = reviewer.post(address(round_, "review_save"), typed(round_, "4"), **JSON)
    assert saved.status_code == 403


def test_a_done_review_is_read_and_can_be_opened_again(round_, reviewer):
    factories.give(round_.mine, 4, 3, to_group="Mitt ord")
    page = reviewer.get(address(round_)).text
    assert "data-autosave" not in page
    assert "Mitt ord" in page
    answer = reviewer.post(address(round_), {"act": "reopen"})
    assert answer.url == address(round_)
    assert "data-autosave" in reviewer.get(address(round_)).text


# What must not be seen


def test_anothers_words_are_seen_only_after_ones_own(round_, reviewer):
    factories.give(round_.theirs, 5, 5, to_group=MARKER, to_applicant=MARKER)
    for name in ("review", "review_recuse", "review_conflict"):
        assert MARKER not in reviewer.get(address(round_, name)).text
    assert MARKER not in reviewer.get(reverse("admin:review_queue")).text
    assert MARKER not in reviewer.get(reverse("admin:index")).text
    assert MARKER not in reviewer.post(address(round_, "review_save"), typed(round_, "4"), **JSON).text
    assert MARKER not in reviewer.post(address(round_), typed(round_, "4", tab="two", act="save")).text
    reviewer.post(address(round_), typed(round_, "4", "4", act="done"))
    assert MARKER in reviewer.get(address(round_)).text


@pytest.mark.parametrize("name", ["review", "review_save", "review_recuse", "review_conflict"])
@pytest.mark.parametrize("role", ["resident", "coach", "fund_manager", "decision_maker", "auditor", "administrator"])
def test_the_reviewers_pages_do_not_exist_for_others(round_, role, name):
    client = client_of(round_.cast.by_role()[role])
    judges = role in {"coach", "decision_maker"}  # in other stages they read; of this one nothing exists for them
    assert client.get(address(round_, name)).status_code == (405 if judges and name == "review_save" else 404)
    assert client.post(address(round_, name), typed(round_, "1")).status_code == 404


@pytest.mark.parametrize("name", ["review", "review_save", "review_recuse", "review_conflict"])
def test_a_visitor_is_sent_to_sign_in(round_, client, name):
    answer = client.get(address(round_, name))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", ["review", "review_save", "review_recuse", "review_conflict"])
def test_a_reviewer_without_the_assignment_finds_nothing(round_, name):
    for unit in (round_.cast.unit, make_unit("En annan fond")):
        client = client_of(make_reviewer(unit))
        assert client.post(address(round_, name), typed(round_, "1", act="save")).status_code == 404
    assert not Review.objects.exists()


# Stepping aside


def test_stepping_aside_needs_a_ground_and_then_all_is_gone(round_, reviewer):
    page = address(round_, "review_recuse")
    assert reviewer.get(page).status_code == 200
    assert "Välj varför du kliver åt sidan" in reviewer.post(page, {}).text
    assert not Recusal.objects.exists()
    answer = reviewer.post(page, {"ground": "party"}, follow=True)
    assert round_.submission.case.reference in answer.text
    assert "Cykelkök" not in answer.text
    for name in ("review", "review_save", "review_recuse", "review_conflict"):
        assert reviewer.post(address(round_, name), typed(round_, "1")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_the_same_queries_whatever_the_length(round_, reviewer, rows, django_assert_num_queries):
    for number in range(rows - 1):
        submission = factories.make_submission(round_.opening, round_.cast.neighbour, f"Idé {number}")
        people = (round_.cast.reviewer, round_.cast.second_reviewer)
        factories.give_out(submission, round_.stage, *people, by=round_.cast.fund_manager)
    reviewer.get(address(round_))
    with django_assert_num_queries(PAGE_QUERIES):
        reviewer.get(address(round_))
    with django_assert_num_queries(SAVE_QUERIES):
        reviewer.post(address(round_, "review_save"), typed(round_, to_group="Bra"), **JSON)
    with django_assert_num_queries(QUEUE_QUERIES):
        reviewer.get(reverse("admin:review_queue"))


@pytest.mark.parametrize("others", [1, 3])
def test_what_others_gave_is_read_with_the_same_queries_however_many_they_are(
    round_, reviewer, others, django_assert_num_queries
):
    factories.give(round_.mine, 4, 4)
    for number in range(others):
        other = make_reviewer(round_.cast.unit, f"Granskare {number}")
        (theirs,) = factories.give_out(round_.submission, round_.stage, other, by=round_.cast.fund_manager)
        factories.give(theirs, 3, 3, to_group=f"Bra {number}")
    page = reviewer.get(address(round_)).text
    assert [f"Bra {number}" in page for number in range(others)] == [True] * others
    with django_assert_num_queries(PAGE_QUERIES + 2):
        reviewer.get(address(round_))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_that_gives_out_takes_the_same_queries_whatever_the_length(round_, rows, django_assert_num_queries):
    for number in range(rows - 1):
        factories.make_submission(round_.opening, round_.cast.neighbour, f"Idé {number}")
    client, page = client_of(round_.cast.fund_manager), reverse("admin:review_plan", args=[round_.stage.pk])
    client.get(page)
    with django_assert_num_queries(PLAN_QUERIES):
        client.get(page)
