"""Whom one could ask to read, and how far a stage has come."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, Q

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Person, PersonRows
from civicportal.review.enums import JUDGES
from civicportal.review.hints import still_open
from civicportal.review.models import Assignment, Stage
from civicportal.submissions.models import Opening, Submission


def stage_now(opening_id: int | None) -> Stage | None:
    """The review stage that is open or comes next; the last one when all are past. None where there is none."""
    stages = list(Stage.objects.filter(opening=opening_id).order_by("position"))
    return next((stage for stage in stages if stage.closes_at > dates.now()), stages[-1] if stages else None)


def people_of(stage: Stage, opening: Opening) -> PersonRows:
    """Who reads in a stage today: those named in it who still hold a role, else everybody with the stage's role."""
    today = Membership.objects.today().filter(unit=opening.unit_id)
    named = stage.people.through.objects.filter(stage=stage)
    by_name = Q(role__in=JUDGES, person__in=named.values("person"))
    holders = today.filter(by_name | Q(~Exists(named), role=stage.judges))
    return Person.objects.filter(is_active=True, pk__in=holders.values("person"))


def who_could_review(submission: Submission, stage: Stage) -> list[Person]:
    """Those of the stage who could be asked to judge it, least loaded first, with `load` and `hints` on each.

    Left out are the applicant, whoever has stepped aside or coached it, and whoever has it already. Whoever may have
    an interest stands last, with the reason. A proposal only: a person confirms, and `assign` asks the rule again.
    """
    opening = submission.opening
    recused = Recusal.objects.in_force().filter(case=submission.case_id).values("person")
    asked = Assignment.objects.standing().filter(submission=submission, stage=stage).values("reviewer")
    people = people_of(stage, opening)
    people = people.exclude(pk__in=recused).exclude(pk__in=asked).exclude(pk=submission.person_id or 0)
    roles = Membership.objects.today().filter(unit=opening.unit_id)
    coaches = roles.filter(role=Role.COACH, person=submission.case.handler_id or 0).values("person")
    in_stage = Q(assignments__stage=stage, assignments__ended_at__isnull=True)
    people = people.exclude(pk__in=coaches).annotate(load=Count("assignments", filter=in_stage))
    found = list(people.order_by("load", "name", "email").for_page())
    hints = still_open([submission], found)
    for person in found:
        person.hints = hints.get((submission.pk, person.pk), [])
    may = [person for person in found if not any(hint.firm for hint in person.hints)]
    return sorted(may, key=lambda person: bool(person.hints))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many reviewers a submission has in a stage, and how many of them are done."""

    assigned: int
    done: int


def coverage(stage: Stage) -> dict[int, Coverage]:
    """Submission id to coverage in a stage; submissions that nobody reviews are absent. One query."""
    rows = Assignment.objects.standing().filter(stage=stage).values_list("submission")
    counted = rows.annotate(assigned=Count("pk"), done=Count("review", filter=Q(review__done_at__isnull=False)))
    return {submission: Coverage(assigned, done) for submission, assigned, done in counted}
