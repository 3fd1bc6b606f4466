"""How a fund works, read from its configuration: what people are judged by, who decides, what it cost and gave."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum

from civicportal.cases.models import Delegation
from civicportal.commons.models import Item
from civicportal.effects.queries import measured
from civicportal.effects.shown import ShownGoal
from civicportal.kernel import dates
from civicportal.review.models import Stage
from funds.enums.applications import ProjectState
from funds.models import Fund, Project, Round
from funds.queries.public import ShownCriterion, clock_of, criteria_of

MOST_LESSONS = 6
MOST_MEASURED = 3


def round_told(fund: Fund) -> Round | None:
    """The round whose rules are told: the open one, the next, or the last. One query."""
    rows = fund.rounds.select_related("opening__form").order_by("-opening__opens_at")
    return clock_of(list(rows.for_page())).shown


def stages_of(round_: Round | None) -> list[Stage]:
    """The stages of a round in order, without the people in them: one query."""
    if round_ is None:
        return []
    return list(Stage.objects.filter(opening=round_.opening_id).order_by("position").for_page())


def who_decides(fund: Fund) -> list[Delegation]:
    """Today's delegations for the fund's cases by title and point, each once with its highest ceiling. One query.

    Several may hold the same one, and a new one may overlap the old; who holds them is not read.
    """
    rows = Delegation.objects.today().over(fund.unit_id, fund.series).defer("person")
    each = rows.order_by("point", "title", "-ceiling", "pk").distinct("point", "title")
    return sorted(each.for_page(), key=lambda one: (-one.ceiling, one.point, one.title))


@dataclass(slots=True)
class Year:
    """A year's budget and what of it is granted in public, in öre, and to how many."""

    year: int
    budget: int
    granted: int
    projects: int


def years_of(fund: Fund) -> list[Year]:
    """What each year was set aside and granted, the newest first, as far as decisions are told: one query."""
    public = Project.objects.filter(fund=fund, item__visible=True, granted_on__year=OuterRef("year"))
    projects = public.order_by().values("fund")
    rows: Any = fund.years.annotate(
        told=Subquery(projects.annotate(n=Sum("granted")).values("n")),
        count=Subquery(projects.annotate(n=Count("pk")).values("n")),
    )
    return [Year(row.year, row.budget, row.told or 0, row.count or 0) for row in rows.order_by("-year").for_page()]


@dataclass(slots=True)
class Gave:
    """What came of a fund: projects by where they are, what was learnt, what was measured."""

    projects: int
    running: int
    finished: int
    stopped: int
    lessons: list[Project]
    measured: list[tuple[Item, list[ShownGoal]]]


def what_it_gave(fund: Fund) -> Gave:
    """Three queries. Projects that stopped stand first among the lessons: others learn most from them."""
    public = Project.objects.filter(fund=fund, item__visible=True)
    states = dict(public.order_by().values_list("state").annotate(Count("pk")))
    ended = public.filter(state__in=[ProjectState.FINISHED, ProjectState.STOPPED]).exclude(learnt={})
    lessons = ended.select_related("item").order_by(F("state").desc(), "-granted_on", "-pk")
    return Gave(
        projects=sum(states.values()),
        running=states.get(ProjectState.RUNNING, 0) + states.get(ProjectState.GRANTED, 0),
        finished=states.get(ProjectState.FINISHED, 0),
        stopped=states.get(ProjectState.STOPPED, 0),
        lessons=[project for project in lessons.for_page()[:MOST_LESSONS] if project.learnt],
        measured=measured(_items_of(fund), MOST_MEASURED),
    )


def _items_of(fund: Fund) -> QuerySet[Item]:
    return Item.objects.filter(pk__in=Project.objects.filter(fund=fund).values("item")).order_by("-happened_on", "-pk")


@dataclass
class Method:
    """The configuration of a fund as another city can take it over."""

    fund: Fund
    round: Round | None
    criteria: list[ShownCriterion]
    delegations: list[Delegation]

    @cached_property
    def stages(self) -> list[Stage]:
        """The stages in order; asked for once, where they are told."""
        return stages_of(self.round)

    @property
    def titles(self) -> list[str]:
        """Who may decide, each function once."""
        return [*dict.fromkeys(one.title for one in self.delegations)]


def method_of(fund: Fund) -> Method:
    """Three queries, and one more for the stages where they are told."""
    shown = round_told(fund)
    return Method(fund, shown, criteria_of(shown), who_decides(fund))


def as_data(method: Method) -> dict[str, Any]:
    """The configuration as plain data in every language that it is written in; nothing of a person, no address."""
    fund, round_ = method.fund, method.round
    texts = ("name", "promise", "about", "who_may", "who_may_not", "what_you_get", "how_judged", "coaching")
    return {
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "made": dates.today().isoformat(),
        "fund": {name: getattr(fund, name).texts for name in texts},
        "eligibility": fund.eligibility,
        "checklist": fund.checklist,
        "minutes_to_apply": fund.minutes_to_apply,
        "lowest_sum": _kronor(round_.opening.lowest) if round_ else None,
        "highest_sum": _kronor(round_.opening.highest) if round_ else None,
        "questions": round_.opening.form.definition["steps"] if round_ else [],
        "criteria": [
            {
                "name": shown.criterion.name.texts,
                "question": shown.criterion.question.texts,
                "weight": float(shown.criterion.weight),
                "highest_score": shown.criterion.highest,
                "scores": [{"score": anchor.score, "means": anchor.words.texts} for anchor in shown.anchors],
            }
            for shown in method.criteria
        ],
        "stages": [
            {
                "name": stage.name.texts,
                "gives": stage.kind,
                "judges": stage.judges,
                "without_names": stage.blind,
                "reviews_wanted": stage.wanted_reviews,
                "leaves": stage.leaves,
            }
            for stage in method.stages
        ],
        "decides": [
            {"title": one.title, "point": one.point, "highest_sum": _kronor(one.ceiling)} for one in method.delegations
        ],
    }


def _kronor(ore: int | None) -> int | None:
    return None if ore is None else ore // 100
