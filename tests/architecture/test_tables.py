"""What features share has one table, in the kernel: drafts, answers, scores, messages, letters, follows, questions.

test_layers.py knows the tables by their names; here they are known by what they hold, so that a renamed copy is found.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.db import models

from civicportal.cases.models import CaseMessage
from civicportal.commons.models import Follow, Hiding, Item, Proof, Question, Report, Step, Support
from civicportal.notices.models import Message
from civicportal.review.models import Assignment, Criterion, Review, Score
from civicportal.submissions.models import Answer, Draft, Form, Submission, Version
from tests.architecture.layers import FEATURES, package_of
from tests.architecture.test_layers import our_models

Model = type[models.Model]
SHARED_NAMES = {
    "Draft", "Answer", "Score", "Message", "Follow", "Follower", "Letter", "Question", "Reply", "Comment", "Support",
    "Report", "Vote", "Like", "Rating", "Anchor", "Proof", "Hiding",
}  # fmt: skip
LONG_TEXT = (models.TextField,)


def _leads_to(model: Model, *targets: Model) -> bool:
    """Whether the model has a key to one of the targets."""
    return any(
        field.is_relation and not field.auto_created and field.related_model in targets
        for field in model._meta.get_fields()
    )


def _named(model: Model, *names: str) -> list[models.Field]:
    return [field for field in model._meta.local_fields if field.name in names]


def holds_answers(model: Model) -> bool:
    """Answers to a form: a key to a draft, form or version, or a column of sealed or collected answers."""
    return _leads_to(model, Draft, Form, Version) or bool(_named(model, "answers", "sealed", "values"))


def holds_scores(model: Model) -> bool:
    """A judgement: a key to a criterion, an assignment or a review, or a number called a score."""
    return _leads_to(model, Criterion, Assignment, Review) or bool(_named(model, "score", "points", "rating", "mean"))


def holds_messages(model: Model) -> bool:
    """Somebody's words to somebody: a long text and the one who wrote it."""
    writes = [field for field in _named(model, "sender", "author", "writer", "from_person") if field.is_relation]
    return bool(writes) and any(isinstance(field, LONG_TEXT) for field in model._meta.local_fields)


def holds_letters(model: Model) -> bool:
    """A letter: an address and what is written to it."""
    address = any(isinstance(field, models.EmailField) for field in model._meta.local_fields)
    return address and bool(_named(model, "subject", "body", "sent_at", "due_at"))


def holds_followers(model: Model) -> bool:
    """Who wants to hear of something: an address or a person, confirmed or ended by a token."""
    return bool(_named(model, "confirmed_at", "token_hash", "end_token", "unsubscribe"))


def holds_supports(model: Model) -> bool:
    """Who says "me too" to a thing: one row per thing and address or person, and nothing more to say."""
    once = [
        set(each.fields)
        for each in model._meta.constraints
        if isinstance(each, models.UniqueConstraint) and len(each.fields) == 2
    ]
    by_whom = any(pair & {"email", "person", "supporter", "voter"} for pair in once)
    said = [field for field in model._meta.local_fields if isinstance(field, models.TextField | models.BooleanField)]
    mine = any(field.name in {"given_at", "supported_at", "voted_at", "liked_at"} for field in model._meta.local_fields)
    return by_whom and mine and not said


def holds_questions(model: Model) -> bool:
    """A question and its answer in one row: somebody's long text, and the city's."""
    texts = {field.name for field in model._meta.local_fields if isinstance(field, LONG_TEXT)}
    return bool(texts & {"answer", "reply", "official_answer"}) and bool(texts & {"text", "question", "words"})


def holds_reports(model: Model) -> bool:
    """Somebody's word that other words should not stand, or staff's that they are hidden: a reason and a target."""
    reason = [field for field in _named(model, "reason") if field.choices]
    return bool(reason) and _leads_to(model, Item, Question, Step)


SHAPES: dict[str, tuple[Callable[[Model], bool], tuple[Model, ...]]] = {
    "answers": (holds_answers, (Answer, Draft, Version)),
    "scores": (holds_scores, (Score, Review)),
    "messages": (holds_messages, (CaseMessage,)),
    "letters": (holds_letters, (Message,)),
    "followers": (holds_followers, (Follow,)),
    "supports": (holds_supports, (Support,)),
    "questions": (holds_questions, (Question,)),
    "reports": (holds_reports, (Report, Hiding)),
}


NO_COPY: dict[str, dict[str, str]] = {
    "answers": {
        "funds.Fund": "which forms it uses, by key",
        "funds.CameFrom": "which draft began from a poster: keys and a day, no answers",
    },
    "followers": {"funds.Pending": "what the decision room proposes, until a delegate confirms it"},
    "names": {"funds.Report": "when a grant's final report is due; its answers are a submission of the kernel"},
}
"""What looks like one of the kernel's tables and is none, with the reason."""


def of_features() -> list[Model]:
    return [model for model in our_models() if package_of(model.__module__) in FEATURES]


@pytest.mark.parametrize("what", SHAPES)
def test_the_shape_is_that_of_the_kernels_own_table(what: str) -> None:
    recognises, tables = SHAPES[what]
    assert [table.__name__ for table in tables if not recognises(table)] == []


@pytest.mark.parametrize("what", SHAPES)
def test_no_feature_has_a_table_of_that_shape(what: str) -> None:
    recognises, _tables = SHAPES[what]
    assert {model._meta.label for model in of_features() if recognises(model)} == set(NO_COPY.get(what, {}))


def test_no_feature_has_a_table_of_that_name() -> None:
    names = [model._meta.label for model in of_features() if any(model.__name__.endswith(n) for n in SHARED_NAMES)]
    assert names == [*NO_COPY["names"]]


def test_features_have_tables_at_all() -> None:
    assert {"funds.Fund", "funds.Application"} <= {model._meta.label for model in of_features()}


def test_what_is_somebodys_own_is_not_in_the_admin() -> None:
    private = {Draft, Answer, Version, Submission, Score, Review, CaseMessage, Follow, Support, Proof, Question, Report}
    assert {model._meta.label for model in private & set(admin.site._registry)} == set()
    registered = {model._meta.app_label for model in admin.site._registry}
    assert {"funds", "cases", "people"} <= registered
