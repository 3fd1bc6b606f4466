"""Django's own admin and the reviewers' rule, and the grid of who sees what, in sv and en."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from civicportal.review.actions.blind import redact
from civicportal.review.actions.calibrating import set_calibration
from civicportal.review.models import Assignment, Criterion, Redaction, Review, Score, Stage
from tests.people import client_of
from tests.review import factories

PRIVATE = [model for model in apps.get_app_config("review").get_models() if model not in {Criterion, Stage}]
ROLES = ["resident", "coach", "reviewer", "decision_maker", "fund_manager", "registrar", "auditor", "administrator"]
READS_CRITERIA = {"decision_maker", "fund_manager", "registrar", "auditor"}
WORDS = "HEMLIGT till gruppen"


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model.__name__)
def test_what_is_written_in_a_review_has_no_list_form_popup_or_history_in_djangos_admin(model):
    names = [model, *(inline.model for each in admin.site._registry.values() for inline in each.inlines)]
    assert (model in admin.site._registry, names.count(model)) == (False, 1 if model.__name__ != "Anchor" else 2)
    for page in ("changelist", "add", "autocomplete"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:review_{model._meta.model_name}_{page}")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["criterion", "stage"])
def test_the_seven_side_doors_of_what_staff_arrange(round_, name, role, language):
    client = client_of(round_.cast.by_role()[role])
    client.cookies["django_language"] = language
    row = {"criterion": round_.criteria[0], "stage": round_.stage}[name]
    allowed = role in READS_CRITERIA
    for page, args in (("changelist", []), ("change", [row.pk]), ("history", [row.pk])):
        answer = client.get(reverse(f"admin:review_{name}_{page}", args=args))
        assert (answer.status_code == 200) is allowed, page
    popup = client.get(reverse(f"admin:review_{name}_changelist"), {"_popup": "1", "_to_field": "id"})
    assert (popup.status_code == 200) is allowed
    term = {"app_label": "review", "model_name": "assignment", "field_name": "submission", "term": ""}
    assert client.get(reverse("admin:autocomplete"), term).status_code in {302, 403, 404}
    filtered = client.get(
        reverse(f"admin:review_{name}_changelist"), {"opening__submissions__person__name": "Rut Resident"}
    )
    assert filtered.status_code != 200
    export = client.post(
        reverse(f"admin:review_{name}_changelist"),
        {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"},
    )
    assert export.status_code in {200, 302, 403, 404}
    assert type(row).objects.filter(pk=row.pk).exists()


# The grid: role x state x field


def pages(round_):
    case = round_.submission.case.reference
    return {
        "review": reverse("admin:review", args=[case]),
        "queue": reverse("admin:review_queue"),
        "state": reverse("admin:review_stage_state", args=[round_.stage.pk]),
        "plan": reverse("admin:review_plan", args=[round_.stage.pk]),
        "texts": reverse("admin:review_texts", args=[round_.stage.pk]),
        "text": reverse("admin:review_text", args=[case]),
        "passing": reverse("admin:review_passing", args=[round_.stage.pk]),
        "start": reverse("admin:index"),
    }


NEVER = {"resident", "coach", "administrator", "communicator"}
FIELDS = {"who": "Rut Residents", "phone": "070-123 45 67", "words": WORDS, "score": "4,75|4.75"}
SEES = {
    # role, whether their own review is done: the fields that they see on some page of the review
    ("reviewer", False): set(),
    ("reviewer", True): {"words", "score"},
    ("second_reviewer", True): {"words", "score"},
    ("fund_manager", True): {"who", "phone", "score"},
    ("decision_maker", True): set(),
    ("registrar", True): {"who"},  # the title in the register of cases, on their start page
    ("auditor", True): set(),
}


@pytest.fixture
def judged(round_):
    """A title and a text that tell who it is, struck out; the second reviewer is done."""
    round_.submission = factories.make_submission(
        round_.opening, round_.cast.resident, "Rut Residents cykelkök", need="Ring 070-123 45 67"
    )
    round_.mine, round_.theirs = factories.give_out(
        round_.submission, round_.stage, round_.cast.reviewer, round_.cast.second_reviewer, by=round_.cast.fund_manager
    )
    redact(round_.submission.versions.get(), texts={"title": "", "need": ""}, by=round_.cast.fund_manager)
    factories.give(round_.theirs, 5, 4, to_group=WORDS)
    return round_


def seen_by(round_, who, language):
    person = getattr(round_.cast, who, None) or round_.cast.by_role()[who]
    client = client_of(person)
    client.cookies["django_language"] = language
    answers = [client.get(address) for address in pages(round_).values()]
    text = " ".join(answer.text for answer in answers if answer.status_code == 200)
    return {name for name, words in FIELDS.items() if any(each in text for each in words.split("|"))}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("who", "done"), list(SEES))
def test_who_sees_what_in_the_review(judged, who, done, language):
    if who == "reviewer" and done:
        factories.give(judged.mine, 3, 3)
    assert seen_by(judged, who, language) == SEES[who, done]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("who", sorted(NEVER))
def test_nobody_else_sees_anything_of_the_review(judged, who, language):
    assert seen_by(judged, who, language) == set()


@pytest.mark.parametrize("who", ["reviewer", "fund_manager"])
def test_whoever_steps_aside_sees_nothing_any_more(judged, who):
    from civicportal.cases.actions import declare_recusal

    person = judged.cast.by_role()[who]
    declare_recusal(judged.submission.case, person=person, ground="party", by=person)
    assert seen_by(judged, who, "sv") == set()


def test_the_words_of_a_calibration_text_are_for_those_who_read_and_those_who_arrange(judged):
    Score.objects.all().delete()
    Review.objects.all().delete()
    set_calibration(judged.stage, position=1, title="Prov", text="HEMLIGT prov", by=judged.cast.fund_manager)
    address = reverse("admin:review_calibration", args=[judged.stage.pk, 1])
    codes = {role: client_of(judged.cast.by_role()[role]).get(address).status_code for role in ROLES}
    assert codes == {role: 200 if role == "fund_manager" else 404 for role in ROLES}


def test_the_rows_that_the_grid_is_about_are_there(judged):
    assert (Redaction.objects.count(), Review.objects.count(), Assignment.objects.count()) == (2, 1, 4)
