"""A reviewer's own queue: what they have to read, stage by stage, and where they are in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject
from django.http import Http404
from django.urls import reverse

from civicportal.cases.rules import seen_by
from civicportal.kernel import dates
from civicportal.review import hints, redacting
from civicportal.review.arranged import arrangement, note_arrangement
from civicportal.review.enums import Progress, StageKind
from civicportal.review.models import Advice, Assignment, Calibration, GoneThrough, Review, Score, Stage
from civicportal.submissions.kinds import kind_of, name_in_a_list
from civicportal.submissions.models import CoWriter, Opening, Version


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One submission in a reviewer's queue. `others_done` is how many others have finished it in the stage."""

    assignment_id: int
    reference: str
    title: str
    progress: Progress
    others_done: int
    turn: tuple[bool, int, str]
    calibrates: bool = False

    @property
    def url(self) -> str:
        return reverse("admin:review", args=[self.reference])


@dataclass(slots=True)
class StageQueue:
    """A reviewer's part of one stage: what is left, least reviewed first, then what is done."""

    stage: Stage
    fund: str
    left: list[QueueItem] = field(default_factory=list)
    done: list[QueueItem] = field(default_factory=list)
    texts: list[Calibration] = field(default_factory=list)
    """Calibration texts that the reviewer has yet to score."""

    @property
    def total(self) -> int:
        return len(self.left) + len(self.done)


def _turn(person: Any, submission_id: int, others_done: int, first: bool) -> tuple[bool, int, str]:
    """The order to read in: calibration cases, then the least reviewed, among equals in an order of one's own.

    So the last of the list are not the same for everybody. A reviewer's own finished review does not move it, and
    nothing that others gave does.
    """
    return (not first, others_done, hashlib.sha256(f"{person.pk}:{submission_id}".encode()).hexdigest())


def _progress(started: int | None, done_at: datetime | None) -> Progress:
    if started is None:
        return Progress.NEW
    return Progress.DONE if done_at else Progress.STARTED


def readable_now(person: Any) -> QuerySet[Assignment]:
    """The person's assignments that they may open today: the stage has opened, its text is gone through if asked."""
    latest = Version.objects.filter(submission=OuterRef("version__submission")).order_by("-number").values("pk")[:1]
    gone_through = GoneThrough.objects.filter(version__submission=OuterRef("submission"), version=Subquery(latest))
    rows = Assignment.objects.readable_by(person).filter(Q(stage__redacted_first=False) | Exists(gone_through))
    return rows.filter(stage__opens_at__lte=dates.now(), submission__withdrawn_at__isnull=True)


def _items(person: Any, stage_id: int | None = None) -> list[tuple[int, QueueItem]]:
    """The person's assignments that they may open today, each with its stage's id; finished ones by when.

    One query for plain values, because a list may hold a thousand. What others have done is counted, never shown as
    a figure of theirs; a blind reader gets the redacted title.
    """
    rows = readable_now(person)
    if stage_id is not None:
        rows = rows.filter(stage=stage_id)
    others = Assignment.objects.standing().filter(stage=OuterRef("stage"), submission=OuterRef("submission"))
    others = others.filter(review__done_at__isnull=False).exclude(reviewer=person).order_by()
    number = others.values("submission").annotate(number=Count("pk")).values("number")
    advice = Advice.objects.filter(stage=OuterRef("stage"), submission=OuterRef("submission"))
    in_group = Q(stage__kind=StageKind.ADVICE)
    rows = rows.annotate(
        others_done=Coalesce(Subquery(number), 0),
        started=Case(When(in_group, then=Subquery(advice.values("pk"))), default=F("review__pk")),
        finished=Case(When(in_group, then=Subquery(advice.values("done_at"))), default=F("review__done_at")),
        first=Exists(Calibration.objects.filter(stage=OuterRef("stage"), submission=OuterRef("submission"))),
        struck=redacting.redacted_title("submission"),
    ).order_by("finished", "pk")
    values = rows.values_list(
        "pk", "stage_id", "submission_id", "submission__case__reference", "submission__case__title", "started",
        "finished", "others_done", "first", "struck", "stage__blind", "submission__person__protected",
    )  # fmt: skip
    return [
        (
            stage,
            QueueItem(
                assignment_id=pk,
                reference=reference,
                title=redacting.title_in_words(title, struck, blind=blind or bool(protected)),
                progress=_progress(started, done_at),
                others_done=done,
                turn=_turn(person, submission, done, first),
                calibrates=first,
            ),
        )
        for pk, stage, submission, reference, title, started, done_at, done, first, struck, blind, protected in values
    ]


def queue(person: Any) -> list[StageQueue]:
    """Everything that the person has to review, stage by stage; open stages with work left first.

    Three queries.
    """
    found = _by_stage(person)
    stages = {mine.stage.pk: mine for mine in found}
    open_texts = Calibration.objects.filter(stage__in=[pk for pk, mine in stages.items() if mine.stage.is_open()])
    for text in open_texts.filter(submission=None).exclude(trials__person=person):
        stages[text.stage_id].texts.append(text)
    return found


def _by_stage(person: Any) -> list[StageQueue]:
    """The same without the texts to score: two queries."""
    items = _items(person)
    rows: Any = Stage.objects.filter(pk__in={stage_id for stage_id, _item in items}).select_related("opening")
    rows = rows.annotate(called=name_in_a_list())
    stages = {stage.pk: StageQueue(stage, str(stage.called) or _asked_name(stage.opening)) for stage in rows}
    for stage_id, item in items:
        mine = stages[stage_id]
        (mine.done if item.progress == Progress.DONE else mine.left).append(item)
    for mine in stages.values():
        mine.left.sort(key=lambda item: item.turn)
    return sorted(stages.values(), key=lambda mine: (mine.stage.has_closed(), not mine.left, mine.stage.closes_at))


def _asked_name(opening: Opening) -> str:
    """The name as the feature says it, of a kind of opening that does not tell where its name is written."""
    return str(kind_of(opening).about(opening).name)


@dataclass(frozen=True, slots=True)
class Left:
    """How much of one open stage is left for a reviewer."""

    stage: Stage
    fund: str
    left: int
    total: int


def left_to_review(person: Any) -> list[Left]:
    """The open stages where the person has something left, for the start page. Two queries."""
    return [
        Left(mine.stage, mine.fund, len(mine.left), mine.total)
        for mine in _by_stage(person)
        if mine.left and mine.stage.is_open()
    ]


def number_done(person: Any) -> int:
    """How many reviews the person has finished and still stands for. One query."""
    return Review.objects.filter(assignment__in=Assignment.objects.readable_by(person), done_at__isnull=False).count()


def assignment_for(person: Any, reference: str) -> Assignment:
    """The person's assignment for the case with this reference: in the open stage, else the latest one.

    It comes with what the rules of its page ask, and with the person's `own_scores`. Raises Http404 when there is none,
    when they have stepped aside, before the stage opens, and while its text has still to be gone through.
    """
    rows = readable_now(person).filter(submission__case__reference=reference)
    rows = rows.select_related("stage", "submission__opening__unit", "submission__case", "submission__person", "review")
    along = CoWriter.objects.writing().filter(person=person, draft__submission=OuterRef("submission"))
    said = hints.said_of(person, OuterRef("submission"))
    scores = Score.objects.filter(review__assignment=OuterRef("pk"))
    rows = rows.annotate(
        **arrangement("stage"),
        writes_it=Exists(along),
        said=ArraySubquery(said.values("key")),
        own_scores=ArraySubquery(scores.values(pair=JSONObject(criterion="criterion_id", value="value"))),
    )
    assignment: Any = rows.order_by("-stage__opens_at").first()
    if assignment is None:
        raise Http404
    note_arrangement(assignment.stage, assignment.named, assignment.marked)
    hints.note_said(person, assignment.submission, assignment.said)
    if not assignment.writes_it:
        seen_by(person, assignment.submission.case)
    found: Assignment = assignment
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reviewer is: "7 of 24, 16 left"; `next_url` is empty where nothing else is left."""

    number: int
    total: int
    left: int
    next_url: str


def place_of(person: Any, assignment: Assignment) -> Place:
    """Where an assignment stands in the person's own stage. One query."""
    items = [item for _stage, item in _items(person, assignment.stage_id)]
    current = next((item for item in items if item.assignment_id == assignment.pk), None)
    done = [item for item in items if item.progress == Progress.DONE]
    left = sorted((item for item in items if item.progress != Progress.DONE), key=lambda item: item.turn)
    number = next((place for place, item in enumerate([*done, *left], 1) if item is current), 1)
    following = _next(left, current)
    return Place(number, len(items), len(left), following.url if following else "")


def next_unscored(person: Any, after: Assignment) -> str:
    """The address of the next submission to review after this one in the same stage; empty when none is left.

    What was skipped comes again when the end is reached.
    """
    return place_of(person, after).next_url


def _next(left: list[QueueItem], current: QueueItem | None) -> QueueItem | None:
    others = [item for item in left if item is not current]
    if current is None:
        return others[0] if others else None
    later = [item for item in others if item.turn > current.turn]
    return next(iter(later or others), None)
