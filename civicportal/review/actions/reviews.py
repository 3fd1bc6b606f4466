"""Giving out reviews, writing them, finishing them, stepping aside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from civicportal.cases.actions import declare_recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import insist, no
from civicportal.kernel.text import nfc
from civicportal.notices.actions import site_link, write
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.review import rules
from civicportal.review.models import Assignment, Criterion, Review, Score, Stage
from civicportal.review.models.criteria import LOWEST
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Submission, Version


@dataclass(frozen=True, slots=True)
class Written:
    """What a review holds: criterion id to a score of its scale, or None for "cannot judge"; and the two texts."""

    scores: dict[int, int | None]
    to_group: str
    to_applicant: str

    def as_json(self) -> dict[str, Any]:
        """For the column that keeps what was put aside."""
        return {"scores": list(self.scores.items()), "to_group": self.to_group, "to_applicant": self.to_applicant}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Written:
        """What `as_json` kept."""
        return cls(dict(kept["scores"]), kept["to_group"], kept["to_applicant"])


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody's other tab has saved something else meanwhile. Nothing of it is lost: both are here."""

    review: Review
    yours: Written
    theirs: Written


class Unfinished(Exception):
    """A review cannot be done while criteria are neither scored nor marked "cannot judge"."""

    def __init__(self, missing: list[Criterion]) -> None:
        super().__init__(f"{len(missing)} criteria without an answer")
        self.missing = missing


def assign(submission: Submission, *, stage: Stage, reviewer: Person, by: Person) -> Assignment:
    """Asks a reviewer to judge a submission in a stage; at most one letter a day and stage tells them.

    An assignment that was taken back comes into force again with what had been written. Raises Refused.
    """
    with transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",)).select_related("opening", "case")
        locked = rows.get(pk=submission.pk)
        insist(rules.can_assign(by, locked, stage, reviewer))
        assignment, _made = Assignment.objects.update_or_create(
            stage=stage,
            submission=locked,
            reviewer=reviewer,
            defaults={"assigned_by": by, "assigned_at": dates.now(), "ended_at": None},
        )
        record(assignment, verb="assignment.made", by=by, facts=_facts(assignment))
        _tell(assignment)
        return assignment


def end_assignment(assignment: Assignment, *, by: Person) -> Assignment:
    """Takes an assignment back before its review is done. What was written stays in the case. Raises Refused."""
    with transaction.atomic():
        locked = _lock(assignment)
        insist(rules.can_end(by, locked))
        _end(locked, by)
        return locked


def save_review(
    assignment: Assignment,
    *,
    scores: Mapping[int, int | None],
    to_group: str,
    to_applicant: str,
    version: int,
    by: Person,
    judged: Version | None = None,
    tab: str = "",
) -> Review | Conflict:
    """Keeps what a reviewer has written so far. Nothing is demanded: it is a draft until it is done.

    `scores` holds the criteria that were answered on the page; one that is missing keeps what it has. `version` is
    the number of the review that the page was made from, 0 for none. When another tab has saved something else
    since, that stays, this text is put aside in the review and a Conflict with both is returned; the page's own
    earlier save (the same `tab`) is no conflict. `judged` is the version of the submission that was on the page,
    else the latest. Raises Refused, and ValueError for a score outside its scale or a criterion of another opening.
    """
    with transaction.atomic():
        locked = _lock(assignment)
        insist(rules.can_review(by, locked))
        review = Review.objects.filter(assignment=locked).first()
        if review is not None and review.done_at is not None:
            insist(no(rules.DONE))
        before = written(review)
        wanted = Written({**before.scores, **scores}, nfc(to_group).strip(), nfc(to_applicant).strip())
        _check_scores(locked, wanted.scores)
        if review is not None and wanted == before:
            return review
        if review is not None and version != review.version and not (tab and tab == review.saved_from):
            review.aside = wanted.as_json()
            review.save(update_fields=["aside"])
            return Conflict(review, wanted, before)
        return _store(locked, review, wanted, by=by, judged=judged, tab=tab)


def choose(assignment: Assignment, *, keep_aside: bool, version: int, by: Person) -> Review | Conflict:
    """The reviewer has seen both texts: the one put aside takes the place of what was saved, or is forgotten.

    `version` is the number of the review that was shown beside it; if yet another text was saved since, nothing is
    written and the Conflict is returned. Raises Refused.
    """
    with transaction.atomic():
        locked = _lock(assignment)
        insist(rules.can_review(by, locked))
        review = Review.objects.get(assignment=locked)
        if keep_aside and review.aside:
            yours = Written.from_json(review.aside)
            if version != review.version:
                return Conflict(review, yours, written(review))
            review = _store(locked, review, yours, by=by, judged=review.version_judged, tab="")
        review.aside = None
        review.save(update_fields=["aside"])
        return review


def finish_review(assignment: Assignment, *, by: Person) -> Review:
    """Marks a review as done: from now on it counts, and its reviewer sees what others gave.

    Each criterion needs a score or "cannot judge". Raises Unfinished with what is missing, and Refused.
    """
    with transaction.atomic():
        locked = _lock(assignment)
        insist(rules.can_review(by, locked))
        review = Review.objects.filter(assignment=locked).first()
        answered = written(review).scores
        missing = [criterion for criterion in _criteria(locked) if criterion.pk not in answered]
        if review is None or missing:
            raise Unfinished(missing)
        if review.done_at is None:
            review.done_at = dates.now()
            review.save(update_fields=["done_at"])
            facts = {**_facts(locked), "judged": review.version_judged.number, "scores_sha256": _hash_of(answered)}
            record(review, verb="review.done", by=by, facts=facts)
        return review


def reopen_review(assignment: Assignment, *, by: Person) -> Review:
    """Lets a reviewer change a review that is done, while the stage is open; it does not count meanwhile.

    Raises Refused.
    """
    with transaction.atomic():
        locked = _lock(assignment)
        insist(rules.can_review(by, locked) & rules.is_done(locked))
        review = Review.objects.get(assignment=locked)
        review.done_at = None
        review.save(update_fields=["done_at"])
        record(review, verb="review.reopened", by=by, facts=_facts(locked))
        return review


def step_aside(assignment: Assignment, *, ground: str, by: Person) -> None:
    """A reviewer steps aside (jäv): the recusal is declared and all their assignments on the case end.

    What they gave does not count any more, done or not. Raises Refused.
    """
    with transaction.atomic():
        locked = _lock(assignment)
        insist(rules.can_step_aside(by, locked))
        declare_recusal(locked.submission.case, person=by, ground=ground, by=by)
        theirs = Assignment.objects.standing().filter(submission=locked.submission, reviewer=by)
        for one in theirs.select_related("submission", "stage"):
            _end(one, by)


def written(review: Review | None, scores: dict[int, int | None] | None = None) -> Written:
    """What a review holds; empty for none. `scores` are its own, where they are at hand."""
    if review is None:
        return Written({}, "", "")
    if scores is None:
        scores = dict(Score.objects.filter(review=review).values_list("criterion_id", "value"))
    return Written(scores, review.to_group, review.to_applicant)


def _lock(assignment: Assignment) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",))
    return rows.select_related("stage", "submission__opening", "submission__case").get(pk=assignment.pk)


def _end(assignment: Assignment, by: Person) -> None:
    assignment.ended_at = dates.now()
    assignment.save(update_fields=["ended_at"])
    record(assignment, verb="assignment.ended", by=by, facts=_facts(assignment))


def _criteria(assignment: Assignment) -> list[Criterion]:
    return list(Criterion.objects.filter(opening_id=assignment.submission.opening_id))


def _check_scores(assignment: Assignment, scores: Mapping[int, int | None]) -> None:
    criteria = {criterion.pk: criterion for criterion in _criteria(assignment)}
    if unknown := set(scores) - set(criteria):
        raise ValueError(f"criteria {sorted(unknown)} belong to another opening")
    within_scales((criteria[pk], value) for pk, value in scores.items())


def within_scales(given: Iterable[tuple[Criterion, int | None]]) -> None:
    """Raises ValueError for a score that the criterion's scale does not have."""
    for criterion, value in given:
        if value is not None and not LOWEST <= value <= criterion.highest:
            raise ValueError(f"{value} is not a score from {LOWEST} to {criterion.highest}")


def _store(
    assignment: Assignment, review: Review | None, wanted: Written, *, by: Person, judged: Version | None, tab: str
) -> Review:
    judged = judged or assignment.submission.versions.order_by("-number")[0]
    values: dict[str, Any] = {
        "to_group": wanted.to_group, "to_applicant": wanted.to_applicant, "version_judged": judged,
        "saved_at": dates.now(), "saved_from": tab[:36],
    }  # fmt: skip
    if review is None:
        review = Review.objects.create(assignment=assignment, version=1, **values)
        record(review, verb="review.started", by=by, facts=_facts(assignment))
    else:
        for name, value in values.items():
            setattr(review, name, value)
        review.version += 1
        review.save(update_fields=[*values, "version"])
    rows = [Score(review=review, criterion_id=criterion, value=value) for criterion, value in wanted.scores.items()]
    Score.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["review", "criterion"], update_fields=["value"]
    )
    return review


def _facts(assignment: Assignment) -> dict[str, Any]:
    return {
        "case": assignment.submission.case_id,
        "stage": assignment.stage_id,
        "reviewer": assignment.reviewer_id,
    }


def _hash_of(scores: Mapping[int, int | None]) -> str:
    return hashlib.sha256(json.dumps(sorted(scores.items())).encode()).hexdigest()


def _tell(assignment: Assignment) -> None:
    """One letter a day and stage, however many applications the day brings."""
    stage, reviewer = assignment.stage, assignment.reviewer
    opening = assignment.submission.opening
    with translation.override(reviewer.language):
        facts = {
            "fund": str(kind_of(opening).about(opening).name),
            "stage": stage.name.said(reviewer.language).text,
            "closes": _last_day(stage.closes_at, reviewer.language),
            "link": site_link(reverse("admin:review_queue")),
        }
    once = f"review.assigned:{stage.pk}:{reviewer.pk}:{dates.today():%Y-%m-%d}"
    write("review.assigned", to=reviewer, facts=facts, about=stage, once=once)


def _last_day(closes_at: datetime, language: str) -> str:
    return dates.show_deadline(closes_at, language=language)
