"""The pitch day as those who arrange it and the jury read it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from civicportal.kernel import dates
from civicportal.review import redacting, rules
from civicportal.review.enums import StageKind
from civicportal.review.features import reviewed_of
from civicportal.review.models import Assignment, JuryQuestion, Slot, Stage
from civicportal.review.queries.stages import gone_on, shown_to
from civicportal.submissions.models import Submission


def slot_for_staff(person: Any, pk: int) -> Slot:
    """A time of a stage that the person works with; not that of a case they have stepped aside from. Raises Http404."""
    rows = Slot.objects.select_related("stage__opening__unit", "submission__case", "submission__person")
    rows = rows.filter(stage__in=Stage.objects.visible_to(person), pk=pk)
    found = _shown(person, rows).first()
    if found is None:
        raise Http404
    return found


def _shown(person: Any, slots: QuerySet[Slot]) -> Any:
    """Times that are free, and those of submissions that the person may arrange."""
    may = shown_to(person, Submission.objects.filter(slots__isnull=False)).values("pk")
    return slots.filter(Q(submission__isnull=True) | Q(submission__in=may))


@dataclass(slots=True)
class Schedule:
    """The times of a pitch stage in order, and the submissions that have none. `away` are not shown to this person."""

    slots: list[Slot] = field(default_factory=list)
    without_time: list[Submission] = field(default_factory=list)
    away: int = 0

    @property
    def asking(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.asked_at is not None]


def schedule_of(stage: Stage, person: Any) -> Schedule:
    """The whole schedule as the person may see it. Constant queries."""
    every = Slot.objects.filter(stage=stage)
    slots = _shown(person, every).select_related("submission__case", "submission__person", "stage")
    shown = list(slots.order_by("starts_at").for_page())
    ready = reviewed_of(stage.opening).ready(stage.opening).filter(withdrawn_at__isnull=True)
    waiting = shown_to(person, gone_on(ready, stage)).exclude(slots__stage=stage)
    rows = waiting.select_related("case", "opening").order_by("case__reference")
    return Schedule(shown, list(rows.for_page()), every.count() - len(shown))


def stage_of_jury(person: Any, pk: int) -> tuple[Stage, QuerySet[Submission]]:
    """A pitch stage and the submissions whose pitch the person may hear of: staff all, the jury what is theirs.

    Never what they have stepped aside from, or have yet to answer a hint of an interest about. Raises Http404.
    """
    stage = Stage.objects.select_related("opening__unit").filter(pk=pk, kind=StageKind.PITCH).first()
    if stage is None:
        raise Http404
    rows = Submission.objects.filter(slots__stage=stage)
    if rules.can_read_setup(person, stage.opening):
        return stage, shown_to(person, rows)
    mine = Assignment.objects.readable_by(person).filter(stage=stage)
    if stage.opens_at > dates.now() or not mine.exists():
        raise Http404
    theirs = rows.filter(pk__in=mine.values("submission")).select_related("case", "person", "opening")
    may = [submission.pk for submission in theirs if rules.has_no_interest(person, submission)]
    return stage, shown_to(person, rows.filter(pk__in=may))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One pitch on the day's sheet."""

    slot: Slot
    reference: str
    title: str
    questions: list[str]


def day_sheet(stage: Stage, submissions: QuerySet[Submission]) -> list[tuple[date, list[SheetRow]]]:
    """The pitches of each day in order, with the questions that the jury has prepared. Two queries."""
    slots = Slot.objects.filter(stage=stage, submission__in=submissions).select_related("submission__case")
    slots = slots.annotate(struck=redacting.redacted_title("submission")).order_by("starts_at")
    asked: dict[int, list[str]] = defaultdict(list)
    questions = JuryQuestion.objects.filter(stage=stage, submission__in=submissions)
    for submission, words in questions.values_list("submission", "words"):
        asked[submission].append(words)
    days: dict[date, list[SheetRow]] = defaultdict(list)
    for slot in slots.for_page():
        assert slot.submission is not None  # noqa: S101 - one that somebody has
        case = slot.submission.case
        title = redacting.title_in_words(case.title, slot.struck, blind=stage.blind)
        day = dates.day_of(slot.starts_at)
        days[day].append(SheetRow(slot, case.reference, title, asked[slot.submission.pk]))
    return list(days.items())
