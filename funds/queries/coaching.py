"""What people read of their coaching, and what the portal knows about who coached what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Case
from civicportal.people.enums import Role
from civicportal.people.models import Person
from civicportal.submissions.models import Answer, Draft, Share, Submission
from civicportal.submissions.queries import title_question
from funds.enums.applications import ProjectState
from funds.models import Application, Booking, Coaching, CoachTurn, Fund, Project

COUNTS_FOR = timedelta(days=365)
"""So long before it is sent coaching counts as coaching for an application, where the two are not joined by name."""


def my_coaching(person: Any, reference: str) -> Coaching:
    """The person's own. Raises Http404 for everybody else."""
    rows = Coaching.objects.filter(case__person=person, case__reference=reference)
    found: Coaching | None = rows.select_related(
        "case__unit", "case__person", "case__handler", "fund__item", "application__submission__case", "project"
    ).first()
    if found is None:
        raise Http404
    return found


def my_talks(person: Any) -> list[Any]:
    """For my page, newest first: the cases in which somebody has asked for a coach, or told an idea in two sentences.

    Each with `booked_at`, when the next booked time begins. One query.
    """
    times = Booking.objects.coming().filter(coaching__case=OuterRef("pk")).order_by("time__starts_at")
    rows = Case.objects.filter(Q(coaching__isnull=False) | Q(inquiry__isnull=False), person=person)
    rows = rows.annotate(booked_at=Subquery(times.values("time__starts_at")[:1]))
    return list(rows.select_related("handler", "coaching__fund", "inquiry__fund").order_by("-pk").for_page())


def open_coaching(person: Any, fund: Fund) -> Coaching | None:
    """The coaching that somebody has at a fund now."""
    rows = Coaching.objects.going_on().filter(fund=fund, case__person=person).select_related("case")
    found: Coaching | None = rows.order_by("-pk").first()
    return found


def drafts_to_share(person: Any, fund: Fund) -> list[Any]:
    """The drafts to the fund that somebody owns and writes in, with `sealed` titles."""
    rows = Draft.objects.of(person).being_written().filter(opening__in=fund.rounds.values("opening"))
    title = Answer.objects.filter(draft=OuterRef("pk"), question=title_question("form")).values("sealed")[:1]
    return list(rows.annotate(sealed=Subquery(title)).order_by("-changed_at").for_page())


def shares_with(person: Any, coaching: Coaching) -> list[Share]:
    """What of the person's drafts to the fund is shown to somebody now."""
    rows = Share.objects.standing().filter(
        draft__person=person, draft__opening__in=coaching.fund.rounds.values("opening")
    )
    return list(rows.select_related("draft", "with_whom").for_page())


def things_of(person: Any, fund: Fund) -> tuple[list[Any], list[Application], list[Project]]:
    """What somebody may want a coach for: drafts, applications sent, granted projects. Three queries."""
    applications = Application.objects.filter(submission__person=person, round__fund=fund)
    projects = Project.objects.filter(application__submission__person=person, fund=fund)
    return (
        drafts_to_share(person, fund),
        list(applications.select_related("submission__case", "round__fund").order_by("-pk")[:20].for_page()),
        list(projects.select_related("application").order_by("-pk")[:20].for_page()),
    )


def was_coached(applications: Iterable[int]) -> set[int]:
    """Which of the applications (by id) somebody was coached with, and a coach had taken it on. One query.

    Joined by the draft or the application itself; else by the person and the fund, in the year before it was sent.
    """
    sent = OuterRef("submission__first_sent_at")
    since = ExpressionWrapper(sent - COUNTS_FOR, output_field=DateTimeField())
    turns = CoachTurn.objects.filter(
        Q(coaching__application=OuterRef("pk"))
        | Q(coaching__draft_token=OuterRef("submission__draft__token"))
        | Q(
            coaching__fund=OuterRef("round__fund"),
            coaching__case__person=OuterRef("submission__person"),
            began_at__lte=sent,
            began_at__gte=since,
        )
    )
    rows = Application.objects.filter(Exists(turns), pk__in=list(applications))
    return set(rows.values_list("pk", flat=True))


def coaches_of_many(submissions: Sequence[Submission], people: Sequence[Person]) -> Mapping[tuple[int, int], Any]:
    """Who of the people has coached which submission: (submission id, person id). One query, however many.

    By a turn as its coach, by a draft that was shown to them, or by a time that was booked with them.
    """
    ids, words = [person.pk for person in people], _("Has coached it")
    drafts = Draft.objects.filter(pk__in=[one.draft_id for one in submissions if one.draft_id])
    near = (
        Q(coaching__case__person__in={one.person_id for one in submissions if one.person_id})
        | Q(coaching__application__submission__in=[one.pk for one in submissions])
        | Q(coaching__draft_token__in=drafts.values("token"))
    )
    draft = Subquery(drafts.filter(token=OuterRef("coaching__draft_token")).values("pk"))
    joined = [f"coaching__{path}" for path in ("application__submission", "case__person", "fund__unit")]
    turns = CoachTurn.objects.filter(near, coach__in=ids).annotate(draft=draft)
    times = Booking.objects.standing().filter(near, time__coach__in=ids).annotate(draft=draft)
    nobody = Value(None, output_field=BigIntegerField())
    shown = Share.objects.filter(with_whom__in=ids, draft__in=drafts)
    rows: QuerySet[Any, Any] = turns.values_list("coach", "began_at", "draft", *joined).union(
        times.values_list("time__coach", "booked_at", "draft", *joined),
        shown.values_list("with_whom", "shared_at", "draft", nobody, nobody, nobody),
    )
    rows = rows.order_by()
    return {
        (one.pk, coach): words
        for coach, began, draft_id, submission, person, unit in rows
        for one in submissions
        if submission == one.pk
        or (draft_id is not None and draft_id == one.draft_id)
        or _in_the_year_before(one, person, unit, began)
    }


def _in_the_year_before(submission: Submission, person: int | None, unit: int, began: datetime) -> bool:
    """Whether coaching of a person at a unit that began then counts for what was sent."""
    if person is None or person != submission.person_id or unit != submission.opening.unit_id:
        return False
    return submission.first_sent_at - COUNTS_FOR <= began <= submission.first_sent_at


def coaches_of(submission: Submission, people: Sequence[Person]) -> dict[int, Any]:
    """The same for one submission: person id to what it is about."""
    return {person: words for (_submission, person), words in coaches_of_many([submission], people).items()}


def projects_to_follow(person: Any) -> QuerySet[Project]:
    """The granted projects of those whom somebody coaches or has coached, that are not over; the first to end on top.

    None of somebody with protected identity: no coach sees who that is.
    """
    turns = CoachTurn.objects.filter(coach=person)
    theirs = Q(application__submission__person__in=turns.values("coaching__case__person"))
    rows: Any = Project.objects.filter(theirs | Q(pk__in=turns.values("coaching__project")))
    rows = rows.filter(
        fund__unit__in=person.units_as(Role.COACH), state__in=[ProjectState.GRANTED, ProjectState.RUNNING]
    )
    rows = rows.exclude(application__submission__person__protected=True).select_related("fund")
    found: QuerySet[Project] = rows.order_by(F("ends_on").asc(nulls_last=True), "pk").for_page()
    return found
