"""Reviews of the demo's applications: who read which, what they gave, what they wrote; and who stepped aside."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import datetime, timedelta

from civicportal.cases.enums import Ground
from civicportal.cases.models import Recusal
from civicportal.demo.applications import SEED, Told
from civicportal.demo.log import Log
from civicportal.demo.people import REVIEWERS
from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.review.models import Assignment, Review, Score
from funds.enums.applications import ApplicationState as S

STRICTNESS = {"amf": -0.25, "sff": 0.1, "sof": 0.2, "vof": 0.35, "kultur": 0.0, "digital": -0.4}
"""How far each reviewer lies from the others on the whole, as people do."""

RECUSALS = (
    ("ljudvandring", "kultur", Ground.PARTY),
    ("codeclub", "digital", Ground.OTHER),
    ("lagning", "coach", Ground.COACHED),
    ("tjejverkstan", "coach", Ground.COACHED),
    ("verktyg", "coach", Ground.COACHED),
    ("grannbok", "coach", Ground.COACHED),
)
READERS = 3


def load(told: dict[str, Told], cast: dict[str, Person], log: Log) -> None:
    """Makes recusals, assignments, reviews and scores."""
    recused = _load_recusals(told, cast, log)
    read = [one for one in told.values() if one.data.get("level") and one.state != S.SCREENED]
    given = load_assignments(read, recused, cast, log)
    load_reviews(given, cast, log)


def _load_recusals(told: dict[str, Told], cast: dict[str, Person], log: Log) -> dict[str, set[str]]:
    recused: dict[str, set[str]] = {}
    rows = Recusal.objects.bulk_create(
        Recusal(
            case=told[key].case,
            person=cast[who],
            ground=ground,
            declared_at=told[key].screened_at,
            declared_by=cast[who],
        )
        for key, who, ground in RECUSALS
    )
    for (key, who, ground), row in zip(RECUSALS, rows, strict=True):
        recused.setdefault(key, set()).add(who)
        facts = {"recusal": row.pk, "person": row.person_id, "ground": str(ground)}
        log.add(row.declared_at, cast[who], "case.recuse", told[key].case, **facts)
    return recused


def load_assignments(
    read: list[Told],
    recused: dict[str, set[str]],
    cast: dict[str, Person],
    log: Log,
    reviewers: tuple[str, ...] = REVIEWERS,
) -> list[tuple[Told, str, int, Assignment]]:
    """Each is read by three, the load spread evenly, never by somebody who stepped aside."""
    load = dict.fromkeys(reviewers, 0)
    chosen: list[tuple[Told, str, int]] = []
    for one in read:
        free = [who for who in reviewers if who not in recused.get(one.key, set())]
        readers = sorted(free, key=lambda who: (load[who], reviewers.index(who)))[:READERS]
        for place, who in enumerate(readers):
            load[who] += 1
            chosen.append((one, who, place))
    manager = cast["fund_manager"]
    rows = Assignment.objects.bulk_create(
        Assignment(
            stage=one.plan.stage,
            submission=one.submission,
            reviewer=cast[who],
            assigned_by=manager,
            assigned_at=one.screened_at + timedelta(hours=2),
        )
        for one, who, _place in chosen
    )
    for (one, _who, place), row in zip(chosen, rows, strict=True):
        facts = {"case": one.case.pk, "stage": row.stage_id, "reviewer": row.reviewer_id}
        log.add(row.assigned_at, manager, "assignment.made", row, **facts)
        if place == 0:
            log.move(row.assigned_at, manager, "application.review", one.application, S.SCREENED, S.IN_REVIEW)
    return [(one, who, place, row) for (one, who, place), row in zip(chosen, rows, strict=True)]


def _finished_at(one: Told, dice: random.Random) -> datetime:
    """Somewhere in the stage's window, and before now."""
    first = one.screened_at + timedelta(days=1)
    last = min(one.plan.stage.closes_at - timedelta(hours=8), dates.now() - timedelta(hours=2))
    return (first + (last - first) * dice.random()).replace(microsecond=0)


def load_reviews(given: list[tuple[Told, str, int, Assignment]], cast: dict[str, Person], log: Log) -> None:
    """Those that are done; of the next one for an unfinished application, a review half written."""
    dice = random.Random(f"{SEED}:reviews")  # noqa: S311
    begun = [entry for entry in given if entry[2] <= entry[0].reviews]
    rows, scores_of = [], []
    for one, who, place, assignment in begun:
        at, done = _finished_at(one, dice), place < one.reviews
        notes = one.data.get("comments", [])
        scores = [score(one.data["level"] + STRICTNESS[who], dice) for _criterion in one.plan.criteria]
        rows.append(
            Review(
                assignment=assignment,
                version_judged=one.version,
                to_group=notes[place] if done and place < len(notes) else "",
                to_applicant=one.data.get("to_applicant", "") if done and place == 0 else "",
                version=4 if done else 2,
                saved_at=at,
                done_at=at if done else None,
            )
        )
        scores_of.append(scores if done else scores[:2])
    reviews = Review.objects.bulk_create(rows)
    Score.objects.bulk_create(
        Score(review=review, criterion=criterion, value=value)
        for (one, _who, _place, _assignment), review, scores in zip(begun, reviews, scores_of, strict=True)
        for criterion, value in zip(one.plan.criteria, scores, strict=False)
    )
    for (one, who, _place, assignment), review, scores in zip(begun, reviews, scores_of, strict=True):
        facts = {"case": one.case.pk, "stage": assignment.stage_id, "reviewer": assignment.reviewer_id}
        log.add(review.saved_at - timedelta(minutes=25), cast[who], "review.started", review, **facts)
        if review.done_at:
            given_scores = {criterion.pk: value for criterion, value in zip(one.plan.criteria, scores, strict=True)}
            log.add(
                review.done_at,
                cast[who],
                "review.done",
                review,
                **facts,
                judged=1,
                scores_sha256=hash_of_scores(given_scores),
            )


def hash_of_scores(scores: dict[int, int | None]) -> str:
    """What the log keeps of a done review, as the action writes it: criterion and score, never the words."""
    return hashlib.sha256(json.dumps(sorted(scores.items())).encode()).hexdigest()


def score(around: float, dice: random.Random) -> int | None:
    """A score near what the application is worth; one in thirty is "cannot judge"."""
    if dice.random() < 1 / 30:
        return None
    return min(5, max(1, round(dice.gauss(around, 0.6))))
