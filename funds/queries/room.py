"""What the decision room reads, as far as the person may see it. Nothing here decides or writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, Q, QuerySet, Sum
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from civicportal.cases.enums import Outcome
from civicportal.cases.rules import seen_by
from civicportal.commons.models import Theme
from civicportal.kernel import dates
from civicportal.kernel.figures import rounded
from civicportal.kernel.money import digits
from civicportal.people.enums import Role
from civicportal.review.enums import StageKind
from civicportal.review.models import Assignment
from civicportal.review.ranking import ranking_for
from civicportal.submissions.completing import note_standing, standing_for
from funds.enums.applications import ApplicantKind, ApplicationState, PendingOutcome
from funds.models import Application, Pending, Reserve, Round, Scenario
from funds.rules.room import ROOM

ORDERS = ("ranking", "disputed", "sum")
NO_SUM = {PendingOutcome.RESERVE, PendingOutcome.REFUSED, "refused", "dismissed", "written_off"}
OUTCOMES = {**dict(Outcome.choices), **dict(PendingOutcome.choices)}
GONE = ApplicationState.WITHDRAWN


@dataclass(slots=True)
class Line:
    """One application of the room. Sums are in öre; `proposed` and `amount` are the decision's once there is one."""

    pk: int
    submission_id: int
    reference: str
    title: str
    late: bool
    kind: str
    district: str
    district_id: int | None
    focus_id: int | None
    requested: int
    state: str
    person_id: int | None
    arrived: Any
    proposed: str
    amount: int | None
    version: int
    decided: bool
    confirmed: bool
    mean: Decimal | None = None
    median: Decimal | None = None
    spread: Decimal | None = None
    n: int = 0
    assigned: int = 0
    areas: tuple[int, ...] = ()
    place: int = 0
    running: int = 0
    look: str = ""

    @property
    def cost(self) -> int:
        """What the line takes of the money: what is decided or proposed, nothing for a no, else what is asked for."""
        if self.proposed in NO_SUM:
            return 0
        return self.amount if self.amount is not None else self.requested

    @property
    def is_award(self) -> bool:
        return self.proposed in {PendingOutcome.GRANTED, PendingOutcome.PARTLY}

    @property
    def mean_words(self) -> str:
        return rounded(self.mean)

    @property
    def requested_words(self) -> str:
        return digits(self.requested)

    @property
    def running_words(self) -> str:
        return digits(self.running)

    @property
    def outcome_words(self) -> str:
        return str(OUTCOMES.get(self.proposed, "–"))

    @property
    def proposal_words(self) -> str:
        """What is proposed or decided: the sum of an award, else the outcome in words."""
        if not self.proposed and not self.decided:
            return "–"
        words = digits(self.amount) if self.is_award and self.amount is not None else self.outcome_words
        return _("%(words)s, decided") % {"words": words} if self.decided else words

    def values(self, language: str | None) -> tuple[str, ...]:
        """What stands in the table's columns after the title, in their order.

        The reader's language is given, because asking for it six times a row takes as long as writing the figures.
        """
        spread = self.spread if self.n > 1 else None
        return (
            self.district,
            rounded(self.mean, language=language),
            rounded(self.median, language=language),
            "–" if spread is None else f"±{rounded(spread, language=language)}",
            f"{self.n}/{self.assigned}",
            digits(self.requested, language),
            self.proposal_words,
            digits(self.running, language),
        )

    @property
    def open(self) -> bool:
        """Whether something can still be proposed and confirmed."""
        return self.state not in {ApplicationState.GRANTED, ApplicationState.REFUSED, ApplicationState.DISMISSED}


@dataclass
class Room:
    """The lines in order against the money. `cut` is after how many lines it ends, None when it lasts for all."""

    lines: list[Line]
    ceiling: int
    cut: int | None
    used: int
    hidden: int
    areas: dict[int, str] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Öre left above the line."""
        return self.ceiling - self.used

    @property
    def awarded(self) -> int:
        """Öre that is decided or proposed to be granted."""
        return sum(line.amount or 0 for line in self.lines if line.is_award)

    @property
    def over(self) -> int:
        """By how many öre the awards are more than there is; 0 while they fit."""
        return max(0, self.awarded - self.ceiling)

    @property
    def left_of_awards(self) -> int:
        """Öre left when all that is proposed and decided is granted."""
        return max(0, self.ceiling - self.awarded)

    def who(self, line: Line) -> str:
        """Who applies and for which vision areas, as it stands under the title."""
        areas = ", ".join([self.areas.get(area, "") for area in line.areas])
        return f"{line.kind} · {areas}" if line.kind and areas else line.kind or areas


def day_of(request: HttpRequest, round_: Round) -> date | None:
    """The decision date in the address of a round that is open all year; the nearest to come, or the last."""
    if not round_.decision_dates:
        return None
    days = sorted(round_.decision_dates)
    asked = request.GET.get("dag", "")
    chosen = [day for day in days if day.isoformat() == asked]
    coming = [day for day in days if day >= dates.today()]
    return (chosen or coming or days[-1:])[0]


def day_to_release(request: HttpRequest, round_: Round) -> date | None:
    """The decision date that is asked for; else the first that has come with decisions that nobody has heard of."""
    if not round_.decision_dates or request.GET.get("dag"):
        return day_of(request, round_)
    held = round_.applications.filter(state=ApplicationState.DECIDED, decision_on__lte=dates.today())
    first: date | None = held.order_by("decision_on").values_list("decision_on", flat=True).first()
    return first or day_of(request, round_)


def room_of_person(person: Any, fund: str, slug: str) -> Round:
    """The round whose room the person works in, or an auditor reads. Raises Http404 for everybody else."""
    rows = Round.objects.select_related("fund", "opening", "fund_year")
    if not person.has_role(Role.AUDITOR):
        rows = rows.filter(fund__unit__in=person.units_as(*ROOM))
    return get_object_or_404(rows, fund__slug=fund, slug=slug)


def application_in_room(person: Any, reference: str) -> Application:
    """One application of a round whose room the person works in, never one that they stepped aside from."""
    rows = Application.objects.visible_to(person).select_related(
        "submission__case__unit", "submission__opening", "submission__person", "round__fund", "round__opening",
        "round__fund_year", "district", "focus_challenge", "pending__edited_by", "pending__next_item",
    )  # fmt: skip
    rows = rows.with_areas().annotate(waits_for_more=Exists(standing_for("submission")))
    found: Any = get_object_or_404(rows, submission__case__reference=reference)
    if not person.has_role(Role.AUDITOR) and found.round.fund.unit_id not in person.units_as(*ROOM):
        raise Http404
    seen_by(person, found.case)
    note_standing(found.submission, waits=found.waits_for_more)
    return found


def lines_of(round_: Round, person: Any, day: date | None = None) -> list[Line]:
    """The round's applications as lines without their scores, in the order they came; withdrawn ones are left out.

    One query however many they are, besides the areas'.
    """
    rows = Application.objects.visible_to(person).filter(round=round_).exclude(state=GONE)
    rows = rows.filter(decision_on=day) if day else rows
    decided = FilteredRelation(
        "submission__case__decisions", condition=Q(submission__case__decisions__superseded=False)
    )
    waits = FilteredRelation("reserves", condition=Q(reserves__ended_at__isnull=True))
    found = rows.annotate(made=decided, waits=waits).order_by("submission__first_sent_at", "pk").values_list(
        "pk", "submission_id", "submission__case__reference", "title", "submission__late", "applicant_kind",
        "district__name", "district_id", "focus_challenge_id", "requested", "state", "submission__person_id",
        "submission__first_sent_at", "made__outcome", "made__amount", "pending__outcome", "pending__amount",
        "pending__version", "pending__confirmed_at", "waits__place",
    )  # fmt: skip
    kinds = {kind: str(label) for kind, label in ApplicantKind.choices}
    return [_line(row, kinds) for row in found]


def _line(row: tuple[Any, ...], kinds: dict[str, str]) -> Line:
    *facts, outcome, granted, proposed, amount, version, confirmed, reserve = row
    made = outcome is not None
    proposed = proposed or (PendingOutcome.RESERVE if reserve else "")
    make: Any = Line
    line: Line = make(
        *facts,
        proposed=outcome if made else proposed,
        amount=granted if made else amount,
        version=version or 0,
        decided=made,
        confirmed=confirmed is not None or made,
    )
    line.kind, line.district = kinds.get(line.kind, ""), line.district or ""
    return line


def add_areas(lines: list[Line], round_: Round) -> dict[int, str]:
    """Gives each line its vision areas; returns the areas' names."""
    areas: dict[int, list[int]] = defaultdict(list)
    pairs = Application.vision_areas.through.objects.filter(application__round=round_)
    for application, theme in pairs.order_by("theme_id").values_list("application_id", "theme_id"):
        areas[application].append(theme)
    for line in lines:
        line.areas = tuple(areas.get(line.pk, ()))
    return {theme.pk: str(theme.name) for theme in Theme.objects.filter(kind=Theme.Kind.VISION)}


def add_figures(lines: list[Line], round_: Round, person: Any) -> None:
    """Gives each line the figures of its reviews, as far as the person may see them; no figure stays None, never 0."""
    ranked = {one.submission_id: one for one in ranking_for(person, round_.opening)}
    asked = Assignment.objects.standing().filter(submission__opening=round_.opening_id)
    asked = asked.exclude(stage__kind=StageKind.ADVICE)
    assigned = dict(asked.values_list("submission").annotate(Count("pk")).order_by())
    for line in lines:
        line.assigned = assigned.get(line.submission_id, 0)
        if one := ranked.get(line.submission_id):
            line.mean, line.median, line.spread, line.n = one.mean, one.median, one.spread, one.n


def ceiling_of(round_: Round, day: date | None = None) -> int:
    """Öre that the round's lines may cost together: what is left of round and year, and what its decisions hold.

    What a person may not see counts as if it cost nothing, so that no sum tells what it was.
    """
    held = round_.granted
    if day is not None:
        rows = round_.applications.filter(decision_on=day, submission__case__decisions__superseded=False)
        held = rows.aggregate(sum=Sum("submission__case__decisions__amount"))["sum"] or 0
    return min(round_.left, round_.fund_year.left) + held


def hidden_count(round_: Round, seen: int, day: date | None = None) -> int:
    """How many applications of the room the person is not shown; their number is all that is told of them."""
    rows = round_.applications.exclude(state=GONE)
    return (rows.filter(decision_on=day) if day else rows).count() - seen


def room_of(round_: Round, person: Any, *, order: str = "ranking", day: date | None = None) -> Room:
    """The room as the person may see it: lines in order, running sums, where the money ends. Nine queries."""
    lines = lines_of(round_, person, day)
    areas = add_areas(lines, round_)
    add_figures(lines, round_, person)
    lines.sort(key=lambda line: _order(line, order))
    return against_money(lines, ceiling_of(round_, day), hidden=hidden_count(round_, len(lines), day), areas=areas)


def _order(line: Line, order: str) -> tuple[Any, ...]:
    if order == "sum":
        return (-line.requested, line.arrived, line.pk)
    if order == "disputed":
        return (line.spread is None, -(line.spread or 0), line.arrived, line.pk)
    return (line.mean is None, -(line.mean or 0), -(line.median or 0), line.arrived, line.pk)


def against_money(lines: list[Line], ceiling: int, *, hidden: int = 0, areas: dict[int, str] | None = None) -> Room:
    """Numbers the lines and sums them from the top; the line is where the sum no longer fits whole."""
    running, cut, used = 0, None, 0
    for place, line in enumerate(lines, start=1):
        running += line.cost
        line.place, line.running, line.look = place, running, ""
        fits = running <= ceiling
        if fits:
            used = running
            line.look = "within" if line.cost else ""
        elif cut is None:
            cut, line.look = place - 1, "partly"
    return Room(lines, ceiling, cut, used, hidden, areas or {})


def scenarios_of(round_: Round, person: Any) -> QuerySet[Scenario]:
    """One's own and the shared what-ifs of a round, by name."""
    rows = Scenario.objects.visible_to(person).filter(round=round_).select_related("owner", "round__fund")
    return rows.order_by("name", "pk").for_page()


def scenario_of(round_: Round, person: Any, pk: int) -> Scenario:
    """One what-if that the person may read. Raises Http404."""
    return get_object_or_404(scenarios_of(round_, person), pk=pk)


def tried_out(lines: Iterable[Line], scenario: Scenario) -> list[Line]:
    """The lines as the what-if would have them; what is decided stays as it is."""
    tried = {line.application_id: line for line in scenario.lines.all()}
    found = list(lines)
    for line in found:
        if not line.decided:
            one = tried.get(line.pk)
            line.proposed, line.amount = (one.outcome, one.amount) if one else ("", None)
    return found


def reserve_list(round_: Round, person: Any) -> QuerySet[Reserve]:
    """Who waits, the next one first, without those that the person may not see.

    It is one list for the whole round, whatever decision date somebody got their place on: money comes back to all.
    """
    rows = Reserve.objects.waiting().filter(round=round_, application__in=Application.objects.visible_to(person))
    return rows.select_related("application__submission__case", "placed_by").order_by("place").for_page()


def to_confirm(round_: Round, person: Any, day: date | None = None) -> list[str]:
    """References of what the room has proposed and no delegate has confirmed, in the order they came.

    `day` is one decision date of a round that is open all year.
    """
    rows = (
        Pending.objects.filter(
            application__in=Application.objects.visible_to(person), application__round=round_, confirmed_at__isnull=True
        )
        .exclude(outcome="")
        .exclude(application__state__in=[GONE, "granted", "refused", "dismissed"])
    )
    rows = rows.filter(application__decision_on=day) if day else rows
    rows = rows.order_by(F("application__submission__first_sent_at"), "application_id")
    return list(rows.values_list("application__submission__case__reference", flat=True))
