"""The test environments of the demo: what came of two proposals, with their open logs and, of one, the result."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile

from challenges.actions.environments import environment_row, tell_of_match
from challenges.enums import EnvironmentState
from challenges.models import Milestone, Participants, Proposal, TestEnvironment
from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Step
from civicportal.commons.words import in_all_languages
from civicportal.demo.challenges_proposals import Told
from civicportal.demo.log import Log
from civicportal.demo.pictures import MOTIFS, picture
from civicportal.demo.words import localized, texts
from civicportal.files.actions import make_sizes, store_picture
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.people.models import Person

E = EnvironmentState


def _day(ago: int) -> date:
    return dates.today() + timedelta(days=ago)


def _at(ago: int, hour: int = 15) -> datetime:
    return dates.at(_day(ago), time(hour, 30))


def load(told: dict[str, Told], editors: dict[str, Person], log: Log) -> None:
    """Makes each test with its milestones, figures, steps and pictures."""
    pictures: dict[str, StoredFile] = {}
    for row in texts("challenges_tests")["test"]:
        _load_test(row, told[row["proposal"]], pictures, log)


def _load_test(row: dict[str, Any], one: Told, pictures: dict[str, StoredFile], log: Log) -> None:
    editor = one.editor
    environment = TestEnvironment.objects.create(
        proposal=one.proposal,
        challenge=one.challenge,
        slug=one.proposal.slug or "",
        state=row["state"],
        starts_on=_day(row["starts"]),
        ends_on=_day(row["ends"]),
        image=_picture(row["picture"], pictures, editor),
        **{
            name: localized(row[name])
            for name in ("title", "summary", "about", "where", "learnt", "partnerships", "lessons")
            if name in row
        },
    )
    _load_parts(environment, row)
    proposal = Proposal.objects.select_related("submission", "challenge__unit", "challenge__item", "district").get(
        pk=one.proposal.pk
    )
    face = commons.publish(proposal, by=editor)
    item = commons.publish(environment_row(environment.pk), by=editor)
    tell_of_match(proposal, face, item, by=editor)
    Item.every.filter(pk__in=[face.pk, item.pk]).update(published_at=proposal.answered_at)
    assert proposal.answered_at is not None  # noqa: S101 - only matched proposals come here
    log.add(proposal.answered_at, editor, "environment.opened", environment, proposal=proposal.pk)
    _load_log(environment, item, row, pictures, editor, log)


def _load_parts(environment: TestEnvironment, row: dict[str, Any]) -> None:
    Milestone.objects.bulk_create(
        Milestone(
            environment=environment,
            title=localized(title),
            due_on=_day(due),
            reached_on=_day(reached) if reached else None,
        )
        for due, reached, title in row["milestones"]
    )
    Participants.objects.bulk_create(
        Participants(environment=environment, ground=ground, group=localized(group), number=number)
        for ground, group, number in row["participants"]
    )


def _load_log(
    environment: TestEnvironment, item: Item, row: dict[str, Any], pictures: dict[str, StoredFile], by: Person, log: Log
) -> None:
    """The steps that starting, writing in the log, reaching milestones and finishing would have told."""
    function = in_all_languages(environment.challenge.unit.name)
    running = in_all_languages(E.RUNNING.label)
    _step(item, _at(row["starts"], 9), "status", running, None, function, f"start:environment:{environment.pk}")
    log.move(_at(row["starts"], 9), by, "environment.start", environment, E.PREPARING, E.RUNNING)
    for ago, motif, title, words in row["log"]:
        step = _step(item, _at(ago), "update", localized(title), localized(words), function)
        if motif:
            step.images.add(_picture(motif, pictures, by))
        log.add(step.at, by, "environment.told", environment, step=step.pk)
    if row["state"] == E.FINISHED:
        title = in_all_languages(E.FINISHED.label)
        once = f"finish:environment:{environment.pk}"
        _step(item, _at(row["ends"], 16), "result", title, environment.learnt, function, once)
        log.move(_at(row["ends"], 16), by, "environment.finish", environment, E.RUNNING, E.FINISHED)


def _step(item: Item, at: datetime, kind: str, title: Any, words: Any, function: Any, once: str | None = None) -> Step:
    return Step.objects.create(
        item=item, at=at, kind=kind, title=title, words=words or localized({}), by_function=function, once=once
    )


def _picture(motif: str, pictures: dict[str, StoredFile], by: Person) -> StoredFile:
    """Each motif once, made ready at once."""
    if motif not in pictures:
        stored = store_picture(ContentFile(picture(motif), name=f"{motif}.png"), alt=MOTIFS[motif][1], by=by)
        pictures[motif] = make_sizes(stored.pk) or stored
    return pictures[motif]
