"""Test environments in public: opened by a match, told in an open log, ended with what was learnt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from challenges.enums import OVER, EnvironmentState, Phase
from challenges.models import Challenge, Milestone, Proposal, TestEnvironment
from challenges.models.challenges import MOST_MONTHS
from challenges.phases import phase_of
from challenges.rules import ENVIRONMENT_MOVES, can_lead, can_tell_about
from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.answers import YES, Answer, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.rows import held
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.records.actions import record


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the month's last day where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def lasts_as_long_as_it_may(starts_on: date, ends_on: date) -> Answer:
    """A test is a learning process of at most 24 months."""
    if ends_on <= starts_on:
        return no(_("The test must end after it starts"))
    if ends_on > months_after(starts_on, MOST_MONTHS):
        return no(
            _("A test lasts %(months)s months at most, until %(day)s")
            % {"months": MOST_MONTHS, "day": dates.show_day(months_after(starts_on, MOST_MONTHS))}
        )
    return YES


def environment_row(pk: int) -> TestEnvironment:
    """A test environment with what its public item tells."""
    rows = TestEnvironment.objects.select_related(
        "proposal__district", "proposal__item", "challenge__unit", "challenge__district", "challenge__theme",
        "challenge__item", "challenge__opening", "image", "item",
    )  # fmt: skip
    return rows.get(pk=pk)


def open_environment(proposal: Proposal, *, starts_on: date, ends_on: date, by: Person) -> TestEnvironment:
    """Publishes a matched proposal with its test environment and draws the thread, inside the match's transaction."""
    insist(lasts_as_long_as_it_may(starts_on, ends_on))
    challenge, language = proposal.challenge, proposal.submission.language
    environment = TestEnvironment.objects.create(
        proposal=proposal,
        challenge=challenge,
        slug=proposal.slug or "",
        title=LocalizedText({language: proposal.title}),
        summary=LocalizedText({language: proposal.summary}),
        where=challenge.place,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(environment, verb="environment.opened", by=by, facts={"proposal": proposal.pk})
    face = commons.publish(proposal, by=by)
    item = commons.publish(environment, by=by)
    tell_of_match(proposal, face, item, by=by)
    _tell_challenge(challenge, by=by)
    return environment


def tell_of_match(proposal: Proposal, face: Item, item: Item, *, by: Person) -> None:
    """The steps of a match on the proposal and its challenge, and the links of the thread.

    `face` is the proposal's item, `item` that of its test.
    """
    challenge = proposal.challenge
    commons.add_step(
        face,
        by=by,
        kind=Step.Kind.DECISION,
        title=in_all_languages(_("Chosen by %(unit)s"), unit=challenge.unit.name),
        at=proposal.answered_at,
        by_function=challenge.unit.name,
        once=f"matched:{proposal.pk}",
        tell=False,
    )
    commons.link(item, face, Link.Kind.TESTS, by=by)
    if challenge.item is not None:
        commons.link(face, challenge.item, Link.Kind.ANSWERS, by=by)
        commons.add_step(
            challenge.item,
            by=by,
            kind=Step.Kind.DECISION,
            title=in_all_languages(_("Goes on with the proposal “%(title)s”"), title=proposal.title),
            at=proposal.answered_at,
            by_function=challenge.unit.name,
            once=f"match:{proposal.pk}",
        )
    origin = proposal.submission.origin
    if origin is not None and origin.visible:
        commons.link(face, origin, Link.Kind.GREW_FROM, by=by)


def _tell_challenge(challenge: Challenge, *, by: Person | None) -> None:
    """The challenge says that something is being tested, or no longer; followers have read it in the step."""
    rows = Challenge.objects.select_related("unit", "item", "opening", "image", "district", "theme")
    row: Challenge = held(rows.prefetch_related("voices", "goals"), challenge.pk)
    phase = phase_of(row)
    if phase != row.phase and row.item is not None and row.item.visible:
        row.phase = Phase(phase)
        row.save(update_fields=["phase"])
        commons.publish(row, by=by)


@transaction.atomic
def tell(
    environment: TestEnvironment,
    *,
    by: Person,
    title: LocalizedText,
    words: LocalizedText,
    at: datetime | None = None,
    images: Iterable[StoredFile] = (),
    once: str | None = None,
) -> Step:
    """Adds a dated entry to the open log; followers get a letter. Raises Refused for others than the department's."""
    insist(can_tell_about(by, environment))
    step = commons.add_step(
        environment.item,
        by=by,
        kind=Step.Kind.UPDATE,
        title=title,
        words=words,
        at=at,
        by_function=environment.challenge.unit.name,
        images=images,
        once=once,
    )
    record(environment, verb="environment.told", by=by, facts={"step": step.pk})
    return step


@transaction.atomic
def give_picture(environment: TestEnvironment, stored: StoredFile, *, by: Person) -> None:
    """Puts a stored picture on a test; it shows as soon as the worker has made its sizes. Raises Refused."""
    insist(can_tell_about(by, environment))
    TestEnvironment.objects.filter(pk=environment.pk).update(image=stored)
    record(environment, verb="environment.picture", by=by, facts={"file": stored.pk})
    refresh(environment, by=by)


@transaction.atomic
def reach(milestone: Milestone, *, by: Person, on: date | None = None) -> Milestone:
    """A milestone is reached; the log tells it once. Raises Refused for others than the department's editors."""
    locked = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    environment = environment_row(locked.environment_id)
    insist(can_lead(by, environment))
    if locked.reached_on is None:
        locked.reached_on = on or dates.today()
        locked.save(update_fields=["reached_on"])
        record(environment, verb="environment.milestone", by=by, facts={"milestone": locked.pk})
        commons.add_step(
            environment.item,
            by=by,
            title=in_all_languages(_("Reached: %(milestone)s"), milestone=locked.title),
            by_function=environment.challenge.unit.name,
            once=f"milestone:{locked.pk}",
        )
    return locked


@transaction.atomic
def move(environment: TestEnvironment, name: str, *, by: Person, **result: LocalizedText) -> TestEnvironment:
    """Starts, finishes or stops a test in public.

    `result` may hold learnt, partnerships and lessons; to finish, the last two must be written. Raises Refused.
    """
    TestEnvironment.objects.select_for_update(of=("self",)).get(pk=environment.pk)
    TestEnvironment.objects.filter(pk=environment.pk).update(**result)
    walk(ENVIRONMENT_MOVES, name, environment, by=by)
    fresh = environment_row(environment.pk)
    item = commons.publish(fresh, by=by)
    ended = fresh.state in OVER
    commons.add_step(
        item,
        by=by,
        kind=Step.Kind.RESULT if ended else Step.Kind.STATUS,
        title=in_all_languages(EnvironmentState(fresh.state).label),
        words=fresh.learnt if ended else None,
        by_function=fresh.challenge.unit.name,
        once=f"{name}:environment:{fresh.pk}",
    )
    _tell_challenge(fresh.challenge, by=by)
    return fresh


@transaction.atomic
def refresh(environment: TestEnvironment, *, by: Any) -> None:
    """After its words have been edited: the public face follows."""
    fresh = environment_row(environment.pk)
    if fresh.item is not None and fresh.item.visible:
        commons.publish(fresh, by=by)


def is_too_long(starts_on: date | None, ends_on: date | None) -> str:
    """The sentence for a form, or nothing where the days are fine or not both written."""
    if starts_on is None or ends_on is None:
        return ""
    answer = lasts_as_long_as_it_may(starts_on, ends_on)
    return "" if answer else str(answer.why)
