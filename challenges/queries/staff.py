"""What the backoffice reads, as far as the person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.enums import ANSWERED, UNANSWERED, EnvironmentState, Phase, ProposalState, Publication
from challenges.models import Call, Challenge, Milestone, Proposal, TestEnvironment
from civicportal.cases.models import Case
from civicportal.cases.rules import seen_by
from civicportal.commons.models import Step
from civicportal.kernel import dates
from civicportal.kernel.text import one_line
from civicportal.people.enums import Role
from civicportal.review.ranking import Ranked, ranking_for
from civicportal.submissions.models import Submission
from civicportal.submissions.queries import named

EDITOR = Role.DEPARTMENT_EDITOR
OPEN = Q(state=Publication.PUBLISHED, phase=Phase.OPEN)
"""The challenges that take proposals now."""
GROUPS = {"waiting": gettext_lazy("Waiting for an answer"), "answered": gettext_lazy("Answered this year")}
"""What one looks for among proposals besides their states."""


def of_group(group: str, path: str = "") -> Q:
    """The proposals of one of GROUPS, as a condition; `path` leads to them. The year is the one in Stockholm."""
    if group == "waiting":
        return Q(**{f"{path}state__in": UNANSWERED})
    new_year = dates.at(dates.today().replace(month=1, day=1))
    return Q(**{f"{path}state__in": ANSWERED, f"{path}answered_at__gte": new_year})


def going_on(path: str = "") -> Q:
    """The test environments that are not over, as a condition."""
    return Q(**{f"{path}state__in": (EnvironmentState.PREPARING, EnvironmentState.RUNNING)})


# Calls and challenges


def challenges_for_staff(person: Any, *, only_open: bool = False) -> QuerySet[Challenge]:
    """The challenges of the person's departments, what is not public first, with how many proposals came in."""
    rows = Challenge.objects.visible_to(person).select_related("unit", "call", "opening", "item")
    rows = rows.filter(OPEN) if only_open else rows
    rows = rows.annotate(
        count=Count("proposals"), waiting=Count("proposals", filter=Q(proposals__state__in=UNANSWERED))
    )
    return rows.order_by(F("published_at").desc(nulls_first=True), "pk").for_page()


def calls_for_staff(person: Any) -> QuerySet[Call]:
    """The calls that the person's department may join or leads."""
    rows = Call.objects.visible_to(person).select_related("unit", "opening", "item")
    return rows.annotate(count=Count("challenges")).order_by("-pk").for_page()


def challenge_for_staff(person: Any, slug: str) -> Challenge:
    """A challenge of one of the person's departments. Raises Http404 otherwise."""
    rows = Challenge.objects.visible_to(person).select_related("unit", "call__opening", "opening", "item")
    return get_object_or_404(rows, slug=slug)


def call_for_staff(person: Any, slug: str) -> Call:
    """A call that the person may see. Raises Http404 otherwise."""
    return get_object_or_404(Call.objects.visible_to(person).select_related("unit", "opening", "item"), slug=slug)


# Proposals


def proposal_for_staff(person: Any, reference: str) -> Proposal:
    """The proposal as far as this member of staff may see it, and whether its case too. Raises Http404 otherwise."""
    case = Case.objects.visible_to(person).filter(pk=OuterRef("submission__case"))
    found = get_object_or_404(
        Proposal.objects.visible_to(person)
        .annotate(sees_case=Exists(case))
        .select_related(
            "submission__case__handler",
            "submission__case__unit",
            "submission__opening",
            "submission__person",
            "challenge__unit",
            "challenge__item",
            "district",
            "environment",
        ),
        submission__case__reference=reference,
    )
    seen_by(person, found.case)
    return found


def proposal_of(submission: Submission) -> Proposal:
    """The proposal of a submission with what its facts tell: one query."""
    return Proposal.objects.select_related("challenge__unit", "district").get(submission=submission)


@dataclass(frozen=True)
class Search:
    """What somebody looks for among the proposals. Every part stands in the address."""

    words: str = ""
    state: str = ""
    challenge: str = ""


def search_from(get: Any) -> Search:
    """Reads the search from a query string; what makes no sense is left out, never an error."""
    state = get.get("state", "")
    return Search(
        words=one_line(get.get("q", ""))[:100],
        state=state if state in {*GROUPS, *ProposalState.values} else "",
        challenge=get.get("challenge", "")[:80],
    )


def proposals_for_staff(person: Any, search: Search) -> QuerySet[Proposal]:
    """The proposals that the person may read, newest first, by title, reference or diary number."""
    rows = Proposal.objects.visible_to(person)
    if search.words:
        rows = rows.filter(named(search.words))
    if search.state:
        rows = rows.filter(of_group(search.state) if search.state in GROUPS else Q(state=search.state))
    if search.challenge:
        rows = rows.filter(challenge__slug=search.challenge)
    rows = rows.select_related("submission__case__handler", "challenge", "district")
    return rows.order_by("-submission__first_sent_at", "-pk").for_page()


@dataclass
class Row:
    """One proposal among the others to the same challenge, with its figures where the person may see them."""

    proposal: Proposal
    done: int
    ranked: Ranked | None


def proposals_side_by_side(person: Any, challenge: Challenge) -> list[Row]:
    """All proposals to a challenge that the person may read, the best mean first: one query, and the ranking's."""
    done = Q(submission__assignments__ended_at__isnull=True, submission__assignments__review__done_at__isnull=False)
    rows = (
        Proposal.objects.visible_to(person)
        .filter(challenge=challenge)
        .exclude(state=ProposalState.WITHDRAWN)
        .select_related("submission__case")
        .annotate(done=Count("submission__assignments__review", filter=done, distinct=True))
        .order_by("submission__first_sent_at", "pk")
        .for_page()
    )
    figures = ranking_for(person, challenge.opening) if challenge.opening else []
    by_submission = {ranked.submission_id: ranked for ranked in figures}
    shown = [Row(proposal, proposal.done, by_submission.get(proposal.submission_id)) for proposal in rows]
    return sorted(shown, key=_best_first)


def _best_first(row: Row) -> tuple[bool, Any]:
    mean = row.ranked.mean if row.ranked else None
    return (mean is None, -(mean or 0))


def arrived_words(proposal: Proposal) -> str:
    """When it arrived, in words, and that it was late where it was."""
    words = dates.show_moment(proposal.submission.first_sent_at)
    return f"{words} ({_('late')})" if proposal.submission.late else words


# The start page


@dataclass(frozen=True, slots=True)
class ToHandle:
    """Proposals that wait for the department: `to_screen` nobody has read through, `to_answer` lacks the answer only.

    An answer is given when the challenge is closed, and not before. Those promised an answer first are on top.
    """

    to_screen: list[Proposal]
    to_answer: list[Proposal]


def to_handle(person: Any) -> ToHandle:
    """What waits in the person's departments: one query for both."""
    read = Q(state__in=(ProposalState.SCREENED, ProposalState.IN_REVIEW))
    rows = (
        Proposal.objects.visible_to(person)
        .filter(
            Q(state=ProposalState.RECEIVED) | read & Q(submission__opening__closes_at__lte=dates.now()),
            challenge__unit__in=person.units_as(EDITOR),
        )
        .select_related("submission__case", "challenge")
        .order_by("submission__case__answer_by", "pk")
        .for_page()
    )
    split: dict[bool, list[Proposal]] = {True: [], False: []}
    for proposal in rows:
        split[proposal.state == ProposalState.RECEIVED].append(proposal)
    return ToHandle(to_screen=split[True], to_answer=split[False])


def milestones_due(person: Any) -> QuerySet[Milestone]:
    """Milestones of running tests in the person's departments, due within a month or late, the nearest first."""
    soon = dates.today() + timedelta(days=30)
    return (
        Milestone.objects.left()
        .filter(
            going_on("environment__"),
            environment__challenge__unit__in=person.units_as(EDITOR),
            due_on__lte=soon,
        )
        .select_related("environment")
        .order_by("due_on", "pk")
        .for_page()
    )


def not_public(person: Any) -> list[dict[str, Any]]:
    """Drafts, and what waits past the time it was meant to be published, in the person's departments: one query.

    Calls first, then challenges, each as its kind, slug, title, state and publish_at.
    """
    left = Q(state=Publication.DRAFT) | Q(state=Publication.SCHEDULED, publish_at__lte=dates.now())
    calls, challenges = (
        model._base_manager.filter(left, unit__in=person.units_as(EDITOR)).values(
            "slug", "title", "state", "publish_at", "pk", kind=Value(model._meta.model_name)
        )
        for model in (Call, Challenge)
    )
    rows: Any = calls.union(challenges, all=True).order_by("kind", "pk")
    return list(rows)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a department's challenges stand. `days` is the median from the first letter to the answer, in whole days."""

    open: int
    waiting: int
    oldest: date | None
    answered: int
    days: int | None
    testing: int


def standing(person: Any) -> Standing:
    """The figures of what the person may see, counted as the lists count that they lead to: one query for all."""
    seen = Q(proposals__in=Proposal.objects.visible_to(person))
    waiting, answered = (seen & of_group(group, "proposals__") for group in ("waiting", "answered"))
    taken = F("proposals__answered_at") - F("proposals__submission__first_sent_at")
    counted = Challenge.objects.visible_to(person).aggregate(
        open=Count("pk", filter=OPEN, distinct=True),
        waiting=Count("proposals", filter=waiting),
        oldest=Min("proposals__submission__case__answer_by", filter=waiting),
        answered=Count("proposals", filter=answered),
        median=Median(ExpressionWrapper(taken, DurationField()), filter=answered),
        testing=Count("proposals__environment", filter=going_on("proposals__environment__")),
    )
    median = counted.pop("median")
    return Standing(**counted, days=None if median is None else ceil(median / timedelta(days=1)))


class Median(Aggregate):
    """The middle value, or halfway between the two in the middle."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)%(filter)s"


# Test environments


def environments_for_staff(person: Any, *, only_going: bool = False) -> QuerySet[TestEnvironment]:
    """Test environments of the person's departments, the latest begun first."""
    rows = TestEnvironment.objects.visible_to(person).select_related("challenge__unit", "item")
    rows = rows.filter(going_on()) if only_going else rows
    left = Q(milestones__reached_on__isnull=True, milestones__isnull=False)
    rows = rows.annotate(all_milestones=Count("milestones"), left=Count("milestones", filter=left))
    return rows.order_by("-starts_on", "-pk").for_page()


def environment_for_staff(person: Any, slug: str) -> TestEnvironment:
    """A test environment that the person's department leads. Raises Http404 otherwise."""
    rows = TestEnvironment.objects.visible_to(person).select_related(
        "challenge__unit", "challenge__item", "proposal__submission__case", "item"
    )
    return get_object_or_404(rows.prefetch_related("milestones"), slug=slug)


def steps_told(environment: TestEnvironment) -> list[Step]:
    """The open log so far, oldest first."""
    return list(Step.objects.filter(item=environment.item_id).order_by("at", "id"))
