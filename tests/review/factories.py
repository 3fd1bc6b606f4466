"""Real rows to judge: an opening with a form, two criteria with anchors, a stage, submissions with answers."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from civicportal.cases.actions import open_case
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Organisation, Person
from civicportal.review.actions import assign, finish_review, save_review
from civicportal.review.models import Anchor, Assignment, Criterion, Review, Stage
from civicportal.submissions import kinds
from civicportal.submissions.models import Form, Opening, Submission, Version

KIND = "tests.judged"
_numbers = itertools.count(1)


def text(words: str) -> dict[str, str]:
    return {"sv": words, "en": f"{words} (en)"}


DEFINITION = {
    "steps": [
        {
            "key": "idea",
            "title": text("Idén"),
            "questions": [
                {"key": "title", "kind": "short_text", "label": text("Vad heter idén?"), "means": "title"},
                {"key": "need", "kind": "long_text", "label": text("Vilket behov?"), "required": False},
                {"key": "budget", "kind": "budget", "label": text("Budget"), "means": "budget", "required": False},
            ],
        },
        {
            "key": "who",
            "title": text("Du"),
            "questions": [
                {
                    "key": "contact",
                    "kind": "short_text",
                    "label": text("Vem?"),
                    "means": "contact_name",
                    "identifies": True,
                },
            ],
        },
    ]
}


def _facts(submission: Submission, blind: bool) -> list[tuple[str, str]]:
    told = [("Stadsdel", "Söder")]
    return told if blind else [*told, ("Sökande", str(submission.person))]


def register_kind() -> None:
    """The kind of opening of these tests; a feature registers its own in the same way."""
    if KIND in kinds.kinds:
        return
    kinds.register(
        kinds.OpeningKind(
            key=KIND,
            submitted=lambda submission, version, by: None,
            changed=lambda submission, version, by: None,
            about=lambda opening: kinds.Context(name="Provfonden", url="/", email="fund@example.org"),
            status_url=lambda submission: "/mitt/",
            preview=lambda answers, opening: {},
            facts=_facts,
        )
    )


def make_opening(unit: Organisation, *, kind: str = KIND) -> Opening:
    """An opening that closed yesterday."""
    register_kind()
    form = Form.objects.create(name=f"test-form-{next(_numbers)}", version=1, definition=DEFINITION)
    now = dates.now()
    return Opening.objects.create(
        kind=kind, unit=unit, form=form, series="PF", opens_at=now - timedelta(days=30),
        closes_at=now - timedelta(days=1), answer_by=dates.today() + timedelta(days=20),
    )  # fmt: skip


def make_criterion(opening: Opening, name: str, weight: str = "1") -> Criterion:
    """A criterion with all five anchors."""
    criterion = Criterion.objects.create(
        opening=opening, position=next(_numbers), name=LocalizedText(text(name)),
        question=LocalizedText(text(f"Hur är {name}?")), weight=Decimal(weight),
    )  # fmt: skip
    Anchor.objects.bulk_create(
        Anchor(criterion=criterion, score=score, words=LocalizedText(text(f"{name} nivå {score}")))
        for score in range(1, 6)
    )
    return criterion


def make_stage(
    opening: Opening, *, opens_at: datetime | None = None, days: int = 7, position: int = 1, **fields: Any
) -> Stage:
    """A stage that is open now for a week, unless said."""
    opens_at = opens_at or dates.now() - timedelta(hours=1)
    return Stage.objects.create(
        opening=opening, position=position, name=LocalizedText(text(f"Första läsningen {position}")), opens_at=opens_at,
        closes_at=opens_at + timedelta(days=days), **fields,
    )  # fmt: skip


def make_submission(
    opening: Opening, applicant: Person, title: str = "Cykelkök på Söder", **answers: Any
) -> Submission:
    """Something that was sent, with its case and one version."""
    now = dates.now() - timedelta(days=2)
    case = open_case(
        kind=opening.kind, title=title, unit=opening.unit, person=applicant, series=opening.series,
        answer_by=opening.answer_by, by=applicant,
    )  # fmt: skip
    submission = Submission.objects.create(opening=opening, case=case, person=applicant, first_sent_at=now, sent_at=now)
    add_version(submission, {"title": title, "contact": applicant.name, **answers})
    return submission


def add_version(submission: Submission, answers: dict[str, Any]) -> Version:
    """The answers sent once more."""
    digest = hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()
    number = submission.versions.count() + 1
    form = submission.opening.form
    return Version.objects.create(submission=submission, number=number, form=form, answers=answers, sha256=digest)


def give(
    assignment: Assignment, *values: int | None, to_group: str = "", to_applicant: str = "", done: bool = True
) -> Review:
    """A reviewer scores the criteria in order, and is done with it unless said."""
    criteria = Criterion.objects.filter(opening=assignment.submission.opening)
    scores = {criterion.pk: value for criterion, value in zip(criteria, values, strict=False)}
    review = save_review(
        assignment, scores=scores, to_group=to_group, to_applicant=to_applicant, version=0, by=assignment.reviewer
    )
    assert isinstance(review, Review)
    return finish_review(assignment, by=assignment.reviewer) if done else review


def give_out(submission: Submission, stage: Stage, *reviewers: Person, by: Person) -> list[Assignment]:
    """The submission to each reviewer."""
    return [assign(submission, stage=stage, reviewer=reviewer, by=by) for reviewer in reviewers]
