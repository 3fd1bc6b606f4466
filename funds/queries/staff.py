"""What the backoffice reads, as far as the person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.db.models.functions import Greatest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from civicportal.cases.models import Case, Decision
from civicportal.cases.rules import seen_by
from civicportal.kernel import dates
from civicportal.kernel.text import one_line
from civicportal.people.enums import Role
from civicportal.review.enums import StageKind
from civicportal.submissions.completing import note_standing, standing_for
from civicportal.submissions.models import Submission
from civicportal.submissions.queries import named, number_of_drafts
from funds.enums.applications import OPEN_STATES, ApplicantKind, ApplicationState
from funds.models import Application, Pending, Project, Round
from funds.rules.applications import sees_held_decisions

UNDECIDED = "undecided"
"""What one looks for among applications besides their states."""


def application_for_staff(person: Any, reference: str) -> Application:
    """The application as far as this member of staff may see it, and whether its case too. Raises Http404 otherwise."""
    case = Case.objects.visible_to(person).filter(pk=OuterRef("submission__case"))
    found: Any = get_object_or_404(
        Application.objects.visible_to(person)
        .annotate(sees_case=Exists(case), waits_for_more=Exists(standing_for("submission")))
        .with_areas()
        .select_related(
            "submission__case__handler",
            "submission__case__unit",
            "submission__opening",
            "submission__person",
            "submission__draft",
            "round__fund",
            "round__opening",
            "round__fund_year",
            "district",
            "focus_challenge",
            "pending__edited_by",
            "pending__next_item",
        ),
        submission__case__reference=reference,
    )
    seen_by(person, found.case)
    note_standing(found.submission, waits=found.waits_for_more)
    application: Application = found
    return application


def application_to_decide(person: Any, reference: str) -> Application:
    """The same with the criteria of its round, which a decision gives its reasons by. Raises Http404."""
    found = application_for_staff(person, reference)
    prefetch_related_objects([found.round.opening], "criteria")
    return found


def application_of(submission: Submission) -> Application:
    """The application of a submission with what its facts tell: one query."""
    rows = Application.objects.with_areas().select_related("round__fund", "district", "focus_challenge")
    found: Application = rows.get(submission=submission)
    return found


def round_for_staff(person: Any, fund: str, slug: str) -> Round:
    """A round whose decisions the person prepares, makes or audits; another role in its unit is not enough.

    Raises Http404 otherwise.
    """
    rows = Round.objects.visible_to(person).select_related("fund", "opening", "fund_year")
    if not person.has_role(Role.AUDITOR):
        rows = rows.filter(fund__unit__in=person.units_as(Role.FUND_MANAGER, Role.DECISION_MAKER))
    return get_object_or_404(rows, fund__slug=fund, slug=slug)


def applications_of(round_: Round, person: Any) -> QuerySet[Application]:
    """The round's applications as far as the person may see them, in the order they came."""
    return (
        round_.applications.filter(pk__in=Application.objects.visible_to(person).values("pk"))
        .select_related("submission__case__handler", "submission__person", "district")
        .annotate(
            assigned=Count(
                "submission__assignments",
                filter=Q(
                    submission__assignments__ended_at__isnull=True,
                    submission__assignments__stage__kind__in=(StageKind.SCORES, StageKind.PITCH),
                ),
                distinct=True,
            ),
            reviewed=Count(
                "submission__assignments__review",
                filter=Q(submission__assignments__review__done_at__isnull=False),
                distinct=True,
            ),
        )
        .prefetch_related(
            Prefetch("submission__case__decisions", queryset=Decision.objects.in_force(), to_attr="in_force")
        )
        .order_by("submission__first_sent_at", "pk")
        .for_page()
    )


def hidden_from(round_: Round, person: Any, day: date | None = None) -> int:
    """How many applications of the round, or of one decision date, the person does not see: they stepped aside."""
    every, seen = round_.applications.all(), applications_of(round_, person)
    if day is not None:
        every, seen = every.filter(decision_on=day), seen.filter(decision_on=day)
    return every.count() - seen.count()


def to_screen(person: Any) -> QuerySet[Application]:
    """Applications of the person's funds that nobody has read through yet, those promised an answer first on top."""
    return (
        Application.objects.visible_to(person)
        .filter(state=ApplicationState.RECEIVED, round__fund__unit__in=person.units_as(Role.FUND_MANAGER))
        .select_related("submission__case", "round__fund")
        .order_by("submission__case__answer_by", "pk")
        .for_page()
    )


def to_decide(person: Any) -> QuerySet[Application]:
    """Applications in review that no more come beside: the round is closed, or the last day for their decision date is
    past. `proposed` says that the room has proposed an outcome, which waits to be confirmed."""
    proposed = Pending.objects.filter(application=OuterRef("pk"), confirmed_at__isnull=True).exclude(outcome="")
    last_day = F("decision_on") - Greatest(F("round__days_before"), 1)
    gathered = Q(last_day__lt=dates.today()) | Q(round__opening__closes_at__lte=dates.now())
    return (
        Application.objects.visible_to(person)
        .annotate(last_day=ExpressionWrapper(last_day, output_field=DateField()), proposed=Exists(proposed))
        .filter(gathered, state=ApplicationState.IN_REVIEW, round__fund__unit__in=person.units_as(Role.DECISION_MAKER))
        .select_related("submission__case", "round__fund")
        .order_by("submission__case__answer_by", "pk")
        .for_page()
    )


def to_follow(person: Any) -> QuerySet[Application]:
    """What is not decided in the funds that the person coaches in, as far as a coach may read it.

    Those promised an answer first are on top; how somebody's draft goes only its writer knows.
    """
    return (
        Application.objects.visible_to(person)
        .filter(state__in=OPEN_STATES, round__fund__unit__in=person.units_as(Role.COACH))
        .select_related("submission__case", "round__fund")
        .order_by("submission__case__answer_by", "pk")
        .for_page()
    )


def being_written(person: Any) -> list[tuple[Round, int]]:
    """The open rounds that the person coaches in, the first to close on top, with how many drafts are being written.

    The number is all that staff may know of drafts. Two queries.
    """
    now = dates.now()
    rounds = Round.objects.filter(
        fund__unit__in=person.units_as(Role.COACH), opening__opens_at__lte=now, opening__closes_at__gt=now
    )
    rows = list(rounds.select_related("fund", "opening").order_by("opening__closes_at", "pk").for_page())
    count = number_of_drafts(round_.opening_id for round_ in rows)
    return [(round_, count.get(round_.opening_id, 0)) for round_ in rows]


def shows_name(application: Application) -> bool:
    """Whether the applicant is an organisation, whose name is no personal matter."""
    return application.applicant_kind != ApplicantKind.PERSON


def decision_of(application: Application) -> Decision | None:
    """The decision in force, for those who make it."""
    decision: Decision | None = application.case.decisions.in_force().first()
    return decision


def reserved(decision: Decision | None) -> int:
    """Öre that the decision in force has set aside."""
    return (decision.amount or 0) if decision else 0


def held_words(application: Application, pending: Pending, decision: Decision | None) -> dict[str, Any]:
    """What a decision begins from: the one in force, to change it; else what the room has proposed.

    The reasons by criterion are found by the criterion's name, the page of the next step in the proposal.
    """
    step = {name: getattr(pending, name) for name in ("next_kind", "next_item_id", "next_words")}
    by_criterion = {f"criterion_{key}": words for key, words in pending.by_criterion.items()}
    if decision is None:
        names = ("outcome", "amount", "reason", "conditions", "would_change", "state_aid", "state_aid_note")
        return {name: getattr(pending, name) for name in names} | step | by_criterion
    said = dict(decision.by_criterion)
    criteria = {one.name.said("sv").text: one.pk for one in application.round.opening.criteria.all()}
    by_criterion |= {f"criterion_{pk}": said[name] for name, pk in criteria.items() if name in said}
    names = ("outcome", "amount", "reason", "conditions", "would_change", "state_aid", "state_aid_note")
    return {name: getattr(decision, name) for name in names} | step | by_criterion | {"next_words": decision.next_step}


def decision_seen_by(person: Any, application: Application) -> Decision | None:
    """The decision in force, once it is released or the person may know it before."""
    rows = application.case.decisions.in_force().select_related("delegation", "decided_by")
    if not sees_held_decisions(person, application):
        rows = rows.filter(released_at__isnull=False)
    decision: Decision | None = rows.first()
    return decision


def arrived_words(application: Application) -> str:
    """When it arrived, in words, and that it was late where it was."""
    words = dates.show_moment(application.submission.first_sent_at)
    return f"{words} ({_('late')})" if application.submission.late else words


def projects_for_staff(person: Any) -> QuerySet[Project]:
    """Granted projects of the person's funds, newest first."""
    return (
        Project.objects.visible_to(person)
        .select_related("fund", "item", "district")
        .order_by("-granted_on", "-pk")
        .for_page()
    )


def project_for_staff(person: Any, slug: str) -> Project:
    """A project that the person's unit follows. Raises Http404 otherwise."""
    return get_object_or_404(Project.objects.visible_to(person).select_related("fund", "item"), slug=slug)


@dataclass(frozen=True)
class Search:
    """What somebody looks for among the applications. Every part stands in the address."""

    words: str = ""
    state: str = ""
    round: str = ""


def search_from(get: Any) -> Search:
    """Reads the search from a query string; what makes no sense is left out, never an error."""
    state = get.get("state", "")
    return Search(
        words=one_line(get.get("q", ""))[:100],
        state=state if state in {UNDECIDED, *ApplicationState.values} else "",
        round=get.get("round", "")[:101],
    )


def applications_for_staff(person: Any, search: Search) -> QuerySet[Application]:
    """The applications that the person may read, newest first, by title, reference or diary number."""
    rows = Application.objects.visible_to(person).exclude(submission__person=person)
    if search.words:
        rows = rows.filter(named(search.words))
    if search.state:
        rows = rows.filter(state__in=OPEN_STATES if search.state == UNDECIDED else {search.state})
    if search.round:
        fund, _slash, slug = search.round.partition("/")
        rows = rows.filter(round__fund__slug=fund, round__slug=slug)
    rows = rows.select_related("submission__case__handler", "round__fund", "district")
    return rows.order_by("-submission__first_sent_at", "-pk").for_page()


def rounds_for_staff(person: Any) -> QuerySet[Round]:
    """The rounds of the funds that the person works for, newest first."""
    rows = Round.objects.visible_to(person).select_related("fund", "opening", "fund_year")
    return rows.annotate(count=Count("applications")).order_by("-opening__opens_at").for_page()
