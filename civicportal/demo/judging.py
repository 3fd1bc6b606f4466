"""The stages around the reviewers' reading: the coach team's advice, the pitch, the steering group; calibration."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from civicportal.demo.applications import Told
from civicportal.demo.calendar import morning
from civicportal.demo.fund import RoundPlan
from civicportal.demo.log import Log
from civicportal.demo.people import REVIEWERS
from civicportal.demo.words import localized, texts
from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.review.enums import Judges, Leaves, Shows, StageKind
from civicportal.review.models import (
    Advice,
    Assignment,
    Calibration,
    GoneThrough,
    JuryQuestion,
    Redaction,
    Slot,
    Stage,
    Trial,
)
from civicportal.submissions.definition import definition_of

COACHES = ("coach", "second_coach")
BEFORE_THE_READING = timedelta(hours=1)


def load(rounds: list[RoundPlan], told: dict[str, Told], cast: dict[str, Person], log: Log) -> None:
    """Makes the other stages of the two rounds that are not over, and what has been written in the older one."""
    data = texts("judging")
    plan, coming = (next(plan for plan in rounds if plan.key == key) for key in ("deciding", "open"))
    coaches, pitch = load_stages(plan, data)
    load_stages(coming, data)
    load_advice(coaches, data, told, cast, log)
    load_redactions(data, told, cast, log)
    load_calibration(plan, data, told, cast)
    load_pitch(pitch, plan, data, told, cast)


def load_stages(plan: RoundPlan, data: dict[str, Any]) -> tuple[Stage, Stage]:
    """The coach team reads while the round is open; the pitch and the steering group come after the departments."""
    opening, reading, answer_by = plan.row.opening, plan.stage, plan.times.answer_by
    reading.closes_at = dates.closing(answer_by - timedelta(days=8))
    reading.position, reading.leaves, reading.shows = 2, Leaves.ALL, Shows.SCORES
    reading.save()
    coaches = Stage.objects.create(
        opening=opening, position=1, name=localized(data["coaches"]["name"]), kind=StageKind.ADVICE,
        judges=Judges.COACH, blind=False, wanted_reviews=2, leaves=Leaves.ADVICE, opens_at=opening.opens_at,
        closes_at=opening.closes_at,
    )  # fmt: skip
    pitch = Stage.objects.create(
        opening=opening, position=3, name=localized(data["pitch"]["name"]), kind=StageKind.PITCH,
        judges=Judges.REVIEWER, blind=False, wanted_reviews=3, shows=Shows.WORDS, opens_at=reading.closes_at,
        closes_at=dates.closing(answer_by - timedelta(days=4)),
    )  # fmt: skip
    Stage.objects.create(
        opening=opening, position=4, name=localized(data["steering"]["name"]), kind=StageKind.ADVICE,
        judges=Judges.DECISION_MAKER, blind=False, wanted_reviews=1, opens_at=pitch.closes_at,
        closes_at=dates.closing(answer_by - timedelta(days=1)),
    )  # fmt: skip
    return coaches, pitch


def load_advice(stage: Stage, data: dict[str, Any], told: dict[str, Told], cast: dict[str, Person], log: Log) -> None:
    """What the coach team wrote together; whoever coached the application did not take part."""
    writer = cast["second_coach"]
    for said in data["advice"]:
        one = told[said["key"]]
        at = stage.closes_at - BEFORE_THE_READING
        row = Assignment.objects.create(
            stage=stage, submission=one.submission, reviewer=writer, assigned_by=cast["fund_manager"], assigned_at=at
        )
        facts = {"case": one.case.pk, "stage": stage.pk}
        log.add(at, cast["fund_manager"], "assignment.made", row, **facts, reviewer=writer.pk)
        advice = Advice.objects.create(
            stage=stage, submission=one.submission, verdict=said["verdict"], words=said["words"], saved_at=at,
            saved_by=writer, done_at=at,
        )  # fmt: skip
        log.add(at, writer, "advice.saved", advice, **facts, done=True, verdict=said["verdict"], version=1)


def load_redactions(data: dict[str, Any], told: dict[str, Told], cast: dict[str, Person], log: Log) -> None:
    """A title that told who had written it, struck out before the blind reading."""
    manager = cast["fund_manager"]
    for said in data["redaction"]:
        one = told[said["key"]]
        question = definition_of(one.version.form).meaning(said["question_means"])
        if question is None:
            continue
        Redaction.objects.create(
            version=one.version, question=question.key, means=question.means, text=said["text"], by=manager
        )
        GoneThrough.objects.create(version=one.version, by=manager)
        facts = {"case": one.case.pk, "version": one.version.number, "redacted": [question.key]}
        log.add(dates.now(), manager, "text.gone_through", one.version, **facts)


def load_calibration(plan: RoundPlan, data: dict[str, Any], told: dict[str, Told], cast: dict[str, Person]) -> None:
    """Two cases that everybody scored first: an application of the round and a text."""
    said = data["calibration"]
    Calibration.objects.create(stage=plan.stage, position=1, submission=told[said["submission"]].submission)
    text = Calibration.objects.create(stage=plan.stage, position=2, title=said["title"], text=said["text"].strip())
    Trial.objects.bulk_create(
        Trial(
            calibration=text,
            person=cast[who],
            given=[
                (criterion.pk, 2 + (place + number) % 3 if number else 3)
                for number, criterion in enumerate(plan.criteria)
            ],
            done_at=plan.stage.opens_at + timedelta(hours=10 + place),
        )
        for place, who in enumerate(REVIEWERS)
    )


def load_pitch(
    stage: Stage, plan: RoundPlan, data: dict[str, Any], told: dict[str, Told], cast: dict[str, Person]
) -> None:
    """Three times on the last day of the pitch stage, a Monday; one is given, and two in the jury have questions."""
    day = plan.times.answer_by - timedelta(days=4)
    for number in range(3):
        begins = morning(day, 13) + timedelta(minutes=20 * number)
        Slot.objects.create(
            stage=stage, starts_at=begins, ends_at=begins + timedelta(minutes=15), place=data["pitch"]["place"],
            submission=told["grannskafferi"].submission if number == 0 else None, changes=1 if number == 0 else 0,
        )  # fmt: skip
    for said in data["question"]:
        JuryQuestion.objects.create(
            stage=stage, submission=told[said["key"]].submission, words=said["words"], by=cast[said["who"]]
        )
