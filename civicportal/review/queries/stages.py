"""What staff read about a stage: who could read what, who has come how far, how strict each reader is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404

from civicportal.kernel.answers import YES, Answer
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Person
from civicportal.review import hints, rules
from civicportal.review.enums import JUDGES, Leaves
from civicportal.review.features import reviewed_of
from civicportal.review.hints import Hint
from civicportal.review.models import STAFF_OF_A_ROUND, Assignment, Calibration, Passing, Stage
from civicportal.review.proposing import Proposed, Short, propose
from civicportal.review.queries.giving import people_of
from civicportal.submissions.models import Opening, Submission


def opening_for_staff(person: Any, pk: int) -> Opening:
    """An opening whose review the person may read. Raises Http404."""
    found = Opening.objects.select_related("unit").filter(pk=pk).first()
    if found is None or not rules.can_read_setup(person, found):
        raise Http404
    return found


def stage_for_staff(person: Any, pk: int) -> Stage:
    """A stage that the person may read about. Raises Http404."""
    found = Stage.objects.visible_to(person).select_related("opening__unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def others_to_copy(person: Any, opening: Opening) -> list[Opening]:
    """Openings of the same kind and of the person's units that have something to copy, newest first."""
    rows = Opening.objects.filter(kind=opening.kind, unit__in=person.units_as(*STAFF_OF_A_ROUND)).exclude(pk=opening.pk)
    rows = rows.filter(Q(criteria__isnull=False) | Q(stages__isnull=False)).distinct()
    return list(rows.order_by("-opens_at").for_page()[:50])


def shown_to(person: Any, rows: Any) -> Any:
    """Submissions without those that the person has stepped aside from, or sent in themselves.

    One of somebody with protected identity is arranged by its handler and the registrar only.
    """
    nobody_to_protect = Q(person__isnull=True) | Q(person__protected=False)
    theirs = Q(case__handler=person) | Q(case__unit__in=person.units_as(Role.REGISTRAR))
    found = rows.filter(nobody_to_protect | theirs).exclude(person=person)
    return found.exclude(case__in=rules.recusals_of(person).values("case"))


# How it is arranged


@dataclass(frozen=True, slots=True)
class ArrangedStage:
    """A stage on the setup page, with what stands in the way of changing it."""

    stage: Stage
    named: list[Person]
    may_change: Answer
    prolongings: int


def setup_of(opening: Opening, person: Any) -> list[ArrangedStage]:
    """The stages of an opening in order. Four queries, however many there are."""
    asked = Count("assignments", distinct=True)
    rows = Stage.objects.filter(opening=opening).annotate(asked=asked, longer=Count("prolongings", distinct=True))
    may = rules.can_arrange_opening(person, opening)
    return [
        ArrangedStage(
            stage,
            list(stage.people.all()),
            may & (rules.GIVEN_OUT if stage.asked else YES),
            stage.longer,
        )
        for stage in rows.order_by("position").prefetch_related("people").for_page()
    ]


def all_who_could_read(opening: Opening) -> list[Person]:
    """Everybody who holds a role today that can be asked to read in the opening's unit."""
    today = Membership.objects.today().filter(unit=opening.unit_id, role__in=JUDGES)
    return list(
        Person.objects.filter(is_active=True, pk__in=today.values("person")).order_by("name", "email").for_page()
    )


# Giving out a whole round


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person beside one submission on the page of the proposal."""

    person: Person
    proposed: bool
    load: int
    hints: tuple[Hint, ...] = ()

    @property
    def field(self) -> str:
        return str(self.person.pk)


@dataclass(frozen=True, slots=True)
class Spread:
    """One submission with those who could read it, those who do, and why it gets fewer than wanted."""

    submission: Submission
    readers: list[Person]
    candidates: list[Candidate]
    short: Short | None

    @property
    def name(self) -> str:
        """What its boxes are called."""
        return f"read-{self.submission.pk}"


@dataclass(slots=True)
class Plan:
    """The proposal of a stage as its page shows it. `away` is how many are not shown to this person."""

    rows: list[Spread] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    loads: dict[int, int] = field(default_factory=dict)
    away: int = 0

    @property
    def proposed(self) -> int:
        return sum(candidate.proposed for row in self.rows for candidate in row.candidates)


def plan_of(stage: Stage, person: Any) -> Plan:
    """Who could read what in a stage: a proposal by least load without conflicts. The same queries, whatever the
    size.

    Conflicts are recusals, one's own, what one coaches, and hints that nobody has answered. Whoever stepped aside
    from a case does not arrange it either: those are left out, and counted.
    """
    opening = stage.opening
    ready = reviewed_of(opening).ready(opening).filter(withdrawn_at__isnull=True)
    ready = (
        gone_on(ready, stage)
        .select_related("case", "person", "opening")
        .annotate(
            is_shown=Exists(shown_to(person, Submission.objects.filter(pk=OuterRef("pk")))),
            by_all=Exists(Calibration.objects.filter(stage=stage, submission=OuterRef("pk"))),
        )
    )
    every = list(ready.order_by("pk").for_page())
    submissions = [submission for submission in every if submission.is_shown]
    readers = people_of(stage, opening).annotate(coaches=Exists(rules.coaches_in(opening)))
    people = list(readers.order_by("name", "email").for_page())
    having: dict[int, list[int]] = defaultdict(list)
    loads: dict[int, int] = defaultdict(int)
    for submission, reviewer in Assignment.objects.standing().filter(stage=stage).values_list("submission", "reviewer"):
        having[submission].append(reviewer)
        loads[reviewer] += 1
    never, maybe = _conflicts(submissions, people)
    proposed = propose(
        [submission.pk for submission in submissions],
        [one.pk for one in people],
        wanted=stage.wanted_reviews,
        by_all=[submission.pk for submission in submissions if submission.by_all],
        conflicts=never | set(maybe),
        having=having,
        loads=loads,
    )
    return _plan(submissions, people, proposed, having, never, maybe, len(every) - len(submissions))


def gone_on(rows: Any, stage: Stage) -> Any:
    """The submissions that have reached a stage: all, or where only the best go on, those that somebody let through."""
    before = Stage.objects.filter(opening=stage.opening_id, position__lt=stage.position).order_by("-position").first()
    if before is None or before.leaves != Leaves.BEST:
        return rows
    return rows.filter(pk__in=Passing.objects.filter(stage=before, goes_on=True).values("submission"))


def _conflicts(
    submissions: list[Submission], people: list[Any]
) -> tuple[set[tuple[int, int]], dict[tuple[int, int], list[Hint]]]:
    """What may never be, and what may be an interest that nobody has answered."""
    coaches: set[int] = {one.pk for one in people if one.coaches}
    never = hints.stepped_aside(submissions)
    never |= {(each.pk, each.person_id) for each in submissions if each.person_id}
    never |= {(each.pk, each.case.handler_id) for each in submissions if each.case.handler_id in coaches}
    maybe = hints.still_open(submissions, people)
    firm = {pair for pair, found in maybe.items() if any(hint.firm for hint in found)}
    return never | firm, {pair: found for pair, found in maybe.items() if pair not in firm}


def _plan(
    submissions: list[Submission],
    people: list[Person],
    proposed: Proposed,
    having: dict[int, list[int]],
    never: set[tuple[int, int]],
    maybe: dict[tuple[int, int], list[Hint]],
    away: int,
) -> Plan:
    by_id = {one.pk: one for one in people}
    rows = [
        Spread(
            submission,
            [by_id[pk] for pk in having[submission.pk] if pk in by_id],
            [
                Candidate(
                    one,
                    one.pk in proposed.readers[submission.pk],
                    proposed.loads[one.pk],
                    tuple(maybe.get((submission.pk, one.pk), ())),
                )
                for one in people
                if one.pk not in having[submission.pk] and (submission.pk, one.pk) not in never
            ],
            proposed.short.get(submission.pk),
        )
        for submission in submissions
    ]
    return Plan(rows, people, proposed.loads, away)
